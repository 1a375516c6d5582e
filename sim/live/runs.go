package live

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"time"

	"hebb/sim"
)

// Config says what a registry may use. The zero value of every field but Labs has
// a default.
type Config struct {
	Labs            []*sim.Lab
	Dir             string        // where runs are kept; "" for in memory only
	MaxRuns         int           // runs open at a time; 64
	MemoryPerRun    int64         // most bytes of a run's sims, a quarter for each; 1 GiB
	CheckpointBytes int64         // most bytes of a run's checkpoints in memory; 64 MiB
	Idle            time.Duration // a run that nobody watches pauses after this; 5 s
	End             time.Duration // and ends after this; its journal stays; 10 min
	Slots           int           // runs that step at the same time; the number of processors
	Build, Kernel   string        // what the numbers depend on besides the journal; checkpoints of others are not loaded

	Data   func(sim.Setup) string                     // hash of the data sets in use, for hello; may be nil
	Preset func(lab, preset string) (sim.Setup, bool) // what a preset starts from; may be nil
	Blob   func(hash string) ([]byte, error)          // contents of uploads; may be nil
	Report func(run string, err error)                // told of troubles that no viewer can help: disk, panics; may be nil
}

// Runs is a registry of runs. Its methods may be called from any goroutine.
type Runs struct {
	Config
	helpers *helpers
	slots   chan struct{} // one token for each run that steps
	dense   uint64        // for tests: a checkpoint in memory after so many units, whatever the clock says

	mu     sync.Mutex
	open   map[string]*opening
	past   map[string]past // runs that have ended and are kept in memory only
	order  []string        // of past, oldest first
	closed bool
}

// opening is a run that is open, or is being opened.
type opening struct {
	ready chan struct{} // closed when run or err is set
	run   *Run
	err   error
}

// past is what is left of a run in memory.
type past struct {
	moment Moment
	epoch  uint32
}

// maxPast is how many ended runs are kept in memory.
const maxPast = 256

var (
	ErrNoRun  = errors.New("there is no such run")
	ErrFull   = errors.New("too many runs are open") // wrapped, with the number
	ErrEnded  = errors.New("the run has ended")      // of Do, Query and Next; Get may revive it
	ErrClosed = errors.New("the program is shutting down")
)

// NewRuns opens a registry.
func NewRuns(c Config) *Runs {
	c.MaxRuns = cmpOr(c.MaxRuns, 64)
	c.MemoryPerRun = cmpOr(c.MemoryPerRun, 1<<30)
	c.CheckpointBytes = cmpOr(c.CheckpointBytes, 64<<20)
	c.Idle = cmpOr(c.Idle, 5*time.Second)
	c.End = cmpOr(c.End, 10*time.Minute)
	c.Slots = cmpOr(c.Slots, runtime.GOMAXPROCS(0))
	return &Runs{Config: c, helpers: newHelpers(), slots: make(chan struct{}, c.Slots), open: map[string]*opening{}, past: map[string]past{}}
}

// Start begins a run, paused, and takes it to a moment's position unless at is nil
// (the moment's own Setup is not read). Errors name the field at fault.
func (rs *Runs) Start(s sim.Setup, at *Moment) (*Run, error) {
	var b [8]byte
	rand.Read(b[:])
	id := hex.EncodeToString(b[:])
	if at == nil {
		at = &Moment{}
	}
	return rs.opening(id, func() (*Run, error) {
		r, err := rs.newRun(id, s.Clone(), at.Journal, 1)
		if err != nil {
			return nil, err
		}
		if rs.Dir != "" {
			if r.store, err = newStore(rs.folder(id), func(err error) { rs.report(id, err) }); err != nil {
				return nil, fmt.Errorf("the run cannot be kept: %w", err)
			}
			r.rewriteStore()
		}
		r.begin()
		if at.Position != (Position{}) {
			r.goBack(at.Position, true, nil)
		}
		return r, nil
	})
}

// Get returns a run, reviving one that has ended if its journal is at hand: its
// error is ErrNoRun otherwise.
func (rs *Runs) Get(id string) (*Run, error) {
	if !isID(id) {
		return nil, ErrNoRun
	}
	return rs.opening(id, func() (*Run, error) { return rs.revive(id) })
}

// isID keeps strangers from naming folders.
func isID(id string) bool { return len(id) == 16 && strings.Trim(id, "0123456789abcdef") == "" }

// opening returns the run of that name, having it made once if it is not open.
func (rs *Runs) opening(id string, build func() (*Run, error)) (*Run, error) {
	for {
		rs.mu.Lock()
		if rs.closed {
			rs.mu.Unlock()
			return nil, ErrClosed
		}
		o := rs.open[id]
		if o == nil {
			break
		}
		rs.mu.Unlock()
		<-o.ready
		if o.err != nil {
			return nil, o.err
		}
		o.run.mu.Lock()
		ended := o.run.ended
		o.run.mu.Unlock()
		if !ended {
			return o.run, nil
		}
		<-o.run.done // it is about to leave its place
	}
	if len(rs.open) >= rs.MaxRuns {
		rs.mu.Unlock()
		return nil, fmt.Errorf("%w: %d is the most; close one, or wait until one that nobody watches ends", ErrFull, rs.MaxRuns)
	}
	o := &opening{ready: make(chan struct{})}
	rs.open[id] = o
	rs.mu.Unlock()

	o.run, o.err = build()
	rs.mu.Lock()
	if o.err == nil && rs.closed {
		o.run.discard()
		o.run, o.err = nil, ErrClosed
	}
	if o.err != nil {
		delete(rs.open, id)
	} else {
		go o.run.live()
	}
	rs.mu.Unlock()
	close(o.ready)
	return o.run, o.err
}

