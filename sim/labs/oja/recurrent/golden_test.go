package recurrent

import (
	"fmt"
	"strconv"
	"strings"
	"testing"

	"hebb/sim/simtest"

	"hebb/sim"
	"hebb/sim/num"
)

// recorded is a task that plays the sequences of a file.
type recorded struct{ g *goldenRecurrent }

func (r recorded) inputs() int  { return len(r.g.U[0]) }
func (r recorded) classes() int { return len(r.g.C) }
func (r recorded) longest() int {
	n := 0
	for _, s := range r.g.Sequences {
		n = max(n, len(s))
	}
	return n
}
func (r recorded) draw(trial uint64, x num.Mat[float64]) (int, int) {
	for t, row := range r.g.Sequences[trial] {
		copy(x.Row(t), row)
	}
	return len(r.g.Sequences[trial]), r.g.Labels[trial]
}

func TestGoldenRecurrentTrials(t *testing.T) {
	y := &simtest.Compared{T: t}
	for name, g := range goldenRecurrentFiles(t) {
		tol, _ := g.tolerances(t)
		y.Files++
		for i, r := range g.Runs {
			s := newRecall()
			s.task, s.given, s.n = recorded{g}, true, len(g.V)
			set := map[string]string{"act": r.Act, "feedback": r.Mode, "order": "summed", "oja_u": "false", "oja_v": "false", "oja_c": "false", "trunc": "0"}
			if r.Sequential {
				set["order"] = "sequential"
			}
			for _, on := range r.OjaOn {
				set["oja_"+strings.ToLower(on)] = "true"
			}
			if r.Trunc != nil {
				set["trunc"] = strconv.Itoa(max(0, *r.Trunc))
			}
			if err := sim.Set(s.Fields(), set); err != nil {
				t.Fatal(err)
			}
			s.beta, s.eta, s.theta9 = r.Beta, r.Eta, r.Theta9
			if err := s.Init(sim.Env{Seed: 1}); err != nil {
				t.Fatal(err)
			}
			for _, m := range []struct {
				to   num.Mat[float64]
				from [][]float64
			}{{s.net.u, g.U}, {s.net.v, g.V}, {s.c, g.C}, {s.bv, g.Bv}, {s.bc, g.Bc}} {
				copy(m.to.Data, flatRows(m.from))
			}
			check := func(what string, got, want []float64) { y.Same(what, got, want, simtest.Allowed{Largest: tol}) }
			label := func(what string) string { return fmt.Sprintf("%s run %d %s", name, i, what) }
			for trial := range g.Sequences {
				if st := s.Step(); st.Status != sim.Running {
					t.Fatalf("%s: %+v", label("step"), st.Trouble)
				}
				check(label("logits"), s.q.logits, r.Logits[trial])
				if trial == 0 {
					check(label("H_first"), s.q.h.Data[:(s.q.steps+1)*s.n], flatRows(r.HFirst))
					check(label("grad U"), s.q.gu.Data, flatRows(r.GradsFirst.U))
					check(label("grad V"), s.q.gv.Data, flatRows(r.GradsFirst.V))
					check(label("grad C"), s.q.gc.Data, flatRows(r.GradsFirst.C))
				}
				if w, ok := r.after[trial+1]; ok {
					check(label(fmt.Sprintf("U after %d", trial+1)), s.net.u.Data, flatRows(w.U))
					check(label(fmt.Sprintf("V after %d", trial+1)), s.net.v.Data, flatRows(w.V))
					check(label(fmt.Sprintf("C after %d", trial+1)), s.c.Data, flatRows(w.C))
					delete(r.after, trial+1)
				}
			}
			for n := range r.after {
				t.Errorf("%s: the file has %d sequences", label(fmt.Sprintf("after %d", n)), len(g.Sequences))
			}
			check(label("h"), s.h, r.HFinal)
			y.Cases++
		}
	}
	y.Log()
}

// listening returns a memory sim with the weights and the stream of a file.
func listening(t *testing.T, u, v [][]float64, seq []float64, act string, beta, theta9 float64) *listener {
	s := newListener()
	s.n, s.theta9 = len(v), theta9
	if act != "" {
		if err := sim.Set(s.Fields(), map[string]string{"act": act}); err != nil {
			t.Fatal(err)
		}
	}
	if beta != 0 {
		s.beta = beta
	}
	s.played = seq
	if err := s.Init(sim.Env{Seed: 1}); err != nil {
		t.Fatal(err)
	}
	copy(s.net.u.Data, flatRows(u))
	copy(s.net.v.Data, flatRows(v))
	return s
}

func TestGoldenRecurrentDriveAndMemory(t *testing.T) {
	y := &simtest.Compared{T: t}
	for name, g := range goldenRecurrentFiles(t) {
		y.Files++
		tol, tolCurve := g.tolerances(t)
		var after *listener
		if d := g.Drive; d != nil {
			after = listening(t, d.U, d.V, d.Seq, d.Act, d.Beta, d.Theta9)
			simtest.Advance(t, after, len(d.Seq))
			y.Same(name+" V after drive", after.net.v.Data, flatRows(d.VAfter), simtest.Allowed{Largest: tol})
			y.Same(name+" h after drive", after.h, d.HAfter, simtest.Allowed{Largest: tol})
			y.Cases++
		}
		if m := g.Memory; m != nil {
			s := listening(t, m.U, m.V, m.Seq, m.Act, m.Beta, 0)
			curve := func(s *listener) []float64 {
				r2, err := memoryCurve(t.Context(), &s.copied().net, m.Seq, m.KMax, m.Ridge, m.Washout)
				if err != nil {
					t.Fatal(err)
				}
				return r2
			}
			y.Same(name+" r2", curve(s), m.R2, simtest.Allowed{Largest: tolCurve})
			if len(m.R2AfterDrive) > 0 {
				if after == nil {
					t.Fatalf("%s has a curve after a drive that it does not have", name)
				}
				y.Same(name+" r2 after drive", curve(after), m.R2AfterDrive, simtest.Allowed{Largest: tolCurve})
			}
			y.Cases++
		}
	}
	y.Log()
}

// copied is what the memory probe measures.
func (s *listener) copied() *curve { return s.Capture(0, nil).(*curve) }
