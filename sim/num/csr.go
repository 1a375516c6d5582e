package num

// CSR is a sparse matrix by compressed rows: row i has the elements Val[p] at
// columns Col[p], Start[i] <= p < Start[i+1].
type CSR[T Float] struct {
	Rows, Cols int
	Start      []int32 // Rows+1 of them
	Col        []int32
	Val        []T
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
