package reservoir

import (
	"math"

	"hebb/sim"
	"hebb/sim/num"
)

func (s *motor) Outputs() []sim.Output {
	c := &s.tally
	out := []sim.Output{
		recorded("distance", `\sqrt{\bar e}`, "distance", "Root of the error, averaged over 1 s: the paper’s measure. A test is passed when its mean stays below 0.5.", sim.By(c.distance)).OnLog(),
		recorded("miss", `|p-f|`, "miss", "Distance from the hand to the target: root mean square over the last 10 ms, without any cost of movement.", sim.By(c.miss)).OnLog(),
		recorded("trial_error", "", "error of the trial", "Root mean square distance from hand to target over the last finished trial; during the first trial, over its part so far.", sim.By(c.ofTrial)).OnLog(),
		recorded("so_far", "", "error so far", "Root mean square distance from hand to target over the part of this trial that is over.", sim.By(c.soFar)).OnLog(),
		recorded("deviation", "", "deviation", "Mean distance over the test, or over its part so far; before the first test 0.", sim.By(c.deviation)).OnLog(),
		recorded("ebar", `\bar e`, "mean error", "Running mean of the error, against which reward is measured. Below the threshold the gate opens. It stands still in a test.", sim.At(&s.ebar)).OnLog(),
	}
	if s.task == effortTask {
		out = append(out, recorded("cost", "", "cost of movement", "What turning the joints adds to the error, at the newest step.", sim.At(&s.now.cost)).OnLog())
	}
	out = append(out,
		recorded("psi", `\psi`, "exploration", "Amplitude of the exploration noise on every output.", sim.At(&s.now.amp)).OnLog(),
		recorded("phi", `\varphi`, "reward", "The third factor: above 0 when the error has just fallen below its running mean.", sim.At(&s.now.ph)),
		recorded("share", "", "explorer’s share", "Who moves the hand: size of the explorer’s output over that of both pathways, over the last 0.1 s. 1: the explorer alone, 0: mastery alone.", sim.By(c.share)),
		recorded("open", "", "gate", "How far the gate to mastery was open in the last 10 ms, on average: 0 shut, 1 open.", sim.By(func() float64 { return ratio(s.now.openings, s.now.updates) })),
		recorded("testing", "", "test", "1 in a test, 0 in training.", sim.If(func() bool { return s.sched.testing })),
		recorded("wx", `|W_x|`, "explorer’s weights", "Length of the explorer’s weights: root of the sum of their squares.", sim.By(func() float64 { return num.Norm(s.wx.Data) })).OnLog(),
		recorded("wm", `|W_m|`, "mastery’s weights", "Length of mastery’s weights: root of the sum of their squares.", sim.By(func() float64 { return num.Norm(s.wm.Data) })).OnLog(),
		recorded("trace_p", `\mathrm{tr}\,P`, "trace of P", "How much of the reservoir’s activity mastery has not met yet: it starts at N/γ and only falls. The lower, the less mastery can still learn.", sim.At(&s.mastery.trace)))
	smooth := func(o sim.Output, of *[]float64) {
		out = append(out, sim.Series(s.series, o, func(j int, o *sim.Output) {
			o.Read = sim.By(func() float64 {
				if j > s.m {
					return 0
				}
				return (*of)[j-1]
			})
		})...)
	}
	smooth(recorded("zx", `z_{x,%d}`, "explorer, output %d", "What the explorer adds to an output, low-passed over 1 ms.", sim.Read{}), &s.trails.smoothX)
	smooth(recorded("zm", `z_{m,%d}`, "mastery, output %d", "What mastery adds to an output, low-passed over 1 ms.", sim.Read{}), &s.trails.smoothM)

	rows, bones := s.rows(), 1
	if s.task != penTask {
		bones = rows + 1
	}
	return append(out, []sim.Output{
		{Name: "target", Symbol: `f`, Label: "target", Doc: "The curve that the hand is to follow.", Kind: sim.Path, Shape: []int{aimPoints, 2}, Read: sim.Fill(func(dst []float32) { copy(dst, s.aim.points[:]) })},
		{Name: "joints", Label: "arm", Doc: "The arm from the shoulder to the hand; of the pen only its tip.", Kind: sim.Path, Shape: []int{bones, 2}, Read: sim.Rows(s.bones)},
		{Name: "pen", Label: "ink", Doc: "Where the hand has been over the last trial, oldest first.", Kind: sim.Path, Shape: []int{penPoints, 2}, Read: sim.Rows(s.trails.way)},
		{Name: "shares", Label: "ink’s origin", Doc: "The explorer’s share at every point of the ink.", Kind: sim.Vector, Shape: []int{penPoints}, Range: [2]float64{0, 1}, Read: sim.Rows(s.trails.shares)},
		{Name: "explorer", Symbol: `z_x`, Label: "explorer", Doc: "What the explorer adds to each output; for an arm in half turns.", Kind: sim.Vector, Shape: []int{rows}, Read: sim.Copy(&s.trails.smoothX)},
		{Name: "mastery", Symbol: `z_m`, Label: "mastery", Doc: "What mastery adds to each output; for an arm in half turns.", Kind: sim.Vector, Shape: []int{rows}, Read: sim.Copy(&s.trails.smoothM)},
		{Name: "e", Symbol: `e`, Label: "error", Doc: "Squared distance from hand to target at the newest step, and the cost of movement where there is one.", Kind: sim.Scalar, Read: sim.At(&s.now.err)},
		{Name: "gate", Symbol: `g`, Label: "gate", Doc: "How far the gate to mastery was open when it was last asked: 0 shut, 1 open.", Kind: sim.Scalar, Read: sim.At(&s.now.lastGate)},
		{Name: "trial", Label: "trial", Doc: "Number of the trial in hand, from 1.", Kind: sim.Scalar, Read: sim.By(func() float64 { return float64(s.sched.inHand()) })},
		{Name: "phase", Label: "place", Doc: "Place in the trial, from 0 to 1.", Kind: sim.Scalar, Read: sim.By(func() float64 { return float64(s.sched.phase) / float64(s.numT) })},
		{Name: "step", Symbol: `t`, Label: "steps", Doc: "Time steps since the start.", Kind: sim.Scalar, Read: sim.At(&s.sched.t)},
		{Name: "reach", Label: "length of the arm", Doc: "How far from the shoulder the hand can be.", Kind: sim.Scalar, Read: sim.By(func() float64 { _, far := reach(s.lens); return far })},
		{Name: "beyond", Label: "out of reach", Doc: "Share of the target that the arm cannot reach.", Kind: sim.Scalar, Read: sim.At(&s.aim.beyond)},
		{Name: "scale", Label: "scale of the target", Doc: "1 where the target is as it was given; below 1 where it was shrunk into reach.", Kind: sim.Scalar, Read: sim.At(&s.aim.scale)},
		{Name: "least_p", Symbol: `\min_i P_{ii}`, Label: "least of P", Doc: "Smallest element of P’s diagonal.", Kind: sim.Scalar, Read: sim.By(s.mastery.smallest)},
		{Name: "trial_units", Label: "length of a trial", Doc: "How many units of 10 ms a trial takes.", Kind: sim.Scalar, Read: sim.By(func() float64 { return math.Round(float64(s.numT) / float64(s.perUnit)) })},
		{Name: "rates", Symbol: `r`, Label: "rates", Doc: "Rates of 40 units (rows) over the last 400 ms (columns of 2 ms, now at the right).", Kind: sim.Matrix, Shape: []int{watched, rateColumns}, Pack: sim.I8, Range: [2]float64{-1, 1}, Read: sim.Fill(s.trails.raster)},
		{Name: "orbit", Label: "last trial", Doc: "The reservoir’s rates over the last trial, along the two directions in which they vary most.", Kind: sim.Path, Shape: []int{orbit, 2}, From: sim.Probed, Probe: probeComponents, Read: sim.RowsOf(func(c *components, dst []float32) int { return draw(&c.now, dst) })},
		{Name: "orbit_before", Label: "the one before", Doc: "The trial before, in the same two directions.", Kind: sim.Path, Shape: []int{orbit, 2}, From: sim.Probed, Probe: probeComponents, Read: sim.RowsOf(func(c *components, dst []float32) int { return draw(&c.before, dst) })},
		probed(probeComponents, "var1", "first component", "Share of the variance of the rates along the first principal component.", sim.Of(func(c *components) float64 { return c.var1 })),
		probed(probeComponents, "var2", "second component", "Share of the variance of the rates along the second principal component.", sim.Of(func(c *components) float64 { return c.var2 })),
		probed(probeComponents, "dimension", "dimension", "How many directions the rates use: the participation ratio of their variances.", sim.Of(func(c *components) float64 { return c.dimension })),
		probed(probeNorms, "wn_x", "explorer’s weights, the authors’ norm", "The authors’ measure of the explorer’s weights: the spectral norm of the element-wise root of W Wᵀ.", sim.Of(func(c *norms) float64 { return c.x })),
		probed(probeNorms, "wn_m", "mastery’s weights, the authors’ norm", "The authors’ measure of mastery’s weights: the spectral norm of the element-wise root of W Wᵀ.", sim.Of(func(c *norms) float64 { return c.m })),
	}...)
}

func recorded(name, symbol, label, doc string, read sim.Read) sim.Output {
	return sim.Output{Name: name, Symbol: symbol, Label: label, Doc: doc, Kind: sim.Scalar, From: sim.Recorded, Read: read}
}

func probed(probe, name, label, doc string, read sim.Read) sim.Output {
	return sim.Output{Name: name, Label: label, Doc: doc, Kind: sim.Scalar, From: sim.Probed, Probe: probe, Read: read}
}

// bones writes the arm, or the pen's tip, and returns how many points that are.
func (s *motor) bones(v []float32) int {
	if s.task == penTask {
		v[0], v[1] = float32(s.z[0]), float32(s.z[1])
		return 1
	}
	n := 0
	joints(s.z, s.lens, func(x, y float64) {
		v[2*n], v[2*n+1] = float32(x), float32(y)
		n++
	})
	return n
}
