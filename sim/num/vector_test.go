package num

import (
	"math"
	"testing"
)

// arguments are many numbers of all sizes and signs, and those where functions turn.
func arguments() []float64 {
	x := []float64{0, math.Copysign(0, -1), math.Inf(1), math.Inf(-1), 5e-324, -5e-324, 1e-310, 708.9, 709.79, 710, 745, -708.4, -745.1, -746, 1e300, -1e300,
		0.34657359, 0.3465736, math.Ln2, -math.Ln2, 88.7, 88.8, -87.3, -103.9, -104, 9.01, 19.06, 22}
	for i := range 200_000 {
		u := NewKey(3, "arguments", 0)
		size := math.Exp2(40*u.Unit(0, i) - 30)
		if u.Unit(1, i) < 0.5 {
			size = -size
		}
		if math.Exp(size) > math.MaxFloat64 && size < 709.78 {
			continue // the library's assembly overflows too soon
		}
		x = append(x, size)
	}
	return x
}

func TestTanh64(t *testing.T) {
	x := arguments()
	y := make([]float64, len(x))
	Tanh(y, x)
	worst := 0.0
	for i, v := range x {
		want := math.Tanh(v)
		switch {
		case y[i] == want:
		case math.IsInf(want, 0) || want == 0 || math.IsNaN(y[i]):
			t.Fatalf("tanh(%g) is %g, want %g", v, y[i], want)
		case math.Abs(want) < 1e-307: // digits are missing from the result itself
			if math.Abs(y[i]-want) > 1.5e-323 {
				t.Fatalf("tanh(%g) is %g, want %g", v, y[i], want)
			}
		default:
			worst = max(worst, math.Abs(y[i]/want-1))
		}
	}
	if !(worst <= 2e-15) {
		t.Errorf("tanh is wrong by %.2g of its value", worst)
	}
}

func TestTanh32(t *testing.T) {
	x := arguments()
	in, y := make([]float32, len(x)), make([]float32, len(x))
	Convert(in, x)
	Tanh(y, in)
	worst := 0.0
	for i, v := range in {
		want := math.Tanh(float64(v))
		if float32(want) == y[i] {
			continue
		}
		ulp := float64(math.Nextafter32(float32(math.Abs(want)), math.MaxFloat32)) - math.Abs(float64(float32(want)))
		worst = max(worst, math.Abs(float64(y[i])-want)/ulp)
		if math.IsNaN(float64(y[i])) || math.IsInf(want, 0) {
			t.Fatalf("tanh(%g) is %g, want %g", v, y[i], want)
		}
	}
	if !(worst <= 1.8) {
		t.Errorf("tanh is wrong by %.2g units in the last place", worst)
	}
}

// TestTanhEdges takes every length up to some vectors, in place and not, and
// looks at what lies beside.
func TestTanhEdges(t *testing.T) {
	for n := range 23 {
		buf := make([]float64, n+2)
		for i := range buf {
			buf[i] = float64(i) - 7.5
		}
		if n > 4 {
			buf[3] = math.NaN()
		}
		out := make([]float64, n+2)
		Tanh(out[1:n+1], buf[1:n+1])
		before, after := buf[0], buf[n+1]
		in := append([]float64(nil), buf...)
		Tanh(buf[1:n+1], buf[1:n+1])
		for i := 1; i <= n; i++ {
			want := math.Tanh(in[i])
			if same := buf[i] == out[i] || math.IsNaN(buf[i]) && math.IsNaN(out[i]); !same || math.IsNaN(want) != math.IsNaN(out[i]) ||
				math.Abs(out[i]-want) > 1e-14*math.Abs(want) {
				t.Fatalf("tanh of element %d of %d: %g and in place %g, want %g", i, n, out[i], buf[i], want)
			}
		}
		if buf[0] != before || buf[n+1] != after || out[0] != 0 || out[n+1] != 0 {
			t.Fatalf("tanh of %d elements wrote beside them", n)
		}
	}
}

func TestAdam(t *testing.T) {
	for _, n := range []int{0, 1, 7, 8, 9, 31} {
		adamAgrees(t, n, 1e-14, Adam[float64])
		adamAgrees(t, n, 2e-5, Adam[float32])
	}
}

