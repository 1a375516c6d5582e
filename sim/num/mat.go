package num

import "fmt"

// Mat is a dense matrix, row after row: element (i, j) is Data[i*Cols+j].
type Mat[T Float] struct {
	Rows, Cols int
	Data       []T
}

// NewMat returns a matrix of zeros. It allocates.
func NewMat[T Float](rows, cols int) Mat[T] {
	return Mat[T]{rows, cols, make([]T, rows*cols)}
}

// Row returns row i, which shares m's memory.
func (m Mat[T]) Row(i int) []T { return m.Data[i*m.Cols : (i+1)*m.Cols : (i+1)*m.Cols] }

// At returns element (i, j).
func (m Mat[T]) At(i, j int) T { return m.Data[i*m.Cols+j] }

// Transpose writes mᵀ to dst, which must have the turned shape. It works in small
// blocks, so that both matrices stay in the cache.
func Transpose[S, T Float](dst Mat[S], m Mat[T]) {
	if dst.Rows != m.Cols || dst.Cols != m.Rows {
		panic(fmt.Sprintf("num: transpose of %dx%d into %dx%d", m.Rows, m.Cols, dst.Rows, dst.Cols))
	}
	TransposeTo(dst.Data, m)
}

// TransposeTo writes mᵀ, row after row, to dst.
func TransposeTo[S, T Float](dst []S, m Mat[T]) {
	const block = 16
	for i0 := 0; i0 < m.Rows; i0 += block {
		i1 := min(i0+block, m.Rows)
		for j0 := 0; j0 < m.Cols; j0 += block {
			j1 := min(j0+block, m.Cols)
			for i := i0; i < i1; i++ {
				row := m.Data[i*m.Cols : (i+1)*m.Cols]
				for j := j0; j < j1; j++ {
					dst[j*m.Rows+i] = S(row[j])
				}
			}
		}
	}
}

// Convert writes src to dst in dst's precision.
func Convert[S, T Float](dst []S, src []T) {
	for i, v := range src {
		dst[i] = S(v)
	}
}
