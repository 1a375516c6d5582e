//go:build amd64 && !noasm && !gccgo && !safe

package num

import "unsafe"

// fast does the kernels with our own assembly for AVX2 and FMA, which module gen
// writes. Its fields are the routines in one precision.
type fast[T Float] struct {
	lanes int // elements of a vector

	dot     func(x, y *T, n int) T
	sum     func(x *T, n int) T
	nonzero func(x *T, n int) int
	axpy    func(s T, x, y *T, n int)
	scale   func(s T, x *T, n int)

	gemv, gemvT, gemvTSparse func(y, a *T, lda int, x *T, m, n int)
	gemvWhere                func(y, a *T, lda int, x, w *T, m, n int)
	gemv2, gemvT2            func(y1, y2, a *T, lda int, x1, x2 *T, m, n int)
	gerSparse                func(m *T, lda int, a, u *T, rows, n int)
	ger                      func(m *T, lda, step int, a, u *T, rows, n int)
	ger2                     func(m *T, lda, step int, a, u, b, v *T, rows, n int)
	ger3                     func(m *T, lda, step int, a, u, b, v, c, w *T, rows, n int)
	gerOnes                  func(m *T, lda, step int, a, u, b, v, c *T, rows, n int)

	gemvGer func(q, m *T, lda int, u, v, a, b *T, beta T, rows, n int)

	symUpdate    func(p *T, n int, g T, k *T)
	symMul       func(y, p *T, n int, x *T)
	symUpdateMul func(y, p *T, n int, g T, k, x *T)
	spmv         func(y *T, order, width *int32, col *uint16, val, x *T, slices int)

	tiling[T]
	room chan *room[T] // idle ones
}

// tiling is what products of matrices are made of, in one width of vectors.
type tiling[T Float] struct {
	width      int          // elements of two vectors: the columns of a tile
	tiles      [][3]tile[T] // by rows and kind
	pack       func(dst *T, step int, src *T, ld, k, cols int)
	packTurned func(dst *T, step int, src *T, ld, k, r int) // as many rows as fast has lanes
}

type tile[T Float] func(a *T, ars, acs, next int, b *T, bks int, c *T, ldc, k, tiles int, alpha T, add, cols int)

// The kinds of tiles: two full vectors wide, two of which the second is not full, one.
const (
	full = iota
	wide
	narrow
)

var fast32 = &fast[float32]{
	lanes: 8,
	dot:   dotAsm32, sum: sumAsm32, nonzero: nonzeroAsm32, axpy: axpyAsm32, scale: scaleAsm32,
	gemv: gemvAsm32, gemvWhere: gemvWhereAsm32, gemvT: gemvTAsm32, gemvTSparse: gemvTSparseAsm32, gemv2: gemv2Asm32, gemvT2: gemvT2Asm32,
	ger: gerAsm32, gerSparse: gerSparseAsm32, ger2: ger2Asm32, ger3: ger3Asm32, gerOnes: gerOnesAsm32,
	gemvGer:   gemvGerAsm32,
	symUpdate: symUpdateAsm32, symMul: symMulAsm32, symUpdateMul: symUpdateMulAsm32, spmv: spmvAsm32,
	tiling: avx2Tiling32, room: make(chan *room[float32], 16),
}

var fast64 = &fast[float64]{
	lanes: 4,
	dot:   dotAsm64, sum: sumAsm64, nonzero: nonzeroAsm64, axpy: axpyAsm64, scale: scaleAsm64,
	gemv: gemvAsm64, gemvWhere: gemvWhereAsm64, gemvT: gemvTAsm64, gemvTSparse: gemvTSparseAsm64, gemv2: gemv2Asm64, gemvT2: gemvT2Asm64,
	ger: gerAsm64, gerSparse: gerSparseAsm64, ger2: ger2Asm64, ger3: ger3Asm64, gerOnes: gerOnesAsm64,
	gemvGer:   gemvGerAsm64,
	symUpdate: symUpdateAsm64, symMul: symMulAsm64, symUpdateMul: symUpdateMulAsm64, spmv: spmvAsm64,
	tiling: avx2Tiling64, room: make(chan *room[float64], 16),
}

// The same with the tiles of AVX-512.
var (
	wide32 = fast32.with(avx512Tiling32)
	wide64 = fast64.with(avx512Tiling64)
)

func (f *fast[T]) with(t tiling[T]) *fast[T] {
	g := *f
	g.tiling, g.room = t, make(chan *room[T], cap(f.room))
	return &g
}

var (
	_ Kernels[float32] = fast32
	_ Kernels[float64] = fast64
)

func p[T Float](x []T) *T { return unsafe.SliceData(x) }

// on is the address n elements behind x.
func on[T Float](x *T, n int) *T {
	return (*T)(unsafe.Add(unsafe.Pointer(x), n*int(unsafe.Sizeof(*x))))
}

// mostlyZero says whether it pays to skip.
func (f *fast[T]) mostlyZero(x []T) bool { return 2*f.nonzero(p(x), len(x)) <= len(x) }

func (m Mat[T]) check() { check(m.Rows >= 0 && m.Cols >= 0 && len(m.Data) >= m.Rows*m.Cols) }

func (f *fast[T]) Dot(x, y []T) T {
	check(len(x) == len(y))
	return f.dot(p(x), p(y), len(x))
}

func (f *fast[T]) Sum(x []T) T { return f.sum(p(x), len(x)) }

func (f *fast[T]) Axpy(a T, x, y []T) {
	check(len(x) == len(y))
	f.axpy(a, p(x), p(y), len(x))
}

func (f *fast[T]) Scale(a T, x []T) { f.scale(a, p(x), len(x)) }

