package linear

import (
	"context"

	"hebb/sim"
	"hebb/sim/labs/fixedpoint/network"
	"hebb/sim/labs/fixedpoint/plot"
	"hebb/sim/labs/fixedpoint/problem"
	"hebb/sim/labs/fixedpoint/rules"
	"hebb/sim/num"
)

func (s *linear) Outputs() []sim.Output {
	n, m := s.p.N, s.p.M
	spectrum := func(name, symbol, label, doc string, x func(l *linearLook) float64) sim.Output {
		return sim.ProbedScalar("spectrum", name, symbol, label, doc, sim.Of(x))
	}
	angle := func(name, symbol, label, doc string, x func(l *linearLook) float64) sim.Output {
		return sim.ProbedScalar("angles", name, symbol, label, doc, sim.Of(x)).Within(0, 180).In("degrees")
	}
	bounded := func(x *float64) sim.Read { return sim.By(func() float64 { return plot.Bounded(*x) }) }
	return []sim.Output{
		sim.RecordedScalar("loss", `J`, "loss", "Mean squared distance of the fixed points from their targets. Below about 1e-16 of the targets’ own size it is rounding.", bounded(&s.p.Loss)).OnLog(),
		sim.RecordedScalar("theory", `J_{\mathrm{theory}}`, "ΔW2 in closed form", "The loss that ΔW2 would have from here in exact arithmetic, by a formula, whatever rule is in force: it starts again whenever the rule or the rate changes.", sim.By(s.theory)).OnLog(),
		sim.RecordedScalar("move", `|\eta\,\Delta W|/|W|`, "length of the step", "Size of the last step beside the size of the weights. Above 1 the step has flung the weights away.", bounded(&s.move)).OnLog(),
		sim.RecordedScalar("dw", `|\Delta W|`, "size of ΔW", "Size of the rule’s ΔW, before the learning rate.", bounded(&s.size)).OnLog(),
		sim.RecordedScalar("sigma", `\sigma_{\min}`, "smallest singular value", "The smallest singular value of I - G W: the distance of the weights from the singular surface. From a few inverse iterations an iteration.", sim.At(&s.sigma)).OnLog(),
		sim.RecordedScalar("det_sign", `\mathrm{sign}\det`, "side of the surface", "Sign of the determinant of I - G W: it changes when the weights cross the singular surface. Where it is -1 the network is certainly unstable.", sim.At(&s.sign)),
		sim.RecordedScalar("flips", ``, "crossings", "How often the weights have crossed the singular surface.", sim.At(&s.flips)),
		sim.RecordedScalar("flung", ``, "flung", "How many steps were longer than the weights themselves.", sim.At(&s.flung)),
		s.swap.Output(&s.rule),
		{Name: "weights", Symbol: `W`, Label: "weights", Doc: "All weights; row i holds those with which neuron i hears the others.", Kind: sim.Matrix, Shape: []int{n, n}, Pack: sim.I8, Read: sim.Copy(&s.w.Data)},
		{Name: "errors", Symbol: `E`, Label: "errors", Doc: "Fixed point minus target: a row a neuron, a column a stimulus.", Kind: sim.Matrix, Shape: []int{n, m}, Pack: sim.I8, Read: sim.Fill(func(dst []float32) {
			for i, v := range s.p.E.Data {
				dst[i] = plot.Small32(v)
			}
		})},
		{Name: "eigenvalues", Symbol: `\lambda(GW)`, Label: "eigenvalues of GW", Doc: "Eigenvalues of G W. Right of the line Re = 1 the fixed point is unstable; a real one on the line makes the loss singular.",
			Kind: sim.Points, Shape: []int{n, 2}, From: sim.Probed, Probe: "spectrum", Read: sim.RowsOf(func(l *linearLook, dst []float32) int { return plot.Eigenvalues(dst, l.found.Eig) })},
		spectrum("abscissa", `\max\mathrm{Re}\,\lambda`, "abscissa", "Largest real part of an eigenvalue of G W. Below 1 the network settles.", func(l *linearLook) float64 { return l.found.Abscissa }),
		spectrum("lead_im", `\mathrm{Im}\,\lambda_1`, "its imaginary part", "Imaginary part of that eigenvalue. When a pair with one crosses Re = 1, stability is lost without any singularity.", func(l *linearLook) float64 { return imag(l.found.Lead) }),
		spectrum("least", `\min\mathrm{Re}\,\lambda`, "most negative", "Smallest real part of an eigenvalue.", func(l *linearLook) float64 { return l.found.Least() }),
		spectrum("radius", `\rho`, "spectral radius", "Largest size of an eigenvalue: below 1 even the plain iteration r ← f(Wr + i) settles.", func(l *linearLook) float64 { return l.found.Radius }),
		spectrum("cond", `\kappa`, "condition", "Condition number of I - G W: how many digits a solution may lose.", func(l *linearLook) float64 { return l.found.Cond }).OnLog(),
		spectrum("unstable", ``, "unstable", "1 when the fixed points are unstable: a low loss is then no answer that the network gives.", (*linearLook).unstable),
		angle("theta12", `\theta_{12}`, "ΔW1 and ΔW2", "Angle between ΔW1 and ΔW2, both at the present weights.", func(l *linearLook) float64 { return l.theta12 }),
		angle("theta13", `\theta_{13}`, "ΔW1 and ΔW3", "Angle between ΔW1 and ΔW3, both at the present weights.", func(l *linearLook) float64 { return l.theta13 }),
		angle("theta23", `\theta_{23}`, "ΔW2 and ΔW3", "Angle between ΔW2 and ΔW3, both at the present weights.", func(l *linearLook) float64 { return l.theta23 }).OnLog(),
	}
}

