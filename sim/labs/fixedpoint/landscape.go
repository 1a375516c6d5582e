package fixedpoint

import (
	"math"
	"slices"

	"gonum.org/v1/gonum/mat"

	"hebb/sim/num"
)

// singularAlong returns, in order, every t at which I - G(W0 + t W1) is singular: the
// reciprocals of the real eigenvalues of M0⁻¹ W1. It allocates.
func singularAlong(g []float64, w0, w1 num.Mat[float64]) []float64 {
	k, ok := ratioMatrix(g, w0, w1)
	if !ok {
		return nil
	}
	v := eigenvalues(k)
	top := 0.0
	for _, z := range v {
		top = max(top, math.Hypot(real(z), imag(z)))
	}
	var t []float64
	for _, z := range v {
		if math.Abs(imag(z)) < 1e-10*top && math.Abs(real(z)) > 1e-12 {
			t = append(t, 1/real(z))
		}
	}
	slices.Sort(t)
	return t
}

// ratioMatrix returns M0⁻¹ W1, M0 = G⁻¹ - W0.
func ratioMatrix(g []float64, w0, w1 num.Mat[float64]) (num.Mat[float64], bool) {
	n := w0.Rows
	m, k := num.NewMat[float64](n, n), num.NewMat[float64](n, n)
	for i, v := range w0.Data {
		m.Data[i] = -v
	}
	for i := range n {
		m.Data[i*n+i] += 1 / g[i]
	}
	copy(k.Data, w1.Data)
	f := newLU[float64](n)
	if !f.factor(m) {
		return k, false
	}
	f.solve(k)
	return k, true
}

// line gives the loss anywhere along W0 + t W1 from one eigendecomposition, at n² a
// point: with K = M0⁻¹W1 = V Λ V⁻¹, Ĉ = V⁻¹ M0⁻¹ X, H = (VᴴV)∘(ĈĈᴴ)ᵀ and
// d = 1/(1 - tλ), m J(t) = dᴴ H d - 2 Re Σ d̄ b + |target|².
type line struct {
	lambda, b []complex128
	h         []complex128
	all       float64 // |target|²
	m         float64
}

// newLine allocates. It returns nil when the matrix has no eigenvectors to speak of.
func newLine(p *problem, w0, w1 num.Mat[float64]) *line {
	n, m := p.n, p.m
	k, ok := ratioMatrix(p.g, w0, w1)
	if !ok {
		return nil
	}
	var e mat.Eigen
	if !e.Factorize(mat.NewDense(n, n, k.Data), mat.EigenRight) {
		return nil
	}
	var vec mat.CDense
	e.VectorsTo(&vec)
	l := &line{lambda: e.Values(nil), m: float64(m)}
	rhs := num.NewMat[float64](n, m)
	mm := num.NewMat[float64](n, n)
	for i := range n {
		for j := range n {
			mm.Data[i*n+j] = -w0.At(i, j)
		}
		mm.Data[i*n+i] += 1 / p.g[i]
	}
	copy(rhs.Data, p.x.Data)
	f := newLU[float64](n)
	if !f.factor(mm) {
		return nil
	}
	f.solve(rhs)
	v := make([]complex128, n*n)
	for i := range n {
		for j := range n {
			v[i*n+j] = vec.At(i, j)
		}
	}
	c := make([]complex128, n*m)
	for i, x := range rhs.Data {
		c[i] = complex(x, 0)
	}
	if !solveComplex(slices.Clone(v), c, n, m) {
		return nil
	}
	l.h = make([]complex128, n*n)
	for i := range n {
		for j := range n {
			var vv, cc complex128
			for r := range n {
				vv += conj(v[r*n+i]) * v[r*n+j]
			}
			for s := range m {
				cc += c[j*m+s] * conj(c[i*m+s])
			}
			l.h[i*n+j] = vv * cc
		}
	}
	l.b = make([]complex128, n)
	for q := range n {
		for s := range m {
			var y complex128
			for r := range n {
				y += conj(v[r*n+q]) * complex(p.rhat.At(r, s), 0)
			}
			l.b[q] += y * conj(c[q*m+s])
		}
	}
	for _, x := range p.rhat.Data {
		l.all += x * x
	}
	return l
}

func (l *line) at(t float64, d []complex128) float64 {
	n := len(l.lambda)
	for i, z := range l.lambda {
		d[i] = 1 / (1 - complex(t, 0)*z)
	}
	sum := complex(l.all, 0)
	for i := range n {
		var s complex128
		for j, h := range l.h[i*n : (i+1)*n] {
			s += h * d[j]
		}
		sum += conj(d[i]) * (s - 2*l.b[i])
	}
	// The cross term of the loss is real only in sum: take the real part of all.
	return real(sum) / l.m
}

func conj(z complex128) complex128 { return complex(real(z), -imag(z)) }

// solveComplex does c = a⁻¹ c by elimination with row swaps; a is n × n, c is n × m.
func solveComplex(a, c []complex128, n, m int) bool {
	size := func(z complex128) float64 { return math.Abs(real(z)) + math.Abs(imag(z)) }
	for j := range n {
		best := j
		for i := j + 1; i < n; i++ {
			if size(a[i*n+j]) > size(a[best*n+j]) {
				best = i
			}
		}
		if size(a[best*n+j]) == 0 {
			return false
		}
		if best != j {
			for q := range n {
				a[j*n+q], a[best*n+q] = a[best*n+q], a[j*n+q]
			}
			for q := range m {
				c[j*m+q], c[best*m+q] = c[best*m+q], c[j*m+q]
			}
		}
		for i := j + 1; i < n; i++ {
			f := a[i*n+j] / a[j*n+j]
			if f == 0 {
				continue
			}
			for q := j; q < n; q++ {
				a[i*n+q] -= f * a[j*n+q]
			}
			for q := range m {
				c[i*m+q] -= f * c[j*m+q]
			}
		}
	}
	for i := n - 1; i >= 0; i-- {
		for q := range m {
			s := c[i*m+q]
			for j := i + 1; j < n; j++ {
				s -= a[i*n+j] * c[j*m+q]
			}
			c[i*m+q] = s / a[i*n+i]
		}
	}
	return true
}
