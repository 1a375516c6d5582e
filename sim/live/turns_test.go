package live

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"hebb/sim"
	"hebb/sim/experiment"
	"hebb/sim/simtest/kinds"
)

// hard is a sim whose actions wait at a gate.
type hard struct {
	kinds.Episodes
	gate *gate
}

func (h *hard) Actions() []sim.Action {
	return []sim.Action{{Name: "push", Title: "Push", Do: func() error {
		h.gate.pass("act")
		h.X += 0.01
		return nil
	}}}
}

func (h *hard) Step() sim.Step {
	h.gate.pass("step")
	return h.Episodes.Step()
}

func hardLab(g *gate) *sim.Lab {
	return kinds.Lab("hard", func() sim.Sim { return &hard{kinds.Episodes{Quanta: 3, Gain: 1, Layers: 1}, g} })
}

// A run of many actions at its start is there at once, says how far it is after every one of
// them, and ends after no more than the round of the one in hand.
func TestManyActionsAtTheStart(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := &gate{begun: make(chan string), open: make(chan bool)}
		lab := hardLab(g)
		rs := registry(t, Config{}, lab)
		x := experiment.Experiment{Setup: setupOf(t, lab, nil, nil, nil, nil)}
		for range 200 {
			x.Journal = append(x.Journal, experiment.Entry{Act: "push"})
		}
		r, err := rs.Start(t.Context(), x) // nobody lets an action through
		if err != nil {
			t.Fatal(err)
		}
		time.Sleep(quietMost) // before that a way back is too short to be told of
		for act := range 8 {
			<-g.begun
			got := make(chan Info, 1)
			go func() {
				i, _ := r.Info(t.Context())
				got <- i
			}()
			synctest.Wait() // the run is in the midst of the action, and the question waits
			g.open <- true
			if w := (<-got).Replaying; w == nil || w.Of != 200 || w.Changes != (act+1)/4 {
				t.Errorf("after %d of 800 actions: %+v", act+1, w)
			}
		}
		<-g.begun
		ended := make(chan error, 1)
		go func() { ended <- r.Close(t.Context(), "", false) }()
		synctest.Wait()
		after := 0
		for g.open <- true; ; g.open <- true {
			select {
			case <-g.begun:
				after++
				continue
			case err := <-ended:
				if err != nil || after > 3 {
					t.Errorf("%v, after %d more actions", err, after)
				}
			}
			break
		}
		g.begun = nil
	})
}

// Wherever in a round the run is, commands that need no place are in force after the quantum
// in hand, and those that do after the round.
func TestCommandsWithinARound(t *testing.T) {
	for name, c := range map[string]struct {
		command Command
		quanta  int // of four variants, after the first of a round
	}{
		"pause": {Pause{}, 1}, "speed": {Speed{5}, 1}, "label": {Label{Label: "x"}, 1}, "back": {Back{Units: 1}, 1},
		"set": {Set{Fields: map[string]string{"gain": "2"}}, 4}, "act": {Act{Name: "push"}, 8}, /* four of them its own */
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				g := &gate{}
				lab := hardLab(g)
				r := open(t, Config{}, setupOf(t, lab, nil, nil, nil, nil), lab)
				settle(t, r)
				if err := r.ask(t.Context(), func() { g.begun, g.open = make(chan string), make(chan bool) }); err != nil {
					t.Fatal(err)
				}
				go r.Do(context.Background(), Play{})
				<-g.begun
				got := make(chan struct{})
				go func() {
					r.Do(context.Background(), c.command)
					close(got)
				}()
				synctest.Wait()
				quanta := 0
				for answered := false; !answered; {
					g.open <- true
					quanta++
					synctest.Wait()
					select {
					case <-got:
						answered = true
					default:
						<-g.begun
					}
				}
				if quanta != c.quanta {
					t.Errorf("answered after %d quanta, not %d", quanta, c.quanta)
				}
				g.let(r)
			})
		})
	}
}

// let lets all through until the run has ended.
func (g *gate) let(r *Run) {
	ended := make(chan error, 1)
	go func() { ended <- r.Close(context.Background(), "", false) }()
	for {
		select {
		case g.open <- true:
		case <-g.begun:
		case <-ended:
			return
		}
	}
}
