package two

import (
	"hebb/sim"
	"hebb/sim/figure"
	"hebb/sim/labs/fixedpoint/plot"
)

// View is the view on two neurons.
var View = sim.View{
	Name: "two", Title: "Two neurons", Summary: "The loss over the two weights between two neurons, and the plane in which their rates come to rest, or do not.",
	Unit:  sim.Noun{One: "iteration", Many: "iterations"},
	Speed: 10,
	Equation: []sim.Equation{
		{Left: `\tau\,\dot r =`, Terms: []sim.Term{{TeX: `-\,r + f(W r + i)`}}},
		{Left: `\Delta W_1 =`, Terms: []sim.Term{{TeX: `-\,\eta\,\langle (I - G W^{\top})^{-1} G\,\delta\; r^{\top}\rangle`, Fields: []string{"eta"}}}},
		{Left: `\Delta W_3 =`, Terms: []sim.Term{{TeX: `-\,\eta\,\langle (I - W G)\,G\,\delta`, Fields: []string{"eta"}}, {TeX: `r^{\top}(I - G W)^{\top}(I - G W)\rangle`, Fields: []string{"eta"}}}},
	},
	Figures: []sim.Figure{
		{Name: "landscape", Draw: plot.Landscape{Query: "tile", Place: "place", X: "w_{12}", Y: "w_{21}", Span: 3, Most: 128, Follow: "section"}, Title: "The loss over two weights", Note: "logarithmic; click to start there", Place: sim.Hero,
			Doc:  "The loss over the weights between the neurons, with the other two as they are now, or as they were at the start once a step has taken them beyond ten. On the hyperbola it is infinite; beyond it the fixed point is unstable. Grey: the network does not settle. The way of each variant is drawn from its start.",
			Show: []sim.Role{{Role: "singular", Output: "singular*"}, {Role: "trail", Output: "way"}, {Role: "at", Output: "at"}, {Role: "goal", Output: "goal"}}},
		{Name: "phase", Draw: Phase{Query: "field", Way: "trajectory", Point: "point", Place: "state", X: "r_1", Y: "r_2", Span: 2, Follow: "weights"}, Title: "The plane of the two rates", Note: "click: the state goes there", Place: sim.Main,
			Doc: "Arrows say where the rates move. On a nullcline one neuron is at rest; where the two cross, both are. A filled disc is a fixed point that the network goes to; a cross or a hollow mark is one that it leaves, and no answer. Click one for its eigenvalues.",
			Show: []sim.Role{{Role: "stable", Output: "stable"}, {Role: "spiral", Output: "spiral"}, {Role: "saddle", Output: "saddle"}, {Role: "unstable", Output: "unstable"}, {Role: "unstable_spiral", Output: "unstable_spiral"},
				{Role: "trail", Output: "way_r"}, {Role: "state", Output: "state"}}},
		{Name: "loss", Draw: figure.Trace{Log: new(true), Floor: 1e-16}, Title: "Loss", Place: sim.Main,
			Doc: "Mean squared distance of the states from their targets.", Show: []sim.Role{{Output: "loss"}}},
		{Name: "step", Draw: figure.Trace{Log: new(true), Mark: new(1.0)}, Title: "Length of a step", Note: "beside the length of W", Place: sim.Main,
			Doc: "Above 1 a single step moves the weights by more than their own size: it overshoots.", Show: []sim.Role{{Output: "move"}}},
		{Name: "eigenvalues", Draw: figure.Spectrum{Line: new(1.0), Circle: 1}, Title: "Eigenvalues of W", Place: sim.More,
			Doc: "Right of Re = 1 the linear network is unstable.", Show: []sim.Role{{Output: "eigenvalues"}}},
		{Name: "stability", Draw: figure.Trace{Mark: new(1.0)}, Title: "Largest real part", Note: "of an eigenvalue of W", Place: sim.More,
			Doc: "Above 1 the linear network is unstable, however low its loss.", Show: []sim.Role{{Output: "abscissa"}}},
		{Name: "size", Draw: figure.Trace{Log: new(true)}, Title: "Size of the weights", Place: sim.More,
			Doc: "Length of the weights.", Show: []sim.Role{{Output: "size"}}},
		{Name: "failed", Draw: figure.Trace{}, Title: "Inputs without an answer", Place: sim.More,
			Doc: "How many of the three inputs do not come to rest.", Show: []sim.Role{{Output: "failed"}}},
		{Name: "weights", Draw: figure.Matrix{}, Title: "Weights", Place: sim.More, Doc: "All four weights.", Show: []sim.Role{{Output: "weights"}}},
	},
	New: func() sim.Sim { return newTwo() },
}
