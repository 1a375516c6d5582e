package digits

import (
	"fmt"

	"hebb/sim"
	"hebb/sim/labs/fixedpoint/plot"
	"hebb/sim/num"
)

// The outputs of the digits view. Recorded ones come first.
const (
	digLoss = iota
	digAccuracy
	digBatchLoss
	digBatchAccuracy
	digResidual
	digFailed
	digMove
	digSize
	digFlung
	digClamped
	digEffort
	digRule
	digRecorded
)

const (
	digImage = digRecorded + iota
	digLabel
	digGuess
	digP
	digRates
	digWeights
	// Probes.
	digTestAccuracy
	digTestLoss
	digSettled
	digAlgebraic
	digOwn
	digUnstable
	digEig
	digEigW
	digAbscissa
	digLead
	digAbscissaW
	digLeastW
	digRadiusW
	digSigma
	digSign
	digAngle
	digAngle10
	digAngle13
	digAngle14
	digAngle34
	digEnds
	digVariance
	digPath // the first of ten
)

// digitPaths is how many images' ways are drawn, and pathPoints how many points each has.
const (
	digitPaths = 10
	pathPoints = 60
)

func describeDigits(n, classes, rows, cols int) []sim.Output {
	rec := func(name, symbol, label, unit, doc string) sim.Output {
		return sim.Output{Name: name, Symbol: symbol, Label: label, Unit: unit, Doc: doc, Kind: sim.Scalar, From: sim.Recorded}
	}
	probed := func(probe, name, symbol, label, doc string) sim.Output {
		return sim.Output{Name: name, Symbol: symbol, Label: label, Doc: doc, Kind: sim.Scalar, From: sim.Probed, Probe: probe}
	}
	unit := [2]float64{0, 1}
	list := []sim.Output{
		digLoss:          rec("loss", `J`, "loss", "nats", "Cross entropy of the batches of the last 20 steps, before the network learned from them. When many images have not settled it is the loss of the state at T, not of a fixed point."),
		digAccuracy:      rec("accuracy", ``, "accuracy", "", "Fraction of the images of the last 20 steps that were classified correctly, before the network learned from them."),
		digBatchLoss:     rec("batch_loss", `J_B`, "loss of the batch", "nats", "Cross entropy of the last batch."),
		digBatchAccuracy: rec("batch_accuracy", ``, "accuracy of the batch", "", "Fraction of the last batch that was classified correctly."),
		digResidual:      rec("residual", `|f(Wr+i)-r|_\infty`, "distance from rest", "", "Largest change that a rate would still make, median over the batch: 0 at a fixed point."),
		digFailed:        rec("failed", ``, "not settled", "", "Fraction of the batch that is not at rest: below the tolerance when fixed points are asked for, below 0.01 when the state is the one at T. Where fixed points are asked for these images teach nothing."),
		digMove:          rec("move", `|\eta\,\Delta W|/|W|`, "length of the step", "", "Size of the last step beside the size of the weights. Above 1 the weights have been flung."),
		digSize:          rec("dw", `|\Delta W|`, "size of ΔW", "", "Size of the rule’s ΔW, before the learning rate."),
		digFlung:         rec("flung", ``, "flung", "", "How many steps were longer than the weights themselves."),
		digClamped:       rec("clamped", ``, "held denominators", "", "Fraction of the batch whose denominator in ΔW2 met its floor of 0.2."),
		digEffort:        rec("effort", ``, "products with W", "per image", "How many products with W an image took, for settling and for the rule."),
		digRule:          rec("rule_now", ``, "rule in force", "", "Number of the rule in force, from 0 in the order of the choice: a rescue changes it."),
		digImage:         {Name: "image", Symbol: `x`, Label: "image", Doc: "One of the images that the network has just seen.", Kind: sim.Image, Shape: []int{rows, cols}, Pack: sim.U8, Range: unit},
		digLabel:         {Name: "label", Label: "class", Doc: "The class of that image.", Kind: sim.Scalar},
		digGuess:         {Name: "guess", Label: "guess", Doc: "The class that the network found likeliest.", Kind: sim.Scalar},
		digP:             {Name: "p", Symbol: `p`, Label: "class probabilities", Doc: "What the network says of that image: one probability for each class.", Kind: sim.Vector, Shape: []int{classes}, Range: unit},
		digRates:         {Name: "rates", Symbol: `r`, Label: "rates", Doc: "The state of the network for that image.", Kind: sim.Vector, Shape: []int{n}},
		digWeights:       {Name: "weights", Symbol: `W`, Label: "recurrent weights", Doc: "Row i holds the weights with which neuron i hears the others.", Kind: sim.Matrix, Shape: []int{n, n}, Pack: sim.I8},
		digTestAccuracy:  probed("test", "test_accuracy", ``, "test accuracy", "Fraction of held-out images classified correctly by the state at T or, where fixed points are asked for, by the state in which the network settles by itself; an image for which it does not settle counts as wrong."),
		digTestLoss:      probed("test", "test_loss", ``, "test loss", "Mean cross entropy of held-out images, of the same states."),
		digSettled:       probed("settle", "settled", ``, "settles", "Fraction of 200 held-out images for which the network, from 0, is at rest within 60 τ."),
		digAlgebraic:     probed("settle", "algebraic", ``, "right at a fixed point", "Fraction of 200 held-out images classified correctly at the fixed point that the solver finds, be it stable or not."),
		digOwn:           probed("settle", "own", ``, "right by itself", "Fraction of 200 held-out images for which the network settles, and then is right."),
		digUnstable:      probed("settle", "unstable", ``, "unstable fixed points", "Fraction of 200 held-out images whose fixed point is clearly unstable (growth above 0.1 per τ): an answer that the network does not give."),
		digEig:           {Name: "eigenvalues", Symbol: `\lambda(\bar G W)`, Label: "eigenvalues of ḠW", Doc: "Eigenvalues of the weights times the mean gains. Right of Re = 1 the mean network is unstable.", Kind: sim.Points, Shape: []int{n, 2}, From: sim.Probed, Probe: "spectrum"},
		digEigW:          {Name: "eigenvalues_w", Symbol: `\lambda(W)`, Label: "eigenvalues of W", Doc: "Eigenvalues of the weights alone.", Kind: sim.Points, Shape: []int{n, 2}, From: sim.Probed, Probe: "spectrum"},
		digAbscissa:      probed("spectrum", "abscissa", `\max\mathrm{Re}\,\lambda(\bar G W)`, "abscissa of ḠW", "Largest real part of an eigenvalue of the mean network: below 1 it settles."),
		digLead:          probed("spectrum", "lead_im", `\mathrm{Im}\,\lambda_1`, "its imaginary part", "Imaginary part of that eigenvalue. A pair that crosses Re = 1 takes stability away without any singularity."),
		digAbscissaW:     probed("spectrum", "abscissa_w", `\max\mathrm{Re}\,\lambda(W)`, "abscissa of W", "Largest real part of an eigenvalue of W."),
		digLeastW:        probed("spectrum", "least_w", `\min\mathrm{Re}\,\lambda(W)`, "most negative of W", "Smallest real part of an eigenvalue of W. Below -1 the plain iteration r ← f(Wr + i) would fail, where the rate dynamics do not."),
		digRadiusW:       probed("spectrum", "radius_w", `\rho(W)`, "spectral radius of W", "Largest size of an eigenvalue of W."),
		digSigma:         probed("spectrum", "sigma", `\sigma_{\min}`, "smallest singular value", "Smallest singular value of I - ḠW: the distance of the mean network from the singular surface."),
		digSign:          probed("spectrum", "det_sign", `\mathrm{sign}\det`, "side of the surface", "Sign of the determinant of I - ḠW."),
		digAngle:         probed("angles", "angle", `\angle(\Delta W,\Delta W_1)`, "rule and gradient", "Angle between the rule in force and ΔW1, on the same 128 images and the same states."),
		digAngle10:       probed("angles", "angle10", `\angle(\Delta W_1,\Delta W_0)`, "ΔW1 and ΔW0", "Angle between ΔW1 and ΔW0 on the same images."),
		digAngle13:       probed("angles", "angle13", `\angle(\Delta W_1,\Delta W_3)`, "ΔW1 and ΔW3", "Angle between ΔW1 and ΔW3 on the same images."),
		digAngle14:       probed("angles", "angle14", `\angle(\Delta W_1,\Delta W_4)`, "ΔW1 and ΔW4", "Angle between ΔW1 and ΔW4 on the same images."),
		digAngle34:       probed("angles", "angle34", `\angle(\Delta W_3,\Delta W_4)`, "ΔW3 and ΔW4", "Angle between ΔW3 and ΔW4 on the same images."),
		digEnds:          {Name: "ends", Label: "ends", Doc: "Where ten held-out images, one of each class, have brought the network after 15 τ.", Kind: sim.Points, Shape: []int{digitPaths, 2}, From: sim.Probed, Probe: "paths"},
		digVariance:      probed("paths", "in_plane", ``, "share in the plane", "How much of the variance of the ten ways lies in the plane that is drawn."),
	}
	for i := range digitPaths {
		list = append(list, sim.Output{Name: fmt.Sprintf("path%d", i+1), Label: fmt.Sprintf("image %d", i), Kind: sim.Path, Shape: []int{pathPoints, 2}, From: sim.Probed, Probe: "paths",
			Doc: fmt.Sprintf("The way of the network from 0 for a held-out image of class %d, in the plane in which the ten ways vary most.", i)})
	}
	for _, i := range []int{digResidual, digMove, digSize, digTestLoss, digLoss, digBatchLoss, digSigma} {
		list[i].Log = true
	}
	for _, i := range []int{digAccuracy, digBatchAccuracy, digFailed, digClamped, digTestAccuracy, digSettled, digAlgebraic, digOwn, digUnstable} {
		list[i].Range = unit
	}
	for i := digAngle; i <= digAngle34; i++ {
		list[i].Unit, list[i].Range = "degrees", [2]float64{0, 180}
	}
	return list
}

func (c *digitsState[T]) scalars(s *digits) [digRecorded]float64 {
	l := &c.last
	return [...]float64{digLoss: c.recent(c.losses, l.loss), digAccuracy: c.recent(c.rights, l.accuracy), digBatchLoss: l.loss, digBatchAccuracy: l.accuracy,
		digResidual: l.residual, digFailed: l.failed, digMove: plot.Bounded(l.move), digSize: plot.Bounded(l.size), digFlung: float64(l.flung), digClamped: l.clamped,
		digEffort: l.effort, digRule: float64(c.swap.Number(s.rule))}
}

func (c *digitsState[T]) snapshot(s *digits, f *sim.Frame) {
	for i, v := range c.scalars(s) {
		f.Set(i, v)
	}
	f.Set(digLabel, float64(c.shown.label))
	f.Set(digGuess, float64(c.shown.guess))
	for _, o := range [...]struct {
		i int
		v []T
	}{{digImage, c.shown.pixels}, {digP, c.shown.p}, {digRates, c.shown.r}, {digWeights, c.net.W.Data}} {
		if dst := f.Slot(o.i); dst != nil {
			num.Convert(dst, o.v)
		}
	}
}
