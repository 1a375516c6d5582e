package num

import (
	"math"
	"math/big"
	"testing"
)

// fma32 is what exact arithmetic rounds to: checked with numbers of all sizes, whose sums
// often lie halfway between two float32.
func TestFMA32(t *testing.T) {
	key := NewKey(7, "fma", 0)
	exact := func(x, y, z float32) float32 {
		p := new(big.Float).SetPrec(600).Mul(big.NewFloat(float64(x)), big.NewFloat(float64(y)))
		v, _ := p.Add(p, big.NewFloat(float64(z))).Float32()
		return v
	}
	number := func(i, j int) float32 {
		bits := key.Bits(i, j)
		v := float32(math.Ldexp(float64(1+bits%(1<<(bits>>32%24))), int(bits>>40%40)-20))
		switch i % 4 {
		case 1:
			v = float32(math.Ldexp(float64(v), -75)) // products are subnormal
		case 2:
			v = float32(math.Ldexp(float64(v), -63))
		}
		if bits>>63 == 1 {
			v = -v
		}
		return v
	}
	halves := 0
	for i := range 300_000 {
		x, y, z := number(i, 0), number(i, 1), number(i, 2)
		if i%4 == 1 {
			z = float32(math.Ldexp(float64(z), -60))
		}
		got, want := fma32(x, y, z), exact(x, y, z)
		if got != want {
			t.Fatalf("%x %x + %x is %x, want %x", x, y, z, got, want)
		}
		if float32(float64(float64(x)*float64(y))+float64(z)) != want {
			halves++
		}
	}
	if halves == 0 {
		t.Error("no sum was rounded twice: the test does not test")
	}
	for _, c := range [][4]float32{
		// 2^-127 + 2^-150 + 2^-197 lies above the middle of two subnormal numbers
		{float32(math.Ldexp(1+1.0/(1<<23), -75)), float32(math.Ldexp(1, -75)), float32(math.Ldexp(1, -127)), 0},
		{1, 1, -1, 0}, {0, -1, 0, 0}, {-1, 0, float32(math.Copysign(0, -1)), float32(math.Copysign(0, -1))},
	} {
		want := exact(c[0], c[1], c[2])
		if want == 0 {
			want = c[3]
		}
		if got := fma32(c[0], c[1], c[2]); !sameBits(got, want) {
			t.Errorf("%x %x + %x is %x, want %x", c[0], c[1], c[2], got, want)
		}
	}
}
