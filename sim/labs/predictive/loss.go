package predictive

import (
	"hebb/sim/num"
	"hebb/sim/num/elem"
)

// The losses.
const (
	mse = "mse" // mean over images and outputs of (y - target)²
	ce  = "ce"  // mean over images of -log softmax(y)[label]
)

// lossOf returns this chunk's share of the loss of a batch of so many images at the
// outputs y, writes scale times its derivative to g, and counts right guesses.
func (c *chunk[T]) lossOf(kind string, batch int, scale float64, y, g []T) (loss float64, right int) {
	M := c.layer(c.depth()).Size()
	if kind == mse {
		per := 1 / float64(batch*M)
		for j := range M {
			row, t, d := y[j*c.lanes:(j+1)*c.lanes], c.target[j*c.lanes:], g[j*c.lanes:]
			for b := range row {
				if b >= c.n {
					d[b] = 0
					continue
				}
				e := row[b] - t[b]
				loss += float64(float64(e) * float64(e))
				d[b] = T(2 * scale * per * float64(e))
			}
		}
		return loss * per, c.right(y)
	}
	per := 1 / float64(batch)
	for b := range c.lanes {
		if b >= c.n {
			for j := range M {
				g[j*c.lanes+b] = 0
			}
			continue
		}
		top := y[b]
		for j := range M {
			top = max(top, y[j*c.lanes+b])
		}
		sum := 0.0
		for j := range M {
			sum += elem.Exp(float64(y[j*c.lanes+b] - top))
		}
		lse := elem.Log(sum)
		loss += lse - float64(y[c.labels[b]*c.lanes+b]-top)
		for j := range M {
			p := elem.Exp(float64(y[j*c.lanes+b]-top) - lse)
			if j == c.labels[b] {
				p--
			}
			g[j*c.lanes+b] = T(scale * per * p)
		}
	}
	return loss * per, c.right(y)
}

// right counts the images whose largest output is that of their label.
func (c *chunk[T]) right(y []T) (n int) {
	for b := range c.n {
		if c.guess(y, b) == c.labels[b] {
			n++
		}
	}
	return n
}

func (c *chunk[T]) guess(y []T, lane int) int {
	best := 0
	for j := range c.layer(c.depth()).Size() {
		if y[j*c.lanes+lane] > y[best*c.lanes+lane] {
			best = j
		}
	}
	return best
}

func finite[T num.Float](x T) bool { return x-x == 0 }
