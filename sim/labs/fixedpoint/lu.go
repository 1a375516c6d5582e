package fixedpoint

import (
	"math"

	"hebb/sim/num"
)

// luBlock is how many columns are eliminated before a product of matrices brings the
// rest up to date.
const luBlock = 32

// lu is the LU decomposition with row swaps of a square matrix, in blocks. Every
// block keeps its own panel as it was when it was eliminated, so that nothing of a
// finished block moves again; solving repeats the swaps block by block.
type lu[T num.Float] struct {
	n     int
	k     num.Kernels[T]
	swaps []int        // row that row i was swapped with
	diag  []num.Mat[T] // of each block: L and U in one square
	below []num.Mat[T] // of each block: rows of L under the square
	right []num.Mat[T] // of each block: columns of U beside the square
	rest  []T          // what is left to eliminate, contiguous
	least float64      // smallest pivot
	most  float64      // largest pivot
	sign  int          // of the determinant; 0 when it is 0
	log   float64      // log |det|
}

func newLU[T num.Float](n int) *lu[T] {
	f := &lu[T]{n: n, k: num.Use[T](), swaps: make([]int, n), rest: make([]T, n*n)}
	for at := 0; at < n; at += luBlock {
		b := min(luBlock, n-at)
		f.diag = append(f.diag, num.NewMat[T](b, b))
		f.below = append(f.below, num.NewMat[T](n-at-b, b))
		f.right = append(f.right, num.NewMat[T](b, n-at-b))
	}
	return f
}

// factor decomposes a. It says false when a pivot is 0 or not a number; the
// decomposition is then of no use.
func (f *lu[T]) factor(a num.Mat[T]) bool {
	copy(f.rest, a.Data)
	f.least, f.most, f.sign, f.log = math.Inf(1), 0, 1, 0
	s := f.n // size of the rest
	for b := range f.diag {
		if !f.panel(b, s) {
			f.sign, f.least = 0, 0
			return false
		}
		s -= f.diag[b].Rows
	}
	return true
}

// panel eliminates block b of a rest of size s.
func (f *lu[T]) panel(b, s int) bool {
	d, l, u := f.diag[b], f.below[b], f.right[b]
	w := d.Rows
	at := f.n - s
	for j := range w {
		best, top := j, abs(f.rest[j*s+j])
		for i := j + 1; i < s; i++ {
			if v := abs(f.rest[i*s+j]); v > top {
				best, top = i, v
			}
		}
		if !(top > 0) || math.IsInf(float64(top), 0) {
			return false
		}
		f.swaps[at+j] = at + best
		if best != j {
			f.sign = -f.sign
			x, y := f.rest[j*s:j*s+s], f.rest[best*s:best*s+s]
			for i := range x {
				x[i], y[i] = y[i], x[i]
			}
		}
		pivot := f.rest[j*s+j]
		if pivot < 0 {
			f.sign = -f.sign
		}
		f.least, f.most = min(f.least, float64(top)), max(f.most, float64(top))
		f.log += math.Log(float64(top))
		inv := 1 / pivot
		row := f.rest[j*s+j+1 : j*s+w]
		for i := j + 1; i < s; i++ {
			m := f.rest[i*s+j] * inv
			f.rest[i*s+j] = m
			other := f.rest[i*s+j+1 : i*s+w]
			for c, v := range row {
				other[c] -= m * v
			}
		}
	}
	for i := range w {
		copy(d.Row(i), f.rest[i*s:i*s+w])
		copy(u.Row(i), f.rest[i*s+w:i*s+s])
	}
	for i := range s - w {
		copy(l.Row(i), f.rest[(i+w)*s:(i+w)*s+w])
	}
	if s == w {
		return true
	}
	f.lower(d, u)
	next := s - w
	for i := range next { // each row moves towards the front only
		copy(f.rest[i*next:(i+1)*next], f.rest[(i+w)*s+w:(i+w)*s+s])
	}
	f.k.Gemm(num.Mat[T]{Rows: next, Cols: next, Data: f.rest[:next*next]}, -1, l, u, 1)
	return true
}

