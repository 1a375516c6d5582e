package metaplasticity

import (
	"context"

	"hebb/sim"
	"hebb/sim/net"
	"hebb/sim/num"
)

const (
	probeTest    = "test"
	probeSignals = "signals"
	batch        = 200 // held-out images over which angles are measured
)

func (w *writer) Probes() []sim.Probe {
	return []sim.Probe{
		{Name: probeTest, Title: "Test accuracy", Every: 250, On: true,
			Doc: "Classes held-out images with a copy of the weights. Nothing is learned from them."},
		{Name: probeSignals, Title: "Angles", Every: 500, On: true,
			Doc: "Sends 200 held-out images forward and their errors back, and compares the errors with backprop's."},
	}
}

func (c *line[T]) outputs(w *writer) []sim.Output {
	var out []sim.Output
	add := func(o sim.Output) { out = append(out, o) }
	series := func(n int, o sim.Output, each func(l int, o *sim.Output)) {
		out = append(out, sim.Series(n, o, each)...)
	}
	L := c.n.Depth()
	unit, degrees := [2]float64{0, 1}, [2]float64{0, 180}
	recent := func(ring []float64) sim.Read { return sim.By(func() float64 { return num.Recent(ring, c.unit) }) }
	add(sim.Output{Name: "loss", Label: "training loss", Unit: "nats", Kind: sim.Scalar, From: sim.Recorded, Log: true, Read: recent(c.loss),
		Doc: "Cross entropy of the last 200 training images, each before the network learned from it."})
	add(sim.Output{Name: "accuracy", Label: "training accuracy", Kind: sim.Scalar, From: sim.Recorded, Range: unit, Read: recent(c.hits),
		Doc: "Fraction of the last 200 training images that were classified correctly, each before the network learned from it."})
	add(sim.Output{Name: "rbar", Symbol: `\bar r`, Label: "mean reward", Kind: sim.Scalar, From: sim.Recorded, Range: unit, Read: sim.At(&c.reward[0]),
		Doc: "Running mean of the reward, over about 100 images: what the rule calls rbar."})
	series(L, sim.Output{Name: "ynorm", Symbol: `|y_{%d}|`, Label: "activity, layer %d", Doc: "Length of the activity vector of layer %d for the present image.", Kind: sim.Scalar, From: sim.Recorded, Log: true},
		func(l int, o *sim.Output) { o.Read = sim.By(func() float64 { return num.Norm(c.n.Y[l]) }) })
	series(L, sim.Output{Name: "enorm", Symbol: `|e_{%d}|`, Label: "error, layer %d", Doc: "Length of the error vector of layer %d for the present image.", Kind: sim.Scalar, From: sim.Recorded, Log: true},
		func(l int, o *sim.Output) { o.Read = sim.By(func() float64 { return num.Norm(c.n.E[l]) }) })
	rows, cols := w.lib.size(w.half)
	add(sim.Output{Name: "image", Symbol: `x`, Label: "image", Kind: sim.Image, Shape: []int{rows, cols}, Pack: sim.U8, Range: unit, Doc: "The image that the network has just seen.", Read: sim.Copy(&c.n.Y[0])})
	add(sim.Output{Name: "label", Label: "class", Kind: sim.Scalar, Doc: "The class of the image, by number.", Read: sim.At(&c.label)})
	add(sim.Output{Name: "guess", Label: "guess", Kind: sim.Scalar, Doc: "The class that the network found likeliest.", Read: sim.By(func() float64 { return float64(num.Argmax(c.n.Y[L])) })})
	add(sim.Output{Name: "p", Symbol: `y_L`, Label: "class probabilities", Kind: sim.Vector, Shape: []int{w.classes}, Range: unit, Doc: "The answer of the network: a probability for each class.", Read: sim.Copy(&c.n.Y[L])})
	series(L-1, sim.Output{Name: "y", Symbol: `y_{%d}`, Label: "layer %d", Kind: sim.Vector, Doc: "Activities of layer %d for the present image."},
		func(l int, o *sim.Output) { o.Shape, o.Read = []int{w.sizes[l]}, sim.Copy(&c.n.Y[l]) })
	series(L, sim.Output{Name: "e", Symbol: `e_{%d}`, Label: "error of layer %d", Kind: sim.Vector, Doc: "Errors of layer %d for the present image."},
		func(l int, o *sim.Output) { o.Shape, o.Read = []int{w.sizes[l]}, sim.Copy(&c.n.E[l]) })
	series(L, sim.Output{Name: "w", Symbol: `W_{%d}`, Label: "matrix %d", Kind: sim.Matrix, Pack: sim.I8, Doc: "Weights of matrix %d: a row for each postsynaptic unit, a column for each presynaptic unit."},
		func(l int, o *sim.Output) {
			o.Shape, o.Read = []int{w.sizes[l], w.sizes[l-1]}, sim.Fill(func(dst []float32) { num.TransposeTo(dst, c.n.W[l-1]) })
		})
	sized := sim.Once(func() { shown(c.sizes(w)) })
	series(mostCoefficients, sim.Output{Name: "share", Symbol: `c_{%d}`, Label: "coefficient %d", Kind: sim.Scalar, Range: unit, After: sized,
		Doc: "Share of the terms with coefficient %d in the change by the present image, over all matrices."},
		func(k int, o *sim.Output) {
			o.Read = sim.By(func() float64 { return shareOf(c.sizing, mostCoefficients, k-1) })
		})
	add(sim.Output{Name: "shares", Label: "shares of the change", Kind: sim.Matrix, Shape: []int{L, mostCoefficients}, Range: unit, After: sized, Read: sim.Fill(func(dst []float32) { shares(dst, c.sizing, mostCoefficients) }),
		Doc: "Share of the terms with each coefficient (columns) in the change of each matrix (rows, the first at the pixels) by the present image."})
	type m = *sample[T]
	add(sim.Output{Name: "test_accuracy", Label: "test accuracy", Kind: sim.Scalar, From: sim.Probed, Probe: probeTest, Range: unit, Doc: "Fraction of held-out images that are classified correctly.", Read: sim.Of(func(m m) float64 { return m.accuracy })})
	add(sim.Output{Name: "test_loss", Label: "test loss", Unit: "nats", Kind: sim.Scalar, From: sim.Probed, Probe: probeTest, Log: true, Doc: "Mean cross entropy on held-out images.", Read: sim.Of(func(m m) float64 { return m.loss })})
	series(L-1, sim.Output{Name: "angle", Symbol: `\alpha_{%d}`, Label: "angle, layer %d", Unit: "degrees", Kind: sim.Scalar, From: sim.Probed, Probe: probeSignals, Range: degrees,
		Doc: "Angle between the error of layer %d and backprop's, both averaged over 200 held-out images first."},
		func(l int, o *sim.Output) { o.Read = sim.Of(func(m m) float64 { return m.signals.AngleOfMeans[l] }) })
	series(L, sim.Output{Name: "ew", Symbol: `|z - W W^{\top} y|^2_{%d}`, Label: "distance from rest, matrix %d", Kind: sim.Scalar, From: sim.Probed, Probe: probeSignals, Log: true,
		Doc: "|z - W Wᵀ y|² of matrix %d, averaged over 200 held-out images."},
		func(l int, o *sim.Output) { o.Read = sim.Of(func(m m) float64 { return within(m.signals.EW[l-1]) }) })
	return out
}

