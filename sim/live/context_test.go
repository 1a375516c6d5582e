package live

import (
	"context"
	"errors"
	"testing"

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
	g := &gate{begun: make(chan string), open: make(chan bool)}
	lab := gatedLab(g)
	rs := registry(t, Config{}, lab)
	setup := setupOf(t, lab, nil, nil)
	first, give := context.WithCancel(t.Context())
	done := make(chan error)
	start := func(ctx context.Context) {
		_, err := rs.Start(ctx, experiment.Experiment{Setup: setup})
		done <- err
	}
	go start(first)
	<-g.begun // it builds the first variant
	give()
	g.open <- true
	if err := <-done; !errors.Is(err, context.Canceled) {
		t.Errorf("it is built to its end: %v", err)
	}
	if n := len(rs.List()); n != 0 {
		t.Errorf("%d runs are open", n)
	}

	// One that is to be opened again, by two.
	open := make(chan *Run)
	go func() {
		r, err := rs.Start(t.Context(), experiment.Experiment{Setup: setup})
		if err != nil {
			t.Error(err)
		}
		open <- r
	}()
	for range 2 {
		<-g.begun
		g.open <- true
	}
	r := <-open
	if err := r.Close(t.Context(), "", false); err != nil {
		t.Fatal(err)
	}
	first, give = context.WithCancel(t.Context())
	got := make(chan error, 2)
	go func() { _, err := rs.Get(first, r.ID()); got <- err }()
	<-g.begun
	ended, end := context.WithCancel(t.Context())
	end()
	if _, err := rs.Get(ended, r.ID()); !errors.Is(err, context.Canceled) {
		t.Errorf("one whose context has ended waits: %v", err)
	}
	go func() { _, err := rs.Get(t.Context(), r.ID()); got <- err }()
	give()
	g.open <- true
	if err := <-got; !errors.Is(err, context.Canceled) {
		t.Errorf("the first: %v", err)
	}
	for range 2 { // the second builds it
		<-g.begun
		g.open <- true
	}
	if err := <-got; err != nil {
		t.Errorf("the second: %v", err)
	}
	g.begun = nil
}
