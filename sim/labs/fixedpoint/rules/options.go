package rules

import "hebb/sim"

// What the rules are called and what they do, for choices.
var ruleOption = map[string]sim.Option{
	DW0:   {Name: DW0, Label: "ΔW0 no inverse", Doc: "The gradient with its inverse left out: Jacobian-free backpropagation."},
	DW1:   {Name: DW1, Label: "ΔW1 gradient", Doc: "The gradient of the loss at the fixed point. It is large without bound near the singular surface."},
	DW2:   {Name: DW2, Label: "ΔW2 finite", Doc: "A step down the gradient in another coordinate, A = (G⁻¹ - W)⁻¹, mapped back exactly."},
	DW2la: {Name: DW2la, Label: "ΔW2 look-ahead", Doc: "ΔW2 as the authors’ notebook executes it: it moves A once, and takes the gradient there."},
	DW3:   {Name: DW3, Label: "ΔW3 linearised", Doc: "ΔW2 to first order: no inverse at all, only local products with W."},
	DW4:   {Name: DW4, Label: "ΔW4", Doc: "The member of the family that the authors added last: gains scale the columns of W."},
	DW3A:  {Name: DW3A, Label: "ΔW3A, divided by gains", Doc: "What the linear derivation would give for tanh units: it divides by their gains, so that saturated units dominate."},
	BPTT:  {Name: BPTT, Label: "through time", Doc: "Backpropagation through the Euler steps: the gradient of the state that they end in."},

	DW3Notebook: {Name: DW3Notebook, Label: "ΔW3, early notebook", Doc: "A one-dimensional variant of an early notebook of the authors’, which uses the look-ahead state."},
}

// Options are the choices of a field for these rules.
func Options(names ...string) []sim.Option {
	var list []sim.Option
	for _, n := range names {
		list = append(list, ruleOption[n])
	}
	return list
}
