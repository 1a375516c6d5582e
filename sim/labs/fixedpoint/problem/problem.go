// Package problem is the linear problem, in which all rules have closed forms, with the
// published draws of its stimuli and targets.
package problem

import (
	"math"

	"hebb/sim/labs/fixedpoint/network"
	"hebb/sim/labs/fixedpoint/rules"
	"hebb/sim/num"
	"hebb/sim/num/elem"
)

// Linear is the linear problem: find W so that the network r = G(W r + x) answers each
// of m stimuli x with its target. Stimuli and targets are columns. With M = G⁻¹ - W the
// answer is r = M⁻¹ x, and the loss J = (1/m) Σ |r - target|². It is evaluated at that
// algebraic solution, whether the dynamics settle there or not.
type Linear struct {
	N, M    int
	G       []float64        // n: gains, the diagonal of G
	X, Rhat num.Mat[float64] // n × m: X and the targets R̂, a column a stimulus [rate]
	XX      num.Mat[float64] // m × m: XᵀX
	K       num.Kernels[float64]
	a       num.Mat[float64]     // n × n: I - G W
	f       *network.LU[float64] // of a
	mm      num.Mat[float64]     // n × n: M
	r, E    num.Mat[float64]     // n × m: R, and E = R - R̂ [rate]
	t, u    num.Mat[float64]     // n × m: scratch
	xm      num.Mat[float64]     // m × n: XᵀM
	s       num.Mat[float64]     // m × m, or n × n where that is smaller: of the finite step
	sf      *network.LU[float64]
	wide    num.Mat[float64] // n × n: scratch of the finite step when m > n
	Loss    float64
}

// New returns the problem of gains g, stimuli x and targets rhat, which it keeps.
func New(g []float64, x, rhat num.Mat[float64]) *Linear {
	n, m := x.Rows, x.Cols
	p := &Linear{N: n, M: m, G: g, X: x, Rhat: rhat, K: num.Use[float64](), f: network.NewLU[float64](n)}
	mk := num.NewMat[float64]
	p.XX, p.a, p.mm, p.r, p.E, p.t, p.u, p.xm = mk(m, m), mk(n, n), mk(n, n), mk(n, m), mk(n, m), mk(n, m), mk(n, m), mk(m, n)
	s := min(m, n)
	p.s, p.sf = mk(s, s), network.NewLU[float64](s)
	if m > n {
		p.wide = mk(n, n)
	}
	p.K.GemmTN(p.XX, 1, x, x, 0)
	return p
}

// c is 2/m.
func (p *Linear) c() float64 { return 2 / float64(p.M) }

// State solves for R and the loss at w. It says false when I - G W is singular; the
// loss then is that of no number.
func (p *Linear) State(w num.Mat[float64]) bool {
	for i, gi := range p.G {
		row, mrow := p.a.Row(i), p.mm.Row(i)
		for j, v := range w.Row(i) {
			row[j], mrow[j] = -gi*v, -v
		}
		row[i]++
		mrow[i] += 1 / gi
		to := p.r.Row(i)
		for j, v := range p.X.Row(i) {
			to[j] = gi * v
		}
	}
	if !p.f.Decompose(p.a) || p.f.Ratio() < 1e-12 {
		p.Loss = math.Inf(1)
		return false
	}
	p.f.Solve(p.r)
	sum := 0.0
	for i, v := range p.r.Data {
		e := v - p.Rhat.Data[i]
		p.E.Data[i] = e
		sum += float64(e * e)
	}
	p.Loss = sum / float64(p.M)
	return true
}

// Step writes dW of a rule, of which state has been called; eta is for dW2 and dW2la.
func (p *Linear) Step(rule string, dw num.Mat[float64], eta float64) {
	switch rule {
	case rules.DW1: // c M⁻ᵀ E Rᵀ, M⁻ᵀ = G (I - G W)⁻ᵀ
		copy(p.t.Data, p.E.Data)
		p.f.SolveT(p.t)
		for i, gi := range p.G {
			p.K.Scale(gi, p.t.Row(i))
		}
		p.K.GemmNT(dw, p.c(), p.t, p.r, 0)
	case rules.DW3: // c F (XᵀM), F = X - M target: nothing is solved
		p.residue()
		p.K.GemmTN(p.xm, 1, p.X, p.mm, 0)
		p.K.Gemm(dw, p.c(), p.t, p.xm, 0)
	default: // dW2, dW2la
		p.residue()
		if rule == rules.DW2la {
			copy(p.u.Data, p.t.Data)
			p.K.Gemm(p.t, -eta*p.c(), p.u, p.XX, 1)
		}
		p.K.GemmTN(p.xm, 1, p.X, p.mm, 0)
		p.finite(dw, eta*p.c())
	}
}

