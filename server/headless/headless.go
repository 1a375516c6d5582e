// Package headless runs experiments without a page: to numbers and files, as hebb run
// does, and to the proof of what presets promise, as hebb claims does.
package headless

import (
	"context"
	"errors"
	"io"

	"hebb/server/catalogue"
	"hebb/server/progress"
	"hebb/sim/live"
)

// Options say how long a run without a page goes on and what it leaves.
type Options struct {
	Steps uint64 // units, from the beginning
	CSV   string // file for every unit's scalars; "" for none, "-" for stdout
	JSON  string // file for the experiment and its numbers; "" and "-" as above
}

// Run runs what is asked for without a page and prints the outputs that it ends
// with: the same numbers as the page shows at that unit. The table goes to stderr where a
// file goes to stdout.
func Run(ctx context.Context, a *catalogue.Asked, o Options, stdout, stderr io.Writer) error {
	sinks, table, err := openSinks(&o, a, stdout, stderr)
	if err != nil {
		return err
	}
	bar := progress.New(stderr, a.View.Unit.Many, o.Steps)
	stopped := false
	each := func(l *live.Look) bool {
		sinks.row(l)
		bar.Show(l.Unit)
		stopped = ctx.Err() != nil
		return !stopped
	}
	last, err := live.Headless(a.Lab, a.Doc, o.Steps, each)
	if _, halted := errors.AsType[*live.Diverged](err); halted && last.Unit == o.Steps {
		err = nil // the others have come to the end; the table says which did not
	}
	bar.Clear()
	if last != nil {
		sinks.final(last)
		printFinal(table, a, sinks.columns, last)
	}
	if err == nil && stopped {
		err = errors.New("stopped before its end")
	}
	return errors.Join(err, sinks.close())
}
