package live

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"hebb/sim/experiment"
	"hebb/sim/live/store"
	"hebb/sim/pool"
)

// Runs is a registry of runs. Its methods may be called from any goroutine.
type Runs struct {
	config     Config
	processors *pool.Processors // with a place for each run that steps
	dense      uint64           // for tests: a checkpoint in memory after so many units, whatever the clock says

	warning atomic.Pointer[string]

	mu     sync.Mutex
	open   map[string]*opening
	past   map[string]past // runs that have ended and are kept in memory only
	order  []string        // of past, oldest first
	closed bool

	ctx  context.Context // ends when the registry closes
	stop func()
}

// opening is a run that is open, or is being opened.
type opening struct {
	ready chan struct{} // closed when run or err is set
	run   *Run
	err   error
	room  Room  // who may end for it
	bytes int64 // of memory, that it is counted for
}

// past is what is left of a run in memory.
type past struct {
	experiment experiment.Experiment
	deed       store.Deed
	epoch      uint32
}

// maxPast is how many ended runs are kept in memory.
const maxPast = 256

var (
	ErrNoRun  = errors.New("there is no such run")
	ErrFull   = errors.New("too many runs are open") // wrapped, with the number
	ErrEnded  = errors.New("the run has ended")      // of Do, Query and Next; Get may reopen it
	ErrClosed = errors.New("the program is shutting down")
)

// NewRuns opens a registry.
func NewRuns(c Config) *Runs {
	c.setDefaults()
	rs := &Runs{config: c, processors: pool.New(c.Slots), open: map[string]*opening{}, past: map[string]past{}}
	rs.ctx, rs.stop = context.WithCancel(context.Background())
	return rs
}

// Room picks the run that ends to make room for another, of those that are open; nil: none
// does. Nobody can open or end a run meanwhile. The nil Room picks the one that nobody has
// watched for the longest time.
type Room func(open []*Run) *Run

// Start begins the run of an experiment, paused, and takes it to the experiment's
// position. Errors name the field at fault, or are that of ctx.
func (rs *Runs) Start(ctx context.Context, x experiment.Experiment) (*Run, error) {
	return rs.StartFor(ctx, x, store.Deed{}, nil)
}

// StartFor is Start for somebody.
func (rs *Runs) StartFor(ctx context.Context, x experiment.Experiment, deed store.Deed, room Room) (*Run, error) {
	var b [8]byte
	rand.Read(b[:])
	id := hex.EncodeToString(b[:])
	return rs.opening(ctx, id, room, func(ctx context.Context) (*Run, error) {
		r, err := rs.newRun(ctx, id, x, 1)
		if err != nil {
			return nil, err
		}
		r.deed = deed
		if rs.config.Store != nil {
			r.keeping.keeper = rs.config.Store.Create(id, rs.newLate(id, func() *Run { return r }))
			r.keeping.writeDown(leftSame)
		}
		r.replays(x.By.Arithmetic)
		r.engine.Begin()
		if x.Position != (experiment.Position{}) || !r.engine.Between() {
			r.seeking.goBack(x.Position, true, nil)
		}
		return r, nil
	})
}

// Get returns a run, reviving one that has ended if its journal is at hand: its
// error is ErrNoRun otherwise, and an *Unopened when there is one that is no good.
func (rs *Runs) Get(ctx context.Context, id string) (*Run, error) { return rs.GetFor(ctx, id, nil) }

// GetFor is Get for somebody.
func (rs *Runs) GetFor(ctx context.Context, id string, room Room) (*Run, error) {
	if !isID(id) {
		return nil, ErrNoRun
	}
	return rs.opening(ctx, id, room, func(ctx context.Context) (*Run, error) { return rs.reopen(ctx, id) })
}

// isID keeps strangers from naming folders.
func isID(id string) bool { return len(id) == 16 && strings.Trim(id, "0123456789abcdef") == "" }

// opening returns the run of that name, having it made once if it is not open. Whoever
// waits for another to make it waits no longer than ctx, and makes it when the other has
// given up.
func (rs *Runs) opening(ctx context.Context, id string, room Room, build func(context.Context) (*Run, error)) (*Run, error) {
	for {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		rs.mu.Lock()
		if rs.closed {
			rs.mu.Unlock()
			return nil, ErrClosed
		}
		o := rs.open[id]
		if o == nil && len(rs.open) < rs.config.MaxRuns {
			o = &opening{ready: make(chan struct{}), room: room}
			if room == nil {
				o.room = idlest
			}
			rs.open[id] = o
			rs.mu.Unlock()
			rs.make(ctx, o, id, build)
			return o.run, o.err
		}
		var goes *Run
		if o == nil {
			if room == nil {
				room = idlest
			}
			goes = room(rs.ready())
		}
		rs.mu.Unlock()
		switch {
		case o != nil:
			if run, err, again := o.wait(ctx); !again {
				return run, err
			}
		case goes != nil:
			if err := goes.Close(ctx, "the place was needed for another run", true); err != nil {
				return nil, err
			}
		default:
			return nil, fmt.Errorf("%w: %d is the most; close one, or wait until one that nobody watches ends", ErrFull, rs.config.MaxRuns)
		}
	}
}

