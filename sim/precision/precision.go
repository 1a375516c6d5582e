// Package precision holds what is written once for float32 and float64 behind a shell
// that has no such parameter: a field names the precision, and Of makes the one or the
// other.
package precision

import (
	"unsafe"

	"hebb/sim"
)

// The precisions, as fields name them. What names neither is kept in float32.
const (
	Single = "float32"
	Double = "float64"
)

// Of makes a C of a in the precision that name says: single and double are the two
// versions of one maker.
func Of[A, C any](name string, single, double func(A) C, a A) C {
	if name == Double {
		return double(a)
	}
	return single(a)
}

// Bytes is the size of a number in a precision.
func Bytes(name string) int64 { return Of(name, size[float32], size[float64], struct{}{}) }

func size[T float32 | float64](struct{}) int64 {
	var t T
	return int64(unsafe.Sizeof(t))
}

// Field is that of a precision, with what is said of either.
func Field(name *string, group, single, double, doc string) sim.Field {
	return sim.Field{Name: "precision", Label: "precision", Group: group, Acts: sim.Restart, Doc: doc, Value: sim.Choice(name,
		sim.Option{Name: Single, Label: Single, Doc: single}, sim.Option{Name: Double, Label: Double, Doc: double})}
}
