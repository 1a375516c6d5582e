package metaplasticity

import (
	"fmt"

	"hebb/sim"
	"hebb/sim/figure"
	"hebb/sim/rule"
)

// Lab is the lab of learning rules that are found by learning.
var Lab = &sim.Lab{
	Name:    "metaplasticity",
	Title:   "Meta-plasticity",
	Summary: "A network finds its own learning rule, or learns by one that you write.",
	Doc:     doc,
	Sources: []sim.Source{
		{Text: "N. Shervani-Tabar, R. Rosenbaum: Meta-learning biologically plausible plasticity rules with random feedback pathways (2023)", URL: "https://doi.org/10.1038/s41467-023-37562-1"},
		{Text: "T. P. Lillicrap et al.: Random synaptic feedback weights support error backpropagation for deep learning (2016)", URL: "https://doi.org/10.1038/ncomms13276"},
		{Text: "J. Cheng, Google Creative Lab: The Quick, Draw! Dataset (2017)", URL: "https://github.com/googlecreativelab/quickdraw-dataset"},
		{Text: "E. Oja: Neural networks, principal components, and subspaces (1989)", URL: "https://doi.org/10.1142/S0129065789000475"},
		{Text: "D. P. Kingma, J. Ba: Adam: a method for stochastic optimization (2015)", URL: "https://arxiv.org/abs/1412.6980"},
	},
	Views: []sim.View{discoverView, writeView, tuneView},
}

var discoverView = sim.View{
	Name:     "discover",
	Title:    "Discover a rule",
	Summary:  "Ten local terms compete: which of them let a network with random feedback learn?",
	Unit:     sim.Noun{One: "episode", Many: "episodes"},
	Speed:    4,
	Equation: []sim.Equation{{Left: `\Delta W_l =`, Terms: equation(rule.Pool)}},
	Figures:  finderFigures(false),
	New:      func() sim.Sim { return newFinder() },
}

// equation are the terms of a pool with their coefficients.
func equation(rules rule.List) (list []sim.Term) {
	for r, term := range rules {
		list = append(list, sim.Term{TeX: fmt.Sprintf(`%c\theta_%d\, %s`, term.Text[0], r, term.TeX), Fields: []string{fmt.Sprintf("use%d", r)}})
	}
	return list
}

var writeView = sim.View{
	Name:    "write",
	Title:   "Write a rule",
	Summary: "Type a local rule and see a network learn by it, one image at a time.",
	Unit:    sim.Noun{One: "image", Many: "images"},
	Speed:   300,
	Figures: []sim.Figure{
		formulaFigure(sim.Hero),
		{Name: "journey", Draw: figure.Network{}, Title: "From pixels to classes", Note: "one image, every layer, now", Place: sim.Main,
			Doc:  "The present image on its way through the network: its pixels, the activities of each hidden layer as bars, and the class probabilities; under each layer the angle between its error and backprop's.",
			Show: []sim.Role{{Role: "image", Output: "image"}, {Role: "label", Output: "label"}, {Role: "layer", Output: "y*"}, {Role: "classes", Output: "p"}, {Role: "angle", Output: "angle*"}, {Role: "norm", Output: "ynorm*"}}},
		{Name: "accuracy", Draw: figure.Trace{Min: new(0.0), Max: new(1.0)}, Title: "Accuracy", Note: "on held-out images, and on the last 200 training images", Place: sim.Main,
			Doc:  "How often the likeliest class is the right one. Held-out images are never learned from.",
			Show: []sim.Role{{Role: "main", Output: "test_accuracy"}, {Role: "faint", Output: "accuracy"}}},
		{Name: "share", Draw: figure.Bars{Min: new(0.0), Max: new(1.0)}, Title: "Who changes the weights", Note: "share of each coefficient's terms, now", Place: sim.Main,
			Doc:  "How much the terms of each coefficient move the weights at the present image: the Frobenius norms of their changes, among the sum of all.",
			Show: []sim.Role{{Output: "share*"}}},
		{Name: "angle", Draw: figure.Trace{Min: new(0.0), Max: new(120.0), Mark: new(90.0), Idle: 0.01}, Title: "Angle of the teaching signals", Note: "to backprop's, batch means, degrees", Place: sim.Main,
			Doc:  "The angle between the error that a layer gets and the one that backprop would give it, each averaged over 200 held-out images.",
			Show: []sim.Role{{Output: "angle*"}}},
		{Name: "loss", Draw: figure.Trace{Log: new(true)}, Title: "Loss", Note: "cross entropy, nats", Place: sim.More,
			Doc:  "Minus the logarithm of the probability that the network gives to the right class.",
			Show: []sim.Role{{Role: "main", Output: "test_loss"}, {Role: "faint", Output: "loss"}}},
		{Name: "activity", Draw: figure.Trace{Log: new(true)}, Title: "Size of activity", Note: "|y| of each layer, present image", Place: sim.More,
			Doc:  "The length of each layer's activity vector. A rule that lets it grow diverges.",
			Show: []sim.Role{{Output: "ynorm*"}}},
		{Name: "ew", Draw: figure.Trace{Log: new(true)}, Title: "Distance from Oja’s rest", Note: "mean |z − W Wᵀ y|² of each matrix", Place: sim.More,
			Doc:  "A mean over 200 held-out images, as in the Oja lab; E_W of the other experiments of this lab is a sum. How far each layer's pre-activation is from what its activity, sent back through the transposed weights and forward again, would give.",
			Show: []sim.Role{{Output: "ew*"}}},
		{Name: "reward", Draw: figure.Trace{Min: new(0.0), Max: new(1.0)}, Title: "Mean reward", Note: "what the rule calls rbar", Place: sim.More,
			Doc:  "The running mean of the reward, which is 1 for a right guess and 0 for a wrong one.",
			Show: []sim.Role{{Output: "rbar"}}},
		{Name: "shares", Draw: figure.Matrix{}, Title: "Shares by matrix", Note: "coefficients (columns) in each matrix (rows), now", Place: sim.More,
			Doc:  "The share of each coefficient's terms in the change of each matrix by the present image.",
			Show: []sim.Role{{Output: "shares"}}},
		{Name: "weights", Draw: figure.Matrix{}, Title: "Weights", Note: "rows are the postsynaptic units", Place: sim.More,
			Doc:  "Every weight of a matrix: orange is negative, blue positive.",
			Show: []sim.Role{{Output: "w*"}}},
	},
	New: func() sim.Sim { return newWriter() },
}

var tuneView = sim.View{
	Name:    "tune",
	Title:   "Tune a written rule",
	Summary: "Write a rule and let meta-learning find its coefficients.",
	Unit:    sim.Noun{One: "episode", Many: "episodes"},
	Speed:   4,
	Figures: finderFigures(true),
	New:     func() sim.Sim { return newTuner() },
}
