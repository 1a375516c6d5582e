package one

import (
	"math"

	"hebb/sim"
	"hebb/sim/labs/fixedpoint/plot"
)

// The outputs of the view of one neuron.
const (
	oneW = iota
	oneLoss
	oneGap
	oneA
	oneMove
	oneCrossed
	oneStable
	oneV
	oneRho
	oneRule
	oneRecorded
)

const (
	oneLeft = oneRecorded + iota
	oneRight
	onePole
	oneDot
	oneGoal
	oneLevel
	oneWay
	oneCurveA
	oneDotA
	oneGoalA
	oneWayA
	oneMap
	oneWeb
)

const curvePoints = 240

func (s *one) Outputs() []sim.Output {
	rec := func(name, symbol, label, doc string) sim.Output {
		return sim.Output{Name: name, Symbol: symbol, Label: label, Doc: doc, Kind: sim.Scalar, From: sim.Recorded}
	}
	path := func(name, symbol, label, doc string, n int) sim.Output {
		return sim.Output{Name: name, Symbol: symbol, Label: label, Doc: doc, Kind: sim.Path, Shape: []int{n, 2}}
	}
	point := func(name, symbol, label, doc string) sim.Output {
		return sim.Output{Name: name, Symbol: symbol, Label: label, Doc: doc, Kind: sim.Points, Shape: []int{1, 2}}
	}
	list := []sim.Output{
		oneW:       rec("w", `w`, "weight", "The weight with which the neuron hears itself."),
		oneLoss:    rec("loss", `J`, "loss", "Mean squared distance of the fixed points from the targets."),
		oneGap:     rec("gap", `J/J^{*}-1`, "above the minimum", "How far the loss is above the least possible, relative to it."),
		oneA:       rec("a", `a`, "response", "The answer to a stimulus of 1: a = 1/(1/g - w). ΔW2 moves straight in it."),
		oneMove:    rec("move", `|\Delta w|`, "length of the step", "How far the last iteration moved the weight."),
		oneCrossed: rec("crossed", ``, "crossings", "How often the weight has jumped over the pole."),
		oneStable:  rec("unstable", ``, "unstable", "1 while the weight is beyond the pole: the fixed point exists, but the neuron would run away from it."),
		oneV:       rec("v", `v`, "coordinate", "The weight in the coordinate of the map, 2ηCu/ρ."),
		oneRho:     rec("rho", `\rho`, "height of the map", "ρ = 1 + 2ηS, with S the mean square stimulus. Below 3 the logistic map settles, from 3.57 it is chaotic, above 4 it escapes."),
		oneRule:    rec("rule_now", ``, "rule in force", "Number of the rule in force, from 0 in the order of the choice: a rescue changes it."),
		oneLeft:    path("curve1", `J(w)`, "loss", "The loss over the weight, on the stable side.", curvePoints),
		oneRight:   path("curve2", `J(w)`, "loss, unstable side", "The loss over the weight, beyond the pole, where the fixed point is unstable.", curvePoints),
		onePole:    point("pole", `1/g`, "pole", "Where the loss is infinite."),
		oneDot:     point("dot", `w`, "now", "The weight, and its loss."),
		oneGoal:    point("goal", `w^{*}`, "minimum", "The best weight."),
		oneLevel:   {Name: "level", Symbol: `T`, Label: "plateau", Doc: "The loss far away from the pole, where the neuron no longer answers.", Kind: sim.Scalar},
		oneWay:     path("way", ``, "so far", "Weights and losses so far.", sim.TrailPoints+1),
		oneCurveA:  path("curve_a1", `J(a)`, "loss", "The loss over the response a: a parabola, without any pole.", curvePoints),
		oneDotA:    point("dot_a", `a`, "now", "The response, and its loss."),
		oneGoalA:   point("goal_a", `a^{*}`, "minimum", "The best response."),
		oneWayA:    path("way_a", ``, "so far", "Responses and losses so far.", sim.TrailPoints+1),
		oneMap:     path("map", `v'`, "the rule as a map", "Where the rule takes each v = 2ηCu/ρ, u = 1/g - w. For ΔW3 it is the logistic map ρv(1-v).", curvePoints),
		oneWeb:     path("web", ``, "cobweb", "The last iterations: up to the map, across to the diagonal.", 2*webPoints),
	}
	for _, i := range []int{oneLoss, oneGap, oneMove} {
		list[i].Log = true
	}
	return list
}