// adamAgrees takes some steps beside a version that follows the formula.
func adamAgrees[T Float](t *testing.T, n int, within float64, adam func(w, g, m, v []T, s AdamStep)) {
	t.Helper()
	key := NewKey(5, "adam", n)
	w, g, m, v := make([]T, n), make([]T, n), make([]T, n), make([]T, n)
	slow := make([][3]float64, n) // w, m, v
	for i := range w {
		w[i] = T(key.Uniform(0, i))
		slow[i][0] = float64(w[i])
	}
	for step := 1; step <= 5; step++ {
		for i := range g {
			g[i] = T(key.Uniform(step, i))
			if i == 2 {
				g[i] = 0
			}
		}
		adam(w, g, m, v, AdamStep{Rate: 0.01, Beta1: 0.9, Beta2: 0.999, Eps: 1e-8, T: step})
		for i := range g {
			d, s := float64(g[i]), &slow[i]
			s[1] = 0.9*s[1] + 0.1*d
			s[2] = 0.999*s[2] + 0.001*d*d
			hatM, hatV := s[1]/(1-math.Pow(0.9, float64(step))), s[2]/(1-math.Pow(0.999, float64(step)))
			s[0] -= 0.01 * hatM / (math.Sqrt(hatV) + 1e-8)
			for j, got := range []T{w[i], m[i], v[i]} {
				if math.Abs(float64(got)-s[j]) > within*(1+math.Abs(s[j])) {
					t.Fatalf("%T, step %d, element %d of %d: %v, want %v", got, step, i, n, got, s[j])
				}
			}
		}
	}
}

// What only decays becomes 0 and stays: the means of a gradient that is gone, Adam's and
// momentum's, never become numbers that cost a hundred times the others.
func TestWhatOnlyDecaysBecomesZero(t *testing.T) {
	testDecay[float32](t, 0x1p-126)
	testDecay[float64](t, 0x1p-1022)
}

func testDecay[T Float](t *testing.T, full float64) {
	const n = 19
	key := NewKey(6, "decay", 0)
	w, g, m, v, buffer := make([]T, n), make([]T, n), make([]T, n), make([]T, n), make([]T, n)
	for step := range 12_000 {
		for i := range g {
			g[i] = T(key.Uniform(step, i) * math.Pow(10, -float64(step)/10)) // fades away
		}
		Adam(w, g, m, v, AdamStep{Rate: 0.01, Beta1: 0.9, Beta2: 0.9, Eps: 1e-8, T: step + 1})
		Momentum(w, g, buffer, 0.9, 0.01)
		for i := range g {
			for j, x := range []T{m[i], v[i], buffer[i]} {
				if x != 0 && math.Abs(float64(x)) < full {
					t.Fatalf("%T, step %d: number %d of element %d is %g", x, step, j, i, x)
				}
			}
		}
	}
	for i := range g {
		if m[i] != 0 || v[i] != 0 || buffer[i] != 0 {
			t.Errorf("%T, element %d: %g, %g and %g are left", g[i], i, m[i], v[i], buffer[i])
		}
	}
	nan := []T{T(math.NaN())}
	Momentum([]T{1}, nan, []T{1}, 0.9, 0.1)
	if y, s := make([]T, 1), make([]T, 1); true {
		Softplus(y, s, nan, 1)
		if y[0] == y[0] || s[0] == s[0] {
			t.Errorf("softplus of NaN is %v, slope %v", y[0], s[0])
		}
	}
}

func BenchmarkTanh(b *testing.B) {
	const n = 1000
	x := make([]float64, n)
	for i := range x {
		x[i] = float64(i-n/2) / 100
	}
	in, out, s := make([]float32, n), make([]float32, n), make([]float32, n)
	y, slope := make([]float64, n), make([]float64, n)
	Convert(in, x)
	b.Run("tanh/float32", func(b *testing.B) { perElement(b, n, func() { Tanh(out, in) }) })
	b.Run("tanh/float64", func(b *testing.B) { perElement(b, n, func() { Tanh(y, x) }) })
	b.Run("softplus/float32", func(b *testing.B) { perElement(b, n, func() { Softplus(out, s, in, 10) }) })
	b.Run("softplus/float64", func(b *testing.B) { perElement(b, n, func() { Softplus(y, slope, x, 10) }) })
	step := AdamStep{Rate: 1e-3, Beta1: 0.9, Beta2: 0.999, Eps: 1e-8, T: 1}
	b.Run("adam/float32", func(b *testing.B) {
		w, m, v := make([]float32, n), make([]float32, n), make([]float32, n)
		perElement(b, n, func() { Adam(w, in, m, v, step) })
	})
}

func perElement(b *testing.B, n int, do func()) {
	b.ReportAllocs()
	for b.Loop() {
		do()
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*n), "ns/element")
}
