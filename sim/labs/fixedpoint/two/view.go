package two

import "hebb/sim"

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
		{Name: "landscape", Kind: "landscape", Title: "The loss over two weights", Note: "logarithmic; click to start there", Place: sim.Hero,
			Doc:     "The loss over the weights between the neurons, with the other two as they are now, or as they were at the start once a step has flung them away. On the hyperbola it is infinite; beyond it the fixed point is unstable. Grey: the network does not settle. The way of each variant is drawn from its start.",
			Show:    []sim.Role{{Role: "singular", Output: "singular*"}, {Role: "trail", Output: "way"}, {Role: "at", Output: "at"}, {Role: "goal", Output: "goal"}},
			Options: map[string]string{"query": "tile", "place": "place", "x": "w_{12}", "y": "w_{21}", "span": "3", "most": "128", "follow": "section"}},
		{Name: "phase", Kind: "phase", Title: "The plane of the two rates", Note: "click: the state goes there", Place: sim.Main,
			Doc: "Arrows say where the rates move. On a nullcline one neuron is at rest; where the two cross, both are. A filled disc is a fixed point that the network goes to; a cross or a hollow mark is one that it leaves, and no answer. Click one for its eigenvalues.",
			Show: []sim.Role{{Role: "stable", Output: "stable"}, {Role: "spiral", Output: "spiral"}, {Role: "saddle", Output: "saddle"}, {Role: "unstable", Output: "unstable"}, {Role: "unstable_spiral", Output: "unstable_spiral"},
				{Role: "trail", Output: "way_r"}, {Role: "state", Output: "state"}},
			Options: map[string]string{"query": "field", "query2": "trajectory", "point": "point", "place": "state", "x": "r_1", "y": "r_2", "span": "2", "follow": "weights"}},
		{Name: "loss", Kind: "trace", Title: "Loss", Place: sim.Main,
			Doc: "Mean squared distance of the states from their targets.", Show: []sim.Role{{Output: "loss"}}, Options: map[string]string{"log": "y", "floor": "1e-16"}},
		{Name: "step", Kind: "trace", Title: "Length of a step", Note: "beside the length of W", Place: sim.Main,
			Doc: "Above 1 a single step moves the weights by more than their own size: flung off the cliff.", Show: []sim.Role{{Output: "move"}}, Options: map[string]string{"log": "y", "mark": "1"}},
		{Name: "eigenvalues", Kind: "spectrum", Title: "Eigenvalues of W", Place: sim.More,
			Doc: "Right of Re = 1 the linear network is unstable.", Show: []sim.Role{{Output: "eigenvalues"}}, Options: map[string]string{"line": "1", "circle": "1"}},
		{Name: "stability", Kind: "trace", Title: "Largest real part", Note: "of an eigenvalue of W", Place: sim.More,
			Doc: "Above 1 the linear network is unstable, however low its loss.", Show: []sim.Role{{Output: "abscissa"}}, Options: map[string]string{"mark": "1"}},
		{Name: "size", Kind: "trace", Title: "Size of the weights", Place: sim.More,
			Doc: "Length of the weights.", Show: []sim.Role{{Output: "size"}}, Options: map[string]string{"log": "y"}},
		{Name: "failed", Kind: "trace", Title: "Inputs without an answer", Place: sim.More,
			Doc: "How many of the three inputs do not come to rest.", Show: []sim.Role{{Output: "failed"}}},
		{Name: "weights", Kind: "matrix", Title: "Weights", Place: sim.More, Doc: "All four weights.", Show: []sim.Role{{Output: "weights"}}},
	},
	New: func() sim.Sim { return newTwo() },
}
