package slices

import (
	"hebb/sim"
	"hebb/sim/figure"
	"hebb/sim/labs/fixedpoint/plot"
)

// View is the view on the loss of many neurons, cut along lines.
var View = sim.View{
	Name: "slices", Title: "Slices of the landscape", Summary: "Lines and planes through the minimum of the loss of many neurons: a calm bowl, and then cliffs.",
	Unit:  sim.Noun{One: "point", Many: "points"},
	Speed: 200,
	Equation: []sim.Equation{
		{Left: `W =`, Terms: []sim.Term{{TeX: `W^{*} + t_1 W_1 + t_2 W_2`}}},
		{Left: `J(W) =`, Terms: []sim.Term{{TeX: `\tfrac1m\,|(G^{-1} - W)^{-1} X - \hat R|^2`}}},
	},
	Figures: []sim.Figure{
		{Name: "landscape", Draw: plot.Landscape{Query: "tile", X: "t_1", Y: "t_2", Span: 1, Most: 128}, Title: "Plane through the minimum", Note: "log loss over two random directions", Place: sim.Hero,
			Doc:  "The loss over two random directions. Inside the ring the network is stable and the loss a calm bowl; outside it is crossed by curves on which it is infinite. The thin circle is what the theory of random matrices expects.",
			Show: []sim.Role{{Role: "boundary", Output: "boundary*"}, {Role: "theory", Output: "circle"}, {Role: "dots", Output: "marks"}, {Role: "ray", Output: "ray"}, {Role: "at", Output: "at"}, {Role: "goal", Output: "goal"}}},
		{Name: "curve", Draw: plot.Curve{Log: true, X: "t", Y: "J", X0: new(-1.0), X1: new(1.0)}, Title: "The loss along a line", Note: "log; coarse to fine", Place: sim.Main,
			Doc:  "The loss along lines through the minimum. Bands are the exact places where it is infinite: between two of them it comes down again and again, but never as low.",
			Show: []sim.Role{{Role: "curve", Output: "curve*"}, {Role: "pole", Output: "poles"}, {Role: "dots", Output: "now"}}},
		{Name: "loss", Draw: figure.Trace{Log: new(true), Floor: 1e-16}, Title: "Loss, point by point", Place: sim.More, Doc: "The loss at each point in the order of evaluation.", Show: []sim.Role{{Output: "loss"}}},
		{Name: "sigma", Draw: figure.Trace{Log: new(true)}, Title: "Distance from singularity", Place: sim.More, Doc: "Smallest singular value of I - W at each point.", Show: []sim.Role{{Output: "sigma"}}},
		{Name: "high", Draw: figure.Trace{}, Title: "Points above 1000", Note: "fraction so far", Place: sim.More, Doc: "Fraction of the points so far whose loss is above 1000.", Show: []sim.Role{{Output: "high"}}},
	},
	New: func() sim.Sim { return newCuts() },
}
