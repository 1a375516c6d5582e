// Package headless is what hebb run and hebb claims put around jobs: files that are named on
// the command line, a bar in the terminal, and the proofs on disk. The work is package job's.
package headless

import (
	"context"
	"errors"
	"io"

	"hebb/server/catalogue"
	"hebb/server/limits"
	"hebb/server/progress"
	"hebb/server/version"
	"hebb/sim/experiment"
	"hebb/sim/job"
	"hebb/sim/pool"
)

// Memory is the most bytes that a sim of a job may hold: as on a page.
const Memory = limits.MaxRunBytes / experiment.MaxVariants

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
	processors := pool.New(0)
	defer processors.Stop()
	table := stdout
	if o.CSV == "-" || o.JSON == "-" {
		table = stderr
	}
	sinks := []job.Sink{&bar{to: stderr}, job.NewTable(table)}
	if o.CSV != "" {
		sinks = append(sinks, newFile(o.CSV, stdout, func(w io.Writer) job.Sink { return job.NewCSV(w) }))
	}
	if o.JSON != "" {
		sinks = append(sinks, newFile(o.JSON, stdout, func(w io.Writer) job.Sink { return job.NewDocument(w, version.Origin()) }))
	}
	j := job.Job{Lab: a.Lab, Experiment: a.Doc, To: experiment.Position{Unit: o.Steps}, Pool: processors.Pool(), Memory: Memory}
	_, err := job.Run(ctx, j, sinks...)
	if errors.Is(err, context.Canceled) {
		return errors.New("stopped before its end")
	}
	return err
}

// bar shows in a terminal how far a job is.
type bar struct {
	to  io.Writer
	bar *progress.Bar
}

func (b *bar) Begin(h *job.Head) error {
	b.bar = progress.New(b.to, h.View.Unit.Many, h.To.Unit)
	return nil
}

func (b *bar) Unit(s *job.Sample) (bool, error) {
	b.bar.Show(s.Unit())
	return true, nil
}

func (b *bar) End(*job.Sample, error) error {
	b.bar.Clear()
	return nil
}
