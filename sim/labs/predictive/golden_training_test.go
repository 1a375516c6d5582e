package predictive

import (
	"fmt"
	"maps"
	"math"
	"strconv"
	"testing"

	"hebb/sim"
	"hebb/sim/labs/predictive/layout"
	"hebb/sim/labs/predictive/torch"
	"hebb/sim/optim"
	"hebb/sim/precision"
	"hebb/sim/simtest"
)

// TestGoldenTraining makes the optimiser steps of every case, on one batch each, with
// the sim that the page trains.
func TestGoldenTraining(t *testing.T) {
	check := newChecker(t)
	for _, g := range goldenCases(t) {
		check.Files++
		for i := range g.Cases {
			for r := range g.Cases[i].Training {
				for _, naive := range []bool{false, true} {
					g.train(t, check, i, r, naive)
				}
				check.Cases++
			}
		}
	}
	check.Log()
}

func (g *golden) train(t *testing.T, check *checker, i, r int, naive bool) {
	run := &g.Cases[i].Training[r]
	s := newTraining()
	s.given = g.source(i)
	set := map[string]string{"layers": g.text(t, i), "loss": g.Cases[i].Loss, "batch": strconv.Itoa(s.given.count(false)), "precision": precision.Double,
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
			if run.Optimizer == optim.Adam {
				tol = 1e-9
			}
			check.all(id+": parameters", c.net.theta, flat(run.Params), tol)
		}
		step := s.Step()
		if step.Status != sim.Running {
			t.Fatalf("%s: %v", id, step.Trouble)
		}
		if step.Unit {
			check.one(id+": loss", c.noted.loss, run.Losses[k], 1e-9)
			k++
		}
	}
}

// goldenSeed is the file of the authors' random numbers.
type goldenSeed struct {
	Paper, Description string   // words
	Names              []string `json:"init_param_order"`
	Int64              string   `json:"random_int64_first"`
	Check              []int    `json:"after_init_check_batch_first20_indices"`
	CheckLoss          struct {
		MSE, CE float64
		Note    string
	} `json:"initial_check_batch_loss"`
	First    []uint32    `json:"mt19937_seed0_first_u32"`
	Init     [][]float64 `json:"init_first4"`
	Sums     []float64   `json:"init_sum_f64"`
	Pass0    []int       `json:"seed0_epoch0_first20_indices"`
	Pass1    []int       `json:"seed0_epoch1_first20_indices_no_test_loader"`
	Loader1  []int       `json:"seed0_epoch1_first20_indices_with_test_loader"`
	Labels   []int       `json:"labels_of_first20_epoch0"`
	Training []struct {
		Alg, Loss string
		Optimizer string
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
		Notebook  string // its name
		At        []int  `json:"printed_at_steps"`
		Alg, Loss string
		Eta       float64
		N         int
		Loader    bool      `json:"test_loader_each_step"`
		Values    []float64 `json:"values"`
	} `json:"stored_notebook_values"`
}

// goldenSeeds are the files of the authors' seed.
func goldenSeeds(t *testing.T) []*goldenSeed {
	t.Helper()
	var list []*goldenSeed
	for _, file := range kinds.Of(t, "predictive", "seed") {
		g := &goldenSeed{}
		file.Decode(t, g)
		list = append(list, g)
	}
	return list
}

func TestGoldenAuthorsNumbers(t *testing.T) {
	check := newChecker(t)
	for _, g := range goldenSeeds(t) {
		check.Files, check.Cases = check.Files+1, check.Cases+1
		rng := torch.NewTwister(0)
		for i, want := range g.First {
			check.Exact(fmt.Sprintf("number %d of the generator", i), rng.Uint32(), want)
		}
		if len(g.Names) != len(g.Sums) || len(g.Names) != len(g.Init) {
			t.Fatalf("%d names, %d sums and %d beginnings of parameters", len(g.Names), len(g.Sums), len(g.Init))
		}
		rng = torch.NewTwister(0)
		high, low := uint64(rng.Uint32()), uint64(rng.Uint32())
		check.Exact("the first number of 63 bits", strconv.FormatUint((high<<32|low)&(1<<63-1), 10), g.Int64)
		lay, err := layout.Fit(layout.LeNet, layout.Dims{C: 1, H: 28, W: 28}, 10)
		if err != nil {
			t.Fatal(err)
		}
		theta := make([]float64, lay.Params)
		rng = torch.NewTwister(0)
		drawTorch(theta, lay, rng)
		// The batch that a notebook draws next, from the same stream.
		next := make(listed, 60000)
		rng.Skip(4)
		rng.Shuffle(next)
		for i, want := range g.Check {
			check.Exact(fmt.Sprintf("image %d of the next batch", i), int(next[i]), want)
		}
		for loss, want := range map[string]float64{mse: g.CheckLoss.MSE, ce: g.CheckLoss.CE} {
			// Printed from float32.
			check.One("the loss "+loss+" of the next batch", authorsFirstLoss(t, loss, next), want, simtest.Allowed{Rel: 1e-6})
		}
		var spans []layout.Span
		for _, b := range lay.Blocks {
			for _, o := range b.Ops {
				if o.Learns() {
					spans = append(spans, o.W, o.B)
				}
			}
		}
		for i, s := range spans {
			sum := 0.0
			for _, v := range layout.Part(theta, s) {
				sum += v
			}
			check.One("the sum of "+g.Names[i], sum, g.Sums[i], simtest.Allowed{Abs: 1e-9})
			for j, want := range g.Init[i] {
				check.Exact(fmt.Sprintf("number %d of %s", j, g.Names[i]), theta[s.At+j], want)
			}
		}
		indices := func(what string, o order, pass uint64, want []int) {
			for i, w := range want {
				check.Exact(fmt.Sprintf("%s: image %d", what, i), o.At(pass*60000+uint64(i)), w)
			}
		}
		indices("first pass", torch.NewNotebook(0, 60000, 300, 0), 0, g.Pass0)
		indices("second pass", torch.NewNotebook(0, 60000, 300, 0), 1, g.Pass1)
		indices("second pass with tests", torch.NewNotebook(0, 60000, 300, 10000), 1, g.Loader1)
		back := torch.NewNotebook(0, 60000, 300, 0)
		back.At(60000)
		indices("first pass again", back, 0, g.Pass0)
		images, err := openSet("mnist")
		if err != nil {
			t.Fatal(err)
		}
		x := make([]float64, 784)
		for i, want := range g.Labels {
			check.Exact(fmt.Sprintf("label %d", i), images.load(false, g.Pass0[i], x), want)
		}
	}
	check.Log()
}

