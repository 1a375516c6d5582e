package predictive

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"hebb/sim"
)

// preparing are the explorers of all presets that begin with training, by what they train.
func preparing(t *testing.T) map[string]func() *explorer {
	t.Helper()
	files, err := filepath.Glob("../../../presets/predictive/*.json")
	if err != nil || len(files) == 0 {
		t.Fatal("no presets", err)
	}
	list := map[string]func() *explorer{}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var p struct {
			View     string
			Seed     uint64
			Set      map[string]string
			Variants []struct{ Set map[string]string }
		}
		if err := json.Unmarshal(data, &p); err != nil {
			t.Fatal(file, err)
		}
		if p.View != "explorer" {
			continue
		}
		if p.Seed == 0 {
			p.Seed = 7
		}
		if p.Variants == nil {
			p.Variants = make([]struct{ Set map[string]string }, 1)
		}
		for _, v := range p.Variants {
			begin := func() *explorer {
				e := newExplorer()
				for _, set := range []map[string]string{p.Set, v.Set} {
					if err := sim.Set(e.Fields(), set); err != nil {
						t.Fatal(file, err)
					}
				}
				return e
			}
			e := begin()
			if e.train == 0 {
				continue
			}
			if err := e.open(sim.Env{Seed: p.Seed}); err != nil {
				t.Fatal(file, err)
			}
			list[e.trainingOf()] = func() *explorer { e := begin(); e.seed = p.Seed; return e }
		}
	}
	return list
}

// trainer is what tests ask a core for.
type trainer interface {
	explorerCore
	keep() []byte
	done() int
}

func (c *relax[T]) done() int { return c.trained }

func begun(t *testing.T, e *explorer) trainer {
	t.Helper()
	if err := e.Init(sim.Env{Seed: e.seed}); err != nil {
		t.Fatal(err)
	}
	return e.core.(trainer)
}

// TestPresetsAreTrained holds that no preset begins with training: its weights are kept.
// With HEBB_TRAIN=1 it makes them.
func TestPresetsAreTrained(t *testing.T) {
	for what, begin := range preparing(t) {
		if os.Getenv("HEBB_TRAIN") != "" {
			e := begin()
			e.afresh = true
			c := begun(t, e)
			for c.done() < e.train {
				c.step(e)
			}
			if err := os.WriteFile(filepath.Join("trained", keptName(what)), c.keep(), 0o644); err != nil {
				t.Fatal(err)
			}
			continue
		}
		e := begin()
		if c := begun(t, e); c.done() != e.train {
			t.Errorf("it begins with %d steps of training: %s", e.train-c.done(), what)
		}
	}
}

// TestKeptWeightsAreThoseOfTraining trains the quickest of them, and in the long tests all,
// and compares every digit.
func TestKeptWeightsAreThoseOfTraining(t *testing.T) {
	n := 0
	for what, begin := range preparing(t) {
		if !everyTraining && !(strings.HasPrefix(what, "dense") && strings.Contains(what, " 100 steps") && strings.Contains(what, "torch")) {
			continue
		}
		n++
		e := begin()
		c := begun(t, e)
		if c.done() != e.train {
			t.Errorf("nothing is kept of %s", what)
			continue
		}
		had := c.keep()
		e.afresh = true
		c = begun(t, e)
		for c.done() < e.train {
			c.step(e)
		}
		if !bytes.Equal(had, c.keep()) {
			t.Errorf("training gives other digits than those that are kept: %s", what)
		}
	}
	if n == 0 {
		t.Error("no training is compared")
	}
}
