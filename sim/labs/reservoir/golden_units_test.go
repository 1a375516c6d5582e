package reservoir

import (
	"math"
	"testing"

	"hebb/sim/num"
	"hebb/sim/simtest"
)

type goldenUnits struct {
	Schema    string
	Butterfly []struct {
		NumT  int `json:"numT"`
		Index []int
		XY    [][]float64
	}
	Arm []struct {
		Lens, Base, Z []float64
		Joints        [][]float64
	}
	Functions []goldenFunctions
	Norms     []struct {
		W         [][]float64
		PaperNorm float64 `json:"paper_norm"`
		Frobenius float64
	}
	Distance struct {
		Err, Distance []float64
		NumT          int `json:"numT"`
		NTrain        int `json:"n_train"`
		Mean          float64
		Median        float64
		Std           float64
	}
}

// goldenFunctions is what a profile makes of a task.
type goldenFunctions struct {
	Profile string
	Task    int
	NSeg    int `json:"n_seg"`
	Config  goldenConfig
	Psi     []struct {
		E, Psi float64
		T      int
	}
	Phi  []struct{ Ehat, Phi float64 }
	Gate []struct{ Ebar, Gate float64 }
}

func TestGoldenUnits(t *testing.T) {
	c := &check{simtest.Compared{T: t}, simtest.Allowed{Rel: 1e-9, Abs: 1e-12}}
	for _, file := range kinds.Of(t, "reservoir", "units") {
		g := &goldenUnits{}
		file.Decode(t, g)
		if g.Schema != "reservoir-golden-units/1" {
			t.Fatalf("%s: schema %q", file.Name, g.Schema)
		}
		c.Files, c.Cases = c.Files+1, c.Cases+len(g.Butterfly)+len(g.Arm)+len(g.Functions)+len(g.Norms)+1
		for _, b := range g.Butterfly {
			s := newMotor(penTask)
			s.numT, s.aimName = b.NumT, "butterfly"
			if err := s.retarget(); err != nil {
				t.Fatal(err)
			}
			for i, step := range b.Index {
				x, y := s.target(step)
				c.same("butterfly", []float64{x, y}, b.XY[i])
			}
		}
		for _, a := range g.Arm {
			if len(a.Base) != 2 || a.Base[0] != baseX || a.Base[1] != baseY {
				t.Fatalf("%s: base is %v, and (%g, %g) in the sim, which has no field for it", file.Name, a.Base, baseX, baseY)
			}
			var got []float64
			joints(a.Z, a.Lens, func(x, y float64) { got = append(got, x, y) })
			c.same("arm", got, flat(a.Joints))
			s := newMotor(armTask)
			s.z, s.lens = a.Z, a.Lens
			hand := s.hand()
			c.same("hand", hand[:], a.Joints[len(a.Joints)-1])
		}
		for _, f := range g.Functions {
			g.functions(t, c, &f)
		}
		for _, n := range g.Norms {
			w := num.NewMat[float64](len(n.W), len(n.W[0]))
			copy(w.Data, flat(n.W))
			c.same("norms", []float64{authorsNorm(w), num.Norm(w.Data)}, []float64{n.PaperNorm, n.Frobenius})
		}
		d := g.Distance
		s := newMotor(penTask)
		s.z, s.zx, s.zm = nil, nil, nil
		s.resolve()
		var test []float64
		for i, e := range d.Err {
			s.sched.t, s.now.err, s.sched.testing = i, e, i >= d.NumT*d.NTrain
			s.noteDistance()
			c.same("distance", []float64{s.tally.distance()}, d.Distance[i:i+1])
			if s.sched.testing {
				test = append(test, s.tally.distance())
			}
		}
		c.same("deviation", []float64{s.tally.deviation(), median(test), spread(test)}, []float64{d.Mean, d.Median, d.Std})
	}
	c.Log()
}

// functions compares the scalar functions and what a profile makes of a task.
func (g *goldenUnits) functions(t *testing.T, c *check, f *goldenFunctions) {
	s := newMotor(task(f.Task))
	s.profile, s.rule, s.segments, s.m, s.scaleEta = f.Profile, f.Config.Rule, f.Config.M, f.Config.M, false
	s.segments = f.NSeg
	s.resolve()
	f.Config.refuse(t, s)
	l := &s.law
	what := f.Profile + " task " + string(rune('0'+f.Task))
	k := f.Config
	yes := map[bool]float64{true: 1}
	c.same(what+" numbers", []float64{l.etaX, l.kappa, l.theta, l.lamE, l.lamZ, l.lamZTest, yes[l.oneSided], yes[l.teacherRaw], yes[l.costTotal], yes[string(l.testRef) == k.TestCostRef]},
		[]float64{k.Eta * k.Comp, k.Kappa, k.Thr, k.LamE, k.LamZ, k.LamZTest, yes[k.PhiGated], yes[k.Teacher == "raw"], yes[k.CostRef == "total"], 1})
	if f.Task == 3 {
		c.same(what+" costs", l.costs[:k.M], k.Cost)
	}
	if f.Task > 1 {
		c.same(what+" arm", standardArm(k.M), k.Lens)
	}
	for _, p := range f.Psi {
		got := l.psi(p.E)
		if p.T < l.firstSteps {
			got = firstAmplitude
		}
		c.same(what+" psi", []float64{got}, []float64{p.Psi})
	}
	for _, p := range f.Phi {
		c.same(what+" phi", []float64{l.phi(p.Ehat)}, []float64{p.Phi})
	}
	for _, p := range f.Gate {
		if !(math.Abs(p.Ebar-k.Thr) < 1e-3/l.slope) || p.Ebar == k.Thr {
			c.same(what+" gate", []float64{l.gate(p.Ebar)}, []float64{p.Gate})
		}
	}
}
