package main

import (
	"fmt"
	"time"

	"hebb/web/e2e/drive"
)

// page measures what a page weighs and how soon a moved slider is seen.
func (t *table) page(s *drive.Server) error {
	browser, err := drive.Open()
	if err != nil {
		return err
	}
	defer browser.Close()
	p, err := browser.Page(drive.Look{})
	if err != nil {
		return err
	}
	defer p.Close()
	if err := p.Goto(s.Address + *link); err != nil {
		return err
	}
	if err := p.Wait("a frame is painted", `e2e.painted.length > 0 && e2e.frame.unit > 0`); err != nil {
		return err
	}
	weight, err := drive.Eval[struct {
		Bytes, Requests, Painted float64
	}](p, `(() => {
		const list = [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")];
		return {Bytes: list.reduce((sum, e) => sum + e.transferSize, 0), Requests: list.length, Painted: e2e.painted[0].at};
	})()`)
	if err != nil {
		return err
	}
	t.row("weight of a lab's page", "%.0f KB in %.0f requests", weight.Bytes/1000, weight.Requests)
	t.row("from the click to the first frame", "%.0f ms", weight.Painted)
	time.Sleep(3 * settleTime)
	done, painted, err := p.Latency(*field, *moves)
	if err != nil {
		return err
	}
	t.row("from slider to the answer that it acts", "p50 %s, p95 %s", ms(done, 0.5), ms(done, 0.95))
	t.row("from slider to painted frame", "p50 %s, p95 %s (%d moves)", ms(painted, 0.5), ms(painted, 0.95), len(painted))
	return nil
}

func ms(list []time.Duration, share float64) string {
	return fmt.Sprintf("%.3g ms", float64(drive.Quantile(list, share).Microseconds())/1000)
}
