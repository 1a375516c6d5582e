package slices

import "hebb/sim"

// View is the view on the loss of many neurons, cut along lines.
var View = sim.View{
	Name: "slices", Title: "Slices of the landscape", Summary: "Lines and planes through the lowest point of the loss of many neurons: a calm bowl, and then cliffs.",
	Unit:  sim.Noun{One: "point", Many: "points"},
	Speed: 200,
	Equation: []sim.Equation{
		{Left: `W =`, Terms: []sim.Term{{TeX: `W^{*} + t_1 W_1 + t_2 W_2`}}},
		{Left: `J(W) =`, Terms: []sim.Term{{TeX: `\tfrac1m\,|(G^{-1} - W)^{-1} X - \hat R|^2`}}},
	},
	Figures: []sim.Figure{
		{Name: "landscape", Kind: "landscape", Title: "A plane through the lowest point", Note: "log loss over two random directions", Place: sim.Hero,
			Doc:     "The loss over two random directions. Inside the ring the network is stable and the loss a calm bowl; outside it is crossed by curves on which it is infinite. The thin circle is what the theory of random matrices expects.",
			Show:    []sim.Role{{Role: "boundary", Output: "boundary*"}, {Role: "theory", Output: "circle"}, {Role: "dots", Output: "marks"}, {Role: "ray", Output: "ray"}, {Role: "at", Output: "at"}, {Role: "goal", Output: "goal"}},
			Options: map[string]string{"query": "tile", "x": "t_1", "y": "t_2", "span": "1", "most": "128"}},
		{Name: "curve", Kind: "curve", Title: "The loss along a line", Note: "log; coarse to fine", Place: sim.Main,
			Doc:     "The loss along lines through the lowest point. Bands are the exact places where it is infinite: between two of them it comes down again and again, but never as low.",
			Show:    []sim.Role{{Role: "curve", Output: "curve*"}, {Role: "pole", Output: "poles"}, {Role: "dots", Output: "now"}},
			Options: map[string]string{"log": "y", "x": "t", "y": "J", "x0": "-1", "x1": "1"}},
		{Name: "loss", Kind: "trace", Title: "Loss, point by point", Place: sim.More, Doc: "The loss at each point in the order of evaluation.", Show: []sim.Role{{Output: "loss"}}, Options: map[string]string{"log": "y", "floor": "1e-16"}},
		{Name: "sigma", Kind: "trace", Title: "Distance from the singular surface", Place: sim.More, Doc: "Smallest singular value of I - W at each point.", Show: []sim.Role{{Output: "sigma"}}, Options: map[string]string{"log": "y"}},
		{Name: "high", Kind: "trace", Title: "Points above 1000", Note: "fraction so far", Place: sim.More, Doc: "How much of what has been seen is cliff.", Show: []sim.Role{{Output: "high"}}},
	},
	New: func() sim.Sim { return newCuts() },
}
