package num

// Here the compiler makes one instruction of a product and a sum where nothing hinders
// it. Nothing promises that it does: TestDigits would see it, and so would
// TestNothingIsFusedUnasked.

func axpy32(a float32, x, y []float32) {
	y = y[:len(x)]
	for i, v := range x {
		y[i] = a*v + y[i]
	}
}

func addVectors32(p *[8]float32, x, y []float32) {
	a, b, c, d, e, f, g, h := p[0], p[1], p[2], p[3], p[4], p[5], p[6], p[7]
	for len(x) >= 8 && len(y) >= 8 {
		a, b, c, d = x[0]*y[0]+a, x[1]*y[1]+b, x[2]*y[2]+c, x[3]*y[3]+d
		e, f, g, h = x[4]*y[4]+e, x[5]*y[5]+f, x[6]*y[6]+g, x[7]*y[7]+h
		x, y = x[8:], y[8:]
	}
	p[0], p[1], p[2], p[3], p[4], p[5], p[6], p[7] = a, b, c, d, e, f, g, h
}

func sumColumns32(sum, x, y []float32, step, row, col, depth int) {
	for ; len(sum) >= 4; sum = sum[4:] {
		var a, b, c, d float32
		for k, at, to := 0, 0, 0; k < depth; k, at, to = k+1, at+step, to+col {
			v := x[at]
			a, b, c, d = v*y[to]+a, v*y[to+row]+b, v*y[to+2*row]+c, v*y[to+3*row]+d
		}
		sum[0], sum[1], sum[2], sum[3] = a, b, c, d
		y = y[min(4*row, len(y)):]
	}
	for j := range sum {
		s := float32(0)
		for k := range depth {
			s = x[k*step]*y[j*row+k*col] + s
		}
		sum[j] = s
	}
}
