// Package engine takes an experiment through its units: the same steps in the same order
// for a page, a file of numbers and a test, bit for bit. It is a library. It knows no
// clock, goroutine, file or socket; whoever uses it decides when, how fast and for whom.
//
// # For a neuroscientist
//
// An experiment is a set-up (a lab's view, a seed, one to four variants with their
// parameters) and a journal (what was changed on the way, and after which unit: a sample,
// an image, a trial). New builds the models of the variants. Advance lets them learn up to
// a position, and applies the journal's changes where they stand. Do changes something now
// and writes it into the journal. Seek goes to any other position, back as well: what was
// there is there again, to the last digit. Value is what a variant's output has come to.
// A variant whose numbers grow beyond use halts before it does harm, and says where; the
// others go on.
//
// # For a Go engineer
//
// The least that is done at a time is a turn: a variant's quantum, its part of an action,
// or what a probe measures of it in place. Between two turns Advance looks at its context,
// and whoever calls Turn at what else there is to do. Variants go in lockstep. A round is one quantum of every variant that has not finished
// the unit in hand; when all have, the unit is complete and its scalars are recorded. A
// position is (units completed, rounds into the next). Changes act between rounds, so that
// set-up and journal reproduce a state. Going back loads a checkpoint, if Save has taken one
// that serves, and replays. What the journal holds beyond the position is applied again
// on the way forward, until Do cuts it off.
//
// An Engine belongs to one goroutine at a time and starts none. Sims split their work
// over Options.Pool. What probes capture is measured at once, unless Options.Measure
// takes it elsewhere. There is nothing to close: an engine is dropped like any value.
//
// # Where to read
//
// variant.go and lockstep.go (the order of steps), timeline.go (units, journal, history),
// journal.go, halt.go, undo.go, variants.go (what can be changed), checkpoint.go, seek.go
// and saved.go (going back, and being kept), probe.go (measurements), look.go and shown.go
// (what can be seen), stopwatch.go (what units cost). Package history has the tables.
package engine
