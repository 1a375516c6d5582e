package formula

import (
	"errors"
	"strings"

	"hebb/sim/rule"
)

// Explanation is what can be said of a rule while it is typed.
type Explanation struct {
	OK           bool     `json:"ok"`
	Error        string   `json:"error,omitempty"`
	From         int      `json:"from"` // characters to mark, To not among them
	To           int      `json:"to"`
	Sees         []string `json:"sees"`
	Coefficients []string `json:"coefficients"`
	Terms        []Seen   `json:"terms"`
}

// Seen is a summand and what a synapse must know for it.
type Seen struct {
	Text string `json:"text"`
	Sees string `json:"sees"`
}

// Explain compiles a rule and says what it is, or where and why it is none.
func Explain(text string, coefficients int) Explanation {
	p, err := Compile(text, coefficients)
	if err != nil {
		x := Explanation{Error: err.Error(), Sees: []string{}, Coefficients: []string{}, Terms: []Seen{}}
		var at *Error
		if errors.As(err, &at) {
			x.Error, x.From, x.To = at.Text, at.From, at.To
		}
		return x
	}
	x := Explanation{OK: true, Sees: Words(p.Sees), Coefficients: append([]string{}, p.Coefficients...), Terms: []Seen{}}
	runes := []rune(text)
	for _, t := range p.Terms {
		x.Terms = append(x.Terms, Seen{string(runes[t.From:t.To]), strings.Join(Words(t.Sees), ", ")})
	}
	return x
}

// Words are what is seen, in words.
func Words(s rule.Sees) []string {
	list := []string{}
	for _, w := range []struct {
		bit  rule.Sees
		text string
	}{
		{rule.PreActivity, "presynaptic activity"},
		{rule.PostActivity, "postsynaptic activity"},
		{rule.PreError, "presynaptic error"},
		{rule.PostError, "postsynaptic error"},
		{rule.OwnWeight, "its own weight"},
		{rule.PreActivation, "pre-activation of the postsynaptic unit"},
		{rule.Feedback, "feedback to the presynaptic unit"},
		{rule.Pooled, "a sum over a layer"},
		{rule.Reward, "a global reward"},
	} {
		if s&w.bit != 0 {
			list = append(list, w.text)
		}
	}
	return list
}
