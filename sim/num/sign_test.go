package num

import (
	"slices"
	"testing"
)

func TestSignTo(t *testing.T) {
	d := make([]float32, 4)
	SignTo(d, []float32{-2, 3, 0, -1}, []float32{5, -6, 7, -8})
	if want := []float32{-5, 6, 0, -8}; !slices.Equal(d, want) {
		t.Errorf("float32: %v, want %v", d, want)
	}
	e := make([]float64, 4)
	SignTo(e, []float64{-2, 3, 0, -1}, []float64{5, -6, 7, -8})
	if want := []float64{-5, 6, 0, -8}; !slices.Equal(e, want) {
		t.Errorf("float64: %v, want %v", e, want)
	}
}
