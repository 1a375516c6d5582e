package num

import "sync"

// convPlan says for a shape which weights meet which inputs.
type convPlan struct {
	stride int // output channels at a time
	parts  []convPart
}

// convPart is columns x0..x1-1 of the output, which all see columns j0..j1-1 of the
// kernels. taps are pairs: where a weight is among those packed, and where the input
// is from the window's corner on. Those of one row of the kernel lie together.
type convPart struct {
	x0, x1, j0, j1 int
	taps           []int32
}

// plans are kept: a lab has few shapes.
var plans = struct {
	sync.RWMutex
	of map[ConvShape]*convPlan
}{of: map[ConvShape]*convPlan{}}

const mostPlans = 200

func planOf(s ConvShape) *convPlan {
	plans.RLock()
	p := plans.of[s]
	plans.RUnlock()
	if p == nil {
		p = newPlan(s)
		plans.Lock()
		if len(plans.of) >= mostPlans {
			clear(plans.of)
		}
		plans.of[s] = p
		plans.Unlock()
	}
	return p
}

// rowsAtATime cuts the output channels into as few lots as possible, all nearly as large.
func rowsAtATime(out int) int {
	lots := (out + mostRows - 1) / mostRows
	return (out + lots - 1) / lots
}

func newPlan(s ConvShape) *convPlan {
	p := &convPlan{stride: rowsAtATime(s.Out)}
	for x := 0; x < s.OutWidth(); x++ {
		j0, j1 := max(0, s.Pad-x), min(s.Kernel, s.Width+s.Pad-x)
		if n := len(p.parts); n > 0 && p.parts[n-1].j0 == j0 && p.parts[n-1].j1 == j1 {
			p.parts[n-1].x1++
			continue
		}
		part := convPart{x0: x, x1: x + 1, j0: j0, j1: j1}
		for i := range s.Kernel {
			for c := range s.In {
				for j := j0; j < j1; j++ {
					w := ((c*s.Kernel+i)*s.Kernel + j) * p.stride
					from := ((c*s.Height+i)*s.Width + j) * s.Batch
					part.taps = append(part.taps, int32(w), int32(from))
				}
			}
		}
		p.parts = append(p.parts, part)
	}
	return p
}
