package shares

import (
	"fmt"
	"testing"
	"time"
)

func taken(n int, by Holder, idle time.Duration) (list []Place) {
	for range n {
		list = append(list, Place{by, idle})
	}
	return list
}

func TestWhoGivesWay(t *testing.T) {
	greedy, other := Holder{"10.0.0.1", "g"}, Holder{"10.0.0.2", "o"}
	neighbour, nobody := Holder{"10.0.0.1", "n"}, Holder{"10.0.0.1", ""}
	lid := 5 * time.Second // of a tab that slept
	for _, c := range []struct {
		name   string
		places []Place
		asks   Holder
		want   Holder // who gives way; the zero Holder: nobody
	}{
		{"one has all, somebody else asks", taken(9, greedy, 0), other, greedy},
		{"and a neighbour of the same address", taken(9, greedy, 0), neighbour, greedy},
		{"and somebody there without a session", taken(9, greedy, 0), nobody, greedy},
		{"who has all gets no more", taken(9, greedy, 0), greedy, Holder{}},
		{"but instead of what is of no use to it", append(taken(8, greedy, 0), taken(1, greedy, lid)...), greedy, greedy},
		{"a lid that was closed", append(taken(8, greedy, 0), taken(1, other, lid)...), greedy, Holder{}},
		{"a neighbour's lid", append(taken(8, greedy, 0), taken(1, neighbour, lid)...), greedy, Holder{}},
		{"a lid, while a third asks", append(taken(8, greedy, 0), taken(1, neighbour, lid)...), other, greedy},
		{"a lid, while an equal asks", append(taken(1, neighbour, lid), taken(1, other, 0)...), Holder{"10.0.0.3", "t"}, Holder{}},
		{"what was left long ago", append(taken(1, neighbour, time.Hour), taken(1, other, 0)...), Holder{"10.0.0.3", "t"}, neighbour},
		{"what was left long ago, while one with more asks", append(taken(1, other, time.Hour), taken(5, greedy, 0)...), greedy, Holder{}},
		{"all have the same", append(taken(2, greedy, 0), taken(2, other, 0)...), greedy, Holder{}},
		{"one more is not more", append(taken(3, greedy, 0), taken(2, other, 0)...), other, Holder{}},
		{"two more are", append(taken(4, greedy, 0), taken(2, other, 0)...), other, greedy},
		{"nothing is taken", nil, other, Holder{}},
	} {
		i := Yields(c.places, c.asks)
		switch {
		case i < 0 && c.want != (Holder{}), i >= 0 && c.places[i].Holder != c.want:
			t.Errorf("%s: %d, want one of %+v", c.name, i, c.want)
		}
	}
}

// One who makes sessions without end takes no more than one address may have, and a class
// behind one address has places for all.
func TestClassBesideAGreedyOne(t *testing.T) {
	const all = 160
	var places []Place
	ask := func(by Holder) bool {
		if len(places) < all {
			places = append(places, Place{by, 0})
			return true
		}
		i := Yields(places, by)
		if i < 0 {
			return false
		}
		places[i] = Place{by, 0}
		return true
	}
	for n := range 1000 {
		ask(Holder{"greedy", fmt.Sprint(n % 64)})
	}
	for pupil := range 30 {
		for lab := range 3 {
			if !ask(Holder{"class", fmt.Sprint(pupil)}) && pupil*3+lab < all/2-1 {
				t.Fatalf("pupil %d gets no place for lab %d", pupil, lab)
			}
		}
	}
	for n := range 1000 {
		ask(Holder{"greedy", fmt.Sprint("again", n)})
	}
	class := 0
	for _, p := range places {
		if p.Address == "class" {
			class++
		}
	}
	if class < all/2-1 {
		t.Errorf("the class keeps %d places of %d", class, all)
	}
}

func TestAddresses(t *testing.T) {
	for text, want := range map[string]string{"10.0.0.1": "10.0.0.1", "::ffff:10.0.0.1": "10.0.0.1", "2001:db8:1:2:3:4:5:6": "2001:db8:1:2::/64",
		"2001:db8:1:2:ffff::": "2001:db8:1:2::/64", "fe80::1%eth0": "fe80::/64", "::1": "::/64", "": "", "x": "x"} {
		if got := Address(text); got != want {
			t.Errorf("%s: %s, want %s", text, got, want)
		}
	}
}

func TestStarts(t *testing.T) {
	now := time.Unix(1000, 0)
	s := NewStarts(1, 4, 1, 8)
	a, b := Holder{"1", "a"}, Holder{"1", "b"}
	n := 0
	for s.May(a, now) {
		n++
	}
	if n != 4 {
		t.Errorf("one starts %d", n)
	}
	if s.May(Holder{"2", "a"}, now) {
		t.Error("from another address the same session starts more")
	}
	for n = 0; s.May(b, now); n++ {
	}
	if n != 4 {
		t.Errorf("another starts %d", n)
	}
	late := Holder{"3", "c"} // all together have none left
	if !s.May(late, now) {
		t.Error("who has started nothing is refused, because others have started much")
	}
	if s.May(late, now) {
		t.Error("and more than one is given to it")
	}
}

// What is remembered of those who ask is bounded.
func TestRatesForget(t *testing.T) {
	r := NewRates[int](1, 1)
	now := time.Unix(1000, 0)
	for n := range 10 * maxBuckets {
		r.Take(n, now.Add(time.Duration(n)*time.Millisecond))
	}
	if len(r.each) > maxBuckets {
		t.Errorf("%d are remembered", len(r.each))
	}
}

// Who has made as many sessions as one address may at once, and takes all places with them,
// cannot be told from a class behind the same address; but a pupil still gets a place there.
func TestManySessionsBehindOneAddress(t *testing.T) {
	const all, address = 160, "school"
	var places []Place
	ask := func(by Holder) bool {
		if len(places) < all {
			places = append(places, Place{by, 0})
			return true
		}
		i := Yields(places, by)
		if i >= 0 {
			places[i] = Place{by, 0}
		}
		return i >= 0
	}
	for n := range 2000 {
		ask(Holder{address, fmt.Sprint("many", n%64)})
	}
	for pupil := range 30 {
		if !ask(Holder{address, fmt.Sprint(pupil)}) {
			t.Errorf("pupil %d gets no place", pupil)
		}
	}
	for n := range 2000 {
		ask(Holder{address, fmt.Sprint("many", n%64)})
	}
	left := map[string]bool{}
	for _, p := range places {
		left[p.Session] = true
	}
	for pupil := range 30 {
		if !left[fmt.Sprint(pupil)] {
			t.Errorf("pupil %d has lost the place", pupil)
		}
	}
}
