package fixedpoint

import (
	"math"

	"gonum.org/v1/gonum/mat"

	"hebb/sim/num"
)

// problem is the linear problem: find W so that the network r = G(W r + x) answers each
// of m stimuli x with its target. Stimuli and targets are columns. With M = G⁻¹ - W the
// answer is r = M⁻¹ x, and the loss J = (1/m) Σ |r - target|². It is evaluated at that
// algebraic solution, whether the dynamics settle there or not.
type problem struct {
	n, m    int
	g       []float64
	x, rhat num.Mat[float64]
	xx      num.Mat[float64] // XᵀX
	k       num.Kernels[float64]
	a       num.Mat[float64] // I - G W
	f       *lu[float64]     // of a
	mm      num.Mat[float64] // M
	r, e    num.Mat[float64] // R and E = R - target
	t, u    num.Mat[float64] // n × m scratch
	xm      num.Mat[float64] // XᵀM, m × n
	s       num.Mat[float64] // of the finite step: m × m, or n × n when that is smaller
	sf      *lu[float64]
	wide    num.Mat[float64] // n × n scratch of the finite step when m > n
	loss    float64
}

func newProblem(g []float64, x, rhat num.Mat[float64]) *problem {
	n, m := x.Rows, x.Cols
	p := &problem{n: n, m: m, g: g, x: x, rhat: rhat, k: num.Use[float64](), f: newLU[float64](n)}
	mk := num.NewMat[float64]
	p.xx, p.a, p.mm, p.r, p.e, p.t, p.u, p.xm = mk(m, m), mk(n, n), mk(n, n), mk(n, m), mk(n, m), mk(n, m), mk(n, m), mk(m, n)
	s := min(m, n)
	p.s, p.sf = mk(s, s), newLU[float64](s)
	if m > n {
		p.wide = mk(n, n)
	}
	p.k.GemmTN(p.xx, 1, x, x, 0)
	return p
}

// c is 2/m.
func (p *problem) c() float64 { return 2 / float64(p.m) }

// state solves for R and the loss at w. It says false when I - G W is singular; the
// loss then is that of no number.
func (p *problem) state(w num.Mat[float64]) bool {
	for i, gi := range p.g {
		row, mrow := p.a.Row(i), p.mm.Row(i)
		for j, v := range w.Row(i) {
			row[j], mrow[j] = -gi*v, -v
		}
		row[i]++
		mrow[i] += 1 / gi
		to := p.r.Row(i)
		for j, v := range p.x.Row(i) {
			to[j] = gi * v
		}
	}
	if !p.f.factor(p.a) || p.f.ratio() < 1e-12 {
		p.loss = math.Inf(1)
		return false
	}
	p.f.solve(p.r)
	sum := 0.0
	for i, v := range p.r.Data {
		e := v - p.rhat.Data[i]
		p.e.Data[i] = e
		sum += e * e
	}
	p.loss = sum / float64(p.m)
	return true
}

// step writes dW of a rule, of which state has been called; eta is for dW2 and dW2la.
func (p *problem) step(rule string, dw num.Mat[float64], eta float64) {
	switch rule {
	case dW1: // c M⁻ᵀ E Rᵀ, M⁻ᵀ = G (I - G W)⁻ᵀ
		copy(p.t.Data, p.e.Data)
		p.f.solveT(p.t)
		for i, gi := range p.g {
			p.k.Scale(gi, p.t.Row(i))
		}
		p.k.GemmNT(dw, p.c(), p.t, p.r, 0)
	case dW3: // c F (XᵀM), F = X - M target: nothing is solved
		p.residue()
		p.k.GemmTN(p.xm, 1, p.x, p.mm, 0)
		p.k.Gemm(dw, p.c(), p.t, p.xm, 0)
	default: // dW2, dW2la
		p.residue()
		if rule == dW2la {
			copy(p.u.Data, p.t.Data)
			p.k.Gemm(p.t, -eta*p.c(), p.u, p.xx, 1)
		}
		p.k.GemmTN(p.xm, 1, p.x, p.mm, 0)
		p.finite(dw, eta*p.c())
	}
}

// dW2la is dW2 as the published notebook executes it, with a look-ahead: it moves A by
// one gradient step and uses the moved A within the second.
const dW2la = "dW2la"

// residue writes t = F = X - M target.
func (p *problem) residue() {
	copy(p.t.Data, p.x.Data)
	p.k.Gemm(p.t, -1, p.mm, p.rhat, 1)
}