func (f *fast[T]) Gemv(y []T, a Mat[T], x []T) {
	a.check()
	check(len(y) == a.Rows && len(x) == a.Cols)
	f.gemv(p(y), p(a.Data), a.Cols, p(x), a.Rows, a.Cols)
}

func (f *fast[T]) GemvWhere(y []T, a Mat[T], x, w []T) {
	a.check()
	check(len(y) == a.Rows && len(w) == a.Rows && len(x) == a.Cols)
	clear(y)
	f.gemvWhere(p(y), p(a.Data), a.Cols, p(x), p(w), a.Rows, a.Cols)
}

func (f *fast[T]) Gemv2(y1, y2 []T, a Mat[T], x1, x2 []T) {
	a.check()
	check(len(y1) == a.Rows && len(y2) == a.Rows && len(x1) == a.Cols && len(x2) == a.Cols)
	f.gemv2(p(y1), p(y2), p(a.Data), a.Cols, p(x1), p(x2), a.Rows, a.Cols)
}

func (f *fast[T]) GemvT(y []T, a Mat[T], x []T) {
	a.check()
	check(len(y) == a.Cols && len(x) == a.Rows)
	clear(y)
	if f.mostlyZero(x) {
		f.gemvTSparse(p(y), p(a.Data), a.Cols, p(x), a.Rows, a.Cols)
		return
	}
	f.gemvT(p(y), p(a.Data), a.Cols, p(x), a.Rows, a.Cols)
}

func (f *fast[T]) GemvT2(y1, y2 []T, a Mat[T], x1, x2 []T) {
	a.check()
	check(len(y1) == a.Cols && len(y2) == a.Cols && len(x1) == a.Rows && len(x2) == a.Rows)
	clear(y1)
	clear(y2)
	f.gemvT2(p(y1), p(y2), p(a.Data), a.Cols, p(x1), p(x2), a.Rows, a.Cols)
}

// inStep says how far apart rows are that lie alike in lines of the cache, and how
// many there are from row i on. Storing vectors across two lines takes twice the
// time; a kernel that goes over rows that lie alike can store none.
func (f *fast[T]) inStep(m Mat[T]) (step int, rows func(i int) int) {
	for step = 1; step < f.lanes && step*m.Cols%f.lanes != 0; step *= 2 {
	}
	if m.Rows < 8*step {
		step = 1 // not worth it
	}
	return step, func(i int) int { return (m.Rows - i + step - 1) / step }
}

func (f *fast[T]) Ger(m Mat[T], a, u []T) {
	m.check()
	check(len(a) == m.Rows && len(u) == m.Cols)
	if f.mostlyZero(a) {
		f.gerSparse(p(m.Data), m.Cols, p(a), p(u), m.Rows, m.Cols)
		return
	}
	step, rows := f.inStep(m)
	for i := range step {
		f.ger(on(p(m.Data), i*m.Cols), step*m.Cols, step, on(p(a), i), p(u), rows(i), m.Cols)
	}
}

func (f *fast[T]) Ger2(m Mat[T], a, u, b, v []T) {
	m.check()
	check(len(a) == m.Rows && len(u) == m.Cols && len(b) == m.Rows && len(v) == m.Cols)
	step, rows := f.inStep(m)
	for i := range step {
		f.ger2(on(p(m.Data), i*m.Cols), step*m.Cols, step, on(p(a), i), p(u), on(p(b), i), p(v), rows(i), m.Cols)
	}
}

func (f *fast[T]) Ger3(m Mat[T], a, u, b, v, c, w []T) {
	m.check()
	check(len(a) == m.Rows && len(u) == m.Cols && len(b) == m.Rows && len(v) == m.Cols && len(c) == m.Rows)
	check(w == nil || len(w) == m.Cols)
	step, rows := f.inStep(m)
	for i := range step {
		row, ai, bi, ci := on(p(m.Data), i*m.Cols), on(p(a), i), on(p(b), i), on(p(c), i)
		if w == nil {
			f.gerOnes(row, step*m.Cols, step, ai, p(u), bi, p(v), ci, rows(i), m.Cols)
		} else {
			f.ger3(row, step*m.Cols, step, ai, p(u), bi, p(v), ci, p(w), rows(i), m.Cols)
		}
	}
}

func (f *fast[T]) GemvGer(q []T, m Mat[T], u, v, a, b []T, beta T) {
	m.check()
	check(len(q) == m.Rows && len(a) == m.Rows && len(b) == m.Rows && len(u) == m.Cols && len(v) == m.Cols)
	f.gemvGer(p(q), p(m.Data), m.Cols, p(u), p(v), p(a), p(b), beta, m.Rows, m.Cols)
}

func (f *fast[T]) SpMV(y []T, a Sparse[T], x []T) {
	check(len(y) == a.rows && len(x) == a.cols)
	f.spmv(p(y), unsafe.SliceData(a.order), unsafe.SliceData(a.width), unsafe.SliceData(a.col), p(a.val), p(x), len(a.width))
}

func (f *fast[T]) SymUpdate(q Sym[T], g T, k []T) {
	check(len(k) == q.N && len(q.Data) == q.N*q.N)
	f.symUpdate(p(q.Data), q.N, -g, p(k))
}

func (f *fast[T]) SymUpdateMul(y []T, q Sym[T], g T, k, x []T) {
	check(len(y) == q.N && len(k) == q.N && len(x) == q.N && len(q.Data) == q.N*q.N)
	clear(y)
	if g == 0 {
		f.symMul(p(y), p(q.Data), q.N, p(x))
		return
	}
	f.symUpdateMul(p(y), p(q.Data), q.N, -g, p(k), p(x))
}
