package live

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"

	"hebb/sim"
	"hebb/sim/experiment"
	"hebb/sim/simtest/kinds"
)

// gated is a sim that waits at a gate before it is built and before each step.
type gated struct {
	kinds.Forever
	gate *gate
}

type gate struct {
	begun chan string // told of each who comes
	open  chan bool   // lets one through
}

func (g *gate) pass(what string) {
	if g.begun != nil {
		g.begun <- what
		<-g.open
	}
}

func (s *gated) Init(env sim.Env) error {
	if !env.Fits(100) {
		return errors.New("too large")
	}
	s.gate.pass("init")
	return s.Forever.Init(env)
}

func (s *gated) Step() sim.Step {
	s.gate.pass("step")
	return s.Forever.Step()
}

func gatedLab(g *gate) *sim.Lab {
	return kinds.Lab("gated", func() sim.Sim { return &gated{kinds.Forever{Leak: 0.2}, g} })
}

// Whoever waits for a run that is busy waits no longer than their context, whatever they want.
func TestNobodyWaitsBeyondTheirContext(t *testing.T) {
	g := &gate{}
	lab := gatedLab(g)
	r := open(t, Config{}, setupOf(t, lab), lab)
	settle(t, r)
	if err := r.ask(t.Context(), func() { g.begun, g.open = make(chan string), make(chan bool) }); err != nil {
		t.Fatal(err)
	}
	do(t, r, Step{Units: 1})
	<-g.begun // it steps, and looks at nobody
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for name, ask := range map[string]func() error{
		"info":       func() error { _, err := r.Info(ctx); return err },
		"experiment": func() error { _, err := r.Experiment(ctx); return err },
		"link":       func() error { _, err := r.Link(ctx); return err },
		"history":    func() error { _, err := r.History(ctx, "", 0, 0); return err },
		"trace":      func() error { _, err := r.Trace(ctx); return err },
		"recorded":   func() error { _, _, _, err := r.Recorded(ctx, "a", "energy", 1, 0); return err },
		"query":      func() error { _, err := r.Query(ctx, "", "x", nil); return err },
		"command":    func() error { _, err := r.Do(ctx, Pause{}); return err },
		"settle":     func() error { return r.Settle(ctx) },
		"close":      func() error { return r.Close(ctx, "", false) },
		"all":        func() error { return r.runs.Close(ctx) },
	} {
		if err := ask(); !errors.Is(err, context.Canceled) {
			t.Errorf("%s: %v", name, err)
		}
	}
	g.begun = nil
	g.open <- true
	if err := r.Close(t.Context(), "", false); err != nil {
		t.Error(err)
	}
}

// Whoever waits for another to build a run waits no longer than their context; and when that
// other gives up, builds it.
func TestStartKeepsToItsContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := &gate{begun: make(chan string), open: make(chan bool)}
		lab := gatedLab(g)
		rs := registry(t, Config{}, lab)
		x := experiment.Experiment{Setup: setupOf(t, lab, nil, nil)}
		type got struct {
			r   *Run
			err error
		}
		ask := func(ctx context.Context, f func(context.Context) (*Run, error)) (chan got, context.CancelFunc) {
			ctx, cancel := context.WithCancel(ctx)
			c := make(chan got, 1)
			go func() {
				r, err := f(ctx)
				c <- got{r, err}
			}()
			return c, cancel
		}
		start := func(ctx context.Context) (*Run, error) { return rs.Start(ctx, x) }
		pass := func() {
			<-g.begun
			g.open <- true
		}

		first, cancel := ask(t.Context(), start)
		<-g.begun // it builds the first variant
		cancel()
		g.open <- true
		if a := <-first; !errors.Is(a.err, context.Canceled) || len(rs.List()) != 0 {
			t.Errorf("it is built to its end: %v, %d are open", a.err, len(rs.List()))
		}

		begun, cancel := ask(t.Context(), start)
		defer cancel()
		pass()
		pass()
		r := (<-begun).r
		if err := r.Close(t.Context(), "", false); err != nil {
			t.Fatal(err)
		}
		get := func(ctx context.Context) (*Run, error) { return rs.Get(ctx, r.ID()) }
		one, cancelOne := ask(t.Context(), get)
		<-g.begun
		two, cancelTwo := ask(t.Context(), get)
		three, cancelThree := ask(t.Context(), get)
		defer cancelThree()
		synctest.Wait() // the others wait for the first
		cancelTwo()
		if a := <-two; !errors.Is(a.err, context.Canceled) {
			t.Errorf("the second: %v", a.err)
		}
		cancelOne()
		g.open <- true
		if a := <-one; !errors.Is(a.err, context.Canceled) {
			t.Errorf("the first: %v", a.err)
		}
		pass() // the third builds it
		pass()
		if a := <-three; a.err != nil || a.r.ID() != r.ID() {
			t.Errorf("the third: %v", a.err)
		}
		g.begun = nil
	})
}
