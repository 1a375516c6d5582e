package linear

import (
	"hebb/sim"
	"hebb/sim/figure"
)

// View is the view on many linear neurons.
var View = sim.View{
	Name: "linear", Title: "Many linear neurons", Summary: "Sixty to two hundred neurons learn to rest at given targets; ΔW2 has its closed form beside it.",
	Unit:  sim.Noun{One: "iteration", Many: "iterations"},
	Speed: 40,
	Equation: []sim.Equation{
		{Left: `J =`, Terms: []sim.Term{{TeX: `\tfrac1m \textstyle\sum_j |A x_j - \hat r_j|^2,`}, {TeX: `A = (G^{-1} - W)^{-1}`}}},
		{Left: `\Delta W_1 =`, Terms: []sim.Term{{TeX: `-\,\eta\,\tfrac2m\, A^{\top} E\, R^{\top}`, Fields: []string{"eta"}}}},
		{Left: `\Delta W_3 =`, Terms: []sim.Term{{TeX: `-\,\eta\,\tfrac2m\, F\, X^{\top} A^{-1},`, Fields: []string{"eta"}}, {TeX: `F = X - A^{-1}\hat R`, Fields: []string{"eta"}}}},
	},
	Figures: []sim.Figure{
		{Name: "loss", Draw: figure.Trace{Log: new(true), Floor: 1e-18}, Title: "Loss", Note: "log; dashed: ΔW2 in closed form", Place: sim.Hero,
			Doc:  "Mean squared distance of the fixed points from the targets. The dashed line is a formula, not a simulation: the loss of ΔW2 in exact arithmetic at this rate. The other rules have none.",
			Show: []sim.Role{{Output: "loss"}, {Role: "theory", Output: "theory"}}},
		{Name: "eigenvalues", Draw: figure.Spectrum{Line: new(1.0), Circle: 1}, Title: "Eigenvalues of GW", Note: "left of Re = 1 the network settles", Place: sim.Main,
			Doc:  "Each dot is an eigenvalue of G W. A real one at 1 makes the loss infinite. A pair that crosses the line off the axis makes the network unstable without any trace in the loss.",
			Show: []sim.Role{{Output: "eigenvalues"}}},
		{Name: "step", Draw: figure.Trace{Log: new(true), Mark: new(1.0)}, Title: "Length of a step", Note: "beside the length of W", Place: sim.Main,
			Doc:  "Above 1 a single step moves the weights by more than their own size: it overshoots.",
			Show: []sim.Role{{Output: "move"}}},
		{Name: "sigma", Draw: figure.Trace{Log: new(true)}, Title: "Distance from singularity", Note: "smallest singular value of I − GW", Place: sim.Main,
			Doc:  "At 0 the loss is infinite. The gradient grows as its inverse squared and more; ΔW3 shrinks with it.",
			Show: []sim.Role{{Output: "sigma"}}},
		{Name: "angles", Draw: figure.Trace{Mark: new(90.0)}, Title: "Angles between the rules", Note: "degrees, at the same weights", Place: sim.Main,
			Doc:  "ΔW2 and ΔW3 agree within a degree or so. Both are far from the gradient, yet both go downhill: they are gradients in another metric.",
			Show: []sim.Role{{Output: "theta12"}, {Output: "theta13"}, {Output: "theta23"}}},
		{Name: "abscissa", Draw: figure.Trace{Mark: new(1.0)}, Title: "Stability", Note: "largest real part of an eigenvalue", Place: sim.More,
			Doc:  "Above 1 the fixed points are unstable, however low the loss: the network would leave them.",
			Show: []sim.Role{{Output: "abscissa"}, {Role: "faint", Output: "least"}}},
		{Name: "side", Draw: figure.Trace{}, Title: "Side of the surface", Note: "sign of det(I − GW)", Place: sim.More,
			Doc:  "A change of sign is a jump across the singular surface between two iterations.",
			Show: []sim.Role{{Output: "det_sign"}, {Role: "faint", Output: "flips"}}},
		{Name: "condition", Draw: figure.Trace{Log: new(true)}, Title: "Condition number", Note: "of I − GW", Place: sim.More,
			Doc:  "How much a solution may be off, beside the rounding of its data.",
			Show: []sim.Role{{Output: "cond"}}},
		{Name: "size", Draw: figure.Trace{Log: new(true)}, Title: "Size of ΔW", Note: "before the rate", Place: sim.More,
			Doc:  "Size of the rule’s change of the weights, before the rate.",
			Show: []sim.Role{{Output: "dw"}}},
		{Name: "weights", Draw: figure.Matrix{}, Title: "Weights", Place: sim.More,
			Doc: "Row i holds the weights onto neuron i.", Show: []sim.Role{{Output: "weights"}}},
		{Name: "errors", Draw: figure.Matrix{}, Title: "Errors", Note: "a column a stimulus", Place: sim.More,
			Doc: "What is still missing at every neuron, for every stimulus.", Show: []sim.Role{{Output: "errors"}}},
	},
	New: func() sim.Sim { return newLinear() },
}
