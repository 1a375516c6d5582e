package linear

import (
	"hebb/sim"
	"hebb/sim/labs/fixedpoint/network"
	"hebb/sim/labs/fixedpoint/plot"
	"hebb/sim/labs/fixedpoint/problem"
	"hebb/sim/labs/fixedpoint/rules"
	"hebb/sim/num"
)

// The outputs of the linear view. Recorded ones come first.
const (
	linLoss = iota
	linTheory
	linMove
	linSize
	linSigma
	linSign
	linFlips
	linFlung
	linRule
	linRecorded
)

const (
	linWeights = linRecorded + iota
	linErrors
	linEig
	linAbscissa
	linLead
	linLeast
	linRadius
	linCond
	linUnstable
	linTheta12
	linTheta13
	linTheta23
)

func (s *linear) Outputs() []sim.Output {
	n, m := s.p.N, s.p.M
	rec := func(name, symbol, label, doc string) sim.Output {
		return sim.Output{Name: name, Symbol: symbol, Label: label, Doc: doc, Kind: sim.Scalar, From: sim.Recorded}
	}
	probed := func(probe, name, symbol, label, unit, doc string) sim.Output {
		return sim.Output{Name: name, Symbol: symbol, Label: label, Unit: unit, Doc: doc, Kind: sim.Scalar, From: sim.Probed, Probe: probe}
	}
	list := []sim.Output{
		linLoss:     rec("loss", `J`, "loss", "Mean squared distance of the fixed points from their targets. Below about 1e-16 of the targets’ own size it is rounding."),
		linTheory:   rec("theory", `J_{\mathrm{theory}}`, "closed form", "The loss that ΔW2 has in exact arithmetic, from a formula: it starts again whenever the rule or the rate changes."),
		linMove:     rec("move", `|\eta\,\Delta W|/|W|`, "length of the step", "Size of the last step beside the size of the weights. Above 1 the step has flung the weights away."),
		linSize:     rec("dw", `|\Delta W|`, "size of ΔW", "Size of the rule’s ΔW, before the learning rate."),
		linSigma:    rec("sigma", `\sigma_{\min}`, "smallest singular value", "The smallest singular value of I - G W: the distance of the weights from the singular surface. From a few inverse iterations an iteration."),
		linSign:     rec("det_sign", `\mathrm{sign}\det`, "side of the surface", "Sign of the determinant of I - G W: it changes when the weights cross the singular surface. Where it is -1 the network is certainly unstable."),
		linFlips:    rec("flips", ``, "crossings", "How often the weights have crossed the singular surface."),
		linFlung:    rec("flung", ``, "flung", "How many steps were longer than the weights themselves."),
		linRule:     rec("rule_now", ``, "rule in force", "Number of the rule in force, from 0 in the order of the choice: a rescue changes it."),
		linWeights:  {Name: "weights", Symbol: `W`, Label: "weights", Doc: "All weights; row i holds those with which neuron i hears the others.", Kind: sim.Matrix, Shape: []int{n, n}, Pack: sim.I8},
		linErrors:   {Name: "errors", Symbol: `E`, Label: "errors", Doc: "Fixed point minus target: a row a neuron, a column a stimulus.", Kind: sim.Matrix, Shape: []int{n, m}, Pack: sim.I8},
		linEig:      {Name: "eigenvalues", Symbol: `\lambda(GW)`, Label: "eigenvalues of GW", Doc: "Eigenvalues of G W. Right of the line Re = 1 the fixed point is unstable; a real one on the line makes the loss singular.", Kind: sim.Points, Shape: []int{n, 2}, From: sim.Probed, Probe: "spectrum"},
		linAbscissa: probed("spectrum", "abscissa", `\max\mathrm{Re}\,\lambda`, "abscissa", "", "Largest real part of an eigenvalue of G W. Below 1 the network settles."),
		linLead:     probed("spectrum", "lead_im", `\mathrm{Im}\,\lambda_1`, "its imaginary part", "", "Imaginary part of that eigenvalue. When a pair with one crosses Re = 1, stability is lost without any singularity."),
		linLeast:    probed("spectrum", "least", `\min\mathrm{Re}\,\lambda`, "most negative", "", "Smallest real part of an eigenvalue."),
		linRadius:   probed("spectrum", "radius", `\rho`, "spectral radius", "", "Largest size of an eigenvalue: below 1 even the plain iteration r ← f(Wr + i) settles."),
		linCond:     probed("spectrum", "cond", `\kappa`, "condition", "", "Condition number of I - G W: how many digits a solution may lose."),
		linUnstable: probed("spectrum", "unstable", ``, "unstable", "", "1 when the fixed points are unstable: a low loss is then no answer that the network gives."),
		linTheta12:  probed("angles", "theta12", `\theta_{12}`, "ΔW1 and ΔW2", "degrees", "Angle between ΔW1 and ΔW2, both at the present weights."),
		linTheta13:  probed("angles", "theta13", `\theta_{13}`, "ΔW1 and ΔW3", "degrees", "Angle between ΔW1 and ΔW3, both at the present weights."),
		linTheta23:  probed("angles", "theta23", `\theta_{23}`, "ΔW2 and ΔW3", "degrees", "Angle between ΔW2 and ΔW3, both at the present weights."),
	}
	for _, i := range []int{linLoss, linTheory, linMove, linSize, linSigma, linCond, linTheta23} {
		list[i].Log = true
	}
	for _, i := range []int{linTheta12, linTheta13, linTheta23} {
		list[i].Range = [2]float64{0, 180}
	}
	return list
}

