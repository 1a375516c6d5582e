package deep

import (
	"hebb/sim"
	"hebb/sim/figure"
	"hebb/sim/labs/oja/plot"
)

// View is the view on a deep network.
var View = sim.View{
	Name:    "deep",
	Title:   "A deep network, one image at a time",
	Summary: "Backprop, or random feedback, with Oja's term beside it, in a network of 2 to 12 layers on handwritten digits.",
	Unit:    sim.Noun{One: "image", Many: "images"},
	Speed:   300,
	Show:    12,
	Equation: []sim.Equation{{Left: `\Delta W_l =`, Terms: []sim.Term{
		{TeX: `-\theta_0\, e_l\, y_{l-1}^{\top}`, Fields: []string{"theta0"}},
		{TeX: `-\,\theta_2\, e_l\, e_{l-1}^{\top}`, Fields: []string{"theta2"}},
		{TeX: `+\,\theta_9\, (y_l\, y_{l-1}^{\top} - y_l\, y_l^{\top} W_l)`, Fields: []string{"theta9"}},
	}}},
	Figures: figures,
	New:     func() sim.Sim { return newDeep() },
}

var figures = []sim.Figure{
	{Name: "journey", Draw: figure.Network{}, Title: "From pixels to classes", Note: "one image, every layer, now", Place: sim.Hero,
		Doc: "The present image on its way through the network: its pixels, the receptive fields of the first layer, the activities of each hidden layer as bars, and the class probabilities. Under each layer: the effective dimension and the size of its activity, and a dial with the angle between its error and backprop's.",
		Show: []sim.Role{{Role: "image", Output: "image"}, {Role: "label", Output: "label"}, {Role: "fields", Output: "fields1"}, {Role: "layer", Output: "y*"},
			{Role: "classes", Output: "p"}, {Role: "angle", Output: "angle*"}, {Role: "dimension", Output: "dim*"}, {Role: "norm", Output: "ynorm*"}}},
	{Name: "accuracy", Draw: figure.Trace{Min: new(0.0), Max: new(1.0)}, Title: "Accuracy", Note: "on held-out images, and on the last 200 training images", Place: sim.Main,
		Doc:  "How often the likeliest class is the right one. Held-out images are never learned from. Chance is one in ten.",
		Show: []sim.Role{{Role: "main", Output: "test_accuracy"}, {Role: "faint", Output: "accuracy"}}},
	{Name: "singular", Draw: plot.Strips{Mark: 1}, Title: "Singular values", Note: "of each matrix, log", Place: sim.Main,
		Doc:  "One tick for each singular value of a weight matrix: by how much it stretches a direction. Oja's term pulls them to one. Below one a signal shrinks, above one it grows.",
		Show: []sim.Role{{Output: "sv*"}}},
	{Name: "dimension", Draw: figure.Trace{Log: new(true)}, Title: "Effective dimension", Note: "of each hidden layer's activity", Place: sim.Main,
		Doc:  "The participation ratio (tr C)²/tr C² of the covariance C of a layer's activities over 300 held-out images: in about how many directions the layer varies. A dead layer can have a large one; look at the variance too.",
		Show: []sim.Role{{Output: "dim*"}}},
	{Name: "angle", Draw: figure.Trace{Min: new(0.0), Max: new(120.0), Mark: new(90.0), Idle: 0.01}, Title: "Feedback angle", Note: "to backprop's error, batch means, degrees", Place: sim.Main,
		Doc:  "The angle between the error that a layer gets and the one that backprop would give it, each averaged over 300 held-out images. Below 90° the layer learns in the right direction. With backprop it is 0.",
		Show: []sim.Role{{Output: "angle*"}}},
	{Name: "draw", Draw: Pad{Query: "classify"}, Title: "Draw one yourself", Note: "classed while the network learns", Place: sim.More,
		Doc: "What the networks make of a drawing of yours, as they are now. It is scaled to 20 pixels and centred by its mass, as the digits of the data were. Nothing is learned from it."},
	{Name: "mistakes", Draw: Mistakes{Query: "wrong"}, Title: "Still wrong", Note: "held-out images, under each the network's guess", Place: sim.More,
		Doc: "The first of the held-out images that the chosen network gets wrong, as it is now. Point at one for what it is."},
	{Name: "loss", Draw: figure.Trace{Log: new(true)}, Title: "Loss", Note: "cross entropy, nats", Place: sim.More,
		Doc:  "Minus the logarithm of the probability that the network gives to the right class. Guessing gives log 10 = 2.3.",
		Show: []sim.Role{{Role: "main", Output: "test_loss"}, {Role: "faint", Output: "loss"}}},
	{Name: "activity", Draw: figure.Trace{Log: new(true)}, Title: "Size of activity", Note: "mean |y| of each layer", Place: sim.More,
		Doc:  "The length of each layer's activity vector, averaged over the last hundred images. With Oja's term it settles near 8.",
		Show: []sim.Role{{Output: "ynorm*"}}},
	{Name: "error", Draw: figure.Trace{Log: new(true)}, Title: "Size of error", Note: "mean |e| of each layer", Place: sim.More,
		Doc:  "The length of each layer's error vector, averaged over the last hundred images. Where it vanishes nothing is taught.",
		Show: []sim.Role{{Output: "enorm*"}}},
	{Name: "receptive", Draw: figure.Tiles{}, Title: "Receptive fields", Note: "what each unit looks for, to first order", Place: sim.More,
		Doc:  "For units of the first layer their weights, laid out like the image. For deeper units the product of the matrices below, which ignores the activation. Orange is negative, blue positive.",
		Show: []sim.Role{{Output: "fields*"}}},
	{Name: "weights", Draw: figure.Matrix{Query: "weight"}, Title: "Weights", Note: "rows are the postsynaptic units", Place: sim.More,
		Doc:  "Every weight of a matrix: orange is negative, blue positive. Point at one for its value.",
		Show: []sim.Role{{Output: "w*"}}},
	{Name: "variance", Draw: figure.Trace{Log: new(true)}, Title: "Variance of activity", Note: "total, each hidden layer", Place: sim.More,
		Doc:  "The summed variance of a layer's activities over 300 held-out images. Near zero the layer says the same whatever the image.",
		Show: []sim.Role{{Output: "var*"}}},
	{Name: "rebuild", Draw: figure.Trace{Log: new(true)}, Title: "Distance from Oja's rest", Note: "mean |z − W Wᵀ y|² of each matrix", Place: sim.More,
		Doc:  "How far a layer's pre-activation is from what its activity, sent back through the transposed weights and forward again, would give. Oja's term lowers it. That of the output matrix can be large.",
		Show: []sim.Role{{Output: "ew*"}}},
	{Name: "ortho", Draw: figure.Trace{Log: new(true)}, Title: "Orthonormality error", Note: "|G − 1|²/k of each matrix", Place: sim.More,
		Doc:  "G is W Wᵀ or Wᵀ W, whichever is smaller, k its size. It is 0 when the rows, or columns, are orthonormal.",
		Show: []sim.Role{{Output: "ortho*"}}},
	{Name: "norms", Draw: figure.Trace{Log: new(true)}, Title: "Size of weights", Note: "Frobenius norm of each matrix", Place: sim.More,
		Doc:  "The square root of the sum of all squared weights of a matrix.",
		Show: []sim.Role{{Output: "fro*"}}},
	{Name: "alignment", Draw: figure.Trace{Mark: new(90.0)}, Title: "Weights against feedback", Note: "angle of W and B, degrees", Place: sim.More,
		Doc:  "The angle between the weights of a matrix and its fixed random feedback weights. With feedback alignment it falls below 90° as the weights turn towards the feedback weights.",
		Show: []sim.Role{{Output: "wb*"}}},
}
