package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"time"

	"hebb/presets"
)

const claimsUsage = `Runs what the presets promise, each for three seeds, says what it comes to, and
writes it down. A claim must hold, also when its changes come as late as they may, and
must not hold of a run that has not learned.

  hebb claims [flags] [lab/preset ...]

Without names it runs all presets.

Flags:
`

// claims is the claims subcommand.
func (c *catalogue) claims(ctx context.Context, args []string, stdout, stderr io.Writer) error {
	flags := flag.NewFlagSet("hebb claims", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	out := flags.String("o", "presets/claims.json", "`file` that the results are kept in")
	fresh := flags.Bool("new", false, "only what is not in the file yet")
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
	chosen, err := c.choose(names)
	if err != nil {
		return err
	}
	pr, err := readProofs(*out)
	if err != nil {
		return err
	}
	known := map[string]*numbers{}
	if *fresh {
		known = pr.Numbers
	}
	by := pr.by(us(*out))
	broken := 0
	var errs []error
	for _, p := range chosen {
		start := time.Now()
		found, err := prove(ctx, p, !*short, known)
		if ctx.Err() != nil {
			return fmt.Errorf("%s: %w", p.Key(), ctx.Err())
		}
		for key, n := range found {
			n.By, pr.Numbers[key] = by, n
		}
		fmt.Fprintf(stdout, "%s (%s)\n", p.Key(), time.Since(start).Round(10*time.Millisecond))
		broken += report(stdout, p, pr, !*short)
		if err != nil {
			errs = append(errs, fmt.Errorf("%s: %w", p.Key(), err))
		}
		if !*short {
			if err := pr.write(*out, c); err != nil {
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
func (c *catalogue) choose(names []string) ([]*presets.Preset, error) {
	if len(names) == 0 {
		return c.presets, nil
	}
	var list []*presets.Preset
	for _, name := range names {
		a, err := c.find(name)
		if err != nil {
			return nil, err
		}
		for _, p := range c.presets {
			if p.Lab == a.lab && p.Preset == a.preset {
				list = append(list, p)
			}
		}
	}
	return list, nil
}

// report prints the claims of a preset and counts those that are at fault.
func report(w io.Writer, p *presets.Preset, pr *proofs, long bool) (broken int) {
	for i := range p.Claims {
		c := &p.Claims[i]
		if c.Long && !long {
			continue
		}
		v := pr.judge(p, i)
		mark := "holds "
		if v.Complaint != "" {
			mark = "BROKEN"
			broken++
		}
		fmt.Fprintf(w, "  %s  %s: %v", mark, c.Text, v.Left)
		if v.Right != nil {
			fmt.Fprintf(w, " and %v", v.Right)
		}
		fmt.Fprintf(w, ", promised %s", c.Words(p.Label))
		if v.Complaint != "" {
			fmt.Fprintf(w, "; %s", v.Complaint)
		}
		fmt.Fprintln(w)
	}
	return broken
}