func (s *linear) scalars() [linRecorded]float64 {
	return [...]float64{linLoss: plot.Bounded(s.p.Loss), linTheory: s.theory(), linMove: plot.Bounded(s.move), linSize: plot.Bounded(s.size), linSigma: s.sigma,
		linSign: float64(s.sign), linFlips: float64(s.flips), linFlung: float64(s.flung), linRule: float64(s.swap.Number(s.rule))}
}

func (s *linear) Record(dst []float64) {
	v := s.scalars()
	copy(dst, v[:])
}

func (s *linear) Snapshot(f *sim.Frame) {
	for i, v := range s.scalars() {
		f.Set(i, v)
	}
	if dst := f.Slot(linWeights); dst != nil {
		num.Convert(dst, s.w.Data)
	}
	if dst := f.Slot(linErrors); dst != nil {
		for i, v := range s.p.E.Data {
			dst[i] = plot.Small32(v)
		}
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

func (l *linearLook) Measure(f *sim.Frame) {
	if l.probe == 0 {
		sp, ok := network.SpectrumOf(l.p.G, l.w, true)
		if !ok {
			f.SetRows(linEig, 0)
			return
		}
		plot.Eigenvalues(f, linEig, sp.Eig)
		f.Set(linAbscissa, sp.Abscissa)
		f.Set(linLead, imag(sp.Lead))
		f.Set(linLeast, real(sp.Eig[len(sp.Eig)-1]))
		f.Set(linRadius, sp.Radius)
		f.Set(linCond, sp.Cond)
		if sp.Abscissa >= 1 {
			f.Set(linUnstable, 1)
		} else {
			f.Set(linUnstable, 0)
		}
		return
	}
	if !l.p.State(l.w) {
		return
	}
	l.p.Step(rules.DW1, l.one, l.eta)
	l.p.Step(rules.DW2, l.other, l.eta)
	l.p.Step(rules.DW3, l.three, l.eta)
	f.Set(linTheta12, network.Angle(l.one.Data, l.other.Data))
	f.Set(linTheta13, network.Angle(l.one.Data, l.three.Data))
	f.Set(linTheta23, network.Angle(l.other.Data, l.three.Data))
}
