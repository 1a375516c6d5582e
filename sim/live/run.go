package live

import (
	"context"
	"sync"
	"sync/atomic"
	"time"

	"hebb/sim"
	"hebb/sim/engine"
	"hebb/sim/experiment"
	"hebb/sim/live/message"
	"hebb/sim/live/store"
	"hebb/sim/live/timing"
)

// Run is an engine kept alive by one goroutine. Its methods may be called
// from any goroutine.
type Run struct {
	id      string
	deed    store.Deed
	lab     *sim.Lab
	view    *sim.View
	home    experiment.Setup // the preset's or the lab's: what links leave out
	runs    *Runs
	inbox   chan func()   // called by the run's goroutine, between two rounds
	poked   chan struct{} // a viewer wants to be looked at
	done    chan struct{} // closed when the run has ended
	looked  atomic.Bool   // what viewers see has changed
	waiting atomic.Int64  // callers of Do that wait for their answer
	asked   atomic.Pointer[endRequest]
	ctx     context.Context // ends when the run has been asked to end, and long work with it
	stop    func()
	idle    atomic.Int64 // since when the run has paused because nobody watches, in nanoseconds; 0: it has not

	mu             sync.Mutex
	viewers        map[*Viewer]struct{}
	ended          bool
	last           Info // how the run was when it ended
	lastExperiment experiment.Experiment

	// The rest belongs to the run's goroutine.
	engine       *engine.Engine
	scratch      []sim.Field // of a sim that is never initialised: brings texts into their canonical form
	keeping      keeping
	ending       *endRequest // to end
	lost         bool        // the engine was broken off on its way, and is of no use
	epoch        uint32
	command      uint32 // number of the last command applied
	playing      bool
	speed        float64
	queue        queue
	seeking      seeking
	marks        *message.Markers
	pace         timing.Pace
	meter        timing.Meter
	worker       worker
	out          outbox
	housekeeping housekeeping
	notes        []string // what pages are told of how it was opened
	recorded     string   // the kernel that the journal was written with, where that is another
}

// endRequest is a request to end a run.
type endRequest struct {
	reason string
	retry  bool
}

// ID is the run's key in URLs.
func (r *Run) ID() string { return r.id }

// Lab is the name of its lab.
func (r *Run) Lab() string { return r.lab.Name }

// Deed says whose the run is.
func (r *Run) Deed() store.Deed { return r.deed }

// Unwatched is how long the run has paused because nobody watches; 0: it has not.
func (r *Run) Unwatched() time.Duration {
	if since := r.idle.Load(); since != 0 {
		return max(1, time.Since(time.Unix(0, since)))
	}
	return 0
}

// Do carries out a command. It returns when the command is in force, with the
// number that state frames carry from then on, or with the refusal, in which case
// nothing has changed. A refused field is a *sim.FieldError. Commands that seek
// (Step, Back, Seek, Replay, Undo) have then begun, and those that need the
// position wait for them; see Settle.
func (r *Run) Do(ctx context.Context, c Command) (uint32, error) {
	r.waiting.Add(1)
	defer func() {
		r.waiting.Add(-1)
		r.notify() // that it may rest
	}()
	got := make(chan answer, 1)
	if err := r.send(ctx, func() { r.queue.add(request{c, got}) }); err != nil {
		return 0, err
	}
	select {
	case a := <-got:
		return a.number, a.err
	case <-ctx.Done():
		return 0, ctx.Err()
	case <-r.done:
		select {
		case a := <-got:
			return a.number, a.err
		default:
			return 0, ErrEnded
		}
	}
}

// Settle waits until the run has nowhere to go but on: steps, seeks and due
// measurements are done.
func (r *Run) Settle(ctx context.Context) error {
	settled := make(chan struct{})
	if err := r.send(ctx, func() { r.queue.settlers = append(r.queue.settlers, settled) }); err != nil {
		return err
	}
	return r.wait(ctx, settled)
}

// ask has f called by the run's goroutine when it is where it is going, and waits
// for it.
func (r *Run) ask(ctx context.Context, f func()) error {
	called := make(chan struct{})
	err := r.send(ctx, func() { r.queue.questions = append(r.queue.questions, func() { f(); close(called) }) })
	if err != nil {
		return err
	}
	return r.wait(ctx, called)
}

func (r *Run) send(ctx context.Context, f func()) error {
	select {
	case <-r.done: // or the inbox might take it
		return ErrEnded
	default:
	}
	select {
	case r.inbox <- f:
		return nil
	case <-r.done:
		return ErrEnded
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (r *Run) wait(ctx context.Context, c chan struct{}) error {
	select {
	case <-c:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	case <-r.done:
		select {
		case <-c:
			return nil
		default:
			return ErrEnded
		}
	}
}

// Watch adds a viewer. It gets a hello first.
func (r *Run) Watch() *Viewer {
	v := &Viewer{run: r, wake: make(chan struct{}, 1), fresh: true, lacks: true}
	r.mu.Lock()
	if r.ended {
		v.gone = true
	} else {
		r.viewers[v] = struct{}{}
	}
	r.mu.Unlock()
	r.looked.Store(true)
	r.notify()
	return v
}

func (r *Run) removeViewer(v *Viewer) {
	r.mu.Lock()
	delete(r.viewers, v)
	r.mu.Unlock()
	r.looked.Store(true)
	r.notify()
}

// notify has the run look at its viewers.
func (r *Run) notify() {
	select {
	case r.poked <- struct{}{}:
	default:
	}
}
