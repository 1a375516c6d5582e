package sockets

import (
	"fmt"
	"testing"

	"hebb/sim"
	"hebb/sim/live"
	"hebb/sim/simtest/kinds"
)

// An owner who takes driving back while the driver's commands wait behind a long way back has
// it at once: what the run has not been handed yet is refused, and the owner's own are carried
// out.
func TestTakenBackBehindALongWay(t *testing.T) {
	wait := make(chan struct{})
	lab := kinds.Lab("gated", func() sim.Sim { return &slow{Forever: kinds.Forever{Leak: 0.2}, wait: wait} })
	o := openHubOf(t, live.Config{CheckpointBytes: 1}, lab)
	id := o.startOf("gated", "")
	mine := o.Watch(id)
	roleOf(t, mine, owner)
	other := o.Follow(o.Hub.owners.Name(id))
	other.Say(`{"drive":""}`)
	number := int(roleOf(t, other, follower)["number"].(float64))
	mine.Say(fmt.Sprintf(`{"n":1,"hand":%d}`, number))
	roleOf(t, other, driver)
	run, err := o.Hub.runs.Get(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	gates := func(n int) {
		for range n {
			wait <- struct{}{}
		}
	}
	other.Say(`{"n":1,"do":"step","count":20}`)
	answered(t, other, 1)
	gates(20)
	if err := run.Settle(t.Context()); err != nil {
		t.Fatal(err)
	}
	// The way back goes through units that take as long as the test says.
	other.Say(`{"n":2,"do":"seek","unit":10}`)
	if a := answered(t, other, 2); a["type"] != "done" {
		t.Fatal(a)
	}
	for n := 3; n < 23; n++ {
		other.Say(fmt.Sprintf(`{"n":%d,"set":{"leak":"0.%d"}}`, n, 30+n))
	}
	// What the driver says next, in the same line, is heard after all of them.
	other.Say(`{"n":90,"hand":0}`)
	if a := answered(t, other, 90); a["type"] != "refused" {
		t.Fatalf("a driver hands it on: %v", a)
	}
	mine.Say(`{"n":2,"hand":0}`)
	roleOf(t, other, follower)
	go func() {
		for {
			select {
			case wait <- struct{}{}:
			case <-t.Context().Done():
				return
			}
		}
	}()
	done := 0
	for n := 3; n < 23; n++ {
		switch a := answered(t, other, n); {
		case a["type"] == "done":
			done++
		case a["barred"] != true:
			t.Errorf("%d: %v", n, a)
		}
	}
	if done > 1 {
		t.Errorf("%d commands are carried out after driving was taken back; one may have been handed to the run before", done)
	}
	mine.Say(`{"n":3,"set":{"leak":"0.9"}}`)
	if a := answered(t, mine, 3); a["type"] != "done" {
		t.Errorf("the owner's: %v", a)
	}
}

// slow is a sim whose steps wait.
type slow struct {
	kinds.Forever
	wait chan struct{}
}

func (s *slow) Step() sim.Step {
	<-s.wait
	return s.Forever.Step()
}
