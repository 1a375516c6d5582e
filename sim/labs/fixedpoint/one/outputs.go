package one

import (
	"math"

	"hebb/sim"
	"hebb/sim/labs/fixedpoint/plot"
)

const curvePoints = 240

func (s *one) Outputs() []sim.Output {
	p := &s.p
	pole, best, least := p.pole, p.best(), p.least
	wide := max(3, 1.6*math.Abs(best-pole)) // how far the curves reach
	// In the response a the loss is S a² - 2C a + T.
	aim := p.c / p.s
	reach := max(1, 2*math.Abs(aim))
	hasMap := func() bool { return s.eta != 0 && p.c != 0 }
	return []sim.Output{
		sim.RecordedScalar("w", `w`, "weight", "The weight with which the neuron hears itself.", sim.At(&s.w)),
		sim.RecordedScalar("loss", `J`, "loss", "Mean squared distance of the fixed points from the targets.", sim.At(&s.loss)).OnLog(),
		sim.RecordedScalar("gap", `J/J^{*}-1`, "above the minimum", "How far the loss is above the least possible, relative to it.",
			sim.At(&s.seen.gap)).OnLog(),
		sim.RecordedScalar("a", `a`, "response", "The answer to a stimulus of 1: a = 1/(1/g - w). ΔW2 moves straight in it.", sim.At(&s.a)),
		sim.RecordedScalar("move", `|\Delta w|`, "length of the step", "How far the last iteration moved the weight.", sim.At(&s.seen.length)).OnLog(),
		sim.RecordedScalar("crossed", ``, "crossings", "How often the weight has jumped over the pole.", sim.At(&s.crossed)),
		sim.RecordedScalar("unstable", ``, "unstable", "1 while the weight is beyond the pole: the fixed point exists, but the neuron would run away from it.",
			sim.At(&s.seen.beyond)),
		sim.RecordedScalar("v", `v`, "coordinate", "The weight in the coordinate of the map, 2ηCu/ρ.", sim.At(&s.seen.v)),
		sim.RecordedScalar("rho", `\rho`, "height of the map", "ρ = 1 + 2ηS, with S the mean square stimulus. Below 3 the logistic map settles, from 3.57 it is chaotic, above 4 it escapes.",
			sim.At(&s.seen.rho)),
		s.swap.Output(&s.rule),
		// Dense near the pole: the distance from it grows as a square.
		plot.Path("curve1", `J(w)`, "loss", "The loss over the weight, on the stable side.", curvePoints, plot.Along(func(t float64) (x, y float64) {
			x = pole - float64(0.004*wide) - float64(2.2*wide*(1-t)*(1-t))
			return x, p.loss(x)
		})),
		plot.Path("curve2", `J(w)`, "loss, unstable side", "The loss over the weight, beyond the pole, where the fixed point is unstable.", curvePoints, plot.Along(func(t float64) (x, y float64) {
			x = pole + float64(0.004*wide) + float64(1.6*wide*t*t)
			return x, p.loss(x)
		})),
		plot.Points("pole", `1/g`, "pole", "Where the loss is infinite.", 1, plot.At(func() (x, y float64) { return pole, p.t })),
		plot.Points("dot", `w`, "now", "The weight, and its loss.", 1, plot.At(func() (x, y float64) { return s.w, p.loss(s.w) })),
		plot.Points("goal", `w^{*}`, "minimum", "The best weight.", 1, plot.At(func() (x, y float64) { return best, least })),
		{Name: "level", Symbol: `T`, Label: "plateau", Doc: "The loss far away from the pole, where the neuron no longer answers.", Kind: sim.Scalar, Read: sim.At(&p.t)},
		plot.Way("way", "so far", "Weights and losses so far.", &s.way),
		plot.Path("curve_a1", `J(a)`, "loss", "The loss over the response a: a parabola, without any pole.", curvePoints, plot.Along(func(t float64) (x, y float64) {
			x = aim + float64(reach*(float64(2*t)-1)*1.5)
			return x, float64(p.s*x*x) - float64(2*p.c*x) + p.t
		})),
		plot.Points("dot_a", `a`, "now", "The response, and its loss.", 1, plot.At(func() (x, y float64) { return s.a, p.loss(s.w) })),
		plot.Points("goal_a", `a^{*}`, "minimum", "The best response.", 1, plot.At(func() (x, y float64) { return aim, least })),
		plot.Way("way_a", "so far", "Responses and losses so far.", &s.wayA),
		plot.Path("map", `v'`, "the rule as a map", "Where the rule takes each v = 2ηCu/ρ, u = 1/g - w. For ΔW3 it is the logistic map ρv(1-v).", curvePoints,
			plot.AlongIf(hasMap, func(t float64) (x, y float64) {
				x = float64(1.5*t) - 0.25 + 1e-9
				return x, min(max(s.v(p.step(s.swap.Rule(s.rule), s.ofV(x), s.eta)), -3), 3)
			})),
		plot.Path("web", ``, "cobweb", "The last iterations: up to the map, across to the diagonal.", 2*webPoints, sim.Rows(func(dst []float32) (n int) {
			if !hasMap() {
				return 0
			}
			for i, w := range s.web[:s.webN] {
				if i > 0 {
					plot.Put(dst, n, s.v(s.web[i-1]), s.v(w))
					n++
				}
				plot.Put(dst, n, s.v(w), s.v(w))
				n++
			}
			return n
		})),
	}
}
