package recurrent

import (
	"math"
	"math/cmplx"

	"hebb/sim"
	"hebb/sim/num"
)

// The outputs of the spectrum probe, counted from where it begins in a view.
const (
	specEigen = iota
	specSingular
	specRadius
	specTop
	specOutputs
)

func spectrumOutputs(n int) []sim.Output {
	return []sim.Output{
		specEigen:    {Name: "eigenvalues", Symbol: `\lambda(V)`, Label: "eigenvalues of V", Doc: "Eigenvalues of the recurrent weights in the complex plane. Inside the circle of radius 1 a state fades, outside it grows until the activation function holds it.", Kind: sim.Points, Shape: []int{n, 2}, From: sim.Probed, Probe: "spectrum"},
		specSingular: {Name: "sv", Symbol: `s(V)`, Label: "singular values of V", Doc: "Singular values of the recurrent weights, the largest first. Oja's rule drives those of the visited directions to a little over 1.", Kind: sim.Vector, Shape: []int{n}, From: sim.Probed, Probe: "spectrum"},
		specRadius:   {Name: "radius", Symbol: `\rho(V)`, Label: "spectral radius", Doc: "Largest size of an eigenvalue of V.", Kind: sim.Scalar, From: sim.Probed, Probe: "spectrum"},
		specTop:      {Name: "sv_top", Symbol: `s_1(V)`, Label: "largest singular value", Doc: "How much V stretches a state at most.", Kind: sim.Scalar, From: sim.Probed, Probe: "spectrum"},
	}
}

var spectrumProbe = sim.Probe{Name: "spectrum", Title: "Spectrum of V", Doc: "Eigenvalues and singular values of the recurrent weights.", Every: 100, On: true}

// spectrum is a copy of V that can be measured.
type spectrum struct {
	v    num.Mat[float64]
	base int // index of its first output
}

func captureSpectrum(v num.Mat[float64], base int, old sim.Measurement) sim.Measurement {
	m, ok := old.(*spectrum)
	if !ok || m.v.Rows != v.Rows {
		m = &spectrum{v: num.NewMat[float64](v.Rows, v.Cols)}
	}
	m.base = base
	copy(m.v.Data, v.Data)
	return m
}

func (m *spectrum) Measure(f *sim.Frame) {
	if s, ok := num.SingularValues(m.v); ok {
		f.Set(m.base+specTop, s[0])
		if dst := f.Slot(m.base + specSingular); dst != nil {
			num.Convert(dst, s)
		}
	}
	radius := 0.0
	dst := f.Slot(m.base + specEigen)
	for i, z := range eigenvalues(m.v) {
		radius = math.Max(radius, cmplx.Abs(z))
		if dst != nil {
			dst[2*i], dst[2*i+1] = float32(real(z)), float32(imag(z))
		}
	}
	f.Set(m.base+specRadius, radius)
}

// eigenvalues returns the eigenvalues of a square matrix, or none when the
// iteration does not converge. It allocates.
func eigenvalues(v num.Mat[float64]) []complex128 {
	z, ok := num.Eigenvalues(v)
	if !ok {
		return nil
	}
	return z
}
