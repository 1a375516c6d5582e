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
