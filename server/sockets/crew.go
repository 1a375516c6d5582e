package sockets

import (
	"encoding/json"
	"slices"
	"sync"

	"hebb/server/wire"
	"hebb/sim/live"
)

// crew are the pages that watch one run, and who of them drives.
type crew struct {
	run *live.Run

	mu      sync.Mutex
	pages   []*visitor
	numbers map[string]int // of pages that say who they are, so that one that is back has its number
	last    int            // number given
	driver  int            // number of the follower who drives; 0: the owner does
}

// crews holds those of runs that are watched.
type crews struct {
	mu   sync.Mutex
	open map[*live.Run]*crew
}

func (c *crews) join(run *live.Run, v *visitor) *crew {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.open == nil {
		c.open = map[*live.Run]*crew{}
	}
	k := c.open[run]
	if k == nil {
		k = &crew{run: run, numbers: map[string]int{}}
		c.open[run] = k
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	k.pages = append(k.pages, v)
	k.portion(v)
	return k
}

// fewGuests is how many pages at a card get all that its run sends.
const fewGuests = 8

// portion has a page get everything, or what those get who only look. It is called with the
// lock held.
func (k *crew) portion(v *visitor) {
	is := k.roleOf(v.guest, v.owns, v.number)
	v.viewer.Lean(is == follower || is == guest && len(k.pages) > fewGuests)
}

func (c *crews) leave(k *crew, v *visitor) {
	c.mu.Lock()
	defer c.mu.Unlock()
	k.mu.Lock()
	defer k.mu.Unlock()
	k.pages = slices.DeleteFunc(k.pages, func(o *visitor) bool { return o == v })
	if len(k.pages) == 0 {
		delete(c.open, k.run)
		return
	}
	if k.driver != 0 && !slices.ContainsFunc(k.pages, func(o *visitor) bool { return o.number == k.driver }) {
		k.driver = 0 // nobody would drive
	}
	k.tell()
}

// introduce takes in what a page says of itself: that it has the run's key, and which page
// of how many it is.
func (k *crew) introduce(v *visitor, owns bool, page string) {
	k.mu.Lock()
	defer k.mu.Unlock()
	v.owns = v.owns || owns
	if page != "" {
		v.page = page
	}
	v.known = true
	if !v.owns && !v.guest && v.number == 0 {
		if v.number = k.numbers[page]; v.number == 0 || page == "" {
			k.last++
			v.number = k.last
			if page != "" && len(k.numbers) < maxNumbers {
				k.numbers[page] = v.number
			}
		}
	} else if v.owns {
		v.number = 0
	}
	k.tell()
}

// maxNumbers is how many pages are known again.
const maxNumbers = 4096

// hand has a follower drive, or, with 0, the owner again. It is false when there is no
// follower of that number.
func (k *crew) hand(number int) bool {
	k.mu.Lock()
	defer k.mu.Unlock()
	if number != 0 && !slices.ContainsFunc(k.pages, func(o *visitor) bool { return o.number == number }) {
		return false
	}
	k.driver = number
	k.tell()
	return true
}

// role is what a page is now.
func (k *crew) role(v *visitor) role {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.roleOf(v.guest, v.owns, v.number)
}

func (k *crew) roleOf(isGuest, owns bool, number int) role {
	switch {
	case isGuest:
		return guest
	case owns && k.driver != 0:
		return lender
	case owns:
		return owner
	case number != 0 && number == k.driver:
		return driver
	}
	return follower
}

// tell tells every page what has changed for it, and gives it its portion. It is called with the lock held.
func (k *crew) tell() {
	owners, followers := map[string]bool{}, []int{}
	for _, o := range k.pages {
		switch {
		case !o.known:
		case o.owns:
			owners[o.page] = true
		case o.number != 0 && !slices.Contains(followers, o.number):
			followers = append(followers, o.number)
		}
	}
	slices.Sort(followers)
	for _, o := range k.pages {
		k.portion(o)
		if !o.known {
			continue
		}
		t := wire.Role{Type: "role", Role: string(k.roleOf(o.guest, o.owns, o.number)), Number: o.number, Driver: k.driver}
		if o.owns {
			t.Twins, t.Followers = len(owners)-1, followers
		}
		text, _ := json.Marshal(t)
		if string(text) == o.toldRole {
			continue
		}
		o.toldRole = string(text)
		select { // the newest wins
		case <-o.roles:
		default:
		}
		o.roles <- text
	}
}
