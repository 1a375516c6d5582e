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
	var xs, ys, zs, wants [16]float32 // go to the loops, too
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
		n := i % len(xs)
		xs[n], ys[n], zs[n], wants[n] = x, y, z, want
		if n == len(xs)-1 {
			loopsGive(t, xs[:], ys[:], zs[:], wants[:])
		}
	}
	if halves == 0 {
		t.Error("no sum was rounded twice: the test does not test")
	}
	for _, c := range [][4]float32{
		// 2^-127 + 2^-150 + 2^-197 lies above the middle of two subnormal numbers
		{float32(math.Ldexp(1+1.0/(1<<23), -75)), float32(math.Ldexp(1, -75)), float32(math.Ldexp(1, -127)), 0},
		// 2^-127 + 2^-149 + 2^-150 - 2^-196 lies below one
		{float32(math.Ldexp(1+1.0/(1<<23), -75)), float32(math.Ldexp(1-1.0/(1<<23), -75)), float32(math.Ldexp(1+1.0/(1<<22), -127)), 0},
		{1, 1, -1, 0}, {0, -1, 0, 0}, {-1, 0, float32(math.Copysign(0, -1)), float32(math.Copysign(0, -1))},
	} {
		want := exact(c[0], c[1], c[2])
		if want == 0 {
			want = c[3]
		}
		if got := fma32(c[0], c[1], c[2]); !sameBits(got, want) {
			t.Errorf("%x %x + %x is %x, want %x", c[0], c[1], c[2], got, want)
		}
		var all [4][16]float32
		for i, v := range [4]float32{c[0], c[1], c[2], want} {
			for n := range all[i] {
				all[i][n] = v
			}
		}
		loopsGive(t, all[0][:], all[1][:], all[2][:], all[3][:])
	}
}

// loopsGive holds that the loops of plain Go do what fma32 does.
func loopsGive(t *testing.T, x, y, z, want []float32) {
	t.Helper()
	sums := [8]float32(z)
	addVectors32(&sums, x[:8], y[:8])
	for i, got := range sums {
		if got != want[i] {
			t.Fatalf("sum of vectors: %x %x + %x is %x, want %x", x[i], y[i], z[i], got, want[i])
		}
	}
	for i := range x[:4] {
		many := [5]float32{y[8], y[9], z[i], y[10], z[i]}
		axpy32(x[i], []float32{1, 0, y[i], -1, y[i]}, many[:])
		if many[2] != want[i] || many[4] != want[i] {
			t.Fatalf("axpy: %x %x + %x is %x and %x, want %x", x[i], y[i], z[i], many[2], many[4], want[i])
		}
		// 1 z + x y
		columns := [5]float32{}
		sumColumns32(columns[:], []float32{1, x[i]}, []float32{y[8], 1, z[i], y[9], z[i], y[10], 2, y[i], y[11], y[i]}, 1, 1, 5, 2)
		if columns[2] != want[i] || columns[4] != want[i] {
			t.Fatalf("sum of columns: %x %x + %x is %x and %x, want %x", x[i], y[i], z[i], columns[2], columns[4], want[i])
		}
	}
}