func (s *linear) Probes() []sim.Probe {
	return []sim.Probe{
		{Name: "spectrum", Title: "Spectrum of GW", Doc: "Eigenvalues of G W and singular values of I - G W.", Every: 20, On: true},
		{Name: "angles", Title: "Angles between the rules", Doc: "All rules at the same weights, and the angles between them.", Every: 10, On: true},
	}
}

// linearLook is a copy of the weights to be measured.
type linearLook struct {
	probe      int
	p          *problem.Linear // its own room; stimuli and targets are shared
	eta        float64
	w          num.Mat[float64] // n × n: W
	one, other num.Mat[float64] // n × n: ΔW1 and ΔW2
	three      num.Mat[float64] // n × n: ΔW3

	found                     network.Spectrum
	theta12, theta13, theta23 float64 // between two rules, degrees
}

func (s *linear) Capture(probe int, old sim.Measurement) sim.Measurement {
	l, ok := old.(*linearLook)
	if !ok || l.p.N != s.p.N || l.p.M != s.p.M {
		mk := num.NewMat[float64]
		n := s.p.N
		l = &linearLook{p: problem.New(s.p.G, s.p.X, s.p.Rhat), w: mk(n, n), one: mk(n, n), other: mk(n, n), three: mk(n, n)}
	}
	l.p.G, l.p.X, l.p.Rhat = s.p.G, s.p.X, s.p.Rhat
	l.probe, l.eta = probe, s.eta
	copy(l.w.Data, s.w.Data)
	copy(l.p.XX.Data, s.p.XX.Data)
	return l
}

// Measure finds nothing where a network is beyond what can be taken apart.
func (l *linearLook) Measure(ctx context.Context) error {
	if l.probe == 0 {
		var ok bool
		if l.found, ok = network.SpectrumOf(l.p.G, l.w, true); !ok {
			l.found = network.Spectrum{}
		}
		return nil
	}
	l.theta12, l.theta13, l.theta23 = 0, 0, 0
	if !l.p.State(l.w) {
		return nil
	}
	l.p.Step(rules.DW1, l.one, l.eta)
	l.p.Step(rules.DW2, l.other, l.eta)
	l.p.Step(rules.DW3, l.three, l.eta)
	l.theta12 = network.Angle(l.one.Data, l.other.Data)
	l.theta13 = network.Angle(l.one.Data, l.three.Data)
	l.theta23 = network.Angle(l.other.Data, l.three.Data)
	return nil
}

func (l *linearLook) unstable() float64 {
	if l.found.Abscissa >= 1 {
		return 1
	}
	return 0
}
