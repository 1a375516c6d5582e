package metaplasticity

import (
	"context"
	"fmt"
	"math"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"hebb/sim"
	"hebb/sim/link"
	"hebb/sim/optim"
	"hebb/sim/rule"
	"hebb/sim/rule/formula"
)

func (f *finder) Actions() []sim.Action {
	return []sim.Action{{
		Name: "again", Title: "Forget what was found",
		Doc: "Puts all coefficients where their sliders stand and lets the optimiser start afresh.",
		Do: func() error {
			copy(f.theta, f.start[:f.n])
			for r := range f.theta {
				if !f.plan.terms.Has(r) {
					f.theta[r] = 0
				}
			}
			f.adam = optim.NewPaperAdam(f.n)
			clear(f.guard.Past)
			f.guard.N = 0
			return nil
		},
	}}
}

func (f *finder) Queries() []sim.Query {
	list := []sim.Query{{
		Name: "link", Doc: "Links that carry the rule, as it is now, to where it learns online.", Answer: Links{},
		Ask: func() (func(context.Context) (any, error), error) {
			answer := f.links()
			return func(context.Context) (any, error) { return answer, nil }, nil
		},
	}, {
		Name: "task", Doc: "The names of the classes: of all that the network knows, and of those of the present task, by number.", Answer: Task{},
		Ask: func() (func(context.Context) (any, error), error) {
			answer := Task{Classes: f.runs[0].classes()}
			for _, c := range f.chosen {
				answer.Names = append(answer.Names, f.lib.classes[c].name)
			}
			return func(context.Context) (any, error) { return answer, nil }, nil
		},
	}}
	if f.own {
		list = append(list, explainQuery())
	}
	return list
}

// Task is the answer to the query "task".
type Task struct {
	Names   []string `json:"names"`   // of all outputs
	Classes []int    `json:"classes"` // outputs of the present task
}

func (c *course[T]) classes() []int { return slices.Clone(c.task.classes) }

// Links is the answer to the query "link".
type Links struct {
	Rule  string   `json:"rule"`           // as a text
	Write string   `json:"write"`          // to the view that learns by a rule as text
	Oja   string   `json:"oja,omitempty"`  // to the lab of Oja's rule
	Left  []string `json:"left,omitempty"` // what that lab has no slider for
}

// negligible is below which a coefficient counts as gone, as a share of the largest.
const negligible = 0.03

func (f *finder) links() Links {
	text, values := f.spell()
	q := url.Values{"view": {"write"}, "rule": {text}, "feedback": {f.feedback}}
	for i, v := range values {
		q.Set(fmt.Sprintf("c%d", i+1), short(min(max(v, 1e-5), 1)))
	}
	q.Set("widths", strings.Join(whole(f.widths), ","))
	a := Links{Rule: text, Write: "/labs/metaplasticity?" + link.Encode(q)}
	if f.own {
		return a
	}
	o := url.Values{"feedback": {f.feedback}, "mask": {"all"}, "layers": {strconv.Itoa(len(f.widths) + 1)}, "widths": {strings.Join(whole(f.widths), ",")},
		"theta0": {short(ranged(f.theta[rule.Error], 1e-4, 0.1))}, "theta2": {short(min(max(f.theta[rule.ErrorHebb], -0.2), 0.2))},
		"theta9": {short(ranged(f.theta[rule.Oja], 1e-4, 0.02))}}
	a.Oja = "/labs/oja?" + link.Encode(o)
	for _, r := range f.spoken() {
		if r != rule.Error && r != rule.ErrorHebb && r != rule.Oja {
			a.Left = append(a.Left, fmt.Sprintf("θ%d = %s", r, short(f.theta[r])))
		}
	}
	return a
}

// spoken are the coefficients that count, at most as many as a text may have, in their
// order.
func (f *finder) spoken() (list []int) {
	most := 0.0
	for _, v := range f.theta {
		most = max(most, math.Abs(v))
	}
	for r, v := range f.theta {
		if v != 0 && math.Abs(v) >= negligible*most {
			list = append(list, r)
		}
	}
	slices.SortFunc(list, func(a, b int) int {
		switch x, y := math.Abs(f.theta[a]), math.Abs(f.theta[b]); {
		case x > y:
			return -1
		case x < y:
			return 1
		}
		return a - b
	})
	list = list[:min(len(list), mostCoefficients)]
	slices.Sort(list)
	return list
}

// spell writes the rule as it is now as a text with positive coefficients.
func (f *finder) spell() (text string, values []float64) {
	if f.own {
		text = f.text
		for r, name := range f.program.Coefficients {
			values = append(values, math.Abs(f.theta[r]))
			if f.theta[r] < 0 {
				text = regexp.MustCompile(`\b`+regexp.QuoteMeta(name)+`\b`).ReplaceAllString(text, "(-"+name+")")
			}
		}
		return text, values
	}
	var parts []string
	for _, r := range f.spoken() {
		part := strings.Replace(f.rules[r].Text, "%", fmt.Sprintf("theta%d", r), 1)
		if f.theta[r] < 0 {
			part = map[byte]string{'-': "+", '+': "-"}[part[0]] + part[1:]
		}
		parts = append(parts, part)
		values = append(values, math.Abs(f.theta[r]))
	}
	text = strings.TrimPrefix(strings.Join(parts, " "), "+")
	if text == "" {
		text = "0*e*x'"
	}
	return text, values
}

func ranged(v, low, high float64) float64 {
	if v < low/2 {
		return 0
	}
	return min(max(v, low), high)
}

func short(v float64) string { return strconv.FormatFloat(v, 'g', 3, 64) }

func whole(list []float64) (text []string) {
	for _, v := range list {
		text = append(text, sim.Number(v))
	}
	return text
}

// explainQuery answers what a rule is while it is typed.
func explainQuery() sim.Query {
	text := "-eta*e*x'"
	return sim.Query{
		Name: "explain", Doc: "Whether a rule as text is one, what a synapse must see for it, or where and why it is none.",
		Args:   []sim.Field{{Name: "rule", Label: "rule", Doc: "The rule as text.", Value: sim.Text(&text, 20000, "a rule", nil)}},
		Answer: formula.Explanation{},
		Ask: func() (func(context.Context) (any, error), error) {
			answer := formula.Explain(text, mostCoefficients)
			return func(context.Context) (any, error) { return answer, nil }, nil
		},
	}
}
