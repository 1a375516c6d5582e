package fixedpoint

import (
	"slices"

	"hebb/sim"
	"hebb/sim/num"
)

// rewindSteps is how far the action rescue goes back.
const rewindSteps = 20

// memory is a ring of the weights of the last steps, so that a run can be taken back.
type memory[T num.Float] struct {
	size     int
	past     []T
	at, have int
}

func newMemory[T num.Float](size int) memory[T] {
	return memory[T]{size: size, past: make([]T, rewindSteps*size)}
}

// keep notes weights before they change.
func (m *memory[T]) keep(w []T) {
	copy(m.past[m.at*m.size:(m.at+1)*m.size], w)
	m.at = (m.at + 1) % rewindSteps
	m.have = min(m.have+1, rewindSteps)
}

// back restores the oldest weights in hand and forgets those after them. It returns
// how many steps that was.
func (m *memory[T]) back(w []T) int {
	if m.have == 0 {
		return 0
	}
	oldest := (m.at - m.have + rewindSteps) % rewindSteps
	copy(w, m.past[oldest*m.size:(oldest+1)*m.size])
	steps := m.have
	m.at, m.have = oldest, 0
	return steps
}

func (m *memory[T]) state(sec *sim.Sections) {
	sim.Floats(sec, "past", m.past)
	sec.Int("past_at", &m.at)
	sec.Int("past_have", &m.have)
}

// switched is a rule that an action has put in the place of the field's. It holds
// until the field names another rule than it did then. The numbers index names.
type switched struct {
	names     []string
	to, while int // -1: none
}

func newSwitched(names ...string) switched { return switched{names: names, to: -1, while: -1} }

// rule is the rule in force while the field says which.
func (s *switched) rule(field string) string {
	if s.to >= 0 && s.while >= 0 && s.names[s.while] == field {
		return s.names[s.to]
	}
	return field
}

func (s *switched) put(rule, field string) {
	s.to, s.while = slices.Index(s.names, rule), slices.Index(s.names, field)
}

func (s *switched) number(field string) int { return slices.Index(s.names, s.rule(field)) }

func (s *switched) state(sec *sim.Sections) {
	sec.Int("rule_to", &s.to)
	sec.Int("rule_while", &s.while)
	s.to, s.while = min(s.to, len(s.names)-1), min(s.while, len(s.names)-1)
}

// rescueAction rewinds and switches the rule.
func rescueAction(rule *string, options []sim.Option, do func() error) sim.Action {
	return sim.Action{Name: "rescue", Title: "Rescue: 20 steps back, another rule",
		Doc:  "Takes the weights back by as many of the last 20 steps as there are, and goes on with another rule. The rule holds until you choose one yourself.",
		Args: []sim.Field{{Name: "rule", Label: "rule", Doc: "The rule to go on with.", Value: sim.Choice(rule, options...)}},
		Do:   do}
}
