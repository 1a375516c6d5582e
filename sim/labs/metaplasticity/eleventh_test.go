package metaplasticity

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"hebb/sim"
	"hebb/sim/rule"
	"hebb/sim/simtest"
	"hebb/sim/simtest/terms"
)

// A term that joins the list has all that the others have, and nothing else is touched:
// slider and switch, a line with its gradient and share, its place in the equation and in
// the text of the rule. It learns, and its gradient is that of finite differences.
func TestAnEleventhTermIsARowOfTheList(t *testing.T) {
	const r = 10
	simtest.Check(t, &sim.Lab{Name: Lab.Name, Title: Lab.Title, Summary: Lab.Summary, Doc: Lab.Doc, Sources: Lab.Sources, Views: []sim.View{{
		Name: discoverView.Name, Title: discoverView.Title, Summary: discoverView.Summary, Unit: discoverView.Unit, Speed: discoverView.Speed,
		Equation: []sim.Equation{{Left: `\Delta W_l =`, Terms: equation(terms.Eleven)}},
		Figures:  discoverView.Figures, New: func() sim.Sim { return newFinderOf(terms.Eleven) }}}})

	at := map[string]string{"theta0": "0.05", "theta9": "0.01", "theta10": "0.002", "precision": "float64", "lambda": "0", "rate": "1e-05"}
	start := func(extra map[string]string) *finder {
		f := startFinder(t, newFinderOf(terms.Eleven), small, at, extra)
		f.unit(t)
		return f
	}
	f := start(nil)
	most := 0.0
	for _, g := range f.grad {
		most = max(most, math.Abs(g))
	}
	for _, r := range []int{rule.Error, rule.Oja, r} {
		const h = 1e-6
		base := f.seen[r]
		up, down := start(map[string]string{fmt.Sprintf("theta%d", r): sim.Number(base + h)}), start(map[string]string{fmt.Sprintf("theta%d", r): sim.Number(base - h)})
		if fd := (up.last.loss - down.last.loss) / (2 * h); math.Abs(fd-f.grad[r]) > 1e-5*most {
			t.Errorf("gradient of term %d is %g, finite differences say %g", r, f.grad[r], fd)
		}
	}
	if f.theta[r] == f.start[r] {
		t.Error("its coefficient is not learned")
	}
	if text, _ := f.spell(); !strings.HasSuffix(text, "+theta10*(y^2 - mean(y^2)*y)*x'") {
		t.Errorf("the rule is written as %s", text)
	}
	own := startFinder(t, newTuner(), small, map[string]string{"precision": "float64", "lambda": "0", "rate": "1e-05",
		"rule": "-alpha*e*x' + beta*(y*x' - y*(y'*W)) + gamma*(y^2 - mean(y^2)*y)*x'", "c1": "0.05", "c2": "0.01", "c3": "0.002"})
	own.unit(t)
	if d := math.Abs(own.grad[2] - f.grad[r]); d > 1e-9*most {
		t.Errorf("its gradient is %g in the pool and %g as a text", f.grad[r], own.grad[2])
	}
	outputs := f.Outputs()
	frame := sim.NewFrame(outputs)
	for i := range outputs {
		frame.Want(i, true)
	}
	frame.Read()
	names := map[string]float64{}
	for i, o := range outputs {
		names[o.Name] = frame.Scalar(i)
	}
	if names["share10"] <= 0 || names["g10"] != f.grad[r] || names["theta10"] != f.theta[r] {
		t.Errorf("share %g, gradient %g of %g, coefficient %g of %g", names["share10"], names["g10"], f.grad[r], names["theta10"], f.theta[r])
	}
}