// lower does x = L⁻¹ x with the unit lower triangle of d.
func (f *lu[T]) lower(d, x num.Mat[T]) {
	for i := range d.Rows {
		for j := range i {
			if v := d.At(i, j); v != 0 {
				f.k.Axpy(-v, x.Row(j), x.Row(i))
			}
		}
	}
}

// upper does x = U⁻¹ x with the upper triangle of d.
func (f *lu[T]) upper(d, x num.Mat[T]) {
	for i := d.Rows - 1; i >= 0; i-- {
		for j := i + 1; j < d.Rows; j++ {
			f.k.Axpy(-d.At(i, j), x.Row(j), x.Row(i))
		}
		f.k.Scale(1/d.At(i, i), x.Row(i))
	}
}

// ratio is the smallest pivot over the largest: near 0 the matrix is close to a
// singular one.
func (f *lu[T]) ratio() float64 {
	if f.most == 0 {
		return 0
	}
	return f.least / f.most
}

// rows returns rows from..to of m, sharing its memory.
func rows[T num.Float](m num.Mat[T], from, to int) num.Mat[T] {
	return num.Mat[T]{Rows: to - from, Cols: m.Cols, Data: m.Data[from*m.Cols : to*m.Cols]}
}

// swap exchanges the rows that block b exchanged, or puts them back.
func (f *lu[T]) swap(b int, x num.Mat[T], back bool) {
	w := f.diag[b].Rows
	for j := range w {
		if back {
			j = w - 1 - j
		}
		i := b*luBlock + j
		if o := f.swaps[i]; o != i {
			p, q := x.Row(i), x.Row(o)
			for c := range p {
				p[c], q[c] = q[c], p[c]
			}
		}
	}
}

// solve does x = A⁻¹ x, column by column of x.
func (f *lu[T]) solve(x num.Mat[T]) {
	for b, d := range f.diag {
		at := b * luBlock
		f.swap(b, x, false)
		own := rows(x, at, at+d.Rows)
		f.lower(d, own)
		if f.below[b].Rows > 0 {
			f.k.Gemm(rows(x, at+d.Rows, f.n), -1, f.below[b], own, 1)
		}
	}
	for b := len(f.diag) - 1; b >= 0; b-- {
		d, at := f.diag[b], b*luBlock
		own := rows(x, at, at+d.Rows)
		if f.below[b].Rows > 0 {
			f.k.Gemm(own, -1, f.right[b], rows(x, at+d.Rows, f.n), 1)
		}
		f.upper(d, own)
	}
}

// solveT does x = A⁻ᵀ x.
func (f *lu[T]) solveT(x num.Mat[T]) {
	for b, d := range f.diag {
		at := b * luBlock
		own := rows(x, at, at+d.Rows)
		for i := range d.Rows { // U⁻ᵀ
			for j := range i {
				f.k.Axpy(-d.At(j, i), own.Row(j), own.Row(i))
			}
			f.k.Scale(1/d.At(i, i), own.Row(i))
		}
		if f.below[b].Rows > 0 {
			f.k.GemmTN(rows(x, at+d.Rows, f.n), -1, f.right[b], own, 1)
		}
	}
	for b := len(f.diag) - 1; b >= 0; b-- {
		d, at := f.diag[b], b*luBlock
		own := rows(x, at, at+d.Rows)
		if f.below[b].Rows > 0 {
			f.k.GemmTN(own, -1, f.below[b], rows(x, at+d.Rows, f.n), 1)
		}
		for i := d.Rows - 1; i >= 0; i-- { // L⁻ᵀ
			for j := i + 1; j < d.Rows; j++ {
				f.k.Axpy(-d.At(j, i), own.Row(j), own.Row(i))
			}
		}
		f.swap(b, x, true)
	}
}

// inverse writes A⁻¹.
func (f *lu[T]) inverse(dst num.Mat[T]) {
	clear(dst.Data)
	for i := range f.n {
		dst.Data[i*f.n+i] = 1
	}
	f.solve(dst)
}

// column is a vector as a matrix of one column.
func column[T num.Float](x []T) num.Mat[T] { return num.Mat[T]{Rows: len(x), Cols: 1, Data: x} }

func abs[T num.Float](x T) T {
	if x < 0 {
		return -x
	}
	return x
}
