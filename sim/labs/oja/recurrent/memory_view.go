package recurrent

import (
	"hebb/sim"
	"hebb/sim/figure"
	"hebb/sim/labs/oja/plot"
	"hebb/sim/num"
)

func (s *listener) Outputs() []sim.Output {
	size := sim.By(func() float64 { return num.Norm(s.h) })
	list := []sim.Output{
		{Name: "size", Symbol: `|h|`, Label: "size of the state", Doc: "Length of the state vector.", Kind: sim.Scalar, From: sim.Recorded, Read: size},
		{Name: "lost", Label: "lost in a step", Doc: "Share of the previous state that the weights cannot reconstruct from the present one, |h' - Vᵀh|²/|h'|², averaged over about 100 steps. Oja's rule is at rest when it cannot be made smaller.", Kind: sim.Scalar, From: sim.Recorded, Read: sim.At(&s.lost)},
		{Name: "states", Symbol: `h`, Label: "states", Doc: "Activity of every unit (rows) over the last 100 steps (columns, now at the right).", Kind: sim.Matrix, Shape: []int{s.n, rasterSteps}, Pack: sim.I8, Read: sim.Fill(s.states.draw)},
		{Name: "heard", Symbol: `x`, Label: "input", Doc: "The last 100 numbers of the stream, the newest at the right.", Kind: sim.Vector, Shape: []int{rasterSteps}, Read: sim.Fill(func(dst []float32) {
			for i := range dst {
				dst[i] = float32(s.heard[(s.t+uint64(i))%rasterSteps])
			}
		})},
		{Name: "v", Symbol: `V`, Label: "recurrent weights", Doc: "The recurrent weights; row i holds those of unit i.", Kind: sim.Matrix, Shape: []int{s.n, s.n}, Pack: sim.I8, Read: sim.Copy(&s.net.v.Data)},
		{Name: "r2", Symbol: `r^2(k)`, Label: "memory at delay k", Doc: "How well a linear reader tells from the present state what the input was k steps ago: 1 is perfectly, 0 not at all.", Kind: sim.Vector, Shape: []int{s.delays}, From: sim.Probed, Probe: "memory", Range: [2]float64{0, 1},
			Read: sim.CopyOf(func(c *curve) []float64 { return c.r2 })},
		{Name: "mc", Symbol: `\mathrm{MC}`, Label: "memory capacity", Unit: "steps", Doc: "Sum of the memory curve: roughly how many steps back the network remembers. It can be no more than the number of units.", Kind: sim.Scalar, From: sim.Probed, Probe: "memory",
			Read: sim.Of((*curve).capacity)},
	}
	return append(list, spectrumOutputs(s.n)...)
}

// Memory is short-term memory without a task.
var Memory = sim.View{
	Name: "memory", Title: "Short-term memory", Summary: "A recurrent network receives noise and learns, by Oja's rule alone, to remember it.",
	Unit:  sim.Noun{One: "step", Many: "steps"},
	Speed: 100,
	Equation: []sim.Equation{
		{Left: `h_t =`, Terms: []sim.Term{{TeX: `\phi(U x_t + V h_{t-1})`}}},
		{Left: `\Delta V =`, Terms: []sim.Term{{TeX: `\theta_9\, h_t\, (h_{t-1} - V^\top h_t)^\top`, Fields: []string{"theta9"}}}},
	},
	Figures: []sim.Figure{
		{Name: "curve", Draw: figure.Bars{X: "delay k (steps)", First: new(1)}, Title: "How far back it remembers", Note: "r² of reading the input k steps ago", Place: sim.Hero,
			Doc:  "For every delay a linear reader is fitted that tells from the present state what the input was so many steps ago. The area is the memory capacity.",
			Show: []sim.Role{{Output: "r2"}}},
		{Name: "capacity", Draw: figure.Trace{}, Title: "Memory capacity", Note: "steps", Place: sim.Main,
			Doc:  "Sum of the memory curve while the network learns.",
			Show: []sim.Role{{Output: "mc"}}},
		{Name: "eigenvalues", Draw: figure.Spectrum{Circle: 1}, Title: "Eigenvalues of V", Note: "and the circle of radius 1", Place: sim.Main,
			Doc:  "A direction whose eigenvalue lies far inside the circle is forgotten, one far outside swamps the others. Oja's rule moves them to the circle.",
			Show: []sim.Role{{Output: "eigenvalues"}}},
		{Name: "states", Draw: figure.Matrix{Map: figure.Map{Limit: 1}}, Title: "States", Note: "the last 100 steps, a row a unit", Place: sim.More,
			Doc:  "What every unit has done in the last 100 steps.",
			Show: []sim.Role{{Output: "states"}}},
		{Name: "singular", Draw: plot.Strips{Mark: 1}, Title: "Singular values of V", Note: "the largest first", Place: sim.More,
			Doc:  "How much V stretches a state, direction by direction.",
			Show: []sim.Role{{Output: "sv"}}},
		{Name: "lost", Draw: figure.Trace{Log: new(true)}, Title: "Lost in a step", Note: "share of the previous state", Place: sim.More,
			Doc:  "What the weights cannot reconstruct of the previous state from the present one.",
			Show: []sim.Role{{Output: "lost"}}},
		{Name: "heard", Draw: figure.Bars{}, Title: "Input", Note: "the last 100 steps", Place: sim.More,
			Doc:  "Independent random numbers between -1 and 1: nothing about one of them helps to guess another.",
			Show: []sim.Role{{Output: "heard"}}},
		{Name: "weights", Draw: figure.Matrix{}, Title: "Recurrent weights", Place: sim.More,
			Doc:  "Row i holds the weights onto unit i.",
			Show: []sim.Role{{Output: "v"}}},
	},
	New: func() sim.Sim { return newListener() },
}
