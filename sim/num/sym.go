package num

// Sym is a symmetric matrix in the storage of a full one, row after row. Only its
// upper triangle (column >= row) is kept up; what the lower one holds is left alone.
type Sym[T Float] struct {
	N    int
	Data []T // N*N
}

// NewSym returns a symmetric matrix of zeros. It allocates.
func NewSym[T Float](n int) Sym[T] { return Sym[T]{n, make([]T, n*n)} }

// At returns element (i, j), which is element (j, i).
func (p Sym[T]) At(i, j int) T { return p.Data[min(i, j)*p.N+max(i, j)] }

// tail returns row i from the diagonal on.
func (p Sym[T]) tail(i int) []T { return p.Data[i*p.N+i : (i+1)*p.N] }

// Mirror copies the upper triangle to the lower one.
func (p Sym[T]) Mirror() {
	for i := range p.N {
		for j, v := range p.tail(i) {
			p.Data[(i+j)*p.N+i] = v
		}
	}
}
