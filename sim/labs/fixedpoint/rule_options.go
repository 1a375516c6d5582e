package fixedpoint

import "hebb/sim"

// What the rules are called and what they do, for choices.
var ruleOption = map[string]sim.Option{
	dW0:   {Name: dW0, Label: "ΔW0 no inverse", Doc: "The gradient with its inverse left out: Jacobian-free backpropagation."},
	dW1:   {Name: dW1, Label: "ΔW1 gradient", Doc: "The gradient of the loss at the fixed point. It is large without bound near the singular surface."},
	dW2:   {Name: dW2, Label: "ΔW2 finite", Doc: "A step down the gradient in another coordinate, A = (G⁻¹ - W)⁻¹, mapped back exactly."},
	dW2la: {Name: dW2la, Label: "ΔW2 look-ahead", Doc: "ΔW2 as the authors’ notebook executes it: it moves A once, and takes the gradient there."},
	dW3:   {Name: dW3, Label: "ΔW3 linearised", Doc: "ΔW2 to first order: no inverse at all, only local products with W."},
	dW4:   {Name: dW4, Label: "ΔW4", Doc: "The member of the family that the authors added last: gains scale the columns of W."},
	dW3A:  {Name: dW3A, Label: "ΔW3A (what if)", Doc: "The linear derivation taken literally: divides by the gains, so that saturated units dominate."},
	bptt:  {Name: bptt, Label: "through time", Doc: "Backpropagation through the Euler steps: the gradient of the state that they end in."},

	stepNotebook: {Name: stepNotebook, Label: "ΔW3, early notebook", Doc: "A one-dimensional variant of an early notebook of the authors’, which uses the look-ahead state."},
}

func ruleOptions(names ...string) []sim.Option {
	var list []sim.Option
	for _, n := range names {
		list = append(list, ruleOption[n])
	}
	return list
}
