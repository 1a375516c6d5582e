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

func symUpdate[T Float](k Kernels[T], p Sym[T], g T, v []T) {
	check(len(v) == p.N && len(p.Data) == p.N*p.N)
	for i, vi := range v {
		k.Axpy(-g*vi, v[i:], p.tail(i))
	}
}

// symUpdateMul uses a row, once it is new, as row and as column of the product.
func symUpdateMul[T Float](k Kernels[T], y []T, p Sym[T], g T, v, x []T) {
	check(len(y) == p.N && len(v) == p.N && len(x) == p.N && len(p.Data) == p.N*p.N)
	clear(y)
	for i, xi := range x {
		row := p.tail(i)
		if g != 0 {
			k.Axpy(-g*v[i], v[i:], row)
		}
		y[i] += k.Dot(row, x[i:])
		k.Axpy(xi, row[1:], y[i+1:])
	}
}
