package reservoir

import (
	_ "embed"

	"hebb/sim"
)

//go:embed doc.go
var doc string

// Lab is the lab of reward-modulated motor learning.
var Lab = &sim.Lab{
	Name: "reservoir", Title: "Motor reservoir",
	Summary: "A chaotic network learns to draw from reward alone, masters the movement, and loses and regains its dopamine.",
	Doc:     doc,
	Sources: []sim.Source{
		{Text: "R. Pyle, R. Rosenbaum, A reservoir computing model of reward-modulated motor learning and automaticity, Neural Computation 31(7), 2019", URL: "https://arxiv.org/abs/1803.03304"},
		{Text: "D. Sussillo, L. F. Abbott, Generating coherent patterns of activity from chaotic neural networks, Neuron 63(4), 2009", URL: "https://doi.org/10.1016/j.neuron.2009.07.018"},
		{Text: "G. M. Hoerzer, R. Legenstein, W. Maass, Emergence of complex computational structures from chaotic neural networks through reward-modulated Hebbian learning, Cerebral Cortex 24(3), 2014", URL: "https://doi.org/10.1093/cercor/bhs348"},
		{Text: "R. Sankar, N. Thou, N. Rougier, A. Leblois, a replication in ReScience C, with the authors’ scripts and results for eleven seeds", URL: "https://rescience.github.io/"},
	},
	Views: []sim.View{armView, penView, effortView},
}
