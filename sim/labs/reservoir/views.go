package reservoir

import (
	"hebb/sim"
	"hebb/sim/figure"
)

// realTime is units of 10 ms per second.
const realTime = 100

var unit = sim.Noun{One: "hundredth of a second", Many: "hundredths of a second", Seconds: 0.01}

// The three tasks.
var armView = sim.View{
	Name: "arm", Title: "Arm", Summary: "An arm of two to fifty segments learns a movement from reward alone.",
	Unit: unit, Speed: realTime, Equation: equation(armTask), Figures: figures(armTask),
	New: func() sim.Sim { return newMotor(armTask) },
}

var penView = sim.View{
	Name: "pen", Title: "Pen", Summary: "The network’s two outputs are the pen’s place on the sheet; here a teacher can be compared with reward.",
	Unit: unit, Speed: realTime, Equation: equation(penTask), Figures: figures(penTask),
	New: func() sim.Sim { return newMotor(penTask) },
}

var effortView = sim.View{
	Name: "effort", Title: "Effort", Summary: "Turning a joint costs reward: the arm learns to use the joints that cost least.",
	Unit: unit, Speed: realTime, Equation: equation(effortTask), Figures: figures(effortTask),
	New: func() sim.Sim { return newMotor(effortTask) },
}

// equation is the model of a task, line by line.
func equation(of task) []sim.Equation {
	lines := []sim.Equation{
		{Left: `\tau\, \dot x =`, Terms: []sim.Term{{TeX: `-\,x`}, {TeX: `+\,J r`, Fields: []string{"lambda"}}, {TeX: `+\,Q z`}, {TeX: `+\,g_c S c(t)`, Fields: []string{"clock"}}}},
		{Left: `z =`, Terms: []sim.Term{{TeX: `W_x r`, Fields: []string{"exp_out"}}, {TeX: `+\,\psi(\bar e)\, u`, Fields: []string{"exp_out", "psi_gain", "psi_coef"}}, {TeX: `+\,W_m r`, Fields: []string{"mst_out"}}}},
	}
	e := sim.Equation{Left: `e =`, Terms: []sim.Term{{TeX: `|p - f|^2`}}}
	if of == effortTask {
		e.Terms = append(e.Terms, sim.Term{TeX: `+\,\textstyle\sum_j c_j\, |z_j - \bar z_j|`})
	}
	return append(lines, e,
		sim.Equation{Left: `\Delta W_x =`, Terms: []sim.Term{{TeX: `\eta\, \varphi(\hat e)\, \hat z_x\, r^{\top}`, Fields: []string{"eta", "exp_lr", "da_gain"}}}},
		sim.Equation{Left: `\Delta W_m =`, Terms: []sim.Term{{TeX: `\kappa\, g(\bar e)\, \bar z_x\, (P r)^{\top}`, Fields: []string{"kappa", "transfer"}}}})
}

