package deep

import (
	"context"
	"encoding/hex"
	"testing"

	"hebb/sim"
	"hebb/sim/data"
)

func ask(t *testing.T, s sim.Sim, name string, args map[string]string) (any, error) {
	t.Helper()
	for _, q := range s.Queries() {
		if q.Name == name {
			if err := sim.Set(q.Args, args); err != nil {
				return nil, err
			}
			compute, err := q.Ask()
			if err != nil {
				return nil, err
			}
			return compute(context.Background())
		}
	}
	t.Fatalf("there is no query %s", name)
	return nil, nil
}

// A trained network classes the images of the held-out set as the queries say: the
// mistakes are mistakes, and the first image that is none is classified correctly.
func TestQueriesAgreeWithTheNetwork(t *testing.T) {
	d := newDeep()
	if err := d.Init(sim.Env{Seed: 3}); err != nil {
		t.Fatal(err)
	}
	for range 1500 {
		d.Step()
	}
	set, err := data.Open("mnist")
	if err != nil {
		t.Fatal(err)
	}
	classify := func(image int) Verdict {
		v, err := ask(t, d, "classify", map[string]string{"pixels": hex.EncodeToString(set.Test.Pixels(image))})
		if err != nil {
			t.Fatal(err)
		}
		return v.(Verdict)
	}
	found, err := ask(t, d, "wrong", map[string]string{"many": "5"})
	if err != nil {
		t.Fatal(err)
	}
	list := found.([]Mistake)
	if len(list) != 5 {
		t.Fatalf("%d mistakes among the held-out images, want 5", len(list))
	}
	wrong := map[int]bool{}
	for _, m := range list {
		wrong[m.Image] = true
		if m.Label != set.Test.Label(m.Image) || m.Guess == m.Label {
			t.Errorf("image %d: label %d, guess %d; the set says %d", m.Image, m.Label, m.Guess, set.Test.Label(m.Image))
		}
		if v := classify(m.Image); v.Guess != m.Guess {
			t.Errorf("image %d: classified as %d, listed as %d", m.Image, v.Guess, m.Guess)
		}
		if string(m.Pixels) != string(set.Test.Pixels(m.Image)) {
			t.Errorf("image %d: other pixels than in the set", m.Image)
		}
	}
	for i := range list[4].Image {
		if v := classify(i); !wrong[i] && v.Guess != set.Test.Label(i) {
			t.Errorf("image %d is classified as %d, not %d, but was not listed", i, v.Guess, set.Test.Label(i))
		}
	}
}

func TestClassifyRefusesOtherSizes(t *testing.T) {
	d := newDeep()
	if err := d.Init(sim.Env{Seed: 3}); err != nil {
		t.Fatal(err)
	}
	for _, pixels := range []string{"00", "zz", "0"} {
		if _, err := ask(t, d, "classify", map[string]string{"pixels": pixels}); err == nil {
			t.Errorf("%q passed for an image", pixels)
		}
	}
}

func TestFashionIsAnotherSet(t *testing.T) {
	d := newDeep()
	if err := sim.Set(d.Fields(), map[string]string{"data": "fashion", "train": "10000"}); err != nil {
		t.Fatal(err)
	}
	if err := d.Init(sim.Env{Seed: 3}); err != nil {
		t.Fatal(err)
	}
	v, err := ask(t, d, "classify", nil)
	if err != nil {
		t.Fatal(err)
	}
	if got := v.(Verdict); len(got.P) != 10 || len(got.Names) != 10 || got.Names[1] != "Trouser" {
		t.Errorf("verdict %+v, want ten classes of clothes", got)
	}
}
