package headless

import (
	"fmt"
	"io"

	"hebb/presets"
	"hebb/sim/job"
)

// Report prints the claims of a preset and counts those that are at fault.
func Report(w io.Writer, p *presets.Preset, pr *job.Proofs, long bool) (broken int) {
	for i := range p.Claims {
		c := &p.Claims[i]
		if c.Long && !long {
			continue
		}
		v := pr.Judge(p.Lab, p.Preset, i)
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
