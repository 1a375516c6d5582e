package sockets

import (
	"fmt"
	"testing"

	"hebb/sim/live"
)

// Who only follows gets a follower's portion; owner, lender, driver and the few who look at a
// card get everything, and a role that changes changes that, too.
func TestPortions(t *testing.T) {
	o := openHub(t)
	id := o.start("")
	run, err := o.Hub.runs.Get(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	mine := o.Watch(id)
	roleOf(t, mine, owner)
	other := o.Follow(o.Hub.owners.Name(id))
	other.Say(`{"drive":""}`)
	number := int(roleOf(t, other, follower)["number"].(float64))
	portions := func() (list map[role]bool) {
		list = map[role]bool{}
		for _, v := range o.pages(run) {
			list[v.crew.role(v)] = v.viewer.IsLean()
		}
		return list
	}
	if got := fmt.Sprint(portions()); got != fmt.Sprint(map[role]bool{owner: false, follower: true}) {
		t.Errorf("lean are %s", got)
	}
	mine.Say(fmt.Sprintf(`{"n":1,"hand":%d}`, number))
	roleOf(t, other, driver)
	if got := fmt.Sprint(portions()); got != fmt.Sprint(map[role]bool{lender: false, driver: false}) {
		t.Errorf("while it is lent, lean are %s", got)
	}
	mine.Say(`{"n":2,"hand":0}`)
	roleOf(t, other, follower)
	if got := fmt.Sprint(portions()); got != fmt.Sprint(map[role]bool{owner: false, follower: true}) {
		t.Errorf("taken back, lean are %s", got)
	}
	card := o.cardOf()
	for n := range fewGuests + 1 {
		p := o.Follow(card)
		p.Say(`{"drive":""}`)
		roleOf(t, p, guest)
		if run, err = o.Hub.runs.Get(t.Context(), card); err != nil {
			t.Fatal(err)
		}
		for _, v := range o.pages(run) {
			if want := n == fewGuests; v.viewer.IsLean() != want {
				t.Errorf("with %d guests one is lean: %v", n+1, !want)
			}
		}
	}
}

// pages are those that watch a run.
func (o *openedHub) pages(run *live.Run) []*visitor {
	o.Hub.crews.mu.Lock()
	k := o.Hub.crews.open[run]
	o.Hub.crews.mu.Unlock()
	k.mu.Lock()
	defer k.mu.Unlock()
	return append([]*visitor(nil), k.pages...)
}
