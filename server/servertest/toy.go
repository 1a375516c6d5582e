package servertest

import (
	"testing"
	"testing/fstest"

	"hebb/presets"
	"hebb/sim"
	"hebb/sim/simtest/toy"
)

// Toy are one lab and three presets, for a catalogue.
func Toy(t testing.TB) ([]*sim.Lab, []*presets.Preset) {
	t.Helper()
	labs := []*sim.Lab{toy.Lab}
	list, err := presets.Load(fstest.MapFS{
		"toy/10-quick.json": {Data: []byte(`{"title":"Quick","set":{"eta":"0.02"},"seed":3,
			"claims":[{"text":"norm of A","from":"here","variant":"a","output":"norm","unit":200,"expected":1,"band":0.2}]}`)},
		"toy/20-pair.json": {Data: []byte(`{"title":"Pair","variants":[{"label":"Oja"},{"label":"Hebb","set":{"rule":"hebb"}}],
			"claims":[{"text":"angle of B","from":"here","variant":"b","output":"angle","unit":100,"expected":45,"band":45}]}`)},
		"toy/30-late.json": {Data: []byte(`{"title":"Late","variants":[{},{}],"speed":100,"claims":[
			{"text":"before","from":"here","variant":"a","output":"norm","unit":200,"at_least":0.001},
			{"text":"after","from":"here","variant":"a","output":"norm","unit":300,"at_least":0.001,"changes":[{"unit":200,"set":{"eta":"0.05"},"variant":"a"}]},
			{"text":"more than B","from":"here","variant":"a","output":"norm","unit":300,"at_most":0,"changes":[{"unit":200,"set":{"eta":"0.05"},"variant":"a"}]},
			{"text":"mean","from":"here","variant":"b","output":"norm","unit":300,"at_least":0.001,"seeds":"mean"}]}`)},
	}, labs)
	if err != nil {
		t.Fatal(err)
	}
	return labs, list
}

// ToyWith is the same lab with one preset, x, of the given text.
func ToyWith(t testing.TB, text string) ([]*sim.Lab, []*presets.Preset) {
	t.Helper()
	list, err := presets.Load(fstest.MapFS{"toy/1-x.json": {Data: []byte(text)}}, []*sim.Lab{toy.Lab})
	if err != nil {
		t.Fatal(err)
	}
	return []*sim.Lab{toy.Lab}, list
}
