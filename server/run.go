package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"

	"hebb/server/catalogue"
	"hebb/server/headless"
	"hebb/sim"
)

const runUsage = `Runs a preset or a link without a browser and prints the outputs it ends with: the
same numbers as the page shows at that unit.

  hebb run <lab/preset, preset, lab, link or saved file> -steps N [-csv FILE] [-json FILE]

  hebb run <preset> -steps 2000
  hebb run '/labs/<lab>?preset=<preset>&<field>=0.5' -steps 2000 -csv curve.csv

A link may have host and prefix, and may be as a mail, a chat or Git Bash left it. Numbers
are read as people write them: 0.05, 0,05, 5e-2.

  hebb run saved.json -steps 5000        what Share has saved, with all that was done; - reads it from the input

Flags (before or after the name; FILE may be - for the terminal):
`

// runOptions are the flags of the run subcommand.
type runOptions struct {
	what  string
	steps int
	csv   string
	json  string
	data  string // folder
	given bool   // the user has named one
}

func parseRunOptions(args []string) (*runOptions, *flag.FlagSet, error) {
	o := &runOptions{}
	flags := flag.NewFlagSet("hebb run", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	flags.Func("steps", "run `N` units: samples, images, iterations, ..., from the beginning; 2000, 2e3 and 2,000 are the same", wholeFlag(&o.steps, sim.MostWhole))
	flags.StringVar(&o.csv, "csv", "", "write every unit's scalars to `FILE`")
	flags.StringVar(&o.json, "json", "", "write the experiment, the final outputs and every unit's scalars to `FILE`")
	flags.StringVar(&o.data, "data", "", "`folder` of Hebb's data, with the imported image sets; \"none\" for those of the program alone (default "+defaultData()+")")
	names, err := parseMixed(flags, args)
	flags.Visit(func(f *flag.Flag) { o.given = o.given || f.Name == "data" })
	switch {
	case errors.Is(err, flag.ErrHelp):
		return o, flags, err
	case err != nil:
		return nil, flags, fmt.Errorf("%w; %w", err, errUsage)
	case len(names) != 1:
		return nil, flags, fmt.Errorf("run takes one preset or link, and got %d; %w", len(names), errUsage)
	case o.steps == 0:
		return nil, flags, fmt.Errorf("run needs -steps and a number of units, at least 1; %w", errUsage)
	case o.csv == "-" && o.json == "-":
		return nil, flags, fmt.Errorf("only one of -csv and -json can go to the terminal; %w", errUsage)
	}
	o.what = names[0]
	return o, flags, nil
}

// wholeFlag reads a whole number from 1 to most, as people write them.
func wholeFlag(to *int, most int) func(string) error {
	return func(text string) error {
		set, err := sim.Int(to, 1, most).Parse(text)
		if err == nil {
			set()
		}
		return err
	}
}

// asked is the experiment that the command line names: a file, what comes in, or what
// Catalogue.Find knows.
func asked(c *catalogue.Catalogue, what string) (*catalogue.Asked, error) {
	if catalogue.IsFile(what) {
		return c.OpenFile(what, os.Stdin)
	}
	return c.Find(what)
}

// parseMixed parses flags that stand before, between and after names.
func parseMixed(flags *flag.FlagSet, args []string) (names []string, err error) {
	for {
		if err := flags.Parse(args); err != nil {
			return nil, err
		}
		if flags.NArg() == 0 {
			return names, nil
		}
		names, args = append(names, flags.Arg(0)), flags.Args()[1:]
	}
}

// runCommand is the run subcommand.
func runCommand(ctx context.Context, c *catalogue.Catalogue, args []string, stdout, stderr io.Writer) error {
	o, flags, err := parseRunOptions(args)
	if o != nil {
		if err := readSets(o.data, o.given); errors.Is(err, errUsage) {
			return err
		} else if err != nil {
			fmt.Fprintf(stderr, "hebb: %v\n", err)
		}
	}
	if errors.Is(err, flag.ErrHelp) {
		fmt.Fprint(stdout, runUsage)
		flags.SetOutput(stdout)
		flags.PrintDefaults()
		c.Describe(stdout)
	}
	if err != nil {
		return err
	}
	a, err := asked(c, o.what)
	if err != nil {
		return err
	}
	return headless.Run(ctx, a, headless.Options{Steps: uint64(o.steps), CSV: o.csv, JSON: o.json}, stdout, stderr)
}
