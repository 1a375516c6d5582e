package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"time"

	"hebb/presets"
	"hebb/server/catalogue"
	"hebb/server/headless"
	"hebb/sim/job"
	"hebb/sim/pool"
)

const claimsUsage = `Runs what the presets promise, each for three seeds, says what it comes to, and
writes it down. A claim must hold, also when its changes come as late as they may, and
must not hold of a run that has not learned.

  hebb claims [flags] [lab/preset ...]

Without names it runs all presets.

Flags:
`

// claimsCommand is the claims subcommand.
func claimsCommand(ctx context.Context, c *catalogue.Catalogue, args []string, stdout, stderr io.Writer) error {
	flags := flag.NewFlagSet("hebb claims", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	out := flags.String("o", "presets/claims.json", "`file` that the results are kept in")
	fresh := flags.Bool("new", false, "only what is not in the file yet, or was measured with another arithmetic")
	short := flags.Bool("short", false, "only the short claims; nothing is written")
	names, err := parseMixed(flags, args)
	if errors.Is(err, flag.ErrHelp) {
		fmt.Fprint(stdout, claimsUsage)
		flags.SetOutput(stdout)
		flags.PrintDefaults()
		return err
	} else if err != nil {
		return fmt.Errorf("%w; %w", err, errUsage)
	}
	chosen, err := choose(c, names)
	if err != nil {
		return err
	}
	pr, err := headless.ReadProofs(*out)
	if err != nil {
		return err
	}
	self := headless.ThisProgram(*out)
	known := map[string]*job.Numbers{}
	if *fresh {
		known = pr.Of(self.Arithmetic)
	}
	by := pr.AddOrigin(self)
	processors := pool.New(0)
	defer processors.Stop()
	given := job.Given{Processors: processors, Memory: headless.Memory}
	broken := 0
	var errs []error
	for _, p := range chosen {
		start := time.Now()
		found, err := job.Prove(ctx, p.Lab, p.Preset, !*short, known, given)
		if ctx.Err() != nil {
			return fmt.Errorf("%s: %w", p.Key(), ctx.Err())
		}
		for key, n := range found {
			n.By, pr.Numbers[key] = by, n
		}
		fmt.Fprintf(stdout, "%s (%s)\n", p.Key(), time.Since(start).Round(10*time.Millisecond))
		broken += headless.Report(stdout, p, pr, !*short)
		if err != nil {
			errs = append(errs, fmt.Errorf("%s: %w", p.Key(), err))
		}
		if !*short {
			if err := headless.WriteProofs(*out, pr, c); err != nil {
				return err
			}
		}
	}
	if broken > 0 {
		errs = append(errs, fmt.Errorf("%d claims do not hold, or hold of what has not learned", broken))
	}
	return errors.Join(errs...)
}

// choose returns the presets of the given names, or all.
func choose(c *catalogue.Catalogue, names []string) ([]*presets.Preset, error) {
	if len(names) == 0 {
		return c.Presets, nil
	}
	var list []*presets.Preset
	for _, name := range names {
		a, err := c.Find(name)
		if err != nil {
			return nil, err
		}
		for _, p := range c.Presets {
			if p.Lab == a.Lab && p.Preset == a.Preset {
				list = append(list, p)
			}
		}
	}
	return list, nil
}
