package meta

import (
	"hebb/sim/net"
	"hebb/sim/num"
	"hebb/sim/rule"
	"hebb/sim/rule/formula"
)

// Own is online learning by rules that somebody has written.
type Own[T num.Float] struct {
	N            *net.Net[T]
	Feedback     net.Feedback
	Coefficients []float64             // coefficients: of the rules
	Reward, Mean float64               // of the present image; its running mean
	Machines     []*formula.Machine[T] // matrices: nil: this one does not change

	watch rule.Sees
}

// remembered is over how many images the mean reward runs.
const remembered = 100

// NewOwn returns learning by a rule for each matrix of n; nil rules change nothing.
// Derivatives are only there with derive.
func NewOwn[T num.Float](n *net.Net[T], rules []*formula.Program, derive bool) *Own[T] {
	o := &Own[T]{N: n}
	for l, p := range rules {
		var m *formula.Machine[T]
		if p != nil {
			m = formula.NewMachine[T](p, n.Sizes[l], n.Sizes[l+1], derive)
			if p.Needs(rule.PreError) {
				o.watch |= rule.PreError
			}
			if p.Needs(rule.Feedback) {
				o.watch |= rule.Feedback
			}
		}
		o.Machines = append(o.Machines, m)
	}
	return o
}

// Look sends the image in Y[0] forward and its error back, and works the rules out.
// It reports the layer whose pre-activation is beyond use, or where a rule divided by zero.
func (o *Own[T]) Look(label int) (layer int, size float64, fault string) {
	o.N.Forward()
	return o.Again(label)
}

// Again is Look after a forward pass.
func (o *Own[T]) Again(label int) (layer int, size float64, fault string) {
	n := o.N
	if layer, size = n.Diverged(); layer > 0 {
		return layer, size, ""
	}
	n.Watch = o.watch
	n.Signals(label, o.Feedback)
	o.Reward = 0
	if n.Class() == label {
		o.Reward = 1
	}
	for l, m := range o.Machines {
		if m == nil {
			continue
		}
		m.Eval(formula.Inputs[T]{Local: n.Local(l), Coefficients: o.Coefficients, Reward: o.Reward, MeanReward: o.Mean})
		if fault = m.Fault(); fault != "" {
			return 0, 0, fault
		}
	}
	return 0, 0, ""
}

// Change changes the weights as the last Look has found.
func (o *Own[T]) Change() {
	for _, m := range o.Machines {
		if m != nil {
			m.Apply()
		}
	}
	o.Mean += (o.Reward - o.Mean) / remembered
}
