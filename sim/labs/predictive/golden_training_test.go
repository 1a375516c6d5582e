package predictive

import (
	"encoding/json"
	"math"
	"strconv"
	"testing"

	"hebb/sim"
)

// TestGoldenTraining makes the optimiser steps of every case, on one batch each, with
// the sim that the page trains.
func TestGoldenTraining(t *testing.T) {
	cases, check := 0, &checker{t: t}
	for name, data := range goldenFiles(t) {
		var g golden
		if err := json.Unmarshal(data, &g); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		for i := range g.Cases {
			for r := range g.Cases[i].Training {
				for _, naive := range []bool{false, true} {
					g.train(t, check, i, r, naive)
				}
				cases++
			}
		}
	}
	if cases == 0 {
		t.Error("no case")
	}
	t.Logf("%d runs, %d numbers, worst difference %.2g", cases, check.numbers, check.worst)
}

func (g *golden) train(t *testing.T, check *checker, i, r int, naive bool) {
	run := &g.Cases[i].Training[r]
	s := newTraining()
	s.given = g.source(i)
	set := map[string]string{"layers": g.text(i), "loss": g.Cases[i].Loss, "batch": strconv.Itoa(s.given.count(false)), "precision": float64s,
		"alg": algNames[run.Alg], "optimiser": run.Optimizer, "rate": sim.Number(run.Lr), "compare": "2"}
	if run.N > 0 {
		set["eta"], set["n"] = sim.Number(run.Eta), strconv.Itoa(run.N)
	}
	if err := sim.Set(s.Fields(), set); err != nil {
		t.Fatal(err)
	}
	if err := s.Init(sim.Env{Seed: 1}); err != nil {
		t.Fatal(err)
	}
	c := s.core.(*learn[float64])
	if naive {
		c.ch = newChunk(c.net, c.ch.width, true, nil)
	}
	copy(c.net.theta, flat(g.Cases[i].Params))
	c.order = straight{s.given.count(false)}
	id := g.Cases[i].ID + " " + run.Alg + " " + run.Optimizer
	for k := 0; k <= run.Steps; {
		if k == run.Steps {
			tol := 1e-12
			if run.Optimizer == adam {
				tol = 1e-9
			}
			check.all(id+": parameters", c.net.theta, flat(run.Params), tol)
		}
		step := s.Step()
		if step.Status != sim.Running {
			t.Fatalf("%s: %v", id, step.Trouble)
		}
		if step.Unit {
			check.one(id+": loss", c.rec[s.out.loss], run.Losses[k], 1e-9)
			k++
		}
	}
}

// goldenSeed is the file of the authors' random numbers.
type goldenSeed struct {
	First    []uint32    `json:"mt19937_seed0_first_u32"`
	Init     [][]float64 `json:"init_first4"`
	Sums     []float64   `json:"init_sum_f64"`
	Pass0    []int       `json:"seed0_epoch0_first20_indices"`
	Pass1    []int       `json:"seed0_epoch1_first20_indices_no_test_loader"`
	Loader1  []int       `json:"seed0_epoch1_first20_indices_with_test_loader"`
	Labels   []int       `json:"labels_of_first20_epoch0"`
	Training []struct {
		Alg, Loss string
		Lr, Eta   float64
		N, Batch  int
		Losses    []float64 `json:"loss_at_step"`
		Norms     []float64 `json:"grad_norms_step0"`
		Eps       []float64 `json:"eps_norms_step0"`
		Rel       []float64 `json:"weight_rel_err_step0"`
		Cos       []float64 `json:"weight_cos_step0"`
		F         *float64  `json:"F_step0_after_n"`
	}
	Notebook []struct {
		Alg, Loss string
		Eta       float64
		N         int
		Loader    bool      `json:"test_loader_each_step"`
		Values    []float64 `json:"values"`
	} `json:"stored_notebook_values"`
}

func goldenSeeds(t *testing.T) []goldenSeed {
	var list []goldenSeed
	for name, data := range goldenFiles(t) {
		var g goldenSeed
		if err := json.Unmarshal(data, &g); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if g.First != nil {
			list = append(list, g)
		}
	}
	if len(list) == 0 {
		t.Skip("no file of the authors' seed in this folder")
	}
	return list
}

