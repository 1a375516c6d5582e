package oja

import (
	"hebb/sim"
	"hebb/sim/labs/oja/deep"
	"hebb/sim/labs/oja/neuron"
	"hebb/sim/labs/oja/recurrent"
)

// Lab is the lab of Oja's rule.
var Lab = &sim.Lab{
	Name:    "oja",
	Title:   "Oja",
	Summary: "A local rule that keeps signals alive, beside an error that teaches.",
	Doc:     doc,
	Sources: []sim.Source{
		{Text: "N. Shervani-Tabar, M. A. Mirhoseini, R. Rosenbaum: Oja's plasticity rule overcomes several challenges of training neural networks under biological constraints (2024)", URL: "https://arxiv.org/abs/2408.08408"},
		{Text: "N. Shervani-Tabar, R. Rosenbaum: Meta-learning biologically plausible plasticity rules with random feedback pathways (2023)", URL: "https://doi.org/10.1038/s41467-023-37562-1"},
		{Text: "T. P. Lillicrap et al.: Random synaptic feedback weights support error backpropagation for deep learning (2016)", URL: "https://doi.org/10.1038/ncomms13276"},
		{Text: "E. Oja: Neural networks, principal components, and subspaces (1989)", URL: "https://doi.org/10.1142/S0129065789000475"},
		{Text: "T. D. Sanger: Optimal unsupervised learning in a single-layer linear feedforward neural network (1989)", URL: "https://doi.org/10.1016/0893-6080(89)90044-0"},
		{Text: "E. Oja: A simplified neuron model as a principal component analyzer (1982)", URL: "https://doi.org/10.1007/BF00275687"},
	},
	Views: []sim.View{deep.View, neuron.View, recurrent.Memory, recurrent.Recall},
}
