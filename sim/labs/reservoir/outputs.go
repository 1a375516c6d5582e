package reservoir

import (
	"fmt"

	"hebb/sim"
)

// index says where each output stands. Recorded scalars come first.
type index struct {
	distance, miss, trialError, soFar, deviation, meanError, cost    int
	psi, phi, share, open, testing, wx, wm, trace                    int
	zx, zm                                                           int // the first of each series
	target, joints, pen, shares, explorer, mastery                   int
	err, gate, trial, phase, step, reach, beyond, scale, smallest    int
	trialUnits, rates                                                int
	orbitNow, orbitBefore, var1, var2, dimension, authorsX, authorsM int
}

// describe lists the outputs.
func describe(s *motor) ([]sim.Output, index) {
	var out []sim.Output
	at := index{cost: -1}
	add := func(o sim.Output) int {
		out = append(out, o)
		return len(out) - 1
	}
	recorded := func(name, symbol, label, doc string, log bool) int {
		return add(sim.Output{Name: name, Symbol: symbol, Label: label, Doc: doc, Kind: sim.Scalar, From: sim.Recorded, Log: log})
	}
	scalar := func(name, symbol, label, doc string) int {
		return add(sim.Output{Name: name, Symbol: symbol, Label: label, Doc: doc, Kind: sim.Scalar})
	}
	at.distance = recorded("distance", `\sqrt{\bar e}`, "distance", "Root of the error, averaged over 1 s: the paper’s measure. A test is passed when its mean stays below 0.5.", true)
	at.miss = recorded("miss", `|p-f|`, "miss", "Distance from the hand to the target: root mean square over the last 10 ms, without any cost of movement.", true)
	at.trialError = recorded("trial_error", "", "error of the trial", "Root mean square distance from hand to target over the last finished trial; during the first trial, over its part so far.", true)
	at.soFar = recorded("so_far", "", "error so far", "Root mean square distance from hand to target over the part of this trial that is over.", true)
	at.deviation = recorded("deviation", "", "deviation", "Mean distance over the test, or over its part so far; before the first test 0.", true)
	at.meanError = recorded("ebar", `\bar e`, "mean error", "Running mean of the error, against which reward is measured. Below the threshold the gate opens. It stands still in a test.", true)
	if s.task == effortTask {
		at.cost = recorded("cost", "", "cost of movement", "What turning the joints adds to the error, at the newest step.", true)
	}
	at.psi = recorded("psi", `\psi`, "exploration", "Amplitude of the exploration noise on every output.", true)
	at.phi = recorded("phi", `\varphi`, "reward", "The third factor: above 0 when the error has just fallen below its running mean.", false)
	at.share = recorded("share", "", "explorer’s share", "Who moves the hand: size of the explorer’s output over that of both pathways, over the last 0.1 s. 1: the explorer alone, 0: mastery alone.", false)
	at.open = recorded("open", "", "gate", "How far the gate to mastery was open in the last 10 ms, on average: 0 shut, 1 open.", false)
	at.testing = recorded("testing", "", "test", "1 in a test, 0 in training.", false)
	at.wx = recorded("wx", `|W_x|`, "explorer’s weights", "Length of the explorer’s weights: root of the sum of their squares.", true)
	at.wm = recorded("wm", `|W_m|`, "mastery’s weights", "Length of mastery’s weights: root of the sum of their squares.", true)
	at.trace = recorded("trace_p", `\mathrm{tr}\,P`, "trace of P", "How much of the reservoir’s activity mastery has not met yet: it starts at N/γ and only falls. The lower, the less mastery can still learn.", false)
	for j := range s.series {
		i := recorded(fmt.Sprintf("zx%d", j+1), fmt.Sprintf("z_{x,%d}", j+1), fmt.Sprintf("explorer, output %d", j+1), "What the explorer adds to an output, low-passed over 1 ms.", false)
		if j == 0 {
			at.zx = i
		}
	}
	for j := range s.series {
		i := recorded(fmt.Sprintf("zm%d", j+1), fmt.Sprintf("z_{m,%d}", j+1), fmt.Sprintf("mastery, output %d", j+1), "What mastery adds to an output, low-passed over 1 ms.", false)
		if j == 0 {
			at.zm = i
		}
	}

	rows := s.rows()
	bones := 1
	if s.task != penTask {
		bones = rows + 1
	}
	at.target = add(sim.Output{Name: "target", Symbol: `f`, Label: "target", Doc: "The curve that the hand is to follow.", Kind: sim.Path, Shape: []int{aimPoints, 2}})
	at.joints = add(sim.Output{Name: "joints", Label: "arm", Doc: "The arm from the shoulder to the hand; of the pen only its tip.", Kind: sim.Path, Shape: []int{bones, 2}})
	at.pen = add(sim.Output{Name: "pen", Label: "ink", Doc: "Where the hand has been over the last trial, oldest first.", Kind: sim.Path, Shape: []int{penPoints, 2}})
	at.shares = add(sim.Output{Name: "shares", Label: "ink’s origin", Doc: "The explorer’s share at every point of the ink.", Kind: sim.Vector, Shape: []int{penPoints}, Range: [2]float64{0, 1}})
	at.explorer = add(sim.Output{Name: "explorer", Symbol: `z_x`, Label: "explorer", Doc: "What the explorer adds to each output; for an arm in half turns.", Kind: sim.Vector, Shape: []int{rows}})
	at.mastery = add(sim.Output{Name: "mastery", Symbol: `z_m`, Label: "mastery", Doc: "What mastery adds to each output; for an arm in half turns.", Kind: sim.Vector, Shape: []int{rows}})
	at.err = scalar("e", `e`, "error", "Squared distance from hand to target at the newest step, and the cost of movement where there is one.")
	at.gate = scalar("gate", `g`, "gate", "How far the gate to mastery was open when it was last asked: 0 shut, 1 open.")
	at.trial = scalar("trial", "", "trial", "Number of the trial in hand, from 1.")
	at.phase = scalar("phase", "", "place", "Place in the trial, from 0 to 1.")
	at.step = scalar("step", `t`, "steps", "Time steps since the start.")
	at.reach = scalar("reach", "", "length of the arm", "How far from the shoulder the hand can be.")
	at.beyond = scalar("beyond", "", "out of reach", "Share of the target that the arm cannot reach.")
	at.scale = scalar("scale", "", "scale of the target", "1 where the target is as it was given; below 1 where it was shrunk into reach.")
	at.smallest = scalar("least_p", `\min_i P_{ii}`, "least of P", "Smallest element of P’s diagonal.")
	at.trialUnits = scalar("trial_units", "", "length of a trial", "How many units of 10 ms a trial takes.")
	at.rates = add(sim.Output{Name: "rates", Symbol: `r`, Label: "rates", Doc: "Rates of 40 units (rows) over the last 400 ms (columns of 2 ms, now at the right).", Kind: sim.Matrix, Shape: []int{watched, rateColumns}, Pack: sim.I8, Range: [2]float64{-1, 1}})

	probed := func(probe, name, symbol, label, doc string) int {
		return add(sim.Output{Name: name, Symbol: symbol, Label: label, Doc: doc, Kind: sim.Scalar, From: sim.Probed, Probe: probe})
	}
	at.orbitNow = add(sim.Output{Name: "orbit", Label: "last trial", Doc: "The reservoir’s rates over the last trial, along the two directions in which they vary most.", Kind: sim.Path, Shape: []int{orbit, 2}, From: sim.Probed, Probe: probeComponents})
	at.orbitBefore = add(sim.Output{Name: "orbit_before", Label: "the one before", Doc: "The trial before, in the same two directions.", Kind: sim.Path, Shape: []int{orbit, 2}, From: sim.Probed, Probe: probeComponents})
	at.var1 = probed(probeComponents, "var1", "", "first component", "Share of the variance of the rates along the first principal component.")
	at.var2 = probed(probeComponents, "var2", "", "second component", "Share of the variance of the rates along the second principal component.")
	at.dimension = probed(probeComponents, "dimension", "", "dimension", "How many directions the rates use: the participation ratio of their variances.")
	at.authorsX = probed(probeNorms, "wn_x", "", "explorer’s weights, the authors’ norm", "The authors’ measure of the explorer’s weights: the spectral norm of the element-wise root of W Wᵀ.")
	at.authorsM = probed(probeNorms, "wn_m", "", "mastery’s weights, the authors’ norm", "The authors’ measure of mastery’s weights: the spectral norm of the element-wise root of W Wᵀ.")
	return out, at
}
