package num

// PoolShape says what a pooling works on: images as ConvShape has them. An odd last row
// or column takes no part.
type PoolShape struct {
	Channels, Height, Width, Batch int // of the input
}

// Inputs is how many numbers the input has.
func (s PoolShape) Inputs() int { return s.Channels * s.Height * s.Width * s.Batch }

// Outputs is how many numbers the output has: half as many rows and columns.
func (s PoolShape) Outputs() int { return s.Channels * (s.Height / 2) * (s.Width / 2) * s.Batch }

// MaxPool takes the largest number of every window of two by two, and writes to win
// which it was: 0 and 1 above, 2 and 3 below. The first of equals is taken, and a NaN
// before any number, as torch does it.
func MaxPool[T Float](out []T, win []uint8, in []T, s PoolShape) {
	check(len(out) == s.Outputs() && len(win) == s.Outputs() && len(in) == s.Inputs())
	n, below := s.Batch, s.Width*s.Batch
	s.rows(func(at, from int) {
		if fastPool(out[at:], win[at:], in[from:], below, n, s.Width/2) {
			return
		}
		for x := range s.Width / 2 {
			at, from := at+x*n, from+2*x*n
			for i := range n {
				best, who := in[from+i], uint8(0)
				for p, v := range [3]T{in[from+n+i], in[from+below+i], in[from+below+n+i]} {
					if v > best || v != v {
						best, who = v, uint8(p+1)
					}
				}
				out[at+i], win[at+i] = best, who
			}
		}
	})
}

// MaxPoolBack does gin = what the gradient gout of the output is to the input.
func MaxPoolBack[T Float](gin, gout []T, win []uint8, s PoolShape) {
	check(len(gout) == s.Outputs() && len(win) == s.Outputs() && len(gin) == s.Inputs())
	s.clearEdges(func(from, to int) { clear(gin[from:to]) })
	n, below := s.Batch, s.Width*s.Batch
	s.rows(func(at, from int) {
		if fastPoolBack(gin[from:], gout[at:], win[at:], below, n, s.Width/2) {
			return
		}
		for x := range s.Width / 2 {
			at, from := at+x*n, from+2*x*n
			for i := range n {
				for p, where := range [4]int{from, from + n, from + below, from + below + n} {
					v := T(0)
					if int(win[at+i]) == p {
						v = gout[at+i]
					}
					gin[where+i] = v
				}
			}
		}
	})
}

// rows calls do for every row of windows: at is where its output begins, from where its
// input does.
func (s PoolShape) rows(do func(at, from int)) {
	h, w := s.Height/2, s.Width/2
	for c := range s.Channels {
		for y := range h {
			if w*s.Batch > 0 {
				do((c*h+y)*w*s.Batch, (c*s.Height+2*y)*s.Width*s.Batch)
			}
		}
	}
}

// clearEdges calls do for the stretches of the input that belong to no window.
func (s PoolShape) clearEdges(do func(from, to int)) {
	for c := range s.Channels {
		for y := range s.Height {
			row := (c*s.Height + y) * s.Width
			switch {
			case y == s.Height-1 && s.Height%2 == 1:
				do(row*s.Batch, (row+s.Width)*s.Batch)
			case s.Width%2 == 1:
				do((row+s.Width-1)*s.Batch, (row+s.Width)*s.Batch)
			}
		}
	}
}
