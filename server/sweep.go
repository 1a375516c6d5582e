package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"runtime"
	"strings"
	"time"

	"hebb/server/catalogue"
	"hebb/server/headless"
	"hebb/server/progress"
	"hebb/server/sweeps"
	"hebb/sim"
	"hebb/sim/experiment"
	"hebb/sim/job"
	"hebb/sim/labs"
	"hebb/sim/num"
	"hebb/sim/sweep"
)

const sweepUsage = `Computes a grid of experiments, each cell once. What is there is not computed again: stop
it with Ctrl-C and give the same command to go on; a wider grid computes the new cells alone.

  hebb sweep <preset, link or saved file> -grid FIELD=VALUES ... -steps N -measure OUTPUT ... -o DIR
  hebb sweep table DIR... -csv FILE       one table of any number of folders

  hebb sweep oja/rescue -grid theta9=0,0.003,0.01 -grid b.theta0=0.001..0.03:8:log \
       -seeds 5 -steps 4000 -measure a.test_accuracy -measure b.loss@2000/500 -o rescue

VALUES are a list, or a range with the number of its values: 0.1..0.5:5, 0.001..1:7:log (equal
ratios), 10..100:4:int (whole numbers). A field without prefix is that of variant A, and of those
that share its value; b.field is that of B. OUTPUT is one, of A, at the last step; b.output@2000 is
one of B after 2,000 units, and output@2000/500 its mean over the 500 before.

DIR has sweep.json, cells/<key>.json (what a cell comes to, under the hash of all that it depends
on), table.csv and log.jsonl. Several machines may share it, each with its -shard: in a Slurm array
-shard $SLURM_ARRAY_TASK_ID/16.

Flags (before or after the name):
`

// sweepOptions are the flags of the sweep subcommand.
type sweepOptions struct {
	names    []string
	grid     []string
	measures []string
	seeds    int
	steps    int
	out      string
	csv      string
	workers  int
	shard    string
	dry, yes bool
	data     string
	given    bool // the user has named a folder of data
}

// manyCells is from how many cells on a sweep wants -yes.
const manyCells = 100_000

// maxWorkers is how many processes a sweep starts at most.
const maxWorkers = 1024