func (s *one) scalars() [oneRecorded]float64 {
	loss := plot.Bounded(s.p.loss(s.w))
	v := [oneRecorded]float64{oneW: s.w, oneLoss: loss, oneGap: plot.Bounded(max(loss/s.p.least()-1, 0)), oneA: s.a(s.w), oneMove: math.Abs(s.w - s.prev),
		oneCrossed: float64(s.crossed), oneV: plot.Bounded(s.v(s.w)), oneRho: s.p.rho(s.eta), oneRule: float64(s.swap.Number(s.rule))}
	if s.w > s.p.pole() {
		v[oneStable] = 1
	}
	return v
}

func (s *one) Record(dst []float64) {
	v := s.scalars()
	copy(dst, v[:])
}

func (s *one) Snapshot(f *sim.Frame) {
	for i, v := range s.scalars() {
		f.Set(i, v)
	}
	p := s.p
	pole, best := p.pole(), p.best()
	wide := max(3, 1.6*math.Abs(best-pole))
	// Dense near the pole: the distance from it grows as a square.
	plot.Path(f, oneLeft, curvePoints, func(t float64) (x, y float64) {
		x = pole - float64(0.004*wide) - float64(2.2*wide*(1-t)*(1-t))
		return x, p.loss(x)
	})
	plot.Path(f, oneRight, curvePoints, func(t float64) (x, y float64) {
		x = pole + float64(0.004*wide) + float64(1.6*wide*t*t)
		return x, p.loss(x)
	})
	plot.Point(f, onePole, pole, p.t)
	plot.Point(f, oneDot, s.w, p.loss(s.w))
	plot.Point(f, oneGoal, best, p.least())
	f.Set(oneLevel, p.t)
	s.way.Draw(f, oneWay, plot.Small32)
	// In the response a the loss is S a² - 2C a + T.
	aim := p.c / p.s
	reach := max(1, 2*math.Abs(aim))
	plot.Path(f, oneCurveA, curvePoints, func(t float64) (x, y float64) {
		x = aim + float64(reach*(float64(2*t)-1)*1.5)
		return x, float64(p.s*x*x) - float64(2*p.c*x) + p.t
	})
	plot.Point(f, oneDotA, s.a(s.w), p.loss(s.w))
	plot.Point(f, oneGoalA, aim, p.least())
	s.wayA.Draw(f, oneWayA, plot.Small32)
	if s.eta == 0 || p.c == 0 { // no coordinate to draw in
		f.SetRows(oneMap, 0)
		f.SetRows(oneWeb, 0)
		return
	}
	rule := s.swap.Rule(s.rule)
	plot.Path(f, oneMap, curvePoints, func(t float64) (x, y float64) {
		x = float64(1.5*t) - 0.25 + 1e-9
		return x, min(max(s.v(p.step(rule, s.ofV(x), s.eta)), -3), 3)
	})
	f.SetRows(oneMap, curvePoints)
	if dst := f.Slot(oneWeb); dst != nil {
		n := 0
		for i, w := range s.web[:s.webN] {
			v := plot.Small32(s.v(w))
			if i > 0 {
				dst[2*n], dst[2*n+1] = plot.Small32(s.v(s.web[i-1])), v
				n++
			}
			dst[2*n], dst[2*n+1] = v, v
			n++
		}
		f.SetRows(oneWeb, n)
	}
}
