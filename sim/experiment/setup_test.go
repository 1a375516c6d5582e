package experiment_test

import (
	"net/url"
	"reflect"
	"strings"
	"testing"

	"hebb/sim"
	"hebb/sim/experiment"
	"hebb/sim/simtest/toy"
)

func toySetup() (*sim.View, experiment.Setup) {
	view := &toy.Lab.Views[0]
	return view, experiment.NewSetup(toy.Lab, view)
}

func decode(t *testing.T, query string, base experiment.Setup) (experiment.Setup, []*sim.FieldError) {
	t.Helper()
	q, err := url.ParseQuery(query)
	if err != nil {
		t.Fatal(err)
	}
	view, _ := toySetup()
	return experiment.Decode(q, base, view)
}

func TestLinkOfDefaultsIsEmpty(t *testing.T) {
	view, s := toySetup()
	if q := experiment.Encode(s, s, view, true).Encode(); q != "" {
		t.Errorf("link of the defaults is %q, want nothing", q)
	}
}

// A link sets each field to another value, gives B one of its own, and comes back.
func TestLinkRoundTrip(t *testing.T) {
	view, base := toySetup()
	query := "a.label=plain&angle=x&b.label=with+decay&b.theta=0&drawing=data%3AAAAA&eta=0.5&flip=true&mask=1%2C0%2C1&n=9&noise=0.25&note=hello&probe.angle=10&quanta=7&rule=hebb&seed=99&theta=2"
	s, refused := decode(t, query, base)
	if len(refused) != 1 || refused[0].Field != "angle" {
		t.Fatalf("refused %v, want only angle", refused)
	}
	if len(s.Variants) != 2 || s.Seed != 99 || s.Probes["angle"] != 10 {
		t.Fatalf("got %+v", s)
	}
	a, b := s.Variants[0].Set, s.Variants[1].Set
	if a["theta"] != "2" || b["theta"] != "0" || b["eta"] != "0.5" || a["mask"] != "1,0,1" {
		t.Fatalf("a %v b %v", a, b)
	}
	again := experiment.Encode(s, base, view, true)
	want := strings.Replace(query, "&angle=x", "", 1)
	if again.Encode() != want {
		t.Errorf("link\n%s want\n%s", again.Encode(), want)
	}
	s2, refused := experiment.Decode(again, base, view)
	if len(refused) != 0 || !reflect.DeepEqual(s, s2) {
		t.Errorf("second reading %+v differs from the first %+v (%v)", s2, s, refused)
	}
}

// A field given without prefix moves every variant that agreed with A.
func TestLinkMovesVariantsThatAgree(t *testing.T) {
	_, base := toySetup()
	base.Variants = []experiment.Variant{{Set: map[string]string{}}, {Set: map[string]string{"theta": "0"}}}
	s, _ := decode(t, "eta=0.5&theta=3", base)
	if got := s.Variants[1].Set; got["eta"] != "0.5" || got["theta"] != "0" {
		t.Errorf("B has %v, want eta with A and its own theta", got)
	}
}

func TestLinkRefusals(t *testing.T) {
	_, base := toySetup()
	for _, c := range []struct{ query, field, says string }{
		{"eta=1e999", "eta", "not a finite number"},
		{"eta=NaN", "eta", "not a finite number"},
		{"eta=-Inf", "eta", "not a finite number"},
		{"eta=1000", "eta", "0.0001 to 100"},
		{"eta=abc", "eta", "not a number"},
		{"etaa=1", "etaa", "did you mean eta?"},
		{"learning_rate=1", "learning_rate", "no such field"},
		{"n=2.5", "n", "not a whole number"},
		{"n=65", "n", "2 to 64"},
		{"rule=delta", "rule", "one of oja, hebb"},
		{"flip=maybe", "flip", "neither true nor false"},
		{"mask=1,2", "mask", "entry 2"},
		{"mask=" + strings.Repeat("1,", 1e5), "mask", "too many"},
		{"note=bad", "note", "not allowed"},
		{"note=" + strings.Repeat("a", 41), "note", "at most 40"},
		{"seed=-1", "seed", "whole number"},
		{"seed=9007199254740992", "seed", "whole number"},
		{"variants=5", "variants", "1 to 4"},
		{"b.eta=0", "b.eta", "0.0001 to 100"},
		{"e.eta=1", "e.eta", "no such field"},
		{"probe.angle=-1", "probe.angle", "whole number"},
		{"probe.nothing=5", "probe.nothing", "no such probe"},
		{"a.label=" + strings.Repeat("x", 100), "a.label", "at most 40"},
	} {
		s, refused := decode(t, c.query+"&quanta=9", base)
		if len(refused) != 1 || refused[0].Field != c.field || !strings.Contains(refused[0].Reason, c.says) {
			t.Errorf("%.40s: refused %v, want %s: ...%s...", c.query, refused, c.field, c.says)
		}
		if s.Variants[0].Set["quanta"] != "9" {
			t.Errorf("%.40s: the good field was not applied", c.query)
		}
	}
}

func TestSetIsAllOrNothing(t *testing.T) {
	fields := toy.Lab.Views[0].New().Fields()
	err := sim.Set(fields, map[string]string{"eta": "0.5", "n": "1000"})
	if err == nil || !strings.Contains(err.Error(), "n: ") {
		t.Fatalf("error %v, want one that names n", err)
	}
	if got := sim.Values(fields)["eta"]; got != "0.01" {
		t.Errorf("eta is %s after a refused set, want 0.01", got)
	}
}

// Floor: 100 executions a second.
func FuzzDecode(f *testing.F) {
	for _, s := range []string{"", "eta=0.5", "b.theta=0&variants=3", "seed=5&mask=1,,2", "a.label=%ff", "eta=0x1p-2", "eta=1_0", "d.n=4&n=5"} {
		f.Add(s)
	}
	view, base := toySetup()
	f.Fuzz(func(t *testing.T, query string) {
		q, err := url.ParseQuery(query)
		if err != nil {
			t.Skip()
		}
		s, _ := experiment.Decode(q, base, view)
		again, refused := experiment.Decode(experiment.Encode(s, base, view, true), base, view)
		if len(refused) != 0 || !reflect.DeepEqual(s, again) {
			t.Errorf("%q: %+v reads back as %+v, refused %v", query, s, again, refused)
		}
		for _, v := range s.Variants {
			if err := sim.Set(view.New().Fields(), v.Set); err != nil {
				t.Errorf("%q: accepted values are refused later: %v", query, err)
			}
		}
	})
}