// finite writes c F (I - s XᵀF)⁻¹ XᵀM, or, when that is the smaller system,
// c (I - s F Xᵀ)⁻¹ F XᵀM. A singular system gives a dW of infinities, which the caller
// refuses.
func (p *problem) finite(dw num.Mat[float64], s float64) {
	if p.m <= p.n {
		p.k.GemmTN(p.s, -s, p.x, p.t, 0)
	} else {
		p.k.GemmNT(p.s, -s, p.t, p.x, 0)
	}
	for i := range p.s.Rows {
		p.s.Data[i*p.s.Cols+i]++
	}
	if !p.sf.factor(p.s) {
		for i := range dw.Data {
			dw.Data[i] = math.Inf(1)
		}
		return
	}
	if p.m <= p.n {
		p.sf.solve(p.xm)
		p.k.Gemm(dw, p.c(), p.t, p.xm, 0)
		return
	}
	p.k.Gemm(dw, p.c(), p.t, p.xm, 0)
	p.sf.solve(dw)
}

// solution returns the weights of least norm that make every target an exact fixed
// point, W = (G⁻¹ target - X) target⁺. It allocates.
func (p *problem) solution() num.Mat[float64] {
	b := mat.NewDense(p.m, p.n, nil) // (G⁻¹ target - X)ᵀ
	for i := range p.n {
		for j := range p.m {
			b.Set(j, i, p.rhat.At(i, j)/p.g[i]-p.x.At(i, j))
		}
	}
	var svd mat.SVD
	w := num.NewMat[float64](p.n, p.n)
	if !svd.Factorize(mat.NewDense(p.n, p.m, append([]float64(nil), p.rhat.Data...)).T(), mat.SVDThin) {
		return w
	}
	s := svd.Values(nil)
	rank := 0
	for rank < len(s) && s[rank] > 1e-15*float64(max(p.n, p.m))*s[0] {
		rank++
	}
	if rank == 0 {
		return w
	}
	var x mat.Dense // target ᵀ Wᵀ = b
	svd.SolveTo(&x, b, rank)
	for i := range p.n {
		for j := range p.n {
			w.Data[i*p.n+j] = x.At(j, i)
		}
	}
	return w
}

// forecast is the closed form of the loss under dW2 at a fixed rate: in the
// eigenvectors v of c XᵀX, with eigenvalues s, J_k = (1/m) Σ (1 - ηs)^2k |E₀ v|².
type forecast struct {
	s, share []float64
}

// axes writes the eigenvalues of c XᵀX and returns its eigenvectors as columns.
func (p *problem) axes(s []float64) num.Mat[float64] {
	sym := mat.NewSymDense(p.m, nil)
	for i := range p.m {
		for j := i; j < p.m; j++ {
			sym.SetSym(i, j, p.c()*p.xx.At(i, j))
		}
	}
	var e mat.EigenSym
	v := num.NewMat[float64](p.m, p.m)
	if !e.Factorize(sym, true) {
		return v
	}
	e.Values(s)
	var m mat.Dense
	e.VectorsTo(&m)
	for i := range s {
		s[i] = max(s[i], 0)
		for j := range p.m {
			v.Data[i*p.m+j] = m.At(i, j)
		}
	}
	return v
}

// begin takes E of p for E₀.
func (f *forecast) begin(p *problem, v num.Mat[float64]) {
	clear(f.share)
	p.k.Gemm(p.u, 1, p.e, v, 0)
	for i := range p.n {
		for j, x := range p.u.Row(i) {
			f.share[j] += x * x / float64(p.m)
		}
	}
}

// at is the loss after k iterations.
func (f *forecast) at(rule string, eta float64, k uint64) float64 {
	sum := 0.0
	for j, s := range f.s {
		mu := 1 - eta*s
		if rule == dW2la {
			mu += eta * s * eta * s
		}
		sum += f.share[j] * math.Pow(mu*mu, float64(k))
	}
	return sum
}

// sigma improves an estimate of the smallest singular value of I - G W by inverse
// iteration on the decomposition at hand, from the vector v, which it leaves better.
func (p *problem) sigma(v []float64, turns int) float64 {
	size := 0.0
	for range turns {
		p.f.solveT(column(v))
		p.f.solve(column(v))
		size = num.Norm(v)
		if !(size > 0) || math.IsInf(size, 0) {
			return 0
		}
		p.k.Scale(1/size, v)
	}
	return 1 / math.Sqrt(size)
}
