package engine

import (
	"context"
	"errors"
	"strings"
	"testing"

	"hebb/sim"
	"hebb/sim/experiment"
	"hebb/sim/simtest/kinds"
	"hebb/sim/simtest/toy"
)

// looks is a context that counts what is done between two looks at it, and ends at one of
// them.
type looks struct {
	context.Context
	done, most *int // since the last look; between two at most
	left       int  // looks until it ends; negative: it does not
}

func (l *looks) Err() error {
	*l.most, *l.done = max(*l.most, *l.done), 0
	if l.left == 0 {
		return context.Canceled
	}
	l.left--
	return nil
}

// worker counts inits, quanta, actions and measurements: the turns of an engine's work.
type worker struct {
	kinds.Episodes
	done *int
}

func (w *worker) Init(env sim.Env) error {
	if err := env.Ended(); err != nil {
		return err
	}
	*w.done++
	return w.Episodes.Init(env)
}

func (w *worker) Step() sim.Step {
	*w.done++
	return w.Episodes.Step()
}

func (w *worker) Actions() []sim.Action {
	return []sim.Action{{Name: "push", Title: "Push", Do: func() error {
		*w.done++
		if w.X += 0.01; w.X > 1e5 {
			return errors.New("too far")
		}
		return nil
	}}}
}

func (w *worker) Outputs() []sim.Output {
	return append(w.Episodes.Outputs(), sim.Output{Name: "seen", Label: "seen", Kind: sim.Scalar, From: sim.Probed, Probe: "look", Read: sim.Of(func(m *sight) float64 { return m.seen })})
}

func (w *worker) Probes() []sim.Probe { return []sim.Probe{{Name: "look", Every: 2, On: true}} }

func (w *worker) Capture(int, sim.Measurement) sim.Measurement { return &sight{w.done, w.X, 0} }

type sight struct {
	done    *int
	x, seen float64
}

func (s *sight) Measure(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	*s.done++
	s.seen = 2 * s.x
	return nil
}

// eventful is an experiment of four variants with many actions at its start, within a unit,
// and where no round is left to wait for: at rounds that the unit does not have.
func eventful(lab *sim.Lab) experiment.Experiment {
	x := of(lab, nil, map[string]string{"quanta": "3"}, map[string]string{"gain": "2"}, map[string]string{"quanta": "1"})
	for _, at := range []experiment.Position{{}, {Unit: 2, Round: 1}, {Unit: 3, Round: 40}, {Unit: 5}} {
		for range 50 {
			x.Journal = append(x.Journal, experiment.Entry{Position: at, Act: "push"})
		}
		x.Journal = append(x.Journal, experiment.Entry{Position: at, Probe: "look", Every: 1}, experiment.Entry{Position: at, Variant: "b", Act: "push"})
	}
	return x
}

func workerLab(done *int) *sim.Lab {
	return kinds.Lab("worker", func() sim.Sim { return &worker{kinds.Episodes{Quanta: 4, Gain: 1, Layers: 1}, done} })
}

// Between two looks at a context there is one turn at most: an init, a quantum, an
// action or a measurement of one variant, wherever the journal has its entries.
func TestOneTurnBetweenTwoLooks(t *testing.T) {
	done, most := 0, 0
	lab := workerLab(&done)
	ctx := &looks{t.Context(), &done, &most, -1}
	e, err := New(ctx, &lab.Views[0], eventful(lab), Options{History: true})
	if err != nil {
		t.Fatal(err)
	}
	if err := e.Advance(ctx, units(9), nil); err != nil {
		t.Fatal(err)
	}
	if err := e.Seek(ctx, units(1)); err != nil {
		t.Fatal(err)
	}
	if ctx.Err() != nil || most != 1 {
		t.Errorf("%d turns between two looks", most)
	}
}

// Wherever a context ends, the engine goes on from there to the same digits.
func TestGoesOnFromEveryTurn(t *testing.T) {
	done, most := 0, 0
	lab := workerLab(&done)
	whole := started(t, lab, eventful(lab), Options{History: true})
	advance(t, whole, 8)
	want := digits(whole)
	e, err := Build(t.Context(), &lab.Views[0], eventful(lab), Options{History: true})
	if err != nil {
		t.Fatal(err)
	}
	e.Begin()
	stops := 0
	for err = context.Canceled; err != nil; stops++ {
		if err = e.Advance(&looks{t.Context(), &done, &most, 2}, units(8), nil); err != nil && !errors.Is(err, context.Canceled) {
			t.Fatal(err)
		}
		if e.Between() != (e.Whole() && !e.entryDue() && len(e.owed) == 0) {
			t.Error("between is not what it says")
		}
	}
	if digits(e) != want {
		t.Error("broken off and gone on, it comes to other digits")
	}
	if stops < 400 { // two looks each: 4 variants of 204 actions alone are more turns than that
		t.Errorf("it was broken off %d times only", stops)
	}
}

// A unit takes so many actions and no more, and says so.
func TestActionsOfAUnit(t *testing.T) {
	lesion := experiment.Entry{Act: "lesion", Args: map[string]string{"which": "1"}}
	x := of(toy.Lab)
	for range MaxActions {
		x.Journal = append(x.Journal, lesion)
	}
	e := started(t, toy.Lab, x, Options{})
	const want = "at most 256 actions at sample 0"
	if _, err := e.Do(lesion); err == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("one more: %v", err)
	}
	advance(t, e, 1)
	if _, err := e.Do(lesion); err != nil {
		t.Errorf("at the next unit: %v", err)
	}
	x.Journal = append(x.Journal, lesion)
	_, err := New(t.Context(), &toy.Lab.Views[0], x, Options{})
	if bad, ok := errors.AsType[*BadEntry](err); !ok || bad.Good != MaxActions || !strings.Contains(err.Error(), "change 257: there are "+want) {
		t.Errorf("from outside: %v", err)
	}
}
