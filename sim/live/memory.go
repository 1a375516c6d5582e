package live

import (
	"context"
	"fmt"

	"hebb/sim"
	"hebb/sim/engine"
	"hebb/sim/engine/history"
	"hebb/sim/experiment"
)

// All runs together have one budget of memory. What a run is counted for is what it can come
// to hold: its sims, by their own word; checkpoints, which are its tapes for ways back; tables
// of history; what is shown, and is under way to viewers. TestMemoryIsHonest holds it against
// the heap.
const (
	runBytes     = 1 << 20  // journal, queues, goroutines
	variantBytes = 1 << 20  // tables and frames, before a sim says what it shows
	viewerBytes  = 64 << 10 // rooms of a connection, messages that wait
	frameCopies  = 6        // of all that is shown: in the sim's frame, encoded for two streams, under way
)

// Crowded says that a run does not fit into the memory that all runs have together.
type Crowded struct{ Needs, Free, All int64 } // bytes

func (c *Crowded) Error() string {
	if c.Never() {
		return fmt.Sprintf("it needs %s MB of memory, and one run may take %s MB, half of what all together may: make it smaller, with fewer variants or a smaller model, or start Hebb with a larger -memory", mb(c.Needs, 1), mb(c.All/2, 0))
	}
	return fmt.Sprintf("it needs %s MB of memory, and of the %s MB that all runs together may take %s MB are free: a run that needs no more than that fits; or end another run, or start Hebb with a larger -memory", mb(c.Needs, 1), mb(c.All, 0), mb(max(0, c.Free), 0))
}

// Never says that it would not fit if there were no other run. None may take more than half,
// so that nobody has all of it with one, which would have to give way to nobody.
func (c *Crowded) Never() bool { return c.Needs > c.All/2 }

// mb is a number of bytes in MB, of which a part counts as so much.
func mb(bytes int64, part int64) string {
	n := bytes / 1e6
	if bytes%1e6 != 0 {
		n += part
	}
	return fmt.Sprint(n)
}

// Memory is how many bytes are counted for all runs, and the most that may be; 0: there is
// no limit.
func (rs *Runs) Memory() (used, most int64) {
	rs.mu.Lock()
	defer rs.mu.Unlock()
	return rs.used(""), rs.config.Memory
}

// used is what is counted for all runs but one. It is called with the lock held.
func (rs *Runs) used(but string) (bytes int64) {
	for id, o := range rs.open {
		if id == but {
			continue
		}
		bytes += o.bytes
		select {
		case <-o.ready:
			if o.run != nil {
				bytes += viewerBytes * int64(o.run.watchers())
			}
		default:
		}
	}
	return bytes
}

// needs is what the sims of a set-up hold, by their own word.
func needs(view *sim.View, s experiment.Setup) (bytes int64, err error) {
	for i, v := range s.Variants {
		model := view.New()
		err := sim.Set(model.Fields(), v.Set)
		n := int64(0)
		if err == nil {
			n, err = sim.Needs(model, s.Seed)
		}
		if err != nil && len(s.Variants) > 1 {
			err = fmt.Errorf("variant %s: %w", experiment.VariantKey(i), err)
		}
		if err != nil {
			return 0, err
		}
		bytes += n
	}
	return bytes, nil
}

// with is what a run of such sims is counted for, with what else it holds.
func (rs *Runs) with(sims, rest int64) int64 {
	spare := sims / 2 // a checkpoint that is written over, and the room in which one is written
	return sims + max(rs.config.CheckpointBytes, sims) + spare + rest + runBytes
}

// restOf is what an engine's variants hold beside their sims: tables, and all that is shown.
func restOf(e *engine.Engine) (bytes int64) {
	for i, v := range e.Variants() {
		for _, t := range e.History()[i] {
			bytes += history.MaxBuckets * int64(16+8*len(t.Names)) * 5 / 4
		}
		for o := range v.Outputs() {
			if out := &v.Outputs()[o]; out.Kind != sim.Scalar {
				bytes += 4 * int64(out.Len()) * frameCopies
			}
		}
	}
	return bytes
}

// reserve counts so many bytes for a run that is open, or being opened, when they are free,
// or become so by ending runs that give way. A nil room has none end.
func (rs *Runs) reserve(ctx context.Context, id string, bytes int64, room Room) error {
	for {
		rs.mu.Lock()
		o, free := rs.open[id], rs.config.Memory-rs.used(id)
		if o == nil {
			rs.mu.Unlock()
			return ErrEnded
		}
		why := &Crowded{bytes, free, rs.config.Memory}
		if rs.config.Memory <= 0 || bytes <= free && !why.Never() {
			o.bytes = bytes
			rs.mu.Unlock()
			return nil
		}
		var goes *Run
		if room != nil && !why.Never() {
			goes = room(rs.ready())
		}
		rs.mu.Unlock()
		if goes == nil {
			return why
		}
		if err := goes.Close(ctx, "its memory was needed for another run", true); err != nil {
			return err
		}
	}
}

// roomOf says who may end for a run that is being opened.
func (rs *Runs) roomOf(id string) Room {
	rs.mu.Lock()
	defer rs.mu.Unlock()
	if o := rs.open[id]; o != nil {
		return o.room
	}
	return nil
}

// counted is what a run is counted for.
func (rs *Runs) counted(id string) int64 {
	rs.mu.Lock()
	defer rs.mu.Unlock()
	if o := rs.open[id]; o != nil {
		return o.bytes
	}
	return 0
}

// admit counts a run for the sims of another set-up, which it is about to have, or refuses.
func (r *Run) admit(s experiment.Setup) (back func(), err error) {
	was := r.runs.counted(r.id)
	back = func() { r.runs.reserve(context.Background(), r.id, was, nil) }
	sims, err := needs(r.view, s)
	if err != nil {
		return nil, err
	}
	return back, r.runs.reserve(context.Background(), r.id, r.runs.with(sims, restOf(r.engine)*int64(len(s.Variants))/int64(len(r.engine.Variants()))), nil)
}

// checkpointsOf is how much of a budget each run may take for checkpoints.
func checkpointsOf(budget int64) int64 {
	if budget <= 0 {
		return 64 << 20
	}
	return min(max(budget/256, 2<<20), 64<<20)
}
