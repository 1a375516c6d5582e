package num

import (
	"math"
	"testing"
)

// Moments of 200,000 draws; bounds are five standard errors.
func TestMoments(t *testing.T) {
	k := NewKey(7, "weights", 2)
	var u, u2, n, n2, n4, cross float64
	const rows, cols = 400, 500
	for i := range rows {
		for j := range cols {
			a, b := k.Uniform(i, j), k.Norm(i, j)
			u += a
			u2 += a * a
			n += b
			n2 += b * b
			n4 += b * b * b * b
			cross += a * k.Uniform(i+1, j)
		}
	}
	const N = rows * cols
	bounds := 5 / math.Sqrt(N)
	for _, c := range []struct {
		what            string
		got, want, unit float64
	}{
		{"mean of uniform", u / N, 0, math.Sqrt(1.0 / 3)},
		{"variance of uniform", u2 / N, 1.0 / 3, math.Sqrt(1.0/5 - 1.0/9)},
		{"mean of normal", n / N, 0, 1},
		{"variance of normal", n2 / N, 1, math.Sqrt2},
		{"fourth moment of normal", n4 / N, 3, math.Sqrt(96)},
		{"covariance of neighbours", cross / N, 0, 1.0 / 3},
	} {
		if math.Abs(c.got-c.want) > bounds*c.unit {
			t.Errorf("%s: %g, want %g", c.what, c.got, c.want)
		}
	}
}

// Keys differ in every one of their parts, and draws do not depend on order.
func TestKeysDiffer(t *testing.T) {
	seen := map[uint64]string{}
	for seed := range uint64(5) {
		for _, purpose := range []string{"", "w", "b", "wb", "bw"} {
			for layer := range 12 {
				k := NewKey(seed, purpose, layer)
				for i := range 10 {
					for j := range 10 {
						b := k.Bits(i, j)
						if seen[b] != "" {
							t.Fatalf("seed %d %q layer %d (%d,%d) repeats a draw", seed, purpose, layer, i, j)
						}
						seen[b] = "seen"
					}
				}
			}
		}
	}
}

// The draws of a build are the draws of every build: links depend on it.
func TestDrawsAreFixed(t *testing.T) {
	k := NewKey(7, "weights", 0)
	if got := k.Bits(3, 4); got != fixedBits {
		t.Errorf("Bits(3, 4) = %#x, want %#x", got, uint64(fixedBits))
	}
}

const fixedBits = 0xcf3d0b29a249e144

func TestUniformsAreUniform(t *testing.T) {
	k := NewKey(3, "weights", 1)
	for _, cols := range []int{1, 63, 64, 65, 130} {
		m := NewMat[float64](5, cols)
		Uniforms(m, k, 0.3)
		for j := range m.Rows {
			for i := range cols {
				if got, want := m.At(j, i), 0.3*k.Uniform(i, j); got != want {
					t.Fatalf("%d columns, row %d, column %d: %v, want %v", cols, j, i, got, want)
				}
			}
		}
	}
}