// make has a run made that nobody else makes, and begins it. It is given up when ctx ends,
// or when the registry closes.
func (rs *Runs) make(ctx context.Context, o *opening, id string, build func(context.Context) (*Run, error)) {
	ctx, cancel := context.WithCancel(ctx)
	defer context.AfterFunc(rs.ctx, cancel)()
	defer cancel()
	o.run, o.err = build(ctx)
	rs.mu.Lock()
	unwanted := o.run
	switch {
	case rs.closed:
		o.run, o.err = nil, ErrClosed
		delete(rs.open, id)
	case o.err == nil:
		unwanted = nil
		go o.run.live()
	default:
		o.run, unwanted = nil, nil
		delete(rs.open, id)
	}
	rs.mu.Unlock()
	if unwanted != nil {
		unwanted.discard() // which waits for the disk
	}
	close(o.ready)
}

// wait waits for a run that another makes. One that has ended by then, or whose maker has
// given up, must be asked for again.
func (o *opening) wait(ctx context.Context) (run *Run, err error, again bool) {
	select {
	case <-o.ready:
	case <-ctx.Done():
		return nil, ctx.Err(), false
	}
	if errors.Is(o.err, context.Canceled) || errors.Is(o.err, context.DeadlineExceeded) {
		return nil, nil, true
	}
	if o.err != nil || !o.run.hasEnded() {
		return o.run, o.err, false
	}
	select {
	case <-o.run.done: // it is about to leave its place
		return nil, nil, true
	case <-ctx.Done():
		return nil, ctx.Err(), false
	}
}

// Alone calls f while nobody can open the run, and reports false without calling it when
// the run is open, or is all that there is of it.
func (rs *Runs) Alone(id string, f func()) bool {
	rs.mu.Lock()
	_, past := rs.past[id]
	if rs.closed || past || rs.open[id] != nil {
		rs.mu.Unlock()
		return false
	}
	o := &opening{ready: make(chan struct{}), err: ErrNoRun}
	rs.open[id] = o
	rs.mu.Unlock()
	f()
	rs.mu.Lock()
	delete(rs.open, id)
	rs.mu.Unlock()
	close(o.ready)
	return true
}

// Warn has the pages of all runs told something, until it is "".
func (rs *Runs) Warn(text string) {
	rs.warning.Store(&text)
	for _, r := range rs.List() {
		go r.send(context.Background(), func() { r.out.hello, r.out.urgent = true, true })
	}
}

// idlest returns the run that nobody has watched for the longest time, of those
// that have paused for it.
func idlest(open []*Run) (idlest *Run) {
	for _, r := range open {
		if r.idle.Load() != 0 && (idlest == nil || r.idle.Load() < idlest.idle.Load()) {
			idlest = r
		}
	}
	return idlest
}

func (r *Run) hasEnded() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.ended
}

// List returns the runs that are open, in the order of their ids.
func (rs *Runs) List() []*Run {
	rs.mu.Lock()
	defer rs.mu.Unlock()
	return rs.ready()
}

// ready are the runs that are open. It is called with the lock held.
func (rs *Runs) ready() []*Run {
	var all []*Run
	for _, o := range rs.open {
		select {
		case <-o.ready:
			if o.run != nil {
				all = append(all, o.run)
			}
		default:
		}
	}
	slices.SortFunc(all, func(a, b *Run) int { return strings.Compare(a.id, b.id) })
	return all
}

// Close ends all runs: viewers are told, newest states and journals stay on disk.
func (rs *Runs) Close(ctx context.Context) error {
	rs.mu.Lock()
	was := rs.closed
	rs.closed = true
	rs.stop()
	var all []*opening
	for _, o := range rs.open {
		all = append(all, o)
	}
	rs.mu.Unlock()
	for _, o := range all {
		go func() {
			if <-o.ready; o.run != nil {
				o.run.Close(ctx, "the program is shutting down", true)
			}
		}()
	}
	for _, o := range all {
		select {
		case <-o.ready:
		case <-ctx.Done():
			return ctx.Err()
		}
		if o.run != nil {
			select {
			case <-o.run.done:
			case <-ctx.Done():
				return ctx.Err()
			}
		}
	}
	if !was {
		rs.processors.Stop()
	}
	return nil
}

// origin is what the runs of this registry are computed by.
func (rs *Runs) origin() experiment.Origin {
	return experiment.Origin{Build: rs.config.Build, Arithmetic: rs.config.Kernel}
}

// by names the program whose checkpoints may be loaded.
func (rs *Runs) by() string { return fmt.Sprintf("%q with %q", rs.config.Build, rs.config.Kernel) }

// name is what pages are told that a run is called.
func (rs *Runs) name(id string) string {
	if rs.config.Name == nil {
		return id
	}
	return rs.config.Name(id)
}

func (rs *Runs) note(id, text string) {
	if rs.config.Note != nil {
		rs.config.Note(id, text)
	}
}

func (rs *Runs) report(id string, err error) {
	if rs.config.Report != nil {
		rs.config.Report(id, err)
	}
}
