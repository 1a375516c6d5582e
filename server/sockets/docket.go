package sockets

import (
	"bytes"
	"context"
	"encoding/json"
	"reflect"
	"sync"
	"sync/atomic"
	"time"

	"hebb/server/catalogue"
	"hebb/server/wire"
	"hebb/sim/experiment"
	"hebb/sim/live"
)

// docket is how the claims of a run's preset stand in the run, for all pages that watch
// it. What it says is made once for all of them.
type docket struct {
	catalogue *catalogue.Catalogue
	run       *live.Run
	pages     int // guarded by dockets

	looks atomic.Uint64 // that have begun

	turn chan struct{} // holds one while somebody looks: no lock, as a look waits for the run
	last live.Trace
	text []byte
	seen uint64 // the newest look that has succeeded
	said []byte // what it says
}

// dockets holds those of runs that are watched.
type dockets struct {
	mu   sync.Mutex
	open map[*live.Run]*docket
}

func (d *dockets) join(c *catalogue.Catalogue, run *live.Run) *docket {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.open == nil {
		d.open = map[*live.Run]*docket{}
	}
	if d.open[run] == nil {
		d.open[run] = &docket{catalogue: c, run: run, turn: make(chan struct{}, 1)}
	}
	d.open[run].pages++
	return d.open[run]
}

func (d *dockets) leave(k *docket) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if k.pages--; k.pages == 0 {
		delete(d.open, k.run)
	}
}

// look says how the claims stand now; nil where the run has no preset with claims. Pages
// that ask while another looks share the next look: one that has begun after they asked.
func (d *docket) look(ctx context.Context) ([]byte, error) {
	asked := d.looks.Load()
	select {
	case d.turn <- struct{}{}:
		defer func() { <-d.turn }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	if d.seen > asked {
		return d.said, nil
	}
	n := d.looks.Add(1)
	text, err := d.judge(ctx)
	if err == nil {
		d.seen, d.said = n, text
	}
	return text, err
}

// judge says how the claims stand. It is called by whoever has the turn.
func (d *docket) judge(ctx context.Context) ([]byte, error) {
	trace, err := d.run.Trace(ctx)
	if err != nil {
		return nil, err
	}
	if d.text != nil && reflect.DeepEqual(trace, d.last) {
		return d.text, nil
	}
	lab, ok := d.catalogue.Lab(trace.Experiment.Lab)
	if !ok {
		return nil, nil
	}
	p, ok := d.catalogue.Preset(lab, trace.Experiment.Preset)
	if !ok || len(p.Claims) == 0 {
		return nil, nil
	}
	past := experiment.Past{Setup: trace.Experiment.Setup, Journal: trace.Experiment.Journal, Ends: trace.Ends, Diverged: trace.Diverged, Resting: trace.Resting}
	past.Read = func(t experiment.Term) (experiment.Reading, bool) {
		low, high, ok, _ := d.run.Recorded(ctx, t.Variant, t.Output, t.Unit, t.Over)
		return experiment.Reading{Low: low, High: high}, ok
	}
	text, err := json.Marshal(wire.Claims{Type: "claims", Claims: p.Standings(lab, past)})
	if err != nil {
		return nil, err
	}
	d.last, d.text = trace, text
	return text, nil
}

// judgeEvery is how long a page waits at least for the next word on its claims.
const judgeEvery = 250 * time.Millisecond

// judgeSeldom is the same for a page that only follows.
const judgeSeldom = 2 * time.Second

// judge tells the page how the claims stand, whenever the run has shown something new.
func (v *visitor) judge(ctx context.Context) {
	var told []byte
	for {
		select {
		case <-v.stirred:
		case <-ctx.Done():
			return
		}
		if text, err := v.docket.look(ctx); err == nil && text != nil && !bytes.Equal(text, told) {
			select {
			case v.replies <- text:
				told = text
			case <-ctx.Done():
				return
			}
		}
		wait := judgeEvery
		if v.crew.role(v) == follower {
			wait = judgeSeldom
		}
		select {
		case <-time.After(wait):
		case <-ctx.Done():
			return
		}
	}
}

// stir says that the run has shown something new.
func (v *visitor) stir() {
	select {
	case v.stirred <- struct{}{}:
	default:
	}
}
