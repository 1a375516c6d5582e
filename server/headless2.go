package main

import (
	"context"
	"errors"
	"io"

	"hebb/sim/live"
)

// jobOptions say how long a run without a page goes on and what it leaves.
type jobOptions struct {
	steps uint64 // units, from the beginning
	csv   string // file for every unit's scalars; "" for none, "-" for stdout
	json  string // file for the experiment and its numbers; "" and "-" as above
}

// runHeadless runs what is asked for without a page and prints the outputs that it ends
// with: the same numbers as the page shows at that unit. The table goes to stderr where a
// file goes to stdout.
func runHeadless(ctx context.Context, a *asked, o jobOptions, stdout, stderr io.Writer) error {
	sinks, table, err := openSinks(&o, a, stdout, stderr)
	if err != nil {
		return err
	}
	bar := newProgress(stderr, a.view.Unit.Many, o.steps)
	stopped := false
	each := func(l *live.Look) bool {
		sinks.row(l)
		bar.show(l.Unit)
		stopped = ctx.Err() != nil
		return !stopped
	}
	last, err := live.Headless(a.lab, a.doc, o.steps, each)
	if _, halted := errors.AsType[*live.Diverged](err); halted && last.Unit == o.steps {
		err = nil // the others have come to the end; the table says which did not
	}
	bar.clear()
	if last != nil {
		sinks.final(last)
		printFinal(table, a, sinks.columns, last)
	}
	if err == nil && stopped {
		err = errors.New("stopped before its end")
	}
	return errors.Join(err, sinks.close())
}
