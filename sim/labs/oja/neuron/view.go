package neuron

import (
	"hebb/sim"
	"hebb/sim/figure"
)

// View is what a class sees first.
var View = sim.View{
	Name: "neuron", Title: "One neuron", Summary: "A neuron looks at a cloud of points and turns towards the direction in which it is longest.",
	Unit:  sim.Noun{One: "sample", Many: "samples"},
	Speed: 60,
	Equation: []sim.Equation{
		{Left: `\text{Hebb}\quad \Delta w_i =`, Terms: []sim.Term{{TeX: `\eta\, y_i\, x`, Fields: []string{"eta"}}}},
		{Left: `\text{Oja}\quad \Delta w_i =`, Terms: []sim.Term{{TeX: `\eta\, y_i\, x`, Fields: []string{"eta"}}, {TeX: `-\,\eta\, y_i \textstyle\sum_{j} y_j w_j`, Fields: []string{"eta"}}}},
		{Left: `\text{Sanger}\quad \Delta w_i =`, Terms: []sim.Term{{TeX: `\eta\, y_i\, x`, Fields: []string{"eta"}}, {TeX: `-\,\eta\, y_i \textstyle\sum_{j \le i} y_j w_j`, Fields: []string{"eta"}}}},
	},
	Figures: []sim.Figure{
		{Name: "cloud", Draw: figure.Plane{Drag: &figure.Ellipse{Angle: "angle", Long: "long", Short: "short", MeanX: "mean_x", MeanY: "mean_y"}, Act: "aim"}, Title: "The cloud and the weights", Note: "first two dimensions", Place: sim.Hero,
			Doc: "Points are what the neurons can see, the ringed one what they have just seen. An arrow is a weight vector; its way since the start is drawn behind it, and beside it the way of the averaged rule. The ellipse is two standard deviations of the cloud, with its axes; marks on the circle of length 1 are the principal components. Drag the cloud to turn and stretch it.",
			Show: []sim.Role{{Role: "points", Output: "cloud"}, {Role: "now", Output: "sample"}, {Role: "ring", Output: "ellipse"}, {Role: "axis", Output: "long_axis"}, {Role: "axis", Output: "short_axis"},
				{Role: "ring", Output: "circle"}, {Role: "target", Output: "targets"}, {Role: "theory", Output: "avgpath*"}, {Role: "path", Output: "path*"}, {Role: "ghost", Output: "averaged"}, {Role: "arrow", Output: "arrows"}}},
		{Name: "length", Draw: figure.Trace{Log: new(true)}, Title: "Length of the weights", Note: "and under the averaged rule", Place: sim.Main,
			Doc:  "Under Hebb's rule a straight line: exponential growth. Under Oja's and Sanger's rules it settles at 1.",
			Show: []sim.Role{{Output: "norm*"}, {Role: "theory", Output: "avgnorm*"}}},
		{Name: "angle", Draw: figure.Trace{}, Title: "Angle to the component", Note: "degrees; and under the averaged rule", Place: sim.Main,
			Doc:  "How far weight vector j points away from principal component j. With one neuron every rule closes the angle; with two, Hebb's rule sends both to the first component, Oja's fills the plane in any direction, and Sanger's sorts them.",
			Show: []sim.Role{{Output: "angle*"}, {Role: "theory", Output: "avgangle*"}}},
		{Name: "captured", Draw: figure.Trace{}, Title: "Variance kept", Note: "1 is the most", Place: sim.More,
			Doc:  "How much of the cloud's mean square the neurons' directions keep, beside the most that so many directions can.",
			Show: []sim.Role{{Output: "captured"}}},
		{Name: "between", Draw: figure.Trace{}, Title: "Angle between neurons", Note: "degrees", Place: sim.More,
			Doc:  "The smallest angle between two weight vectors. Oja's and Sanger's rules bring it to 90 degrees, Hebb's to 0.",
			Show: []sim.Role{{Output: "between"}}},
		{Name: "weights", Draw: figure.Matrix{}, Title: "Weights", Note: "one row a neuron", Place: sim.More,
			Doc:  "All weights, also those for dimensions beyond the plane.",
			Show: []sim.Role{{Output: "weights"}}},
		{Name: "activity", Draw: figure.Bars{}, Title: "Activity", Note: "for the sample", Place: sim.More,
			Doc:  "What every neuron answers to the point it has just seen.",
			Show: []sim.Role{{Output: "y"}}},
		{Name: "lambda", Draw: figure.Bars{}, Title: "Variance along each component", Note: "of the cloud", Place: sim.More,
			Doc:  "The eigenvalues of the mean of x xᵀ. The nearer the first two are, the slower the neuron decides.",
			Show: []sim.Role{{Output: "lambda"}}},
	},
	New: func() sim.Sim { return newNeuron() },
}
