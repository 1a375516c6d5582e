package predictive

import (
	"hebb/sim/labs/predictive/layout"
)

// flops counts the multiply-adds, doubled, of one image.
type flops struct {
	forward, down, learn int64
	units                int64   // numbers that all operations give; not doubled
	block                []int64 // of each block's dense and convolutional operations
}

func countFlops(lay *layout.Layout) flops {
	var f flops
	for i, b := range lay.Blocks {
		n := int64(0)
		for j := range b.Ops {
			f.units += int64(b.Ops[j].To.Size())
			if o := &b.Ops[j]; o.Learns() {
				places := 1
				if o.Kind == layout.Conv {
					places = o.To.H * o.To.W
				}
				n += 2 * int64(o.W.N) * int64(places)
			}
		}
		f.block = append(f.block, n)
		f.forward += n
		f.learn += n
		if i > 0 {
			f.down += n
		}
	}
	return f
}

// sweep is what one sweep costs an image.
func (f *flops) sweep(alg string) int64 {
	if alg == algStrict {
		return 2 * f.down
	}
	return f.down
}
