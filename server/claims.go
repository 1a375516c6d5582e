package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"time"

	"hebb/presets"
)

const claimsUsage = `Runs what the presets promise, each for three seeds, says what it comes to, and
writes it down.

  hebb claims [flags] [lab/preset ...]

Without names it runs all presets.

Flags:
`

// claims is the claims subcommand.
func (c *catalogue) claims(ctx context.Context, args []string, stdout, stderr io.Writer) error {
	flags := flag.NewFlagSet("hebb claims", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	out := flags.String("o", "presets/claims.json", "`file` that the results are kept in")
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
	proofs, err := readProofs(*out)
	if err != nil {
		return err
	}
	broken := 0
	var errs []error // of presets that have no proof thereby
	for _, p := range chosen {
		start := time.Now()
		proved, err := prove(ctx, p, !*short)
		if ctx.Err() != nil {
			return fmt.Errorf("%s: %w", p.Key(), ctx.Err())
		}
		fmt.Fprintf(stdout, "%s (%s)\n", p.Key(), time.Since(start).Round(10*time.Millisecond))
		broken += report(stdout, p, proved)
		if err != nil {
			errs = append(errs, fmt.Errorf("%s: %w", p.Key(), err))
		} else if !*short {
			proofs[p.Hash] = proved
		}
	}
	if !*short {
		if err := writeProofs(*out, c, proofs); err != nil {
			return err
		}
	}
	if broken > 0 {
		errs = append(errs, fmt.Errorf("%d claims do not hold", broken))
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

// report prints the claims of a preset and counts those that do not hold.
func report(w io.Writer, p *presets.Preset, proved *proof) (broken int) {
	for i, claim := range p.Claims {
		if i >= len(proved.Claims) || proved.Claims[i].Measured == nil {
			continue // a long one, not asked for, or one that has no number
		}
		mark := "holds "
		for _, v := range proved.Claims[i].Measured {
			if !claim.Holds(v) {
				mark = "BROKEN"
			}
		}
		if mark == "BROKEN" {
			broken++
		}
		fmt.Fprintf(w, "  %s  %s: %v, promised %v within %v\n", mark, claim.Text, proved.Claims[i].Measured, claim.Expected, claim.Band)
	}
	return broken
}

func readProofs(file string) (map[string]*proof, error) {
	proofs := map[string]*proof{}
	data, err := os.ReadFile(file)
	if errors.Is(err, os.ErrNotExist) {
		return proofs, nil
	}
	if err == nil {
		err = json.Unmarshal(data, &proofs)
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	return proofs, nil
}

// writeProofs drops the proofs of presets that are no more.
func writeProofs(file string, c *catalogue, proofs map[string]*proof) error {
	keep := map[string]*proof{}
	for _, p := range c.presets {
		if proved, ok := proofs[p.Hash]; ok {
			keep[p.Hash] = proved
		}
	}
	data, err := json.MarshalIndent(keep, "", " ")
	if err != nil {
		return err
	}
	return os.WriteFile(file, append(data, '\n'), 0o644)
}