// listed is the order of a list.
type listed []int32

func (l listed) At(i uint64) int { return int(l[i]) }

// authorsFirstLoss is the loss of the first 300 images of an order, before a step.
func authorsFirstLoss(t *testing.T, loss string, o order) float64 {
	t.Helper()
	s := newTraining()
	set := map[string]string{"layers": layout.LeNet, "init": torchInit, "loss": loss, "batch": "300", "precision": precision.Double, "alg": algBackprop}
	if err := sim.Set(s.Fields(), set); err != nil {
		t.Fatal(err)
	}
	if err := s.Init(sim.Env{Seed: 1}); err != nil {
		t.Fatal(err)
	}
	c := s.core.(*learn[float64])
	c.order = o
	for !s.Step().Unit {
	}
	return c.noted.loss
}

// TestGoldenAuthorsSteps trains the authors' network from the authors' numbers.
func TestGoldenAuthorsSteps(t *testing.T) {
	check := newChecker(t)
	for _, g := range goldenSeeds(t) {
		check.Files++
		for _, run := range g.Training {
			check.Cases++
			steps := len(run.Losses)
			if testing.Short() {
				steps = 2
			}
			s := newTraining()
			set := map[string]string{"layers": layout.LeNet, "init": torchInit, "loss": run.Loss, "batch": strconv.Itoa(run.Batch), "precision": precision.Double,
				"alg": algNames[run.Alg], "optimiser": run.Optimizer, "rate": sim.Number(run.Lr), "compare": "1"}
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
				check.one(id+": loss at step "+strconv.Itoa(k), c.noted.loss, run.Losses[k], 1e-8)
				if k == 0 {
					for b := range s.lay.Blocks {
						check.one(id+": distance", c.noted.rel[b+1], run.Rel[b], 1e-10)
						check.one(id+": cosine", math.Cos(c.noted.angle[b+1]*math.Pi/180), run.Cos[b], 1e-10)
					}
					authorsErrors(t, check, id, set, run.Eps)
					norm := 0
					for _, b := range s.lay.Blocks {
						for _, o := range b.Ops {
							if o.Learns() {
								check.one(id+": size of gradient", length(layout.Part(c.grads, o.W)), run.Norms[norm], 1e-12)
								check.one(id+": size of gradient", length(layout.Part(c.grads, o.B)), run.Norms[norm+1], 1e-12)
								norm += 2
							}
						}
					}
					if run.F != nil {
						check.one(id+": energy", c.noted.energy, *run.F, 1e-12)
					}
				}
				k++
			}
		}
	}
	check.Log()
}

// authorsErrors looks at the errors of the authors' first batch, all of which only the
// view of a single batch keeps.
func authorsErrors(t *testing.T, check *checker, id string, set map[string]string, want []float64) {
	t.Helper()
	e := newExplorer()
	set = maps.Clone(set)
	for _, name := range []string{"optimiser", "rate", "compare"} {
		delete(set, name)
	}
	if err := sim.Set(e.Fields(), set); err != nil {
		t.Fatal(err)
	}
	if err := e.Init(sim.Env{Seed: 1}); err != nil {
		t.Fatal(err)
	}
	c := e.core.(*relax[float64])
	c.order = torch.NewNotebook(0, 60000, e.size, 0)
	c.freeze(e, sim.Env{})
	for k := 0; k < e.n; {
		if e.Step().Unit {
			k++
		}
	}
	var got []float64
	for l := 1; l <= e.lay.Depth(); l++ {
		got = append(got, length(c.errors(l)))
	}
	check.all(id+": size of errors", got, want, 1e-12)
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
	check := newChecker(t)
	for _, g := range goldenSeeds(t) {
		check.Files++
		if len(g.Notebook) != len(published) {
			t.Fatalf("%d runs, not %d", len(published), len(g.Notebook))
		}
		for i, want := range g.Notebook {
			check.Cases++
			p := published[i]
			if p.loss != want.Loss || p.eta != want.Eta || p.n != want.N || p.loader != want.Loader {
				t.Errorf("run %d is %+v, not %+v", i, p, want)
			}
			for j, step := range want.At {
				check.Exact(want.Notebook+": a step that a loss is printed at", 50*j, step)
			}
			// The table has seven digits.
			check.Same(fmt.Sprintf("losses of run %d", i), p.values[:], want.Values, simtest.Allowed{Abs: 5e-8, Rel: 1e-6})
		}
	}
	check.Log()
}
