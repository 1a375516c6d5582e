package drive

import (
	"errors"
	"fmt"
	"slices"
	"time"
)

// Latency moves the slider of a field a little to and fro for about so many moves while the
// run plays: a value that is far from the preset's may bring the run to an end. For each move it returns how long it took from the pointer's event to the
// answer that the command is in force, and to the first painted frame that carries it,
// each in order of size.
func (p *Page) Latency(field string, moves int) (done, painted []time.Duration, err error) {
	selector := `[data-name="` + field + `"] input[type=range]`
	from, track, err := p.Thumb(selector)
	if err != nil {
		return nil, nil, err
	}
	least := max(0, (from.X-track.X-thumb/2)/(track.W-thumb)-reach)
	// Each number of a command counts once: from its sending on.
	if _, err := Eval[any](p, `(e2e.sent.length = e2e.done.length = e2e.painted.length = 0)`); err != nil {
		return nil, nil, err
	}
	if err := p.Down(from); err != nil {
		return nil, nil, err
	}
	end := from
	for i := range moves {
		share := float64(i%20) / 20
		if i/20%2 == 1 {
			share = 1 - share
		}
		end = track.Along(min(1, least+2*reach*share))
		if err := p.Move(end); err != nil {
			return nil, nil, err
		}
		time.Sleep(35 * time.Millisecond)
	}
	if err := p.Up(end); err != nil {
		return nil, nil, err
	}
	time.Sleep(500 * time.Millisecond)
	ms, err := Eval[[][2]float64](p, `e2e.sent.map((s) => {
		const done = e2e.done.find((d) => d.n === s.n);
		const painted = done && e2e.painted.find((f) => f.command >= done.command);
		return painted ? [done.at - s.at, painted.at - s.at] : null;
	}).filter((v) => v !== null)`)
	if err != nil {
		return nil, nil, err
	}
	if len(ms) < moves/2 {
		return nil, nil, fmt.Errorf("only %d of %d moves were sent and painted", len(ms), moves)
	}
	for _, m := range ms {
		if m[1] < 0 {
			return nil, nil, errors.New("a move was painted before it was made: the page's clocks differ")
		}
		done = append(done, time.Duration(m[0]*float64(time.Millisecond)))
		painted = append(painted, time.Duration(m[1]*float64(time.Millisecond)))
	}
	slices.Sort(done)
	slices.Sort(painted)
	return done, painted, nil
}

// reach is how far a slider is moved to either side, as a share of its track.
const reach = 0.08

// Quantile is the value below which a share of a sorted list lies.
func Quantile(sorted []time.Duration, share float64) time.Duration {
	if len(sorted) == 0 {
		return 0
	}
	return sorted[min(len(sorted)-1, int(share*float64(len(sorted))))]
}
