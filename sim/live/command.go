package live

import (
	"fmt"

	"hebb/sim"
	"hebb/sim/experiment"
)

// Command is what a page, a test or the command line asks of a run: one of the types Play,
// Pause, Step, Back, Seek, Replay, Speed, Set, Act, Probe, Defaults, Reset, Reseed, Undo,
// Add, Remove and Label.
type Command interface {
	// check refuses what cannot be done where the run stands. Nothing has changed then.
	check(r *Run) error
	// apply carries out what check has let pass. It may refuse what only trying tells, as
	// when a sim needs too much memory or an action says no; then, too, nothing has changed.
	apply(r *Run) error
	// when says what the command waits for.
	when() when
}

// when is what a command waits for before it is checked.
type when int

const (
	inPlace  when = iota // for the end of going back: it needs the position
	anywhere             // for nothing: it does not matter where the run is
	away                 // for nothing that cannot be broken off: it leads elsewhere
	measured             // for the end of going back and of all measurements
)

// outside refuses a number that is outside its range.
func outside(field string, got any, takes string, args ...any) error {
	return &sim.FieldError{Field: field, Reason: fmt.Sprintf("%v is outside its range: it takes ", got) + fmt.Sprintf(takes, args...)}
}

// room refuses a change that the journal has no room for.
func (r *Run) room() error {
	if len(r.engine.Journal()) >= experiment.MaxJournal {
		return fmt.Errorf("the journal is full: %d changes; start again to make more", experiment.MaxJournal)
	}
	return nil
}

// checkLabel refuses a label that is too long.
func checkLabel(text string) error {
	if len(text) > experiment.MaxLabel {
		return &sim.FieldError{Field: "label", Reason: fmt.Sprintf("%d bytes are too many: at most %d", len(text), experiment.MaxLabel)}
	}
	return nil
}
