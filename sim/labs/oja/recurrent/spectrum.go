package recurrent

import (
	"context"
	"math"
	"math/cmplx"

	"hebb/sim"
	"hebb/sim/num"
)

func spectrumOutputs(n int) []sim.Output {
	return []sim.Output{
		{Name: "eigenvalues", Symbol: `\lambda(V)`, Label: "eigenvalues of V", Doc: "Eigenvalues of the recurrent weights in the complex plane. Inside the circle of radius 1 a state fades, outside it grows until the activation function holds it.", Kind: sim.Points, Shape: []int{n, 2}, From: sim.Probed, Probe: "spectrum", Read: sim.RowsOf((*spectrum).draw)},
		{Name: "sv", Symbol: `s(V)`, Label: "singular values of V", Doc: "Singular values of the recurrent weights, the largest first. Oja's rule drives those of the visited directions to a little over 1.", Kind: sim.Vector, Shape: []int{n}, From: sim.Probed, Probe: "spectrum", Read: sim.CopyOf(func(m *spectrum) []float64 { return m.singular })},
		{Name: "radius", Symbol: `\rho(V)`, Label: "spectral radius", Doc: "Largest size of an eigenvalue of V.", Kind: sim.Scalar, From: sim.Probed, Probe: "spectrum", Read: sim.Of((*spectrum).radius)},
		{Name: "sv_top", Symbol: `s_1(V)`, Label: "largest singular value", Doc: "How much V stretches a state at most.", Kind: sim.Scalar, From: sim.Probed, Probe: "spectrum", Read: sim.Of((*spectrum).top)},
	}
}

var spectrumProbe = sim.Probe{Name: "spectrum", Title: "Spectrum of V", Doc: "Eigenvalues and singular values of the recurrent weights.", Every: 100, On: true}

// spectrum is a copy of V that can be measured, and what has been: none where an
// iteration does not converge.
type spectrum struct {
	v        num.Mat[float64] // n × n: V
	eigen    []complex128     // n: eigenvalues
	singular []float64        // n: singular values, the largest first
}

func captureSpectrum(v num.Mat[float64], old sim.Measurement) sim.Measurement {
	m, ok := old.(*spectrum)
	if !ok || m.v.Rows != v.Rows {
		m = &spectrum{v: num.NewMat[float64](v.Rows, v.Cols)}
	}
	copy(m.v.Data, v.Data)
	return m
}

func (m *spectrum) Measure(ctx context.Context) error {
	m.eigen = eigenvalues(m.v)
	if err := ctx.Err(); err != nil {
		return err
	}
	var ok bool
	if m.singular, ok = num.SingularValues(m.v); !ok {
		m.singular = nil
	}
	return nil
}

func (m *spectrum) radius() (most float64) {
	for _, z := range m.eigen {
		most = math.Max(most, cmplx.Abs(z))
	}
	return most
}

func (m *spectrum) top() float64 {
	if m.singular == nil {
		return 0
	}
	return m.singular[0]
}

func (m *spectrum) draw(dst []float32) int {
	for i, z := range m.eigen {
		dst[2*i], dst[2*i+1] = float32(real(z)), float32(imag(z))
	}
	return len(m.eigen)
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
