package num

import (
	"math"
	"testing"
)

func TestShapesThatDoNotFitPanic(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("Gemv of a 2x3 matrix took a vector of 2")
		}
	}()
	kernels64.Gemv(make([]float64, 2), NewMat[float64](2, 3), make([]float64, 2))
}

func TestKernelsAllocateNothing(t *testing.T) {
	k := Use[float32]()
	a := NewMat[float32](30, 20)
	x, y, z := make([]float32, 20), make([]float32, 30), make([]float32, 20)
	x[3], y[2] = 1, 1
	n := testing.AllocsPerRun(10, func() {
		k.Gemv(y, a, x)
		k.GemvT(z, a, y)
		k.Ger2(a, y, x, y, z)
		Softplus(z, x, x, 10)
	})
	if n != 0 {
		t.Errorf("%v allocations", n)
	}
}

func draw[T Float](seed uint64, v []T, fill float64) {
	k, z := NewKey(seed, "test", 0), NewKey(seed, "zero", 0)
	for i := range v {
		if z.Unit(0, i) < fill {
			v[i] = T(k.Uniform(0, i))
		}
	}
}

func near[T Float](t *testing.T, what string, got, want []T, tol float64) {
	t.Helper()
	for i := range want {
		if !(math.Abs(float64(got[i]-want[i])) <= tol*(1+math.Abs(float64(want[i])))) {
			t.Fatalf("%s: element %d is %v, want %v", what, i, got[i], want[i])
		}
	}
}
