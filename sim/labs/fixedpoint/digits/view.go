package digits

import (
	"hebb/sim"
	"hebb/sim/figure"
)

// View is the view on a network that classes digits.
var View = sim.View{
	Name: "digits", Title: "Digits at rest", Summary: "A recurrent tanh network classes handwritten digits by the state in which it rests. Only its recurrent weights learn.",
	Unit:  sim.Noun{One: "step", Many: "steps"},
	Speed: 25,
	Equation: []sim.Equation{
		{Left: `r =`, Terms: []sim.Term{{TeX: `f(W r + W_x x)`}}},
		{Left: `\Delta W =`, Terms: []sim.Term{{TeX: `-\,\eta\,\tfrac1B \textstyle\sum_i p_i\, q_i^{\top}`, Fields: []string{"eta"}}}},
		{Left: `\Delta W_1`, Terms: []sim.Term{{TeX: `p = (I - G W^{\top})^{-1} G\,\delta,`}, {TeX: `q = r`}}},
		{Left: `\Delta W_3`, Terms: []sim.Term{{TeX: `p = (I - W G)\, G\,\delta,`}, {TeX: `q = (I - G W)^{\top}(I - G W)\, r`}}},
	},
	Figures: []sim.Figure{
		{Name: "ways", Draw: figure.Plane{Labels: []string{"0", "1", "2", "3", "4", "5", "6", "7", "8", "9"}}, Title: "Ten images, ten ways to rest", Note: "from 0, in the plane in which they vary most", Place: sim.Hero,
			Doc:  "How the network moves for one held-out image of each class, over 15 τ. A way that ends in a point has found its fixed point; one that circles has no answer. Learning pulls the ends apart.",
			Show: []sim.Role{{Role: "path", Output: "path*"}, {Role: "at", Output: "ends"}}},
		{Name: "accuracy", Draw: figure.Trace{Min: new(0.0), Max: new(1.0)}, Title: "Accuracy", Note: "on held-out images, and on the last 20 batches", Place: sim.Main,
			Doc:  "How often the likeliest class is the right one. Chance is one in ten.",
			Show: []sim.Role{{Role: "main", Output: "test_accuracy"}, {Role: "faint", Output: "accuracy"}}},
		{Name: "residual", Draw: figure.Trace{Log: new(true)}, Title: "Distance from rest", Note: "median over the batch", Place: sim.Main,
			Doc:  "Largest change that a rate would still make. When it grows, what is learned from is no fixed point any more, and the gradient’s formula does not hold there.",
			Show: []sim.Role{{Output: "residual"}}},
		{Name: "eigenvalues", Draw: figure.Spectrum{Line: new(1.0), Circle: 1}, Title: "Eigenvalues of ḠW", Note: "left of Re = 1 the mean network settles", Place: sim.Main,
			Doc:  "Eigenvalues of the weights times the mean gains. A real one at 1 is a singularity of the loss; a pair that crosses the line takes stability away without one.",
			Show: []sim.Role{{Output: "eigenvalues"}}},
		{Name: "settles", Draw: figure.Trace{Min: new(0.0), Max: new(1.0)}, Title: "Does it settle?", Note: "200 held-out images", Place: sim.Main,
			Doc:  "The share for which the network comes to rest by itself and is right, against the share that would be right at a fixed point that a solver finds, stable or not. Where the two part, the network does not give the answer that the loss is about.",
			Show: []sim.Role{{Role: "main", Output: "own"}, {Output: "algebraic"}, {Output: "settled"}, {Role: "faint", Output: "unstable"}}},
		{Name: "loss", Draw: figure.Trace{Log: new(true)}, Title: "Loss", Note: "cross entropy, nats", Place: sim.More,
			Doc:  "Minus the logarithm of the probability given to the right class. Where many images have not settled, this is the loss of the state at T, not of a fixed point.",
			Show: []sim.Role{{Role: "main", Output: "test_loss"}, {Role: "faint", Output: "loss"}}},
		{Name: "failed", Draw: figure.Trace{Min: new(0.0), Max: new(1.0)}, Title: "Not settled", Note: "fraction of the batch", Place: sim.More,
			Doc:  "Images whose state is not at rest. Where fixed points are asked for they teach nothing.",
			Show: []sim.Role{{Output: "failed"}}},
		{Name: "abscissa", Draw: figure.Trace{Mark: new(1.0)}, Title: "Largest real part", Note: "of ḠW and of W", Place: sim.More,
			Doc:  "Above 1 the mean network is unstable. The most negative eigenvalue of W may be far below -1 without harm to the rate dynamics.",
			Show: []sim.Role{{Output: "abscissa"}, {Output: "abscissa_w"}, {Role: "faint", Output: "least_w"}}},
		{Name: "angles", Draw: figure.Trace{Mark: new(90.0)}, Title: "Angles between the rules", Note: "degrees, same images, same states", Place: sim.More,
			Doc:  "How far the rule in force points away from the gradient, and the rules from each other.",
			Show: []sim.Role{{Role: "main", Output: "angle"}, {Output: "angle10"}, {Output: "angle13"}, {Output: "angle14"}, {Output: "angle34"}}},
		{Name: "step", Draw: figure.Trace{Log: new(true), Mark: new(1.0)}, Title: "Length of a step", Note: "beside the length of W", Place: sim.More,
			Doc:  "Above 1 one step moves the weights by more than their own size.",
			Show: []sim.Role{{Output: "move"}}},
		{Name: "sigma", Draw: figure.Trace{Log: new(true)}, Title: "Distance from singularity", Note: "smallest singular value of I − ḠW", Place: sim.More,
			Doc:  "At 0 the mean network has no single fixed point.",
			Show: []sim.Role{{Output: "sigma"}}},
		{Name: "effort", Draw: figure.Trace{}, Title: "Products with W", Note: "per image and step", Place: sim.More,
			Doc:  "What an image costs: settling and rule together.",
			Show: []sim.Role{{Output: "effort"}}},
		{Name: "classes", Draw: figure.Bars{}, Title: "Class outputs of one image", Place: sim.More,
			Doc:  "The class probabilities for one of the images just seen.",
			Show: []sim.Role{{Output: "p"}, {Role: "label", Output: "label"}}},
		{Name: "image", Draw: Image{}, Title: "That image", Place: sim.More, Doc: "One of the images just seen.", Show: []sim.Role{{Output: "image"}}},
		{Name: "weights", Draw: figure.Matrix{}, Title: "Recurrent weights", Place: sim.More,
			Doc: "Row i holds the weights onto neuron i.", Show: []sim.Role{{Output: "weights"}}},
	},
	New: func() sim.Sim { return newDigits() },
}
