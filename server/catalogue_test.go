package main

import (
	"errors"
	"maps"
	"net/http"
	"reflect"
	"strings"
	"testing"
	"testing/fstest"

	"hebb/presets"
	"hebb/sim"
	"hebb/sim/experiment"
	"hebb/sim/simtest/toy"
)

// toyCatalogue has one lab and three presets.
func toyCatalogue(t testing.TB) *catalogue {
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
	return &catalogue{labs, list}
}

func TestOpenAppliesWhatItCanAndNamesTheRest(t *testing.T) {
	c := toyCatalogue(t)
	a, err := c.open("toy", "?eta=0.05&theta=99&etta=1&n=NaN&quanta=1e999&noise=Inf&seed=-1&b.flip=true&probe.angle=x&view=none&preset=gone&%zz=1&flip=true&flip=false")
	if err != nil {
		t.Fatal(err)
	}
	if got := a.doc.Variants[0].Set; !maps.Equal(got, map[string]string{"eta": "0.05", "flip": "true"}) {
		t.Errorf("A has %v", got)
	}
	if len(a.doc.Variants) != 2 || a.doc.Seed != experiment.DefaultSeed || a.view.Name != "neuron" {
		t.Errorf("the set-up is %+v", a.doc)
	}
	var names []string
	for _, r := range a.refused {
		names = append(names, r.Field)
	}
	for _, want := range []string{"theta", "etta", "n", "quanta", "noise", "seed", "probe.angle", "view", "preset", "link", "flip"} {
		if !strings.Contains(" "+strings.Join(names, " ")+" ", " "+want+" ") {
			t.Errorf("%s is not named among the refused %v", want, names)
		}
	}
}

func TestOpenTakesThePreset(t *testing.T) {
	c := toyCatalogue(t)
	a, err := c.open("toy", "preset=pair&eta=0.5")
	if err != nil || len(a.refused) > 0 {
		t.Fatal(err, a.refused)
	}
	if a.preset.Title != "Pair" || a.doc.Variants[1].Set["rule"] != "hebb" || a.doc.Variants[1].Set["eta"] != "0.5" {
		t.Errorf("got %+v", a.doc)
	}
	_, err = c.open("nothing", "")
	if p := (*problem)(nil); !errors.As(err, &p) || p.status != http.StatusNotFound || !strings.Contains(p.text, "toy") {
		t.Errorf("an unknown lab: %v", err)
	}
	_, err = c.open("toy", "note="+strings.Repeat("x", maxQuery))
	if p := (*problem)(nil); !errors.As(err, &p) || p.status != http.StatusRequestURITooLong {
		t.Errorf("a long query: %v", err)
	}
}

func TestFind(t *testing.T) {
	c := toyCatalogue(t)
	for text, preset := range map[string]string{
		"quick": "quick", "toy/pair": "pair", "toy": "", "/labs/toy?preset=quick&eta=0.03": "quick",
		"http://127.0.0.1:8080/labs/toy?preset=pair": "pair", "/labs/toy": "",
	} {
		a, err := c.find(text)
		if err != nil {
			t.Errorf("%s: %v", text, err)
		} else if a.doc.Preset != preset {
			t.Errorf("%s: preset %q, want %q", text, a.doc.Preset, preset)
		}
	}
	for text, word := range map[string]string{
		"slow": "toy/quick", "toy/slow": "quick, pair", "other/quick": "toy", "/labs/other": "toy", "/other?eta=1": "/labs/toy",
		"/labs/toy?eta=NaN": "eta", "/labs/toy?eta=1e999": "eta", "/labs/toy?etta=1": "did you mean eta", "http://[": "/labs/toy", "": "toy/quick",
	} {
		if _, err := c.find(text); err == nil || !strings.Contains(err.Error(), word) {
			t.Errorf("%q: error %v does not say %q", text, err, word)
		}
	}
}

// Whatever a link says, it opens or is refused; what it opens can be written as a
// link that opens the same.
// Floor: 100 executions a second.
func FuzzOpen(f *testing.F) {
	for _, q := range []string{"", "preset=pair&b.eta=0.5", "eta=0.05&variants=4&d.label=x", "view=neuron&seed=9&probe.angle=10", "%zz&;&=&a.eta=1",
		"eta=NaN", "eta=1e999", "z=xyz", "mask=1,0,1&note=bad", "b.label=%ff&variants=0", "drawing=data:abc&n=64&quanta=50"} {
		f.Add(q)
	}
	c := toyCatalogue(f)
	f.Fuzz(func(t *testing.T, query string) {
		a, err := c.open("toy", query)
		if err != nil {
			return
		}
		again, err := c.open("toy", experiment.Encode(a.doc.Setup, a.base, a.view, true).Encode())
		if err != nil || len(again.refused) > 0 {
			t.Fatalf("its own link is refused: %v %v", err, again)
		}
		if !reflect.DeepEqual(again.doc, a.doc) {
			t.Fatalf("got %+v\nwant %+v", again.doc.Setup, a.doc)
		}
	})
}
