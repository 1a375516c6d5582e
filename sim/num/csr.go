package num

// CSR is a sparse matrix by compressed rows: row i has the elements Val[p] at
// columns Col[p], Start[i] <= p < Start[i+1].
type CSR[T Float] struct {
	Rows, Cols int
	Start      []int32 // Rows+1 of them
	Col        []int32
	Val        []T
}

// NewCSR returns the non-zero elements of a dense matrix. It allocates.
func NewCSR[T Float](m Mat[T]) CSR[T] {
	s := CSR[T]{Rows: m.Rows, Cols: m.Cols, Start: make([]int32, 1, m.Rows+1)}
	for i := range m.Rows {
		for j, v := range m.Row(i) {
			if v != 0 {
				s.Col = append(s.Col, int32(j))
				s.Val = append(s.Val, v)
			}
		}
		s.Start = append(s.Start, int32(len(s.Val)))
	}
	return s
}

// check looks at all but the columns.
func (a *CSR[T]) check() {
	check(a.Rows >= 0 && len(a.Start) == a.Rows+1 && len(a.Col) == len(a.Val) && a.Start[0] >= 0 && int(a.Start[a.Rows]) <= len(a.Val))
	last := a.Start[0]
	for _, s := range a.Start {
		check(s >= last)
		last = s
	}
}

// spmv has two strands a row, which do not wait for each other.
func spmv[T Float](y []T, a CSR[T], x []T) {
	a.check()
	check(len(y) == a.Rows && len(x) == a.Cols)
	from := a.Start[0]
	for i, to := range a.Start[1:] {
		col, val := a.Col[from:to], a.Val[from:to]
		val = val[:len(col)]
		var s, t T
		p := 0
		for ; p+1 < len(col); p += 2 {
			s += val[p] * x[uint32(col[p])]
			t += val[p+1] * x[uint32(col[p+1])]
		}
		if p < len(col) {
			s += val[p] * x[uint32(col[p])]
		}
		y[i] = s + t
		from = to
	}
}
