package deep

import (
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
	at       *index
	pixels   []float64 // pixels: the image in hand, 0 to 1
}

func (d *deep) Capture(probe int, old sim.Measurement) sim.Measurement {
	return d.core.capture(d, probe, old)
}

func (c *state[T]) capture(d *deep, probe int, old sim.Measurement) sim.Measurement {
	m, ok := old.(*measurement[T])
	if !ok || m.at != &d.at || m.source != d.images || !c.n.SameShape(m.n) {
		m = &measurement[T]{n: c.n.Like(), pixels: make([]float64, d.sizes[0])}
	}
	m.probe, m.feedback, m.source, m.at = probe, d.signal(), d.images, &d.at
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

func (m *measurement[T]) Measure(f *sim.Frame) {
	switch m.probe {
	case numberTest:
		loss, accuracy := m.n.Test(m.images, m.load)
		f.Set(m.at.testLoss, loss)
		f.Set(m.at.testAccuracy, accuracy)
	case numberSignals:
		s := m.measures()
		for l := range m.at.dim { // hidden layer l+1
			f.Set(m.at.angle[l], s.AngleOfMeans[l+1])
			f.Set(m.at.each[l], s.MeanOfAngles[l+1])
			dimension, variance := s.Dimension(l + 1)
			f.Set(m.at.dim[l], dimension)
			f.Set(m.at.variance[l], variance)
		}
		for l := range m.at.ew {
			f.Set(m.at.ew[l], s.EW[l])
		}
	case numberSpectrum:
		for l := range m.at.sv {
			s := m.n.Structure(l)
			if dst := f.Slot(m.at.sv[l]); dst != nil {
				num.Convert(dst, s.Singular)
			}
			f.Set(m.at.ortho[l], s.Ortho)
			f.Set(m.at.fro[l], s.Frobenius)
			f.Set(m.at.spec[l], s.Spectral)
			f.Set(m.at.with[l], s.AngleWB)
		}
	}
}

func (m *measurement[T]) measures() *net.Measures { return m.n.Measure(m.feedback, m.images, m.load) }
