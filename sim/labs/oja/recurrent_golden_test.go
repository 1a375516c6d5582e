package oja

import (
	"fmt"
	"os"
	"testing"

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
	cases, numbers, worst := 0, 0, 0.0
	for name, g := range goldenRecurrentFiles(t) {
		tol, _ := g.tolerances(t)
		for i, r := range g.Runs {
			s := newRecall()
			s.task, s.given, s.n = recorded{g}, true, len(g.V)
			s.act, s.beta, s.feedback, s.eta, s.theta9 = r.Act, r.Beta, r.Mode, r.Eta, r.Theta9
			s.order, s.ojaV = "summed", false
			if r.Sequential {
				s.order = "sequential"
			}
			for _, on := range r.OjaOn {
				*map[string]*bool{"U": &s.ojaU, "V": &s.ojaV, "C": &s.ojaC}[on] = true
			}
			if r.Trunc != nil {
				s.trunc = max(0, *r.Trunc)
			}
			if err := s.Init(sim.Env{Seed: 1}); err != nil {
				t.Fatal(err)
			}
			for _, m := range []struct {
				to   num.Mat[float64]
				from [][]float64
			}{{s.net.u, g.U}, {s.net.v, g.V}, {s.c, g.C}, {s.bv, g.Bv}, {s.bc, g.Bc}} {
				copy(m.to.Data, flatRows(m.from))
			}
			a := &agreement{t: t, tol: tol}
			label := func(what string) string { return fmt.Sprintf("%s run %d %s", name, i, what) }
			for trial := range g.Sequences {
				if st := s.Step(); st.Status != sim.Running {
					t.Fatalf("%s: %+v", label("step"), st.Trouble)
				}
				a.check(label("logits"), s.q.logits, r.Logits[trial])
				if trial == 0 {
					a.check(label("H_first"), s.q.h.Data[:(s.q.steps+1)*s.n], flatRows(r.HFirst))
					a.check(label("grad U"), s.q.gu.Data, flatRows(r.GradsFirst.U))
					a.check(label("grad V"), s.q.gv.Data, flatRows(r.GradsFirst.V))
					a.check(label("grad C"), s.q.gc.Data, flatRows(r.GradsFirst.C))
					a.check(label("U after 1"), s.net.u.Data, flatRows(r.After1.U))
					a.check(label("V after 1"), s.net.v.Data, flatRows(r.After1.V))
					a.check(label("C after 1"), s.c.Data, flatRows(r.After1.C))
				}
			}
			a.check(label("U after all"), s.net.u.Data, flatRows(r.After4.U))
			a.check(label("V after all"), s.net.v.Data, flatRows(r.After4.V))
			a.check(label("C after all"), s.c.Data, flatRows(r.After4.C))
			a.check(label("h"), s.h, r.HFinal)
			cases, numbers, worst = cases+1, numbers+a.numbers, max(worst, a.worst)
		}
	}
	t.Logf("%d runs, %d numbers, the worst off by %.2g", cases, numbers, worst)
	needCases(t, cases)
}

// listening returns a memory sim with the weights and the stream of a file.
func listening(t *testing.T, u, v [][]float64, seq []float64, act string, beta, theta9 float64) *listener {
	s := newListener()
	s.n, s.theta9 = len(v), theta9
	if act != "" {
		s.act = act
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
	cases, numbers := 0, 0
	for name, g := range goldenRecurrentFiles(t) {
		tol, tolCurve := g.tolerances(t)
		var after *listener
		if d := g.Drive; d != nil {
			after = listening(t, d.U, d.V, d.Seq, d.Act, d.Beta, d.Theta9)
			advance(t, after, len(d.Seq))
			a := &agreement{t: t, tol: tol}
			a.check(name+" V after drive", after.net.v.Data, flatRows(d.VAfter))
			a.check(name+" h after drive", after.h, d.HAfter)
			cases, numbers = cases+1, numbers+a.numbers
			t.Logf("%s drive: the worst off by %.2g", name, a.worst)
		}
		if m := g.Memory; m != nil {
			a := &agreement{t: t, tol: tolCurve}
			s := listening(t, m.U, m.V, m.Seq, m.Act, m.Beta, 0)
			a.check(name+" r2", memoryCurve(&s.copied().net, m.Seq, m.KMax, m.Ridge, m.Washout), m.R2)
			if after != nil && len(m.R2AfterDrive) > 0 {
				a.check(name+" r2 after drive", memoryCurve(&after.copied().net, m.Seq, m.KMax, m.Ridge, m.Washout), m.R2AfterDrive)
			}
			cases, numbers = cases+1, numbers+a.numbers
			t.Logf("%s memory: the worst off by %.2g", name, a.worst)
		}
	}
	t.Logf("%d cases, %d numbers", cases, numbers)
	needCases(t, cases)
}

// copied is what the memory probe measures.
func (s *listener) copied() *curve { return s.Capture(0, nil).(*curve) }

// needCases: our own folder must hold this kind of file; another may not.
func needCases(t *testing.T, cases int) {
	t.Helper()
	if cases == 0 && os.Getenv("HEBB_GOLDEN") == "" {
		t.Error("nothing was compared")
	}
}
