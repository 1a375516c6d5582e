// Hebb is a live laboratory for biologically plausible learning. This program
// serves its pages on this machine, runs its simulations and carries what they do
// to the pages; it also runs presets and links without a page.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"

	"hebb/presets"
	"hebb/server/catalogue"
	"hebb/sim"
	"hebb/sim/labs"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second signal ends the program at once
	err := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	switch {
	case err == nil, errors.Is(err, flag.ErrHelp):
		return
	case errors.Is(err, errUsage):
		fmt.Fprintln(os.Stderr, "hebb:", err)
		os.Exit(2)
	}
	fmt.Fprintln(os.Stderr, "hebb:", err)
	os.Exit(1)
}

// errUsage is at the root of mistakes in the command line.
var errUsage = errors.New("see -help")

func run(ctx context.Context, args []string, stdout, stderr io.Writer) error {
	list, err := presets.Load(presets.Files, labs.All)
	if err != nil { // a test keeps this from happening; what is left still works
		fmt.Fprintln(stderr, "hebb:", err)
	}
	return dispatch(ctx, catalogue.New(labs.All, list), args, stdout, stderr)
}

// dispatch chooses among serving and the subcommands.
func dispatch(ctx context.Context, c *catalogue.Catalogue, args []string, stdout, stderr io.Writer) error {
	if err := c.Check(); err != nil {
		return err
	}
	if len(args) > 0 {
		switch args[0] {
		case "run":
			return runCommand(ctx, c, args[1:], stdout, stderr)
		case "claims":
			return claimsCommand(ctx, c, args[1:], stdout, stderr)
		case "sweep":
			return sweepCommand(ctx, c, args[1:], stdout, stderr)
		case "worker":
			return workerCommand(ctx, c, args[1:], os.Stdin, stdout, stderr)
		case "data":
			return dataCommand(ctx, args[1:], stdout, stderr)
		case "help":
			args = []string{"-help"}
		}
	}
	o, err := parseOptions(args, stdout)
	if err != nil {
		return err
	}
	return serve(ctx, c, o, stdout, stderr)
}

const usage = `Hebb is a live laboratory for biologically plausible learning.

  hebb [flags]                               serve the laboratory to a browser on this machine
  hebb run <preset or link> -steps N         run without a browser; hebb run -help lists everything
  hebb claims                                measure what the presets promise; hebb claims -help
  hebb sweep <preset or link> -grid ...      compute a grid of experiments; hebb sweep -help
  hebb data list                             the image sets, and how to import more; hebb data -help

Flags:
`

// options are the flags of serving.
type options struct {
	addr    string
	open    bool
	data    string
	dataSet bool // the user has named a folder
	log     string
	days    int // that runs are kept
	mb      int // that they may take, together
	memory  int // MB that all runs may take
	metrics bool
	allowed []string
	framers []string
	prefix  string
	proxies []string
}

// The most that -keep-days, -keep-mb and -memory take.
const (
	maxDays = 36500
	maxMB   = 1 << 30
)

func parseOptions(args []string, help io.Writer) (*options, error) {
	o := &options{}
	flags := flag.NewFlagSet("hebb", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	flags.StringVar(&o.addr, "addr", "127.0.0.1:8080", "`address` and port to listen at; port 0 takes a free one")
	flags.BoolVar(&o.open, "open", false, "open the browser")
	flags.StringVar(&o.data, "data", "", "`folder` for the journals of runs; \"none\" keeps them in memory (default "+defaultData()+")")
	flags.BoolVar(&o.metrics, "metrics", false, "answer GET /metrics with counts for Prometheus; whoever reaches Hebb can read them")
	flags.IntVar(&o.days, "keep-days", 90, "remove runs that nobody has opened for so many `days`; 0 keeps them for ever. A run whose journal was saved from Share always stays")
	flags.IntVar(&o.mb, "keep-mb", 1000, "remove the oldest runs when all together take more than so many `MB`; 0 sets no limit. Runs that are open, or were saved, stay")
	flags.IntVar(&o.memory, "memory", defaultMemory(), "memory that all runs together may take, in `MB`; a run that does not fit is refused. Half of the machine's if nothing is said")
	flags.StringVar(&o.log, "log", "warn", "how much to write to the terminal: debug, info, warn or error")
	flags.Func("allow", "further `origin` that pages may have, such as https://lab.example: what a browser shows before the path; may be repeated", func(text string) error {
		o.allowed = append(o.allowed, text)
		return nil
	})
	flags.Func("embed", "`origin` of a site, such as https://school.example, whose pages may show a figure in a frame; may be repeated", func(text string) error {
		o.framers = append(o.framers, text)
		return nil
	})
	flags.StringVar(&o.prefix, "prefix", "", "`path` that a proxy puts before all addresses, such as /user/me/proxy/8080, whether it passes it on or takes it off")
	flags.Func("trust-proxy", "`range` of addresses, such as 127.0.0.1/32, from which X-Forwarded-Proto, -Host, -Prefix and -For are believed; may be repeated", func(text string) error {
		o.proxies = append(o.proxies, text)
		return nil
	})
	err := flags.Parse(args)
	switch {
	case errors.Is(err, flag.ErrHelp):
		fmt.Fprint(help, usage)
		flags.SetOutput(help)
		flags.PrintDefaults()
		return nil, err
	case err != nil:
		return nil, fmt.Errorf("%w; %w", err, errUsage)
	case o.days < 0 || o.days > maxDays:
		return nil, fmt.Errorf("-keep-days %d is outside its range: it takes 0 (for ever) to %d; %w", o.days, maxDays, errUsage)
	case o.mb < 0 || o.mb > maxMB:
		return nil, fmt.Errorf("-keep-mb %d is outside its range: it takes 0 (no limit) to %d; %w", o.mb, maxMB, errUsage)
	case o.memory < leastMemory || o.memory > maxMB:
		return nil, fmt.Errorf("-memory %d is outside its range: it takes %d to %d MB; %w", o.memory, leastMemory, maxMB, errUsage)
	case flags.NArg() > 0:
		return nil, fmt.Errorf("unknown command %q: there are run, claims, sweep and data, or none to serve; %w", sim.Clip(flags.Arg(0)), errUsage)
	}
	flags.Visit(func(f *flag.Flag) { o.dataSet = o.dataSet || f.Name == "data" })
	return o, nil
}
