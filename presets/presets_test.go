package presets

import (
	"strings"
	"testing"
	"testing/fstest"

	"hebb/sim"
	"hebb/sim/simtest/toy"
)

func file(text string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(text)} }

func TestLoadKeepsTheOrderOfFileNames(t *testing.T) {
	fsys := fstest.MapFS{
		"toy/20-second.json": file(`{"title":"Second"}`),
		"toy/10-first.json":  file(`{"title":"First"}`),
		"toy/plain.json":     file(`{"title":"Plain"}`),
		"other/10-x.json":    file(`{"title":"Of a lab that is not asked for"}`),
	}
	list, err := Load(fsys, []*sim.Lab{toy.Lab})
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, p := range list {
		names = append(names, p.Key())
	}
	if got, want := strings.Join(names, " "), "toy/first toy/second toy/plain"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if got := ByLab(list)["toy"]; len(got) != 3 || got[0].Title != "First" {
		t.Errorf("ByLab: %v", got)
	}
}

func TestLoadIsStrictAndKeepsTheRest(t *testing.T) {
	for name, text := range map[string]string{
		"an unknown key":   `{"titel":"x"}`,
		"an unknown field": `{"title":"x","set":{"etta":"1"}}`,
		"out of range":     `{"title":"x","set":{"eta":"1e9"}}`,
		"not JSON":         `{`,
	} {
		fsys := fstest.MapFS{"toy/10-bad.json": file(text), "toy/20-good.json": file(`{"title":"Good"}`)}
		list, err := Load(fsys, []*sim.Lab{toy.Lab})
		if err == nil || !strings.Contains(err.Error(), "presets/toy/10-bad.json") {
			t.Errorf("%s: error %v does not name the file", name, err)
		}
		if len(list) != 1 || list[0].Name != "good" {
			t.Errorf("%s: the good preset is lost", name)
		}
	}
	twice := fstest.MapFS{"toy/10-a.json": file(`{}`), "toy/20-a.json": file(`{}`)}
	if _, err := Load(twice, []*sim.Lab{toy.Lab}); err == nil {
		t.Error("two presets of one name pass")
	}
}
