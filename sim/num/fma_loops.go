//go:build !arm64

package num

import "math"

// Here float64 does the work, by fours, so that conversions do not wait for one another: a
// conversion of this compiler's waits for what its register held before.

// twice32 says whether a sum, computed in float64, of an exact product and a float32 may be
// another one after it is rounded twice: where the first rounding has brought it halfway
// between two float32, and, without looking further, where it is less than a normal one.
func twice32(sum float64) bool {
	bits := math.Float64bits(sum)
	return bits<<36 == 0 && (bits<<35 != 0 || bits<<1 < 897<<53 && bits<<1 != 0)
}

func axpy32(a float32, x, y []float32) {
	y = y[:len(x)]
	a64 := float64(a)
	for len(x) >= 4 && len(y) >= 4 {
		s0 := a64*float64(x[0]) + float64(y[0])
		s1 := a64*float64(x[1]) + float64(y[1])
		s2 := a64*float64(x[2]) + float64(y[2])
		s3 := a64*float64(x[3]) + float64(y[3])
		if twice32(s0) || twice32(s1) || twice32(s2) || twice32(s3) {
			for i, v := range x[:4] {
				y[i] = fma32(a, v, y[i])
			}
		} else {
			y[0], y[1], y[2], y[3] = float32(s0), float32(s1), float32(s2), float32(s3)
		}
		x, y = x[4:], y[4:]
	}
	for i, v := range x {
		y[i] = fma32(a, v, y[i])
	}
}

func addVectors32(p *[8]float32, x, y []float32) {
	for half := 0; half < 8; half += 4 {
		x, y := x[min(half, len(x)):], y[min(half, len(y)):]
		a, b, c, d := float64(p[half]), float64(p[half+1]), float64(p[half+2]), float64(p[half+3])
		for len(x) >= 4 && len(y) >= 4 {
			s0 := float64(x[0])*float64(y[0]) + a
			s1 := float64(x[1])*float64(y[1]) + b
			s2 := float64(x[2])*float64(y[2]) + c
			s3 := float64(x[3])*float64(y[3]) + d
			if twice32(s0) || twice32(s1) || twice32(s2) || twice32(s3) {
				a, b = float64(fma32(x[0], y[0], float32(a))), float64(fma32(x[1], y[1], float32(b)))
				c, d = float64(fma32(x[2], y[2], float32(c))), float64(fma32(x[3], y[3], float32(d)))
			} else {
				a, b, c, d = float64(float32(s0)), float64(float32(s1)), float64(float32(s2)), float64(float32(s3))
			}
			if len(x) < 8 || len(y) < 8 {
				break
			}
			x, y = x[8:], y[8:]
		}
		p[half], p[half+1], p[half+2], p[half+3] = float32(a), float32(b), float32(c), float32(d)
	}
}

func sumColumns32(sum, x, y []float32, step, row, col, depth int) {
	for ; len(sum) >= 4; sum = sum[4:] {
		var a, b, c, d float64
		for k, at, to := 0, 0, 0; k < depth; k, at, to = k+1, at+step, to+col {
			v := float64(x[at])
			s0 := v*float64(y[to]) + a
			s1 := v*float64(y[to+row]) + b
			s2 := v*float64(y[to+2*row]) + c
			s3 := v*float64(y[to+3*row]) + d
			if twice32(s0) || twice32(s1) || twice32(s2) || twice32(s3) {
				a, b = float64(fma32(x[at], y[to], float32(a))), float64(fma32(x[at], y[to+row], float32(b)))
				c, d = float64(fma32(x[at], y[to+2*row], float32(c))), float64(fma32(x[at], y[to+3*row], float32(d)))
			} else {
				a, b, c, d = float64(float32(s0)), float64(float32(s1)), float64(float32(s2)), float64(float32(s3))
			}
		}
		sum[0], sum[1], sum[2], sum[3] = float32(a), float32(b), float32(c), float32(d)
		y = y[min(4*row, len(y)):]
	}
	for j := range sum {
		s := float32(0)
		for k := range depth {
			s = fma32(x[k*step], y[j*row+k*col], s)
		}
		sum[j] = s
	}
}
