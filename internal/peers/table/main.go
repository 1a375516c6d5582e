// Command table prints what `make bench-peers` has measured, from the lines in the
// file that its argument names.
package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"os"

	"hebb/internal/peers"
)

func main() {
	if err := table(os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func table(name string) error {
	data, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	fmt.Println("| work | peer | peer takes | Hebb takes | ratio | target | results differ by |")
	fmt.Println("|---|---|---|---|---|---|---|")
	missed := 0
	for dec := json.NewDecoder(bytes.NewReader(data)); ; {
		var l peers.Line
		if err := dec.Decode(&l); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			return err
		}
		target := "-"
		if l.Target > 0 {
			target = fmt.Sprintf("%.3gx", l.Target)
			if l.Ratio < l.Target {
				target += ", missed"
				missed++
			}
		}
		fmt.Printf("| %s | %s | %s/%s | %s | %sx | %s | %.0e |\n", l.Work, l.Peer, span(l.Theirs), l.Unit, span(l.Ours), digits(l.Ratio), target, l.Differs)
	}
	fmt.Printf("\nOne core each, alternating, medians of several turns. %d targets missed.\n", missed)
	return nil
}

func digits(x float64) string {
	if x >= 99.5 {
		return fmt.Sprintf("%.0f", x)
	}
	return fmt.Sprintf("%.*f", max(0, 1-int(math.Floor(math.Log10(x)))), x)
}

// span writes seconds with three digits in a handy unit.
func span(s float64) string {
	switch {
	case s < 1e-3:
		return fmt.Sprintf("%.3g µs", s*1e6)
	case s < 1:
		return fmt.Sprintf("%.3g ms", s*1e3)
	}
	return fmt.Sprintf("%.3g s", s)
}
