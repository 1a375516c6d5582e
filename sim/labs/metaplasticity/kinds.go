package metaplasticity

import (
	"hebb/sim/figure"
	"hebb/sim/rule/formula"
)

// Terms draws the coefficients of a rule over episodes, and the episode in progress.
type Terms struct {
	Query      figure.Query[Task]  `json:"query"`            // about the present task
	Link       figure.Query[Links] `json:"link"`             // to where the rule learns
	Member     figure.Series       `json:"member,omitempty"` // fields that take terms in and out
	Negligible float64             `json:"negligible"`       // a share of the largest coefficient, below which one counts as gone
}

func (Terms) Kind() string { return "terms" }

func (Terms) Roles() []string {
	return []string{"coef", "share", "grad", "classes", "members", "image", "label", "guess", "p", "inner", "now", "phase", "progress"}
}

// Check says whether the share is one.
func (t Terms) Check() error {
	if !(t.Negligible > 0 && t.Negligible < 1) {
		return figure.Outside("negligible", t.Negligible, "more than 0 and less than 1")
	}
	return nil
}

// Formula is a desk to write a rule at.
type Formula struct {
	Query    figure.Query[formula.Explanation] `json:"query" sends:"rule"` // about a text
	Field    figure.Field                      `json:"field"`              // that takes the rule
	Slots    figure.Series                     `json:"slots"`              // fields of coefficients
	Examples []Example                         `json:"examples"`
}

func (Formula) Kind() string { return "formula" }

func (Formula) Roles() []string { return nil }

// Example is a rule to begin with: its name, and itself.
type Example [2]string
