package one

import (
	"hebb/sim"
	"hebb/sim/figure"
	"hebb/sim/labs/fixedpoint/plot"
)

// View is what a class sees first.
var View = sim.View{
	Name: "one", Title: "One neuron", Summary: "A neuron that excites itself, a loss with a pole, and rules that overshoot beside it or approach it in small steps.",
	Unit:  sim.Noun{One: "iteration", Many: "iterations"},
	Speed: 60,
	Equation: []sim.Equation{
		{Left: `J(w) =`, Terms: []sim.Term{{TeX: `S/u^2 - 2C/u + T,`}, {TeX: `u = 1/g - w`}}},
		{Left: `\Delta W_1:\ u' =`, Terms: []sim.Term{{TeX: `u`}, {TeX: `+\,2\eta\,(S - C u)/u^3`, Fields: []string{"eta"}}}},
		{Left: `\Delta W_2:\ a' =`, Terms: []sim.Term{{TeX: `a`}, {TeX: `-\,2\eta\,(S a - C),`, Fields: []string{"eta"}}, {TeX: `a = 1/u`}}},
		{Left: `\Delta W_3:\ u' =`, Terms: []sim.Term{{TeX: `u`}, {TeX: `+\,2\eta\,u\,(S - C u)`, Fields: []string{"eta"}}}},
	},
	Figures: []sim.Figure{
		{Name: "curve", Draw: plot.Curve{Log: true, X: "w", Y: "J", Place: "place"}, Title: "The loss over the weight", Note: "log; click to put the weight", Place: sim.Hero,
			Doc:  "The loss has a pole where the activity of the neuron diverges, a minimum on the stable side, and a plateau far away. The dot is the weight now; its way is drawn behind it. Beyond the picture, it is shown at the edge with its number.",
			Show: []sim.Role{{Role: "curve", Output: "curve*"}, {Role: "pole", Output: "pole"}, {Role: "dots", Output: "dot"}, {Role: "trail", Output: "way"}, {Role: "level", Output: "level"}, {Role: "goal", Output: "goal"}}},
		{Name: "response", Draw: plot.Curve{X: "a", Y: "J"}, Title: "The same over the response a", Note: "a parabola without a pole", Place: sim.Main,
			Doc:  "In the coordinate a = 1/u the loss is a parabola. ΔW2 is plain descent here: the pole lies at infinity.",
			Show: []sim.Role{{Role: "curve", Output: "curve_a*"}, {Role: "dots", Output: "dot_a"}, {Role: "trail", Output: "way_a"}, {Role: "goal", Output: "goal_a"}}},
		{Name: "cobweb", Draw: Cobweb{X: "v", Y: "v'", Place: "place_v"}, Title: "The rule as a map", Note: "for ΔW3 the logistic map", Place: sim.Main,
			Doc:  "Every iteration goes up to the curve and across to the diagonal. With ΔW3 the curve is the logistic map: as the rate grows it settles, alternates, becomes chaotic and at last escapes.",
			Show: []sim.Role{{Role: "map", Output: "map"}, {Role: "web", Output: "web"}}},
		{Name: "gap", Draw: figure.Trace{Log: new(true), Floor: 1e-14}, Title: "Above the minimum", Note: "J/J* − 1", Place: sim.Main,
			Doc:  "How far the loss is above the least possible one.",
			Show: []sim.Role{{Output: "gap"}}},
		{Name: "weight", Draw: figure.Trace{}, Title: "Weight", Place: sim.More,
			Doc: "Where the weight has been.", Show: []sim.Role{{Output: "w"}}},
		{Name: "loss", Draw: figure.Trace{Log: new(true)}, Title: "Loss", Place: sim.More,
			Doc: "Mean squared distance of the fixed points from the targets.", Show: []sim.Role{{Output: "loss"}}},
		{Name: "step", Draw: figure.Trace{Log: new(true)}, Title: "Length of the step", Place: sim.More,
			Doc: "How far each iteration moved the weight.", Show: []sim.Role{{Output: "move"}}},
	},
	New: func() sim.Sim { return newOne() },
}
