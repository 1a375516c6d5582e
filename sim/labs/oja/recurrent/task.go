package recurrent

import (
	"math/bits"

	"hebb/sim/num"
)

// task makes the trials of the recall view. A trial is a function of its number.
type task interface {
	inputs() int
	classes() int
	longest() int // the most steps that a trial can have
	draw(trial uint64, x num.Mat[float64]) (steps, label int)
}

// delayed shows one of the symbols as a one-hot input, then noise on all inputs,
// and asks for the symbol at the end.
type delayed struct {
	s             *recall
	symbol, noise num.Key
}

func newDelayed(seed uint64, s *recall) *delayed {
	return &delayed{s, num.NewKey(seed, "recall symbol", 0), num.NewKey(seed, "recall noise", 0)}
}

const (
	maxSymbols = 16
	maxDelay   = 60
)

func (d *delayed) inputs() int  { return d.s.symbols }
func (d *delayed) classes() int { return d.s.symbols }
func (d *delayed) longest() int { return maxDelay + 1 }

func (d *delayed) draw(trial uint64, x num.Mat[float64]) (steps, label int) {
	hi, _ := bits.Mul64(d.symbol.Bits(int(trial), 0), uint64(d.s.symbols))
	label = int(hi)
	clear(x.Row(0))
	x.Row(0)[label] = 1
	for t := 1; t <= d.s.delay; t++ {
		row := x.Row(t)
		for j := range row {
			row[j] = d.s.noise * d.noise.Norm(int(trial), t*maxSymbols+j)
		}
	}
	return d.s.delay + 1, label
}
