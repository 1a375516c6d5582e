package num

import "testing"

func TestColumnsOutOfRangePanic(t *testing.T) {
	for _, bad := range []int32{9, -1} {
		for at := range 20 {
			func() {
				defer func() {
					if recover() == nil {
						t.Errorf("column %d as element %d of a row of 9 columns was taken", bad, at)
					}
				}()
				a := CSR[float32]{Rows: 2, Cols: 9, Start: []int32{0, 1, 21}, Col: make([]int32, 21), Val: make([]float32, 21)}
				a.Col[1+at] = bad
				NewSparse(a)
			}()
		}
	}
}

// Packing loses nothing and invents nothing, whatever the lengths of the rows.
func TestPackedIsTheSameMatrix(t *testing.T) {
	for rows := range 20 {
		for _, cols := range []int{0, 1, 7, 33} {
			m := NewMat[float64](rows, cols)
			draw(uint64(rows+1), m.Data, 1)
			for i := range rows {
				for j := range m.Row(i) {
					if (i*j+j*j)%(2+i%5) == 0 || i%6 == 3 {
						m.Row(i)[j] = 0
					}
				}
			}
			got := dense(NewSparse(newCSR(m)))
			for i, v := range m.Data {
				if got.Data[i] != v {
					t.Fatalf("%d×%d: element %d is %v, not %v", rows, cols, i, got.Data[i], v)
				}
			}
		}
	}
}

// newCSR returns the non-zero elements of a dense matrix. It allocates.
func newCSR[T Float](m Mat[T]) CSR[T] {
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
