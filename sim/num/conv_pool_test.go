package num

import (
	"math"
	"testing"
)

// slowPool is the definition.
func slowPool[T Float](in []T, s PoolShape) (out []float64, win []int) {
	at := func(c, y, x, b int) float64 { return float64(in[((c*s.Height+y)*s.Width+x)*s.Batch+b]) }
	for c := range s.Channels {
		for y := range s.Height / 2 {
			for x := range s.Width / 2 {
				for b := range s.Batch {
					best, who := math.Inf(-1), 0
					for p := range 4 {
						v := at(c, 2*y+p/2, 2*x+p%2, b)
						if p == 0 || v > best || v != v {
							best, who = v, p
						}
					}
					out, win = append(out, best), append(win, who)
				}
			}
		}
	}
	return
}

func testPool[T Float](t *testing.T, s PoolShape, g *maker[T]) {
	t.Helper()
	in, gout := g.vec(s.Inputs()), g.vec(s.Outputs())
	for i := range in { // many that are equal
		if in[i] == in[i] && in[i]-in[i] == 0 {
			in[i] = T(math.Round(float64(2 * in[i])))
		}
	}
	out, gin, win := g.stale(s.Outputs()), g.stale(s.Inputs()), make([]uint8, s.Outputs())
	MaxPool(out, win, in, s)
	MaxPoolBack(gin, gout, win, s)
	want, who := slowPool(in, s)
	alike(t, s, "MaxPool", out, want, 0)
	back := make([]float64, s.Inputs())
	h, w := s.Height/2, s.Width/2
	for i, p := range who {
		if int(win[i]) != p {
			t.Fatalf("%+v: window %d: %d was taken, want %d", s, i, win[i], p)
		}
		b, x, y, c := i%s.Batch, i/s.Batch%w, i/s.Batch/w%h, i/s.Batch/w/h
		back[((c*s.Height+2*y+p/2)*s.Width+2*x+p%2)*s.Batch+b] = float64(gout[i])
	}
	alike(t, s, "MaxPoolBack", gin, back, 0)
}

func TestMaxPool(t *testing.T) {
	for i, s := range []PoolShape{{10, 26, 26, 3}, {2, 5, 7, 16}, {1, 2, 2, 1}, {3, 4, 3, 33}, {2, 1, 6, 4}, {1, 3, 3, 8}, {1, 4, 4, 7}, {2, 6, 5, 300}, {1, 3, 2, 4}, {1, 2, 5, 13}} {
		for _, special := range []float64{0, 0.02} {
			testPool(t, s, &maker[float32]{seed: uint64(i), fill: 0.9, special: special})
			testPool(t, s, &maker[float64]{seed: uint64(i), fill: 0.9, special: special, alloc: func(n int) []float64 { return make([]float64, n+3)[3:] }})
		}
	}
}

// As torch.nn.functional.max_pool2d has it: the first of equals, and NaN wins.
func TestMaxPoolTies(t *testing.T) {
	nan := math.NaN()
	for _, c := range []struct {
		in  [4]float64
		win uint8
	}{{[4]float64{0, 0, 0, 0}, 0}, {[4]float64{-1, 2, 2, 1}, 1}, {[4]float64{math.Copysign(0, -1), 0, 0, 0}, 0}, {[4]float64{5, nan, 7, 1}, 1}, {[4]float64{nan, 1, nan, 9}, 2}} {
		out, win := make([]float64, 1), make([]uint8, 1)
		MaxPool(out, win, c.in[:], PoolShape{1, 2, 2, 1})
		if win[0] != c.win {
			t.Errorf("%v: %d is taken, want %d", c.in, win[0], c.win)
		}
	}
}
