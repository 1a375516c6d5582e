package num

import (
	"fmt"
	"math"
	"slices"
	"unsafe"
)

// sliceRows is how many rows of a sparse matrix lie side by side.
const sliceRows = 8

// Sparse is a sparse matrix as SpMV reads it: rows of about the same length lie side
// by side in slices of eight, filled up with zeros to the longest, element by element
// across the eight rows ("sliced ELLPACK": Monakov et al., HiPEAC 2010, with the rows
// sorted). It is made once, and its columns are then known to be in range.
type Sparse[T Float] struct {
	rows, cols int
	order      []int32  // the row of every lane, slice after slice
	width      []int32  // elements of a row, of every slice
	col        []uint16 // width × 8 of every slice
	val        []T
}

// NewSparse packs a matrix of at most 65,536 columns. It allocates. A column that is
// out of range panics.
func NewSparse[T Float](a CSR[T]) Sparse[T] {
	a.check()
	check(a.Cols <= math.MaxUint16+1)
	rows := make([]int32, a.Rows)
	for i := range rows {
		rows[i] = int32(i)
		for _, c := range a.Col[a.Start[i]:a.Start[i+1]] {
			if c < 0 || int(c) >= a.Cols {
				panic(fmt.Sprintf("num: row %d of a sparse matrix has column %d, which is not one of its %d", i, c, a.Cols))
			}
		}
	}
	length := func(i int32) int { return int(a.Start[i+1] - a.Start[i]) }
	slices.SortStableFunc(rows, func(i, j int32) int { return length(j) - length(i) })
	s := Sparse[T]{rows: a.Rows, cols: a.Cols}
	for len(rows) > 0 {
		n := min(sliceRows, len(rows))
		width := length(rows[0])
		first, data := len(s.order), len(s.col)
		s.width = append(s.width, int32(width))
		s.order = append(s.order, slices.Repeat(rows[:1], sliceRows)...)
		s.col = append(s.col, make([]uint16, width*sliceRows)...)
		s.val = append(s.val, make([]T, width*sliceRows)...)
		// Lanes that no row is left for come first and are the first row's too: what
		// they store is stored over.
		for k, row := range rows[:n] {
			lane := sliceRows - n + k
			s.order[first+lane] = row
			from := a.Start[row]
			for j := range length(row) {
				at := data + j*sliceRows + lane
				s.col[at], s.val[at] = uint16(a.Col[int(from)+j]), a.Val[int(from)+j]
			}
		}
		rows = rows[n:]
	}
	return s
}

// Bytes is how much of a matrix SpMV reads.
func (a *Sparse[T]) Bytes() int {
	var t T
	return len(a.val)*(int(unsafe.Sizeof(t))+2) + 4*(len(a.order)+len(a.width))
}
