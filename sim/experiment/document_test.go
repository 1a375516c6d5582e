package experiment

import (
	"fmt"
	"reflect"
	"strings"
	"testing"
)

// worked is an experiment with all that one can have.
func worked() *Experiment {
	return &Experiment{
		Setup: Setup{Lab: "toy", View: "neuron", Preset: "pair", Seed: 12, Probes: map[string]int{"angle": 10}, Variants: []Variant{
			{Set: map[string]string{"eta": "0.1", "rule": "hebb"}}, {Label: "Oja", Set: map[string]string{"eta": "0.1", "theta": "2"}}}},
		Journal: []Entry{
			{Position: Position{Unit: 5, Round: 1}, Variant: "b", Set: map[string]string{"eta": "0.2"}, Gesture: 7},
			{Position: Position{Unit: 9}, Act: "lesion", Args: map[string]string{"which": "2"}},
			{Position: Position{Unit: 9}, Probe: "angle", Every: 20}},
		Position: Position{Unit: 60, Round: 2},
		By:       Origin{Build: "b", Arithmetic: "one"},
	}
}

func TestFileComesBack(t *testing.T) {
	want := worked()
	data := want.File()
	got, err := Parse(data)
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v\nwant %+v\nfrom %s", got, want, data)
	}
	if !strings.HasPrefix(string(data), "{\n \"hebb\": 2,\n") {
		t.Errorf("the version does not come first: %.40q", data)
	}
	if strings.Count(string(data), `"eta": "0.1"`) != 1 {
		t.Errorf("what all variants have stands there more than once:\n%s", data)
	}
}

// What was saved before the form had a version is read.
func TestFirstForm(t *testing.T) {
	got, err := Parse([]byte(`{"lab":"toy","view":"neuron","preset":"","seed":12,"variants":[{"set":{"eta":"0.1"}},{"label":"Oja","set":{}}],"probes":{},
		"journal":[{"unit":5,"set":{"eta":"0.2"}}],"unit":60,"round":0,"build":"b","kernel":"one"}`))
	want := &Experiment{Setup: Setup{Lab: "toy", View: "neuron", Seed: 12, Probes: map[string]int{}, Variants: []Variant{
		{Set: map[string]string{"eta": "0.1"}}, {Label: "Oja", Set: map[string]string{}}}},
		Journal:  []Entry{{Position: Position{Unit: 5}, Set: map[string]string{"eta": "0.2"}}},
		Position: Position{Unit: 60}, By: Origin{Build: "b", Arithmetic: "one"}}
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("%v\ngot  %+v\nwant %+v", err, got, want)
	}
}

// The hash is of what is computed: names, labels and origin leave it alone, and so does
// a drag's way to where it ended.
func TestHash(t *testing.T) {
	hash := worked().Hash()
	for name, change := range map[string]func(*Experiment){
		"preset": func(e *Experiment) { e.Preset = "" },
		"label":  func(e *Experiment) { e.Variants[1].Label = "x" },
		"origin": func(e *Experiment) { e.By = Origin{} },
		"a drag": func(e *Experiment) {
			first := e.Journal[0]
			first.Set = map[string]string{"eta": "0.15"}
			e.Journal = append([]Entry{first}, e.Journal...)
		},
	} {
		e := worked()
		if change(e); e.Hash() != hash {
			t.Errorf("%s changes the hash", name)
		}
	}
	for name, change := range map[string]func(*Experiment){
		"seed":     func(e *Experiment) { e.Seed++ },
		"a value":  func(e *Experiment) { e.Variants[0].Set["eta"] = "0.3" },
		"a probe":  func(e *Experiment) { e.Probes["angle"] = 11 },
		"an entry": func(e *Experiment) { e.Journal = e.Journal[:2] },
		"position": func(e *Experiment) { e.Unit++ },
	} {
		e := worked()
		if change(e); e.Hash() == hash {
			t.Errorf("%s does not change the hash", name)
		}
	}
}

// A long journal is written so short that it can be read again, as long as it can.
func TestLongFile(t *testing.T) {
	e := worked()
	e.Journal = nil
	for i := range 9000 {
		e.Journal = append(e.Journal, Entry{Position: Position{Unit: uint64(i)}, Variant: "b", Set: map[string]string{"eta": fmt.Sprint(1 / float64(i+3))}})
	}
	e.Unit = 9000
	data := e.File()
	got, err := Parse(data)
	if err != nil || !reflect.DeepEqual(got, e) {
		t.Errorf("%d bytes: %v", len(data), err)
	}
}

// Floor: 100 executions a second.
func FuzzParse(f *testing.F) {
	f.Add(worked().File())
	f.Add([]byte(`{"hebb":2,"lab":"oja","set":{"a":"1"},"variants":[{},{"label":"x"}]}`))
	f.Add([]byte(`{"lab":"toy","variants":[],"build":"","kernel":""}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		e, err := Parse(data)
		if err != nil {
			return
		}
		file := e.File()
		if len(file) > MaxFile {
			return
		}
		again, err := Parse(file)
		if err != nil {
			t.Fatalf("%q is written as %q, which is refused: %v", data, file, err)
		}
		if again.Hash() != e.Hash() {
			t.Errorf("%q does not settle", data)
		}
	})
}