func parseSweepOptions(args []string) (*sweepOptions, *flag.FlagSet, error) {
	o := &sweepOptions{}
	flags := flag.NewFlagSet("hebb sweep", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	list := func(to *[]string) func(string) error {
		return func(text string) error {
			*to = append(*to, text)
			return nil
		}
	}
	o.seeds, o.workers = 1, runtime.NumCPU()
	flags.Func("grid", "an axis: a `field` and its values; may be repeated", list(&o.grid))
	flags.Func("measure", "an `output` to measure; may be repeated", list(&o.measures))
	flags.Func("seeds", "compute every point with so `many` seeds: the experiment's own and those after it (default 1)", wholeFlag(&o.seeds, sweep.MaxSeeds))
	flags.Func("steps", "run `N` units in every cell", wholeFlag(&o.steps, sim.MostWhole))
	flags.Func("workers", fmt.Sprintf("so `many` processes, at low priority (default one a processor, %d here)", o.workers), wholeFlag(&o.workers, maxWorkers))
	flags.StringVar(&o.out, "o", "", "`folder` that the cells are kept in")
	flags.StringVar(&o.csv, "csv", "", "hebb sweep table: `file` for the table; - for the terminal")
	flags.StringVar(&o.shard, "shard", "", "only the K-th of N parts, `K/N`; the others are computed elsewhere")
	flags.BoolVar(&o.dry, "dry", false, "only say how many cells there are, how long they will take (three are measured) and how much disk")
	flags.BoolVar(&o.yes, "yes", false, fmt.Sprintf("compute more than %d cells", manyCells))
	flags.StringVar(&o.data, "data", "", "`folder` of Hebb's data, with the imported image sets (default "+defaultData()+")")
	names, err := parseMixed(flags, args)
	flags.Visit(func(f *flag.Flag) { o.given = o.given || f.Name == "data" })
	o.names = names
	switch {
	case errors.Is(err, flag.ErrHelp):
		return o, flags, err
	case err != nil:
		return nil, flags, fmt.Errorf("%w; %w", err, errUsage)
	case len(names) > 0 && names[0] == "table":
		o.names = names[1:]
		if len(o.names) == 0 || o.csv == "" {
			return nil, flags, fmt.Errorf("sweep table needs folders, and -csv with a file; %w", errUsage)
		}
		return o, flags, nil
	case len(names) != 1:
		return nil, flags, fmt.Errorf("sweep takes one preset, link or file, and got %d; %w", len(names), errUsage)
	case o.steps == 0:
		return nil, flags, fmt.Errorf("sweep needs -steps and a number of units, at least 1; %w", errUsage)
	case o.out == "" && !o.dry:
		return nil, flags, fmt.Errorf("sweep needs -o and a folder; %w", errUsage)
	case o.csv != "":
		return nil, flags, fmt.Errorf("-csv is for hebb sweep table; a sweep's own table is table.csv in its folder; %w", errUsage)
	}
	return o, flags, nil
}

// sweepCommand is the sweep subcommand.
func sweepCommand(ctx context.Context, c *catalogue.Catalogue, args []string, stdout, stderr io.Writer) error {
	o, flags, err := parseSweepOptions(args)
	if errors.Is(err, flag.ErrHelp) {
		fmt.Fprint(stdout, sweepUsage)
		flags.SetOutput(stdout)
		flags.PrintDefaults()
	}
	if err != nil {
		return err
	}
	if err := readSets(o.data, o.given); errors.Is(err, errUsage) {
		return err
	} else if err != nil {
		fmt.Fprintf(stderr, "hebb: %v\n", err)
	}
	if o.csv != "" {
		return sweepTable(c, o, stdout, stderr)
	}
	p, err := planSweep(ctx, c, o)
	if err != nil {
		return err
	}
	if o.dry {
		return drySweep(ctx, c, p, o, stdout)
	}
	return runSweep(ctx, p, o, stdout, stderr)
}

// planSweep reads what is asked for, and refuses what cannot be computed.
func planSweep(ctx context.Context, c *catalogue.Catalogue, o *sweepOptions) (*sweeps.Plan, error) {
	a, err := asked(c, o.names[0])
	if err != nil {
		return nil, err
	}
	s := &sweep.Sweep{Base: experiment.Experiment{Setup: a.Doc.Setup, Journal: a.Doc.Journal}, Seeds: o.seeds, Steps: uint64(o.steps)}
	for _, text := range o.grid {
		axis, err := sweep.ParseAxis(text)
		if err != nil {
			return nil, err
		}
		s.Axes = append(s.Axes, axis)
	}
	for _, text := range o.measures {
		m, err := sweep.ParseMeasure(text, s.Steps)
		if err != nil {
			return nil, err
		}
		s.Measures = append(s.Measures, m)
	}
	p, err := planOf(c, s)
	if err != nil {
		return nil, err
	}
	if o.shard != "" {
		if p.Shard, err = sweeps.ParseShard(o.shard); err != nil {
			return nil, err
		}
	}
	if n := s.Count(); n > manyCells && !o.yes && !o.dry {
		return nil, fmt.Errorf("-grid: the sweep has %d cells; add -yes if it shall", n)
	}
	return p, s.Check(ctx, a.Lab, job.Given{Memory: headless.Memory})
}

// planOf finds the view of a sweep, and what its digits depend on.
func planOf(c *catalogue.Catalogue, s *sweep.Sweep) (*sweeps.Plan, error) {
	setup := s.Base.Setup.Clone()
	lab, view, err := setup.Resolve(c.Labs)
	if err != nil {
		return nil, err
	}
	s.Base.Setup = setup
	return &sweeps.Plan{Sweep: s, View: view, Arithmetic: arithmeticOf(lab.Name, view.Name)}, nil
}

// arithmeticOf is what the digits of a view depend on in this program.
func arithmeticOf(lab, view string) sweep.Arithmetic {
	return sweep.Arithmetic{Version: num.Arithmetic(), Digest: labs.Digest(lab, view)}
}

// bench computes cells in this process.
func bench(c *catalogue.Catalogue) *sweeps.Bench {
	return &sweeps.Bench{Labs: c.Labs, Arithmetic: arithmeticOf, Given: job.Given{Memory: headless.Memory}}
}

// workerCommand is the worker subcommand, which a sweep starts: orders come in, results go out. An
// interrupt is for who gives the orders.
func workerCommand(ctx context.Context, c *catalogue.Catalogue, args []string, in io.Reader, stdout, stderr io.Writer) error {
	flags := flag.NewFlagSet("hebb worker", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	folder := flags.String("data", "", "")
	if err := flags.Parse(args); err != nil || flags.NArg() > 0 {
		return fmt.Errorf("worker is started by hebb sweep; %w", errUsage)
	}
	given := false
	flags.Visit(func(*flag.Flag) { given = true })
	if err := readSets(*folder, given); err != nil {
		fmt.Fprintf(stderr, "hebb: %v\n", err)
	}
	return sweeps.Serve(context.WithoutCancel(ctx), bench(c), in, stdout)
}

// drySweep says what a sweep will cost.
func drySweep(ctx context.Context, c *catalogue.Catalogue, p *sweeps.Plan, o *sweepOptions, stdout io.Writer) error {
	total, missing := 0, 0
	var f *sweeps.Folder
	if o.out != "" {
		if info, err := os.Stat(o.out); err == nil && info.IsDir() {
			if f, err = sweeps.Open(o.out); err != nil {
				return err
			}
		}
	}
	var three []sweeps.Task
	at := map[int]bool{0: true, p.Sweep.Count() / 2: true, p.Sweep.Count() - 1: true}
	for t := range p.Tasks() {
		if f != nil {
			if r, err := f.Result(t.Key); err != nil {
				return err
			} else if r != nil {
				total++
				continue
			}
		}
		if at[total] || len(three) == 0 {
			three = append(three, t)
		}
		total++
		missing++
		if ctx.Err() != nil {
			return ctx.Err()
		}
	}
	fmt.Fprintf(stdout, "%d cells, %d of them not there yet\n", total, missing)
	if missing == 0 {
		return nil
	}
	var bytes int
	start := time.Now()
	for _, t := range three[:min(3, len(three))] {
		r, err := bench(c).Compute(ctx, t.Order)
		if err != nil {
			return fmt.Errorf("cell %s: %w", t.Name, err)
		}
		bytes += len(r.File())
	}
	n := min(3, len(three))
	each := time.Since(start) / time.Duration(n)
	whole := time.Duration(float64(each) * float64(missing) / float64(min(o.workers, missing)))
	const block = 4096 // bytes that a small file takes at least
	fmt.Fprintf(stdout, "%d measured: %v a cell, about %v for all with %d workers\n", n, each.Round(time.Millisecond/10), whole.Round(time.Second), o.workers)
	fmt.Fprintf(stdout, "about %.1f MB on the disk\n", float64(missing)*float64(max(block, bytes/n))/1e6)
	return nil
}

// runSweep computes what is missing.
func runSweep(ctx context.Context, p *sweeps.Plan, o *sweepOptions, stdout, stderr io.Writer) error {
	f, err := sweeps.Open(o.out)
	if err != nil {
		return err
	}
	if err := f.SetSweep(p.Sweep); err != nil {
		return err
	}
	total, missing := 0, 0
	for t := range p.Tasks() {
		total++
		if r, err := f.Result(t.Key); err != nil {
			return err
		} else if r == nil {
			missing++
		}
		if ctx.Err() != nil {
			return errors.New("stopped before its beginning")
		}
	}
	args := []string{"worker"}
	if o.given {
		args = append(args, "-data", o.data)
	}
	workers, err := sweeps.Local(min(o.workers, max(1, missing)), args...)
	if err != nil {
		return err
	}
	defer func() {
		for _, w := range workers {
			w.Close()
		}
	}()
	bar := progress.New(stderr, "cells", uint64(missing))
	done, diverged := 0, 0
	var failed []string
	err = sweeps.Run(ctx, f, p.Tasks(), workers, func(r sweeps.Outcome) {
		done++
		bar.Show(uint64(done))
		if r.Err != nil {
			failed = append(failed, fmt.Sprintf("cell %s (%s): %v", r.Name, r.Key, r.Err))
			return
		}
		for _, v := range r.Result.Values {
			if v.Diverged != nil {
				diverged++
				break
			}
		}
	})
	bar.Clear()
	if err != nil && !errors.Is(err, context.Canceled) {
		return err
	}
	where := "the other parts are not counted"
	if p.Shard.N <= 1 {
		without, wrong := f.SetTable(p)
		if wrong != nil {
			return wrong
		}
		where = fmt.Sprintf("%s has them; %d are missing", f.TableName(), without)
	}
	fmt.Fprintf(stdout, "%d cells: %d were there, %d computed now, in %d of them a variant diverged, %d failed; %s\n", total, total-missing, done-len(failed), diverged, len(failed), where)
	const most = 20
	for _, text := range failed[:min(most, len(failed))] {
		fmt.Fprintln(stderr, "hebb:", text)
	}
	switch {
	case err != nil:
		return errors.New("stopped before its end; the same command goes on")
	case len(failed) > 0:
		return fmt.Errorf("%d cells failed; the same command tries them again", len(failed))
	}
	return nil
}

// sweepTable merges folders.
func sweepTable(c *catalogue.Catalogue, o *sweepOptions, stdout, stderr io.Writer) error {
	var plans []*sweeps.Plan
	var folders []*sweeps.Folder
	for _, dir := range o.names {
		f, s, err := sweeps.Find(dir)
		if err != nil {
			return err
		}
		p, err := planOf(c, s)
		if err != nil {
			return fmt.Errorf("%s: %w", dir, err)
		}
		plans, folders = append(plans, p), append(folders, f)
	}
	to, done := stdout, func() error { return nil }
	if o.csv != "-" {
		file, err := os.Create(o.csv)
		if err != nil {
			return err
		}
		to, done = file, file.Close
	}
	missing, err := sweeps.WriteTable(to, plans, folders)
	if err = errors.Join(err, done()); err != nil {
		return err
	}
	if missing > 0 {
		fmt.Fprintf(stderr, "hebb: %d cells of %s are missing\n", missing, strings.Join(o.names, ", "))
	}
	return nil
}
