package num

// Watch has see told how many products each matrix kernel, decomposition and convolution
// makes, for those who hold a piece of work to its size. It holds for sims that are
// initialised before undo is called; see is called by whoever computes.
func Watch(see func(products int)) (undo func()) {
	was32, was64 := kernels32, kernels64
	kernels32, kernels64, watching = watched[float32]{was32, see}, watched[float64]{was64, see}, see
	return func() { kernels32, kernels64, watching = was32, was64, nil }
}

// watching is told of what is no method of Kernels; nil: nobody watches.
var watching func(products int)

func tell(products int) {
	if watching != nil {
		watching(products)
	}
}

// watched are kernels that somebody watches.
type watched[T Float] struct {
	Kernels[T]
	see func(products int)
}

func (w watched[T]) of(m Mat[T], times int) { w.see(times * m.Rows * m.Cols) }

func (w watched[T]) Gemv(y []T, a Mat[T], x []T) { w.of(a, 1); w.Kernels.Gemv(y, a, x) }

func (w watched[T]) GemvWhere(y []T, a Mat[T], x, at []T) {
	w.of(a, 1)
	w.Kernels.GemvWhere(y, a, x, at)
}

func (w watched[T]) Gemv2(y1, y2 []T, a Mat[T], x1, x2 []T) {
	w.of(a, 2)
	w.Kernels.Gemv2(y1, y2, a, x1, x2)
}

func (w watched[T]) GemvT(y []T, a Mat[T], x []T) { w.of(a, 1); w.Kernels.GemvT(y, a, x) }

func (w watched[T]) GemvT2(y1, y2 []T, a Mat[T], x1, x2 []T) {
	w.of(a, 2)
	w.Kernels.GemvT2(y1, y2, a, x1, x2)
}

func (w watched[T]) Ger(m Mat[T], a, u []T) { w.of(m, 1); w.Kernels.Ger(m, a, u) }

func (w watched[T]) Ger2(m Mat[T], a, u, b, v []T) { w.of(m, 2); w.Kernels.Ger2(m, a, u, b, v) }

func (w watched[T]) Ger3(m Mat[T], a, u, b, v, c, x []T) {
	w.of(m, 3)
	w.Kernels.Ger3(m, a, u, b, v, c, x)
}

func (w watched[T]) GemvGer(q []T, m Mat[T], u, v, a, b []T, beta T) {
	w.of(m, 3)
	w.Kernels.GemvGer(q, m, u, v, a, b, beta)
}

func (w watched[T]) Gemm(c Mat[T], alpha T, a, b Mat[T], beta T) {
	w.of(c, a.Cols)
	w.Kernels.Gemm(c, alpha, a, b, beta)
}

func (w watched[T]) GemmNT(c Mat[T], alpha T, a, b Mat[T], beta T) {
	w.of(c, a.Cols)
	w.Kernels.GemmNT(c, alpha, a, b, beta)
}

func (w watched[T]) GemmTN(c Mat[T], alpha T, a, b Mat[T], beta T) {
	w.of(c, a.Rows)
	w.Kernels.GemmTN(c, alpha, a, b, beta)
}

func (w watched[T]) SpMV(y []T, a Sparse[T], x []T) {
	w.see(len(a.val))
	w.Kernels.SpMV(y, a, x)
}

func (w watched[T]) SymUpdate(p Sym[T], g T, k []T) {
	w.see(p.N * p.N / 2)
	w.Kernels.SymUpdate(p, g, k)
}

func (w watched[T]) SymUpdateMul(y []T, p Sym[T], g T, k, x []T) {
	w.see(2 * p.N * p.N)
	w.Kernels.SymUpdateMul(y, p, g, k, x)
}
