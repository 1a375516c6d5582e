//go:build !arm64

package num

import "math"

func axpy32(a float32, x, y []float32) {
	y = y[:len(x)]
	for i, v := range x {
		sum := float64(a)*float64(v) + float64(y[i]) // fma32
		if math.Float64bits(sum)<<36 != 0 {
			y[i] = float32(sum)
		} else {
			y[i] = halfway32(a, v, y[i])
		}
	}
}

func addVectors32(p *[8]float32, x, y []float32) {
	for len(x) >= 8 && len(y) >= 8 {
		for l, v := range x[:8] {
			sum := float64(v)*float64(y[l]) + float64(p[l]) // fma32
			if math.Float64bits(sum)<<36 != 0 {
				p[l] = float32(sum)
			} else {
				p[l] = halfway32(v, y[l], p[l])
			}
		}
		x, y = x[8:], y[8:]
	}
}

func sumColumns32(sum, x, y []float32, step, row, col, depth int) {
	for j := range sum {
		s := float32(0)
		for k, at, to := 0, 0, j*row; k < depth; k, at, to = k+1, at+step, to+col {
			t := float64(x[at])*float64(y[to]) + float64(s) // fma32
			if math.Float64bits(t)<<36 != 0 {
				s = float32(t)
			} else {
				s = halfway32(x[at], y[to], s)
			}
		}
		sum[j] = s
	}
}
