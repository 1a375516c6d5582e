package metaplasticity

import (
	"fmt"

	"hebb/sim"
	"hebb/sim/net"
	"hebb/sim/num"
)

// writeIndex says where each output of a writer stands.
type writeIndex struct {
	loss, accuracy, reward int
	ynorm, enorm           []int
	image, label, guess, p int
	y, e, w, share         []int
	shares                 int
	testAccuracy, testLoss int
	angle, ew              []int
	recorded               int
}

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

func describeWriter(w *writer) (out []sim.Output, at writeIndex) {
	add := func(o sim.Output) int {
		out = append(out, o)
		return len(out) - 1
	}
	series := func(n int, o sim.Output, shape func(l int) []int) (list []int) {
		name, symbol, label, text := o.Name, o.Symbol, o.Label, o.Doc
		for l := 1; l <= n; l++ {
			o.Name, o.Label, o.Doc = fmt.Sprintf("%s%d", name, l), fmt.Sprintf(label, l), fmt.Sprintf(text, l)
			if symbol != "" {
				o.Symbol = fmt.Sprintf(symbol, l)
			}
			if shape != nil {
				o.Shape = shape(l)
			}
			list = append(list, add(o))
		}
		return list
	}
	L := len(w.sizes) - 1
	unit, degrees := [2]float64{0, 1}, [2]float64{0, 180}
	at.loss = add(sim.Output{Name: "loss", Label: "training loss", Unit: "nats", Kind: sim.Scalar, From: sim.Recorded, Log: true,
		Doc: "Cross entropy of the last 200 training images, each before the network learned from it."})
	at.accuracy = add(sim.Output{Name: "accuracy", Label: "training accuracy", Kind: sim.Scalar, From: sim.Recorded, Range: unit,
		Doc: "Fraction of the last 200 training images that were classed rightly, each before the network learned from it."})
	at.reward = add(sim.Output{Name: "rbar", Symbol: `\bar r`, Label: "mean reward", Kind: sim.Scalar, From: sim.Recorded, Range: unit,
		Doc: "Running mean of the reward, over about 100 images: what the rule calls rbar."})
	at.ynorm = series(L, sim.Output{Name: "ynorm", Symbol: `|y_{%d}|`, Label: "activity, layer %d", Doc: "Length of the activity vector of layer %d for the present image.", Kind: sim.Scalar, From: sim.Recorded, Log: true}, nil)
	at.enorm = series(L, sim.Output{Name: "enorm", Symbol: `|e_{%d}|`, Label: "error, layer %d", Doc: "Length of the error vector of layer %d for the present image.", Kind: sim.Scalar, From: sim.Recorded, Log: true}, nil)
	at.recorded = len(out)
	rows, cols := w.lib.size(w.half)
	at.image = add(sim.Output{Name: "image", Symbol: `x`, Label: "image", Kind: sim.Image, Shape: []int{rows, cols}, Pack: sim.U8, Range: unit, Doc: "The image that the network has just seen."})
	at.label = add(sim.Output{Name: "label", Label: "class", Kind: sim.Scalar, Doc: "The class of the image, by number."})
	at.guess = add(sim.Output{Name: "guess", Label: "guess", Kind: sim.Scalar, Doc: "The class that the network found likeliest."})
	at.p = add(sim.Output{Name: "p", Symbol: `y_L`, Label: "class probabilities", Kind: sim.Vector, Shape: []int{w.classes}, Range: unit, Doc: "The answer of the network: a probability for each class."})
	at.y = series(L-1, sim.Output{Name: "y", Symbol: `y_{%d}`, Label: "layer %d", Kind: sim.Vector, Doc: "Activities of layer %d for the present image."}, func(l int) []int { return []int{w.sizes[l]} })
	at.e = series(L, sim.Output{Name: "e", Symbol: `e_{%d}`, Label: "error of layer %d", Kind: sim.Vector, Doc: "Errors of layer %d for the present image."}, func(l int) []int { return []int{w.sizes[l]} })
	at.w = series(L, sim.Output{Name: "w", Symbol: `W_{%d}`, Label: "matrix %d", Kind: sim.Matrix, Pack: sim.I8, Doc: "Weights of matrix %d: a row for each postsynaptic unit, a column for each presynaptic unit."}, func(l int) []int { return []int{w.sizes[l], w.sizes[l-1]} })
	at.share = series(mostCoefficients, sim.Output{Name: "share", Symbol: `c_{%d}`, Label: "coefficient %d", Kind: sim.Scalar, Range: unit,
		Doc: "Share of the terms with coefficient %d in the change by the present image, over all matrices."}, nil)
	at.shares = add(sim.Output{Name: "shares", Label: "shares of the change", Kind: sim.Matrix, Shape: []int{L, mostCoefficients}, Range: unit,
		Doc: "Share of the terms with each coefficient (columns) in the change of each matrix (rows, the first at the pixels) by the present image."})
	at.testAccuracy = add(sim.Output{Name: "test_accuracy", Label: "test accuracy", Kind: sim.Scalar, From: sim.Probed, Probe: probeTest, Range: unit, Doc: "Fraction of held-out images that are classed rightly."})
	at.testLoss = add(sim.Output{Name: "test_loss", Label: "test loss", Unit: "nats", Kind: sim.Scalar, From: sim.Probed, Probe: probeTest, Log: true, Doc: "Mean cross entropy on held-out images."})
	at.angle = series(L-1, sim.Output{Name: "angle", Symbol: `\alpha_{%d}`, Label: "angle, layer %d", Unit: "degrees", Kind: sim.Scalar, From: sim.Probed, Probe: probeSignals, Range: degrees,
		Doc: "Angle between the error of layer %d and backprop's, both averaged over 200 held-out images first."}, nil)
	at.ew = series(L, sim.Output{Name: "ew", Symbol: `E_{W_{%d}}`, Label: "matrix %d", Kind: sim.Scalar, From: sim.Probed, Probe: probeSignals, Log: true,
		Doc: "Orthonormality error of matrix %d: |z - W Wᵀ y|², averaged over 200 held-out images."}, nil)
	return out, at
}

