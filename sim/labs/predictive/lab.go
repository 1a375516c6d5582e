package predictive

import "hebb/sim"

// Lab is the lab of predictive coding.
var Lab = &sim.Lab{
	Name:    "predictive",
	Title:   "Predictive coding",
	Summary: "Beliefs and prediction errors relax layer by layer; watch when what they teach becomes backprop.",
	Doc:     doc,
	Sources: []sim.Source{
		{Text: "R. Rosenbaum: On the relationship between predictive coding and backpropagation, PLoS ONE 17(3) e0266102 (2022)", URL: "https://doi.org/10.1371/journal.pone.0266102"},
		{Text: "Correction to the same (2025)", URL: "https://doi.org/10.1371/journal.pone.0320944"},
		{Text: "R. Rosenbaum: Torch2PC and the notebooks of the figures", URL: "https://github.com/RobertRosenbaum/Torch2PC"},
		{Text: "J. C. R. Whittington, R. Bogacz: An approximation of the error backpropagation algorithm in a predictive coding network with local Hebbian synaptic plasticity (2017)", URL: "https://doi.org/10.1162/NECO_a_00949"},
		{Text: "B. Millidge, A. Tschantz, C. L. Buckley: Predictive coding approximates backprop along arbitrary computation graphs (2022)", URL: "https://doi.org/10.1162/neco_a_01497"},
		{Text: "Y. Song, T. Lukasiewicz, Z. Xu, R. Bogacz: Can the brain do backpropagation? Exact implementation of backpropagation in predictive coding networks (2020)", URL: "https://arxiv.org/abs/2006.06609"},
	},
	Views: []sim.View{explorerView, trainingView},
}