// sample is a copy of the weights and what a probe does with it.
type sample[T num.Float] struct {
	probe    int
	n        *net.Net[T]
	feedback net.Feedback
	w        *writer
	chosen   []int
	train    []int
	images   int
	x        []float64 // pixels: the image in hand, 0 to 1

	// What has been measured.
	loss, accuracy float64
	signals        *net.Measures
}

func (c *line[T]) capture(w *writer, probe int, old sim.Measurement) sim.Measurement {
	m, ok := old.(*sample[T])
	if !ok || !c.n.SameShape(m.n) {
		m = &sample[T]{n: c.n.Like(), x: make([]float64, len(c.x))}
	}
	m.probe, m.feedback, m.w, m.chosen, m.train = probe, net.Feedback(w.feedback), w, w.chosen, c.train
	m.images = batch
	if probe == 0 {
		m.images = w.test
	}
	c.n.CopyTo(m.n)
	m.n.Beta = w.beta
	return m
}

// load puts held-out image i into x: the classes take turns.
func (m *sample[T]) load(i int, x []T) int {
	k := i % len(m.chosen)
	left := len(m.w.lib.classes[m.chosen[k]].list) - m.train[k]
	m.w.lib.load(m.chosen[k], m.train[k]+i/len(m.chosen)%left, m.w.half, m.x)
	num.Convert(x, m.x)
	return k
}

func (m *sample[T]) Measure(ctx context.Context) error {
	var err error
	if m.probe == 0 {
		m.loss, m.accuracy, err = m.n.Test(ctx, m.images, m.load)
	} else {
		m.signals, err = m.n.Measure(ctx, m.feedback, m.images, m.load)
	}
	return err
}
