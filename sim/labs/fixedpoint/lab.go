package fixedpoint

import (
	"hebb/sim"
	"hebb/sim/labs/fixedpoint/digits"
	"hebb/sim/labs/fixedpoint/linear"
	"hebb/sim/labs/fixedpoint/one"
	"hebb/sim/labs/fixedpoint/slices"
	"hebb/sim/labs/fixedpoint/two"
)

// Lab is the lab of learned fixed points.
var Lab = &sim.Lab{
	Name:    "fixedpoint",
	Title:   "Fixed points",
	Summary: "Recurrent networks that answer by coming to rest; why the gradient falls off a cliff, and rules that walk around it.",
	Doc:     doc,
	Sources: []sim.Source{
		{Text: "V. Zhu, R. Rosenbaum: Learning fixed points of recurrent neural networks by reparameterizing the network model, Neural Computation 36 (2024)", URL: "https://arxiv.org/abs/2307.06732"},
		{Text: "L. B. Almeida: A learning rule for asynchronous perceptrons with feedback in a combinatorial environment (1987)", URL: "https://dl.acm.org/doi/10.5555/104134.104145"},
		{Text: "F. J. Pineda: Generalization of back-propagation to recurrent neural networks, Physical Review Letters 59 (1987)", URL: "https://doi.org/10.1103/PhysRevLett.59.2229"},
		{Text: "S. Bai, J. Z. Kolter, V. Koltun: Deep equilibrium models (2019)", URL: "https://arxiv.org/abs/1909.01377"},
		{Text: "H. F. Walker, P. Ni: Anderson acceleration for fixed-point iterations, SIAM Journal on Numerical Analysis 49 (2011)", URL: "https://doi.org/10.1137/10078356X"},
		{Text: "Y. LeCun, C. Cortes, C. J. C. Burges: The MNIST database of handwritten digits", URL: "https://yann.lecun.com/exdb/mnist/"},
	},
	Views: []sim.View{one.View, two.View, linear.View, slices.View, digits.View},
}
