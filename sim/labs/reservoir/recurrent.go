package reservoir

import (
	"hebb/sim/num"
	"hebb/sim/precision"
)

// recurrent are the weights J between the units, in the precision that they are kept
// in. Numbers go in and out in float64.
type recurrent interface {
	// mul does drive = J r.
	mul(drive, r []float64)
}

// links are J in one precision.
type links[T num.Float] struct {
	kernels  num.Kernels[T]
	j        num.Sparse[T] // n × n: J, sparse
	drive, r []T           // n: J r, and rates r, in this precision
}

func newRecurrent(j num.CSR[float64], storage string) recurrent {
	return precision.Of(storage, newLinks[float32], newLinks[float64], j)
}

func newLinks[T num.Float](j num.CSR[float64]) recurrent {
	packed := num.NewSparse(num.CSR[T]{Rows: j.Rows, Cols: j.Cols, Start: j.Start, Col: j.Col, Val: as(make([]T, len(j.Val)), j.Val)})
	return &links[T]{kernels: num.Use[T](), j: packed, drive: make([]T, j.Rows), r: make([]T, j.Cols)}
}

func (l *links[T]) mul(drive, r []float64) {
	if d, same := any(drive).([]T); same {
		l.kernels.SpMV(d, l.j, as(l.r, r))
		return
	}
	l.kernels.SpMV(l.drive, l.j, as(l.r, r))
	num.Convert(drive, l.drive)
}

// as returns v in the precision of room: v itself, or room filled with it.
func as[T, S num.Float](room []T, v []S) []T {
	if same, ok := any(v).([]T); ok {
		return same
	}
	num.Convert(room, v)
	return room
}
