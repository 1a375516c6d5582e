package network

import (
	"math"
	"math/cmplx"
	"slices"

	"hebb/sim/num"
)

// Spectrum is what the eigenvalues of G W, and the singular values of I - G W, say.
type Spectrum struct {
	Eig            []complex128 // the largest real part first
	Abscissa       float64      // largest real part: below 1 the fixed point is stable
	Radius         float64
	Lead           complex128 // the eigenvalue of the largest real part, Im >= 0
	SigmaMin, Cond float64
	SigmaMax       float64
	Sign           int // of det(I - G W)
	Log            float64
}

// Least is the smallest real part of an eigenvalue, 0 when there is none.
func (s *Spectrum) Least() float64 {
	if len(s.Eig) == 0 {
		return 0
	}
	return real(s.Eig[len(s.Eig)-1])
}

// SpectrumOf takes G W apart, g nil for G = I. It allocates. Singular values are left
// out when full is false.
func SpectrumOf(g []float64, w num.Mat[float64], full bool) (s Spectrum, ok bool) {
	n := w.Rows
	gw := num.NewMat[float64](n, n)
	copy(gw.Data, w.Data)
	for i := range g {
		num.Use[float64]().Scale(g[i], gw.Row(i))
	}
	if !Finite(gw.Data) {
		return s, false
	}
	s.Eig = Eigenvalues(gw)
	if s.Eig == nil {
		return s, false
	}
	s.Abscissa = math.Inf(-1)
	for _, z := range s.Eig {
		s.Radius = max(s.Radius, cmplx.Abs(z))
		if real(z) > s.Abscissa {
			s.Abscissa, s.Lead = real(z), complex(real(z), math.Abs(imag(z)))
		}
	}
	if !full {
		return s, true
	}
	for i := range n {
		row := gw.Row(i)
		for j := range row {
			row[j] = -row[j]
		}
		row[i]++
	}
	sv, ok := num.SingularValues(gw)
	if !ok {
		return s, false
	}
	s.SigmaMax, s.SigmaMin = sv[0], sv[n-1]
	if s.Cond = s.SigmaMax / s.SigmaMin; !(s.Cond < 1e300) {
		s.Cond = 1e300
	}
	f := NewLU[float64](n)
	f.Decompose(gw)
	s.Sign, s.Log = f.Sign, f.log
	return s, true
}

// Eigenvalues returns the eigenvalues of a square matrix, the largest real part first,
// or nil when the iteration does not converge. It allocates.
func Eigenvalues(m num.Mat[float64]) []complex128 {
	v, ok := num.Eigenvalues(m)
	if !ok {
		return nil
	}
	slices.SortStableFunc(v, func(a, b complex128) int {
		switch {
		case real(a) > real(b):
			return -1
		case real(a) < real(b):
			return 1
		case imag(a) > imag(b):
			return -1
		case imag(a) < imag(b):
			return 1
		}
		return 0
	})
	return v
}

// Abscissa is the largest real part of an eigenvalue, NaN when there is none.
func Abscissa(w num.Mat[float64]) float64 {
	v := Eigenvalues(w)
	if len(v) == 0 {
		return math.NaN()
	}
	return real(v[0])
}
