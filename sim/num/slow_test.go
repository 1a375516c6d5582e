package num

// slow is the obvious version of every kernel.
type slow[T Float] struct{}

func (slow[T]) Dot(x, y []T) T {
	sum := 0.0
	for i := range x {
		sum += float64(x[i]) * float64(y[i])
	}
	return T(sum)
}
func (slow[T]) Axpy(a T, x, y []T) {
	for i := range x {
		y[i] += a * x[i]
	}
}
func (slow[T]) Scale(a T, x []T) {
	for i := range x {
		x[i] *= a
	}
}
func (k slow[T]) Gemv(y []T, a Mat[T], x []T) {
	for i := range y {
		y[i] = k.Dot(a.Row(i), x)
	}
}
func (k slow[T]) GemvWhere(y []T, a Mat[T], x, w []T) {
	k.Gemv(y, a, x)
	for i := range y {
		if w[i] == 0 {
			y[i] = 0
		}
	}
}
func (k slow[T]) Gemv2(y1, y2 []T, a Mat[T], x1, x2 []T) { k.Gemv(y1, a, x1); k.Gemv(y2, a, x2) }
func (k slow[T]) GemvT(y []T, a Mat[T], x []T) {
	t := NewMat[T](a.Cols, a.Rows)
	Transpose(t, a)
	k.Gemv(y, t, x)
}
func (k slow[T]) GemvT2(y1, y2 []T, a Mat[T], x1, x2 []T) { k.GemvT(y1, a, x1); k.GemvT(y2, a, x2) }
func (k slow[T]) Ger(m Mat[T], a, u []T) {
	for i := range a {
		k.Axpy(a[i], u, m.Row(i))
	}
}
func (k slow[T]) Ger2(m Mat[T], a, u, b, v []T) { k.Ger(m, a, u); k.Ger(m, b, v) }
func (k slow[T]) Ger3(m Mat[T], a, u, b, v, c, w []T) {
	if w == nil {
		w = make([]T, m.Cols)
		for j := range w {
			w[j] = 1
		}
	}
	k.Ger2(m, a, u, b, v)
	k.Ger(m, c, w)
}
func (k slow[T]) GemvGer(q []T, m Mat[T], u, v, a, b []T, beta T) {
	k.Gemv(q, m, v)
	c := make([]T, len(b))
	for i := range c {
		c[i] = b[i] + beta*q[i]
	}
	k.Ger2(m, a, u, c, v)
}
func (slow[T]) gemm(c Mat[T], alpha T, inner int, a, b func(i, k int) T, beta T) {
	for i := range c.Rows {
		for j := range c.Cols {
			s := 0.0
			for k := range inner {
				s += float64(a(i, k)) * float64(b(j, k))
			}
			v := float64(alpha) * s
			if beta != 0 {
				v += float64(beta) * float64(c.At(i, j))
			}
			c.Data[i*c.Cols+j] = T(v)
		}
	}
}
func turned[T Float](m Mat[T]) func(i, k int) T { return func(i, k int) T { return m.At(k, i) } }
func (k slow[T]) Gemm(c Mat[T], alpha T, a, b Mat[T], beta T) {
	k.gemm(c, alpha, a.Cols, a.At, turned(b), beta)
}
func (k slow[T]) GemmNT(c Mat[T], alpha T, a, b Mat[T], beta T) {
	k.gemm(c, alpha, a.Cols, a.At, b.At, beta)
}
func (k slow[T]) GemmTN(c Mat[T], alpha T, a, b Mat[T], beta T) {
	k.gemm(c, alpha, a.Rows, turned(a), turned(b), beta)
}
func (k slow[T]) SpMV(y []T, a Sparse[T], x []T) { k.Gemv(y, dense(a), x) }

// dense puts every element where a says that it is.
func dense[T Float](a Sparse[T]) Mat[T] {
	m, at := NewMat[T](a.rows, a.cols), 0
	for s, width := range a.width {
		for range width {
			for l := range sliceRows {
				m.Data[int(a.order[s*sliceRows+l])*a.cols+int(a.col[at])] += a.val[at]
				at++
			}
		}
	}
	return m
}
func (slow[T]) SymUpdate(p Sym[T], g T, k []T) {
	for i := range k {
		for j := i; j < p.N; j++ {
			p.Data[i*p.N+j] -= g * k[i] * k[j]
		}
	}
}
func (s slow[T]) SymUpdateMul(y []T, p Sym[T], g T, k, x []T) {
	if g != 0 {
		s.SymUpdate(p, g, k)
	}
	for i := range y {
		sum := 0.0
		for j := range x {
			sum += float64(p.At(i, j)) * float64(x[j])
		}
		y[i] = T(sum)
	}
}
func (s slow[T]) Sum(x []T) T {
	sum := 0.0
	for _, v := range x {
		sum += float64(v)
	}
	return T(sum)
}

var _ Kernels[float32] = slow[float32]{}
