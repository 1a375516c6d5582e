package metaplasticity

import "hebb/sim"

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
	Views: []sim.View{discoverView},
}

var discoverView = sim.View{
	Name:    "discover",
	Title:   "Discover a rule",
	Summary: "Ten local terms compete: which of them let a network with random feedback learn?",
	Unit:    sim.Noun{One: "episode", Many: "episodes"},
	Speed:   4,
	Equation: []sim.Equation{{Left: `\Delta W_l =`, Terms: []sim.Term{
		{TeX: `-\theta_0\, e x^{\top}`, Fields: []string{"use0"}},
		{TeX: `-\theta_1\, y f^{\top}`, Fields: []string{"use1"}},
		{TeX: `-\theta_2\, e f^{\top}`, Fields: []string{"use2"}},
		{TeX: `-\theta_3\, W`, Fields: []string{"use3"}},
		{TeX: `-\theta_4\, \mathbf{1} f^{\top}`, Fields: []string{"use4"}},
		{TeX: `-\theta_5\, e\, \mathbf{1}^{\top} y\, x^{\top}`, Fields: []string{"use5"}},
		{TeX: `-\theta_6\, y\, y^{\top} W f f^{\top}`, Fields: []string{"use6"}},
		{TeX: `-\theta_7\, e\, y^{\top} W f\, x^{\top}`, Fields: []string{"use7"}},
		{TeX: `-\theta_8\, y\, x^{\top} W^{\top} e\, f^{\top}`, Fields: []string{"use8"}},
		{TeX: `+\theta_9\, (y x^{\top} - y y^{\top} W)`, Fields: []string{"use9"}},
	}}},
	Figures: finderFigures(false),
	New:     func() sim.Sim { return newFinder() },
}
