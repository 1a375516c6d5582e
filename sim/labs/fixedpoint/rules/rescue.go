package rules

import (
	"slices"

	"hebb/sim"
	"hebb/sim/num"
)

// RewindSteps is how far the action rescue goes back.
const RewindSteps = 20

// Memory is a ring of the weights of the last steps, so that a run can be taken back.
type Memory[T num.Float] struct {
	size     int
	past     []T // RewindSteps × size: W of the last steps, a ring
	at, have int
}

// NewMemory returns an empty memory of so many weights.
func NewMemory[T num.Float](size int) Memory[T] {
	return Memory[T]{size: size, past: make([]T, RewindSteps*size)}
}

// Push notes weights before they change.
func (m *Memory[T]) Push(w []T) {
	copy(m.past[m.at*m.size:(m.at+1)*m.size], w)
	m.at = (m.at + 1) % RewindSteps
	m.have = min(m.have+1, RewindSteps)
}

// Back restores the oldest weights in hand and forgets those after them. It returns
// how many steps that was.
func (m *Memory[T]) Back(w []T) int {
	if m.have == 0 {
		return 0
	}
	oldest := (m.at - m.have + RewindSteps) % RewindSteps
	copy(w, m.past[oldest*m.size:(oldest+1)*m.size])
	steps := m.have
	m.at, m.have = oldest, 0
	return steps
}

// Forget leaves nothing to go back to.
func (m *Memory[T]) Forget() { m.have = 0 }

func (m *Memory[T]) State(sec *sim.Sections) {
	sim.Floats(sec, "past", m.past)
	sec.Int("past_at", &m.at)
	sec.Int("past_have", &m.have)
}

// Switched is a rule that an action has put in the place of the field's. It holds
// until the field names another rule than it did then. The numbers index names.
type Switched struct {
	names     []string
	to, while int // -1: none
}

// NewSwitched returns a choice among these rules that nobody has made yet.
func NewSwitched(names ...string) Switched { return Switched{names: names, to: -1, while: -1} }

// Rule is the rule in force while the field says which.
func (s *Switched) Rule(field string) string {
	if s.to >= 0 && s.while >= 0 && s.names[s.while] == field {
		return s.names[s.to]
	}
	return field
}

// Put puts a rule in the place of the field's, which names another now.
func (s *Switched) Put(rule, field string) {
	s.to, s.while = slices.Index(s.names, rule), slices.Index(s.names, field)
}

// Number is the number of the rule in force among all names.
func (s *Switched) Number(field string) int { return slices.Index(s.names, s.Rule(field)) }

// Output is the number of the rule in force, in a view whose field says rule.
func (s *Switched) Output(rule *string) sim.Output {
	return sim.Output{Name: "rule_now", Label: "rule in force", Kind: sim.Scalar, From: sim.Recorded, Read: sim.By(func() float64 { return float64(s.Number(*rule)) }),
		Doc: "Number of the rule in force, from 0 in the order of the choice: a rescue changes it."}
}

func (s *Switched) State(sec *sim.Sections) {
	sec.Int("rule_to", &s.to)
	sec.Int("rule_while", &s.while)
	s.to, s.while = min(s.to, len(s.names)-1), min(s.while, len(s.names)-1)
}

// RescueAction rewinds and switches the rule.
func RescueAction(rule *string, options []sim.Option, do func() error) sim.Action {
	return sim.Action{Name: "rescue", Title: "Rescue: 20 steps back, another rule",
		Doc:  "Takes the weights back by as many of the last 20 steps as there are, and goes on with another rule. The rule holds until you choose one yourself.",
		Args: []sim.Field{{Name: "rule", Label: "rule", Doc: "The rule to go on with.", Value: sim.Choice(rule, options...)}},
		Do:   do}
}