// residue writes t = F = X - M target.
func (p *Linear) residue() {
	copy(p.t.Data, p.X.Data)
	p.K.Gemm(p.t, -1, p.mm, p.Rhat, 1)
}

// finite writes c F (I - s XᵀF)⁻¹ XᵀM, or, when that is the smaller system,
// c (I - s F Xᵀ)⁻¹ F XᵀM. A singular system gives a dW of infinities, which the caller
// refuses.
func (p *Linear) finite(dw num.Mat[float64], s float64) {
	if p.M <= p.N {
		p.K.GemmTN(p.s, -s, p.X, p.t, 0)
	} else {
		p.K.GemmNT(p.s, -s, p.t, p.X, 0)
	}
	for i := range p.s.Rows {
		p.s.Data[i*p.s.Cols+i]++
	}
	if !p.sf.Decompose(p.s) {
		for i := range dw.Data {
			dw.Data[i] = math.Inf(1)
		}
		return
	}
	if p.M <= p.N {
		p.sf.Solve(p.xm)
		p.K.Gemm(dw, p.c(), p.t, p.xm, 0)
		return
	}
	p.K.Gemm(dw, p.c(), p.t, p.xm, 0)
	p.sf.Solve(dw)
}

// Solution returns the weights of least norm that make every target an exact fixed
// point, W = (G⁻¹ target - X) target⁺. It allocates.
func (p *Linear) Solution() num.Mat[float64] {
	b := num.NewMat[float64](p.N, p.M) // G⁻¹ target - X
	for i := range p.N {
		for j := range p.M {
			b.Data[i*p.M+j] = p.Rhat.At(i, j)/p.G[i] - p.X.At(i, j)
		}
	}
	w := num.NewMat[float64](p.N, p.N)
	svd, ok := num.NewSVD(p.Rhat, true)
	if !ok {
		return w
	}
	// W = b V S⁻¹ Uᵀ, of the singular values that are not rounding
	bv := num.NewMat[float64](p.N, len(svd.S))
	p.K.Gemm(bv, 1, b, svd.V, 0)
	for j, s := range svd.S {
		by := 0.0
		if s > 1e-15*float64(max(p.N, p.M))*svd.S[0] {
			by = 1 / s
		}
		for i := range p.N {
			bv.Row(i)[j] *= by
		}
	}
	p.K.GemmNT(w, 1, bv, svd.U, 0)
	return w
}

// Forecast is the closed form of the loss under dW2 at a fixed rate: in the
// eigenvectors v of c XᵀX, with eigenvalues s, J_k = (1/m) Σ (1 - ηs)^2k |E₀ v|².
type Forecast struct {
	S, Share []float64 // m: eigenvalues s of c XᵀX; |E₀ v|²/m of each [rate²]
}

// NewForecast returns the room for a problem with m stimuli.
func NewForecast(m int) Forecast { return Forecast{make([]float64, m), make([]float64, m)} }

// Axes writes the eigenvalues of c XᵀX and returns its eigenvectors as columns.
func (p *Linear) Axes(s []float64) num.Mat[float64] {
	sym := num.NewMat[float64](p.M, p.M)
	for i := range p.M {
		for j := range p.M {
			sym.Data[i*p.M+j] = p.c() * p.XX.At(min(i, j), max(i, j))
		}
	}
	values, v, ok := num.SymEigen(sym)
	if !ok {
		return num.NewMat[float64](p.M, p.M)
	}
	for i, x := range values {
		s[i] = max(x, 0)
	}
	return v
}

// Begin takes E of p for E₀.
func (f *Forecast) Begin(p *Linear, v num.Mat[float64]) {
	clear(f.Share)
	p.K.Gemm(p.u, 1, p.E, v, 0)
	for i := range p.N {
		for j, x := range p.u.Row(i) {
			f.Share[j] += x * x / float64(p.M)
		}
	}
}

// At is the loss after k iterations.
func (f *Forecast) At(rule string, eta float64, k uint64) float64 {
	sum := 0.0
	for j, s := range f.S {
		mu := 1 - float64(eta*s)
		if rule == rules.DW2la {
			mu += float64(eta * s * eta * s)
		}
		sum += float64(f.Share[j] * elem.Pow(mu*mu, float64(k)))
	}
	return sum
}

// Sigma improves an estimate of the smallest singular value of I - G W, of which state
// has been called, from the vector v, which it leaves better.
func (p *Linear) Sigma(v []float64, turns int) float64 { return network.LeastSingular(p.f, v, turns) }

// Sign is that of det(I - G W); 0 when it is singular.
func (p *Linear) Sign() int { return p.f.Sign }

// Ratio is the smallest pivot of I - G W over the largest.
func (p *Linear) Ratio() float64 { return p.f.Ratio() }
