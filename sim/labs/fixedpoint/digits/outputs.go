package digits

import (
	"fmt"

	"hebb/sim"
	"hebb/sim/labs/fixedpoint/network"
	"hebb/sim/labs/fixedpoint/plot"
	"hebb/sim/labs/fixedpoint/rules"
)

// digitPaths is how many images' ways are drawn, and pathPoints how many points each has.
const (
	digitPaths = 10
	pathPoints = 60
)

func (c *digitsState[T]) outputs(s *digits) []sim.Output {
	l := &c.last
	n, rows, cols := s.n, s.rows, s.pixels/s.rows
	share := func(o sim.Output) sim.Output { return o.Within(0, 1) }
	rec := func(name, symbol, label, unit, doc string, read sim.Read) sim.Output {
		return sim.RecordedScalar(name, symbol, label, doc, read).In(unit)
	}
	probed := func(probe, name, symbol, label, doc string, x func(m *digitsLook[T]) float64) sim.Output {
		return sim.ProbedScalar(probe, name, symbol, label, doc, sim.Of(x))
	}
	angle := func(name, symbol, label, doc, a, b string) sim.Output {
		return probed("angles", name, symbol, label, doc, func(m *digitsLook[T]) float64 { return m.angle(a, b) }).Within(0, 180).In("degrees")
	}
	eigenvalues := func(name, symbol, label, doc string, of func(m *digitsLook[T]) *network.Spectrum) sim.Output {
		return sim.Output{Name: name, Symbol: symbol, Label: label, Doc: doc, Kind: sim.Points, Shape: []int{n, 2}, From: sim.Probed, Probe: "spectrum",
			Read: sim.RowsOf(func(m *digitsLook[T], dst []float32) int { return plot.Eigenvalues(dst, of(m).Eig) })}
	}
	recent := func(ring *[]float64, now *float64) sim.Read {
		return sim.By(func() float64 { return c.recent(*ring, *now) })
	}
	bounded := func(x *float64) sim.Read { return sim.By(func() float64 { return plot.Bounded(*x) }) }
	list := []sim.Output{
		rec("loss", `J`, "loss", "nats", "Cross entropy of the batches of the last 20 steps, before the network learned from them. When many images have not settled it is the loss of the state at T, not of a fixed point.", recent(&c.losses, &l.loss)).OnLog(),
		share(rec("accuracy", ``, "accuracy", "", "Fraction of the images of the last 20 steps that were classified correctly, before the network learned from them.", recent(&c.rights, &l.accuracy))),
		rec("batch_loss", `J_B`, "loss of the batch", "nats", "Cross entropy of the last batch.", sim.At(&l.loss)).OnLog(),
		share(rec("batch_accuracy", ``, "accuracy of the batch", "", "Fraction of the last batch that was classified correctly.", sim.At(&l.accuracy))),
		rec("residual", `|f(Wr+i)-r|_\infty`, "distance from rest", "", "Largest change that a rate would still make, median over the batch: 0 at a fixed point.", sim.At(&l.residual)).OnLog(),
		share(rec("failed", ``, "not settled", "", "Fraction of the batch that is not at rest: below the tolerance when fixed points are asked for, below 0.01 when the state is the one at T. Where fixed points are asked for these images teach nothing.", sim.At(&l.failed))),
		rec("move", `|\eta\,\Delta W|/|W|`, "length of the step", "", "Size of the last step beside the size of the weights. Above 1 the step overshoots.", bounded(&l.move)).OnLog(),
		rec("dw", `|\Delta W|`, "size of ΔW", "", "Size of the rule’s ΔW, before the learning rate.", bounded(&l.size)).OnLog(),
		rec("flung", ``, "overshooting steps", "", "How many steps were longer than the weights themselves.", sim.At(&l.flung)),
		share(rec("clamped", ``, "held denominators", "", "Fraction of the batch whose denominator in ΔW2 met its floor of 0.2.", sim.At(&l.clamped))),
		rec("effort", ``, "products with W", "per image", "How many products with W an image took, for settling and for the rule.", sim.At(&l.effort)),
		c.swap.Output(&s.rule),
		{Name: "image", Symbol: `x`, Label: "image", Doc: "One of the images that the network has just seen.", Kind: sim.Image, Shape: []int{rows, cols}, Pack: sim.U8, Range: [2]float64{0, 1}, Read: sim.Copy(&c.shown.pixels)},
		{Name: "label", Label: "class", Doc: "The class of that image.", Kind: sim.Scalar, Read: sim.At(&c.shown.label)},
		{Name: "guess", Label: "guess", Doc: "The class that the network found likeliest.", Kind: sim.Scalar, Read: sim.At(&c.shown.guess)},
		{Name: "p", Symbol: `p`, Label: "class probabilities", Doc: "What the network says of that image: one probability for each class.", Kind: sim.Vector, Shape: []int{s.classes}, Range: [2]float64{0, 1}, Read: sim.Copy(&c.shown.p)},
		{Name: "rates", Symbol: `r`, Label: "rates", Doc: "The state of the network for that image.", Kind: sim.Vector, Shape: []int{n}, Read: sim.Copy(&c.shown.r)},
		{Name: "weights", Symbol: `W`, Label: "recurrent weights", Doc: "Row i holds the weights onto neuron i.", Kind: sim.Matrix, Shape: []int{n, n}, Pack: sim.I8, Read: sim.Copy(&c.net.W.Data)},
		share(probed("test", "test_accuracy", ``, "test accuracy", "Fraction of held-out images classified correctly by the state at T or, where fixed points are asked for, by the state in which the network settles by itself; an image for which it does not settle counts as wrong.", func(m *digitsLook[T]) float64 { return m.testAccuracy })),
		probed("test", "test_loss", ``, "test loss", "Mean cross entropy of held-out images, of the same states.", func(m *digitsLook[T]) float64 { return m.testLoss }).OnLog(),
		share(probed("settle", "settled", ``, "settles", "Fraction of 200 held-out images for which the network, from 0, is at rest within 60 τ.", func(m *digitsLook[T]) float64 { return m.settled })),
		share(probed("settle", "algebraic", ``, "right at a fixed point", "Fraction of 200 held-out images classified correctly at the fixed point that the solver finds, be it stable or not.", func(m *digitsLook[T]) float64 { return m.algebraic })),
		share(probed("settle", "own", ``, "right by itself", "Fraction of 200 held-out images for which the network settles, and then is right.", func(m *digitsLook[T]) float64 { return m.own })),
		share(probed("settle", "unstable", ``, "unstable fixed points", "Fraction of 200 held-out images whose fixed point is clearly unstable (growth above 0.1 per τ): an answer that the network does not give.", func(m *digitsLook[T]) float64 { return m.unstable })),
		eigenvalues("eigenvalues", `\lambda(\bar G W)`, "eigenvalues of ḠW", "Eigenvalues of the weights times the mean gains. Right of Re = 1 the mean network is unstable.", func(m *digitsLook[T]) *network.Spectrum { return &m.gw }),
		eigenvalues("eigenvalues_w", `\lambda(W)`, "eigenvalues of W", "Eigenvalues of the weights alone.", func(m *digitsLook[T]) *network.Spectrum { return &m.w }),
		probed("spectrum", "abscissa", `\max\mathrm{Re}\,\lambda(\bar G W)`, "abscissa of ḠW", "Largest real part of an eigenvalue of the mean network: below 1 it settles.", func(m *digitsLook[T]) float64 { return m.gw.Abscissa }),
		probed("spectrum", "lead_im", `\mathrm{Im}\,\lambda_1`, "its imaginary part", "Imaginary part of that eigenvalue. A pair that crosses Re = 1 takes stability away without any singularity.", func(m *digitsLook[T]) float64 { return imag(m.gw.Lead) }),
		probed("spectrum", "abscissa_w", `\max\mathrm{Re}\,\lambda(W)`, "abscissa of W", "Largest real part of an eigenvalue of W.", func(m *digitsLook[T]) float64 { return m.w.Abscissa }),
		probed("spectrum", "least_w", `\min\mathrm{Re}\,\lambda(W)`, "most negative of W", "Smallest real part of an eigenvalue of W. Below -1 the plain iteration r ← f(Wr + i) would fail, where the rate dynamics do not.", func(m *digitsLook[T]) float64 { return m.w.Least() }),
		probed("spectrum", "radius_w", `\rho(W)`, "spectral radius of W", "Largest size of an eigenvalue of W.", func(m *digitsLook[T]) float64 { return m.w.Radius }),
		probed("spectrum", "sigma", `\sigma_{\min}`, "smallest singular value", "Smallest singular value of I - ḠW: the distance of the mean network from the singular surface.", func(m *digitsLook[T]) float64 { return m.sigma }).OnLog(),
		probed("spectrum", "det_sign", `\mathrm{sign}\det`, "side of the surface", "Sign of the determinant of I - ḠW.", func(m *digitsLook[T]) float64 { return float64(m.sign) }),
		angle("angle", `\angle(\Delta W,\Delta W_1)`, "rule and gradient", "Angle between the rule in force and ΔW1, on the same 128 images and the same states.", inForce, rules.DW1),
		angle("angle10", `\angle(\Delta W_1,\Delta W_0)`, "ΔW1 and ΔW0", "Angle between ΔW1 and ΔW0 on the same images.", rules.DW1, rules.DW0),
		angle("angle13", `\angle(\Delta W_1,\Delta W_3)`, "ΔW1 and ΔW3", "Angle between ΔW1 and ΔW3 on the same images.", rules.DW1, rules.DW3),
		angle("angle14", `\angle(\Delta W_1,\Delta W_4)`, "ΔW1 and ΔW4", "Angle between ΔW1 and ΔW4 on the same images.", rules.DW1, rules.DW4),
		angle("angle34", `\angle(\Delta W_3,\Delta W_4)`, "ΔW3 and ΔW4", "Angle between ΔW3 and ΔW4 on the same images.", rules.DW3, rules.DW4),
		{Name: "ends", Label: "ends", Doc: "Where ten held-out images, one of each class, have brought the network after 15 τ.", Kind: sim.Points, Shape: []int{digitPaths, 2}, From: sim.Probed, Probe: "paths",
			Read: sim.RowsOf((*digitsLook[T]).ends)},
		probed("paths", "in_plane", ``, "share in the plane", "How much of the variance of the ten ways lies in the plane that is drawn.", func(m *digitsLook[T]) float64 { return m.share }),
	}
	for i := range digitPaths {
		list = append(list, sim.Output{Name: fmt.Sprintf("path%d", i+1), Label: fmt.Sprintf("image %d", i), Kind: sim.Path, Shape: []int{pathPoints, 2}, From: sim.Probed, Probe: "paths",
			Doc:  fmt.Sprintf("The way of the network from 0 for a held-out image of class %d, in the plane in which the ten ways vary most.", i),
			Read: sim.RowsOf(func(m *digitsLook[T], dst []float32) int { return m.way(dst, i) })})
	}
	return list
}