func TestGoldenAuthorsNumbers(t *testing.T) {
	for _, g := range goldenSeeds(t) {
		rng := newTwister(0)
		for i, want := range g.First {
			if got := rng.uint32(); got != want {
				t.Errorf("number %d of the generator is %d, not %d", i, got, want)
			}
		}
		lay, err := fit(lenet, dims{1, 28, 28}, 10)
		if err != nil {
			t.Fatal(err)
		}
		theta := make([]float64, lay.params)
		drawTorch(theta, lay, newTwister(0))
		var spans []span
		for _, b := range lay.blocks {
			for _, o := range b.ops {
				if o.learns() {
					spans = append(spans, o.w, o.b)
				}
			}
		}
		for i, s := range spans {
			sum := 0.0
			for _, v := range cut(theta, s) {
				sum += v
			}
			if math.Abs(sum-g.Sums[i]) > 1e-9 {
				t.Errorf("parameters %d add up to %v, not %v", i, sum, g.Sums[i])
			}
			for j, want := range g.Init[i] {
				if got := theta[s.at+j]; got != want {
					t.Errorf("parameter %d of %d is %v, not %v", j, i, got, want)
				}
			}
		}
		indices := func(what string, o order, pass uint64, want []int) {
			for i, w := range want {
				if got := o.at(pass*60000 + uint64(i)); got != w {
					t.Errorf("%s: image %d is %d, not %d", what, i, got, w)
				}
			}
		}
		indices("first pass", newNotebook(0, 60000, 300, 0), 0, g.Pass0)
		indices("second pass", newNotebook(0, 60000, 300, 0), 1, g.Pass1)
		indices("second pass with tests", newNotebook(0, 60000, 300, 10000), 1, g.Loader1)
		back := newNotebook(0, 60000, 300, 0)
		back.at(60000)
		indices("first pass again", back, 0, g.Pass0)
		images, err := openSet("mnist")
		if err != nil {
			t.Fatal(err)
		}
		x := make([]float64, 784)
		for i, want := range g.Labels {
			if got := images.load(false, g.Pass0[i], x); got != want {
				t.Errorf("label %d is %d, not %d", i, got, want)
			}
		}
	}
}

// TestGoldenAuthorsSteps trains the authors' network from the authors' numbers.
func TestGoldenAuthorsSteps(t *testing.T) {
	check := &checker{t: t}
	for _, g := range goldenSeeds(t) {
		for _, run := range g.Training {
			steps := len(run.Losses)
			if testing.Short() {
				steps = 2
			}
			s := newTraining()
			set := map[string]string{"layers": lenet, "init": torchInit, "loss": run.Loss, "batch": strconv.Itoa(run.Batch), "precision": float64s,
				"alg": algNames[run.Alg], "rate": sim.Number(run.Lr), "compare": "1"}
			if run.N > 0 {
				set["eta"], set["n"] = sim.Number(run.Eta), strconv.Itoa(run.N)
			}
			if err := sim.Set(s.Fields(), set); err != nil {
				t.Fatal(err)
			}
			if err := s.Init(sim.Env{Seed: 1}); err != nil {
				t.Fatal(err)
			}
			c := s.core.(*learn[float64])
			id := run.Alg + " " + run.Loss
			for k := 0; k < steps; {
				if !s.Step().Unit {
					continue
				}
				// Adam turns a difference in the last digit of a small gradient into one of
				// its rate times that over its epsilon.
				check.one(id+": loss at step "+strconv.Itoa(k), c.rec[s.out.loss], run.Losses[k], 1e-8)
				if k == 0 {
					for b := range s.lay.blocks {
						check.one(id+": distance", c.rec[s.out.r[b]], run.Rel[b], 1e-10)
						check.one(id+": cosine", math.Cos(c.rec[s.out.a[b]]*math.Pi/180), run.Cos[b], 1e-10)
					}
					norm := 0
					for _, b := range s.lay.blocks {
						for _, o := range b.ops {
							if o.learns() {
								check.one(id+": size of gradient", length(cut(c.grads, o.w)), run.Norms[norm], 1e-12)
								check.one(id+": size of gradient", length(cut(c.grads, o.b)), run.Norms[norm+1], 1e-12)
								norm += 2
							}
						}
					}
					if run.F != nil {
						check.one(id+": energy", c.rec[s.out.energy], *run.F, 1e-12)
					}
				}
				k++
			}
		}
	}
	t.Logf("%d numbers, worst difference %.2g", check.numbers, check.worst)
}

func length(x []float64) float64 {
	s := 0.0
	for _, v := range x {
		s += v * v
	}
	return math.Sqrt(s)
}

// TestPublishedLosses holds the table of the page against the file.
func TestPublishedLosses(t *testing.T) {
	for _, g := range goldenSeeds(t) {
		if len(g.Notebook) != len(published) {
			t.Fatalf("%d runs, not %d", len(published), len(g.Notebook))
		}
		for i, want := range g.Notebook {
			p := published[i]
			if p.loss != want.Loss || p.eta != want.Eta || p.n != want.N || p.loader != want.Loader {
				t.Errorf("run %d is %+v, not %+v", i, p, want)
			}
			for j, v := range want.Values {
				if math.Abs(p.values[j]-v) > 1e-6*v+5e-8 {
					t.Errorf("run %d, loss %d is %v, not %v", i, j, p.values[j], v)
				}
			}
		}
	}
}
