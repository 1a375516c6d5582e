//go:build amd64 && !noasm && !gccgo && !safe

package num

// shared cuts C into strips, whose number and sizes depend on the shape alone.
type shared[T Float] struct {
	fast *fast[T]
	pool Pool
	each func(i int) // strip, made once

	// the product at work
	c     Mat[T]
	alpha T
	x, y  operand[T]
	inner int
	add   bool
	size  int // rows or columns of a strip
}

func share[T Float](pool Pool) Products[T] {
	f, ok := Use[T]().(*fast[T])
	if !ok {
		return nil
	}
	s := &shared[T]{fast: f, pool: pool}
	s.each = s.strip
	return s
}

func (s *shared[T]) Gemm(c Mat[T], alpha T, a, b Mat[T], beta T) {
	check(a.Cols == b.Rows)
	s.product(c, alpha, a, whole(a), a.Cols, b, whole(b).turned(), beta)
}

func (s *shared[T]) GemmNT(c Mat[T], alpha T, a, b Mat[T], beta T) {
	check(a.Cols == b.Cols)
	s.product(c, alpha, a, whole(a), a.Cols, b, whole(b), beta)
}

func (s *shared[T]) GemmTN(c Mat[T], alpha T, a, b Mat[T], beta T) {
	check(a.Rows == b.Rows)
	s.product(c, alpha, a, whole(a).turned(), a.Rows, b, whole(b).turned(), beta)
}

const (
	large  = 1 << 21 // multiplications: less is done before another processor has woken up
	strips = 8
)

func (s *shared[T]) product(c Mat[T], alpha T, a Mat[T], x operand[T], inner int, b Mat[T], y operand[T], beta T) {
	if c.Rows*c.Cols*inner < large {
		s.fast.product(c, alpha, a, x, inner, b, y, beta)
		return
	}
	add := s.fast.prepare(c, a, inner, b, beta)
	s.c, s.alpha, s.x, s.y, s.inner, s.add = c, alpha, x, y, inner, add
	unit := s.fast.width
	s.size = (max(c.Rows, c.Cols)/strips + unit) / unit * unit
	s.pool.Each((max(c.Rows, c.Cols)+s.size-1)/s.size, s.each)
	s.c, s.x, s.y = Mat[T]{}, operand[T]{}, operand[T]{}
}

// strip computes a strip of rows, or of columns where there are more of them.
func (s *shared[T]) strip(i int) {
	from := i * s.size
	if s.c.Rows >= s.c.Cols {
		n := min(s.size, s.c.Rows-from)
		s.fast.multiply(p(s.c.Data[from*s.c.Cols:]), s.c.Cols, n, s.c.Cols, s.inner, s.alpha, s.x.at(from, 0), s.y, s.add)
		return
	}
	n := min(s.size, s.c.Cols-from)
	s.fast.multiply(p(s.c.Data[from:]), s.c.Cols, s.c.Rows, n, s.inner, s.alpha, s.x, s.y.at(from, 0), s.add)
}
