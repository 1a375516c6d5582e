package num

import "testing"

func TestRecent(t *testing.T) {
	ring := make([]float64, 4)
	for i, want := range []float64{0, 1, 1.5, 2, 2.5, 3.5, 4.5} {
		if got := Recent(ring, uint64(i)); got != want {
			t.Errorf("after %d numbers the mean is %v, not %v", i, got, want)
		}
		ring[i%4] = float64(i + 1)
	}
}

func TestSign(t *testing.T) {
	for x, want := range map[float64]float64{-2: -1, 0: 0, 1e-300: 1} {
		if got := Sign(x); got != want {
			t.Errorf("the sign of %v is %v", x, got)
		}
	}
}
