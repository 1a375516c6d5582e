// Package shares deals out what there is too little of, so that nobody takes it all: places
// of runs and of pages, and how often somebody may ask for one. Who has least comes first.
package shares

import (
	"cmp"
	"net/netip"
	"time"
)

// Holder is who takes a place: a session, from an address; or, without a session, an address.
type Holder struct {
	Address string // as Address makes it
	Session string // "" for none
}

// Who is whom rates are counted for: the session wherever it is, or the address.
func (h Holder) Who() Holder {
	if h.Session != "" {
		h.Address = ""
	}
	return h
}

// Address is what stands for an address of the network: itself, or the network of one
// customer in version 6, where everybody has more addresses than can be counted.
func Address(text string) string {
	ip, err := netip.ParseAddr(text)
	if err != nil {
		return text
	}
	if ip = ip.Unmap().WithZone(""); ip.Is6() {
		around, _ := ip.Prefix(64)
		return around.String()
	}
	return ip.String()
}

// Place is one that is taken.
type Place struct {
	Holder
	Idle time.Duration // that it has been of no use to anybody; 0 for one that is used
}

// asleep is how long a place is left to somebody who may only have closed a lid: nobody who
// has as many gets it before.
const asleep = time.Minute

// Yields picks the place that is given to somebody when all are taken, by number; -1: none is.
// First go places that have been idle for long, of those who have no fewer than who asks then
// has; then those of whoever has more: of the address that has most, and there of the session
// that has most, idle ones before used ones; last one's own that are idle.
func Yields(places []Place, asks Holder) int {
	addresses, sessions := map[string]int{}, map[Holder]int{}
	for _, p := range places {
		addresses[p.Address]++
		sessions[p.Holder]++
	}
	best, first := -1, rank{}
	for i, p := range places {
		lead := sessions[p.Holder] - sessions[asks] - 1
		if p.Address != asks.Address {
			lead = addresses[p.Address] - addresses[asks.Address] - 1
		}
		r := rank{0, addresses[p.Address], sessions[p.Holder], p.Idle}
		switch own := p.Holder == asks; {
		case p.Idle >= asleep && (own || lead >= 0):
		case !own && lead >= 1:
			r.turn = 1
		case own && p.Idle > 0:
			r.turn = 2
		default:
			continue
		}
		if best < 0 || r.before(first) {
			best, first = i, r
		}
	}
	return best
}

// rank is how near a place is to being taken away.
type rank struct {
	turn             int
	address, session int // places that they have
	idle             time.Duration
}

func (r rank) before(o rank) bool {
	return cmp.Or(cmp.Compare(r.turn, o.turn), cmp.Compare(o.address, r.address), cmp.Compare(o.session, r.session), cmp.Compare(o.idle, r.idle)) < 0
}