func (c *line[T]) snapshot(w *writer, f *sim.Frame) {
	at := &w.at
	c.record(w.row)
	for i, v := range w.row {
		f.Set(i, v)
	}
	L := c.n.Depth()
	f.Set(at.label, float64(c.label))
	f.Set(at.guess, float64(num.Argmax(c.n.Y[L])))
	sim.Show(f, at.image, c.n.Y[0])
	sim.Show(f, at.p, c.n.Y[L])
	for l := range L {
		sim.Show(f, at.e[l], c.n.E[l+1])
		if dst := f.Slot(at.w[l]); dst != nil {
			num.TransposeTo(dst, c.n.W[l])
		}
		if l < L-1 {
			sim.Show(f, at.y[l], c.n.Y[l+1])
		}
	}
	if f.Wanted(at.shares) || f.Wanted(at.share[0]) {
		c.snapShares(w, f)
	}
}

func (c *line[T]) snapShares(w *writer, f *sim.Frame) {
	all, matrix, whole := c.sizes(w), f.Slot(w.at.shares), 0.0
	var sums [mostCoefficients]float64
	for l := range c.n.W {
		row := all[l*mostCoefficients : (l+1)*mostCoefficients]
		sum := 0.0
		for k, v := range row {
			if row[k] = within(v); !(v >= 0) {
				row[k] = 0
			}
			sum += row[k]
			sums[k] += row[k]
		}
		whole += sum
		for k, v := range row {
			if matrix != nil {
				matrix[l*mostCoefficients+k] = float32(fraction(v, sum))
			}
		}
	}
	for k, v := range sums {
		f.Set(w.at.share[k], fraction(v, whole))
	}
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

func (m *sample[T]) Measure(f *sim.Frame) {
	at := &m.w.at
	if m.probe == 0 {
		loss, accuracy := m.n.Test(m.images, m.load)
		f.Set(at.testLoss, loss)
		f.Set(at.testAccuracy, accuracy)
		return
	}
	s := m.n.Measure(m.feedback, m.images, m.load)
	for l := range at.angle {
		f.Set(at.angle[l], s.AngleOfMeans[l+1])
	}
	for l := range at.ew {
		f.Set(at.ew[l], within(s.EW[l]))
	}
}