func figures(of task) []sim.Figure {
	hero := Linkage{Draw: "drawing", Learn: "learn_this", Times: true}
	title, note := "The pen", "orange is the explorer’s ink, blue mastery’s"
	if of != penTask {
		hero.Reach, hero.Base = "reach", [2]float64{0, -2}
		title, note = "The arm", "orange is the explorer’s part, blue mastery’s"
	}
	list := []sim.Figure{
		{Name: "linkage", Draw: hero, Title: title, Note: note, Place: sim.Hero,
			Doc: "The thin curve is the target; the hand leaves ink behind, which fades. Its colour says who moved the hand: the explorer or mastery. The halo around the hand is the error. The lamp shows reward: lit when the error has just fallen. The lock is the gate: open while skill is handed on to mastery. Draw a curve of your own and let the network learn it.",
			Show: []sim.Role{{Role: "target", Output: "target"}, {Role: "joints", Output: "joints"}, {Role: "pen", Output: "pen"}, {Role: "shares", Output: "shares"},
				{Role: "explorer", Output: "explorer"}, {Role: "mastery", Output: "mastery"}, {Role: "error", Output: "miss"}, {Role: "reward", Output: "phi"},
				{Role: "gate", Output: "gate"}, {Role: "trial", Output: "trial"}, {Role: "phase", Output: "phase"}}},
		{Name: "error", Draw: figure.Trace{Log: new(true), Every: "trial_units", Floor: 0.001}, Title: "Error", Note: "distance from hand to target, a tick each trial", Place: sim.Main,
			Doc:  "The thick line is the error of the last finished trial, the faint one the distance at this moment. Test trials begin where the gate’s curve goes flat.",
			Show: []sim.Role{{Role: "main", Output: "trial_error"}, {Role: "faint", Output: "miss"}}},
		{Name: "contributions", Draw: figure.Trace{Every: "trial_units"}, Title: "Who moves the hand", Note: "both pathways, output by output", Place: sim.Main,
			Doc:  "What the explorer and what mastery add to each output. A new movement is the explorer’s; with practice mastery takes it over, and the explorer falls silent.",
			Show: []sim.Role{{Role: "warm", Output: "zx*"}, {Role: "cool", Output: "zm*"}}},
		{Name: "norms", Draw: figure.Trace{Log: new(true), Every: "trial_units", Floor: 0.001}, Title: "Weights", Note: "length of both pathways’ weights", Place: sim.Main,
			Doc:  "The explorer’s weights carry the movement first. They cross when the skill has become automatic.",
			Show: []sim.Role{{Role: "warm", Output: "wx"}, {Role: "cool", Output: "wm"}}},
		{Name: "share", Draw: figure.Trace{Every: "trial_units", Min: new(0.0), Max: new(1.0)}, Title: "Explorer’s share", Note: "1: the explorer alone, 0: mastery alone", Place: sim.More,
			Doc:  "How much of the movement comes from the explorer, over the last 0.1 s.",
			Show: []sim.Role{{Output: "share"}}},
		{Name: "exploration", Draw: figure.Trace{Log: new(true), Every: "trial_units", Floor: 0.0001}, Title: "Exploration", Note: "amplitude of the noise", Place: sim.More,
			Doc:  "Amplitude of the noise on every output. It falls with the error.",
			Show: []sim.Role{{Output: "psi"}}},
		{Name: "gate", Draw: figure.Trace{Every: "trial_units", Min: new(0.0), Max: new(1.0)}, Title: "Gate to mastery", Note: "1 open, 0 shut", Place: sim.More,
			Doc:  "Mastery learns only while the mean error lies below the threshold.",
			Show: []sim.Role{{Output: "open"}}},
		{Name: "mean", Draw: figure.Trace{Log: new(true), Every: "trial_units", Floor: 0.000001}, Title: "Mean error", Note: "the gate opens below the threshold", Place: sim.More,
			Doc:  "The running mean of the error. Reward is measured against it, exploration follows it, and the gate opens when it is small.",
			Show: []sim.Role{{Output: "ebar"}}},
		{Name: "distance", Draw: figure.Trace{Log: new(true), Every: "trial_units", Floor: 0.001}, Title: "Distance", Note: "root of the error over 1 s, and its mean in the test", Place: sim.More,
			Doc:  "The paper’s measure. In a test its mean is the deviation: below 0.5 the test is passed.",
			Show: []sim.Role{{Output: "distance"}, {Output: "deviation"}}},
		{Name: "rates", Draw: Raster{Map: figure.Map{Limit: 1}, Step: 2, Unit: "ms"}, Title: "Reservoir", Note: "40 units, the last 400 ms", Place: sim.More,
			Doc:  "Rates of every so many units. Left alone they would be chaotic; the feedback of the output holds them on a repeating course.",
			Show: []sim.Role{{Output: "rates"}}},
		{Name: "components", Draw: figure.Plane{}, Title: "Reservoir in two dimensions", Note: "the last trial, and faintly the one before", Place: sim.More,
			Doc:  "The state of all units over a trial, along the two directions in which it varies most. When the movement is mastered the two loops lie on one another.",
			Show: []sim.Role{{Role: "path", Output: "orbit"}, {Role: "faint", Output: "orbit_before"}}},
		{Name: "stiffness", Draw: figure.Trace{Every: "trial_units"}, Title: "What mastery can still learn", Note: "trace of P", Place: sim.More,
			Doc:  "Starts at N/γ and only falls. When it is low mastery hardly learns anything new, until P is reset.",
			Show: []sim.Role{{Output: "trace_p"}}},
		{Name: "reward", Draw: figure.Trace{Every: "trial_units"}, Title: "Reward", Note: "the third factor, at the newest step", Place: sim.More,
			Doc:  "Above 0 the last change is reinforced, below 0 weakened. It hardly gets smaller with the error: small changes of it count almost as much as large ones.",
			Show: []sim.Role{{Output: "phi"}}},
		{Name: "authors", Draw: figure.Trace{Every: "trial_units"}, Title: "Weights, as in the paper", Note: "a norm of their own; switch its measurement on", Place: sim.More,
			Doc:  "The spectral norm of the element-wise root of W Wᵀ, to compare with the figures of the paper. With two outputs it is between 0.71 and 1.41 times the plain length.",
			Show: []sim.Role{{Output: "wn_x"}, {Output: "wn_m"}}},
		{Name: "dimension", Draw: figure.Trace{Every: "trial_units"}, Title: "Dimension of the reservoir", Note: "participation ratio over a trial", Place: sim.More,
			Doc:  "How many directions the rates use.",
			Show: []sim.Role{{Output: "dimension"}}},
	}
	if of == effortTask {
		list = append(list, sim.Figure{Name: "cost", Draw: figure.Trace{Log: new(true), Every: "trial_units", Floor: 0.00001}, Title: "Cost of movement", Note: "at the newest step", Place: sim.Main,
			Doc:  "What turning the joints adds to the error.",
			Show: []sim.Role{{Output: "cost"}}})
	}
	return list
}
