package num

import (
	"math"
	"testing"
)

func TestSoftplus32IsRightToTwoUlp(t *testing.T) {
	z, y, s := make([]float32, 1), make([]float32, 1), make([]float32, 1)
	worst := 0.0
	for _, beta := range []float64{1, 3, 10, 20} {
		for i := -20000; i <= 20000; i++ {
			z[0] = float32(i) * 8.0 / 20000
			Softplus(y, s, z, beta)
			want := SoftplusAt(float64(z[0]), beta)
			slope := SlopeAt(want, beta)
			if slope < 0x1p-60 { // that is nothing
				want, slope = 0, 0
			}
			worst = max(worst, ulps(y[0], want), ulps(s[0], slope))
		}
	}
	t.Logf("largest error %.2f ulp", worst)
	if worst > 2 {
		t.Errorf("error of %.2f units in the last place", worst)
	}
}

// In float64 from below where it is nothing to above where it is z; what the library
// gives is right to some units in the last place.
func TestSoftplus64(t *testing.T) {
	z, y, s := make([]float64, 8000), make([]float64, 8000), make([]float64, 8000)
	for _, beta := range []float64{0.37, 1, 10} {
		for i := range z {
			z[i] = (float64(i) - 4000) / 5.5 / beta
		}
		Softplus(y, s, z, beta)
		for i, v := range z {
			want := SoftplusAt(v, beta)
			within := 1e-14 + 2.3e-16*beta*math.Abs(v) // SoftplusAt rounds βz before its exp
			slope := SlopeAt(want, beta)
			if slope < 0x1p-500 { // that is nothing
				if y[i] != 0 || s[i] != 0 {
					t.Fatalf("softplus(%g), β = %g: %g and slope %g, want nothing", v, beta, y[i], s[i])
				}
			} else if math.Abs(y[i]/want-1) > within || math.Abs(s[i]/slope-1) > within {
				t.Fatalf("softplus(%g), β = %g: %g and slope %g, want %g and %g", v, beta, y[i], s[i], want, slope)
			}
		}
	}
}

func ulps(got float32, want float64) float64 {
	ulp := float64(math.Nextafter32(float32(want), math.MaxFloat32)) - float64(float32(want))
	return math.Abs(float64(got)-want) / ulp
}

func TestSoftplusNeverOverflows(t *testing.T) {
	z := []float64{-1e300, -1e4, -100, 0, 100, 1e4, 1e300}
	y, s := make([]float64, 7), make([]float64, 7)
	Softplus(y, s, z, 20)
	z32, y32, s32 := make([]float32, 7), make([]float32, 7), make([]float32, 7)
	for i, v := range z {
		z32[i] = float32(max(min(v, 1e38), -1e38))
	}
	Softplus(y32, s32, z32, 20)
	for i := range z {
		if math.IsNaN(y[i]) || math.IsInf(y[i], 0) || y[i] < 0 || s[i] < 0 || s[i] > 1 {
			t.Errorf("float64 softplus(%g) = %g, slope %g", z[i], y[i], s[i])
		}
		if f := float64(y32[i]); math.IsNaN(f) || math.IsInf(f, 0) || f < 0 || s32[i] < 0 || s32[i] > 1 {
			t.Errorf("float32 softplus(%g) = %g, slope %g", z32[i], f, s32[i])
		}
	}
	z[0], z32[0] = math.NaN(), float32(math.NaN())
	Softplus(y, s, z, 10)
	Softplus(y32, s32, z32, 10)
	if !math.IsNaN(y[0]) || y32[0] == y32[0] {
		t.Errorf("softplus(NaN) = %v, %v: NaN must be seen", y[0], y32[0])
	}
}

// The slope of a tiny activity is β y, which 1 - exp(-β y) loses without Expm1.
func TestSlopeOfTinyActivity(t *testing.T) {
	y := 1e-20
	if got := SlopeAt(y, 10); math.Abs(got/1e-19-1) > 1e-12 {
		t.Errorf("slope %g, want 1e-19", got)
	}
}

func TestSoftmaxAndCrossEntropyWithLargeLogits(t *testing.T) {
	z := []float64{798, 800, 799}
	y := make([]float64, 3)
	Softmax(y, z)
	sum := y[0] + y[1] + y[2]
	if math.Abs(sum-1) > 1e-15 || Argmax(y) != 1 {
		t.Errorf("softmax %v", y)
	}
	if got, want := CrossEntropy(z, 1), -math.Log(y[1]); math.Abs(got-want) > 1e-12 {
		t.Errorf("cross entropy %g, want %g", got, want)
	}
}
