package deep

import (
	"cmp"
	"context"

	"hebb/sim"
	"hebb/sim/net"
	"hebb/sim/num"
)

// The probes, by name and by number.
const (
	probeTest     = "test"
	probeSignals  = "signals"
	probeSpectrum = "spectrum"

	numberTest, numberSignals, numberSpectrum = 0, 1, 2
)

// batch is over how many held-out images the signals are measured.
const batch = 300

func (d *deep) Probes() []sim.Probe {
	return []sim.Probe{
		{Name: probeTest, Title: "Test accuracy", Every: 250, On: true,
			Doc: "Classes held-out images with a copy of the weights. Nothing is learned from them."},
		{Name: probeSignals, Title: "Angles and dimensions", Every: 500, On: true,
			Doc: "Sends 300 held-out images forward and their errors back, and looks at angles, variances and dimensions."},
		{Name: probeSpectrum, Title: "Singular values", Every: 500, On: true,
			Doc: "Takes every weight matrix apart: singular values, norms, orthonormality, angle to the feedback weights."},
	}
}

// measurement is a copy of the weights and what a probe does with it.
type measurement[T num.Float] struct {
	probe    int
	n        *net.Net[T]
	feedback net.Feedback
	source   source
	images   int
	pixels   []float64 // pixels: the image in hand, 0 to 1

	// What has been measured, by layer or by matrix.
	loss, accuracy      float64
	signals             *net.Measures
	dimension, variance []float64 // layers: of the activity
	matrices            []net.Structure
}

func (d *deep) Capture(probe int, old sim.Measurement) sim.Measurement {
	return d.core.capture(d, probe, old)
}

func (c *state[T]) capture(d *deep, probe int, old sim.Measurement) sim.Measurement {
	m, ok := old.(*measurement[T])
	if !ok || m.source != d.images || !c.n.SameShape(m.n) {
		m = &measurement[T]{n: c.n.Like(), pixels: make([]float64, d.sizes[0])}
	}
	m.probe, m.feedback, m.source = probe, d.signal(), d.images
	m.images = min(batch, d.images.count(true))
	if probe == numberTest {
		m.images = min(d.test, d.images.count(true))
	}
	c.n.CopyTo(m.n)
	m.n.Beta = d.beta // the sim takes it over with its next image
	return m
}

// load puts held-out image i into x.
func (m *measurement[T]) load(i int, x []T) int {
	label := m.source.load(true, i, m.pixels)
	num.Convert(x, m.pixels)
	return label
}

func (m *measurement[T]) Measure(ctx context.Context) error {
	L := m.n.Depth()
	var err error
	switch m.probe {
	case numberTest:
		m.loss, m.accuracy, err = m.n.Test(ctx, m.images, m.load)
	case numberSignals:
		if m.signals, err = m.n.Measure(ctx, m.feedback, m.images, m.load); err != nil {
			return err
		}
		m.dimension, m.variance = make([]float64, L), make([]float64, L)
		for l := 1; l < L && ctx.Err() == nil; l++ {
			m.dimension[l], m.variance[l] = m.signals.Dimension(l)
		}
	case numberSpectrum:
		m.matrices = m.matrices[:0]
		for l := 0; l < L && ctx.Err() == nil; l++ {
			m.matrices = append(m.matrices, m.n.Structure(l))
		}
	}
	return cmp.Or(err, ctx.Err())
}