// List returns the runs that are open, in the order of their ids.
func (rs *Runs) List() []*Run {
	rs.mu.Lock()
	defer rs.mu.Unlock()
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
		rs.helpers.stop()
	}
	return nil
}

func (rs *Runs) folder(id string) string { return filepath.Join(rs.Dir, "runs", id) }

func (rs *Runs) report(id string, err error) {
	if rs.Report != nil {
		rs.Report(id, err)
	}
}

// timeline builds the sims of a set-up with all that a run gives them.
func (rs *Runs) timeline(view *sim.View, base sim.Setup, measure func(*batch)) (*timeline, error) {
	env := sim.Env{Seed: base.Seed, Memory: rs.MemoryPerRun / sim.MaxVariants, Pool: rs.helpers.pool(), Blob: rs.Blob}
	t, err := newTimeline(view, env, base, measure)
	if err != nil {
		return nil, err
	}
	t.checkpoints.most = rs.CheckpointBytes
	t.keepHistory()
	return t, nil
}

// newRun builds a run at unit 0, before its begin.
func (rs *Runs) newRun(id string, base sim.Setup, journal []Entry, epoch uint32) (*Run, error) {
	i := slices.IndexFunc(rs.Labs, func(l *sim.Lab) bool { return l.Name == base.Lab })
	if i < 0 {
		return nil, fmt.Errorf("there is no lab %q", clip(base.Lab))
	}
	lab := rs.Labs[i]
	view, err := viewOf(lab, base)
	if err != nil {
		return nil, err
	}
	base.View = view.Name
	r := &Run{id: id, lab: lab, view: view, runs: rs, inbox: make(chan func(), 64), poked: make(chan struct{}, 1), done: make(chan struct{}), viewers: map[*Viewer]struct{}{}, epoch: epoch}
	r.scratch, r.home = view.New().Fields(), sim.NewSetup(lab, view)
	if rs.Preset != nil && base.Preset != "" {
		if home, ok := rs.Preset(lab.Name, base.Preset); ok && len(home.Variants) > 0 && home.View == view.Name {
			r.home = home
		}
	}
	if r.timeline, err = rs.timeline(view, base, r.toWorker); err != nil {
		return nil, err
	}
	if err := checkOrder(journal); err != nil {
		return nil, &sim.FieldError{Field: "z", Reason: err.Error()}
	}
	for n := range journal {
		if err := r.check(&journal[n]); err != nil {
			return nil, fmt.Errorf("z: change %d: %w", n+1, err)
		}
	}
	r.journal = slices.Clone(journal)
	r.out.tables, r.pace.check = map[tableKey]*Message{}, 1
	now := time.Now()
	r.house.watched, r.house.last, r.house.disk = now, now, now
	return r, nil
}

// revive opens a run that has ended, as it was.
func (rs *Runs) revive(id string) (*Run, error) {
	if rs.Dir == "" {
		rs.mu.Lock()
		p, ok := rs.past[id]
		rs.mu.Unlock()
		if !ok {
			return nil, ErrNoRun
		}
		r, err := rs.newRun(id, p.moment.Setup, p.moment.Journal, p.epoch+1)
		if err == nil {
			r.begin()
			r.goBack(p.moment.Position, true, nil)
		}
		return r, err
	}
	f, err := os.Open(filepath.Join(rs.folder(id), logName))
	if err != nil {
		return nil, ErrNoRun
	}
	defer f.Close()
	head, journal, err := readLog(f)
	if err != nil {
		return nil, fmt.Errorf("the run cannot be opened again: %w", err)
	}
	// A page may have seen more than is kept, so that it must ask anew.
	r, err := rs.newRun(id, head.Setup, journal, head.Epoch+1)
	if err != nil {
		return nil, fmt.Errorf("the run cannot be opened again: %w", err)
	}
	if r.store, err = newStore(rs.folder(id), func(err error) { rs.report(id, err) }); err != nil {
		return nil, fmt.Errorf("the run cannot be kept: %w", err)
	}
	r.rewriteStore()
	goal := Position{}
	if len(journal) > 0 {
		goal = journal[len(journal)-1].Position
	}
	loaded := false
	if data, err := os.ReadFile(filepath.Join(rs.folder(id), checkpointName)); err == nil {
		c, err := decodeCheckpoint(data)
		if err == nil {
			if c.All == digest(r.base, r.journal) || goal.before(c.Goal) {
				goal = c.Goal
			}
			err = r.fromDisk(c)
			loaded = err == nil
		}
		if err != nil {
			rs.report(id, fmt.Errorf("the run is replayed: %w", err))
		}
	}
	if !loaded {
		r.begin()
	}
	r.goBack(goal, true, nil)
	return r, nil
}

// cmpOr is the default for values that are not set.
func cmpOr[T int | int64 | time.Duration](x, otherwise T) T {
	if x <= 0 {
		return otherwise
	}
	return x
}
