package experiment

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"hebb/sim"
)

// A hand makes a change sooner or later than a claim says. How far it may be off is said
// here, once: what a page still counts as the claim's run is what the claim is measured
// for.

// LateBy is how many units later than said a change of a claim may come: what the claim
// says, or else what a hand needs: a tenth of the way, and ten seconds at the speed with
// which the preset opens. A change that follows another counts from that one as it came.
func (p *Preset) LateBy(view *sim.View, c *Claim) uint64 {
	if len(c.Changes) == 0 {
		return 0
	}
	if c.Late > 0 {
		return c.Late
	}
	speed := p.Speed
	if speed == 0 {
		speed = view.Speed
	}
	return max(2, c.Changes[0].Unit/10, uint64(math.Ceil(handSeconds*speed)))
}

// handSeconds is how long a hand may take to find a control.
const handSeconds = 10

// early is how many units sooner a change may come that is said to come gap units after
// the one before it, or after the start, and may come so much later.
func early(gap, late uint64) uint64 { return min(late, max(2, gap/10)) }

// when is how a hand is in time with the changes of a claim.
type when int

const (
	onTime when = iota // as said
	sooner             // as soon as the page counts them
	later              // three tenths of what may be late: no round part of a trial, in which a number may stand out
	latest             // as late as the page counts them
	whens              // how many there are
)

// after is how many units after the one before it a change comes that is said to come gap
// units after it.
func (w when) after(gap, late uint64) uint64 {
	switch w {
	case sooner:
		return max(1, gap-min(gap, early(gap, late)))
	case later:
		return gap + late*3/10
	case latest:
		return gap + late
	}
	return gap
}

// made are the changes of a claim as they come then, in the order of units. One of
// all variants comes at one moment, which is one that counts for each.
func (w when) made(changes []Entry, late uint64) []Entry {
	said, came := map[string]uint64{}, map[string]uint64{} // by variant: the change before
	var list []Entry
	for _, e := range changes {
		of := []string{e.Variant}
		if e.Variant == "" {
			of = strings.Split("abcd", "")
		}
		var moments []uint64
		for _, v := range of {
			at := came[v]
			if gap := e.Unit - said[v]; gap > 0 {
				at += w.after(gap, late)
			}
			moments = append(moments, at)
		}
		at := slices.Min(moments)
		if w == sooner {
			at = slices.Max(moments)
		}
		for _, v := range of {
			said[v], came[v] = e.Unit, at
		}
		e.Unit = at
		list = append(list, e)
	}
	slices.SortStableFunc(list, func(a, b Entry) int { return int(a.Unit) - int(b.Unit) })
	return list
}

// byHand are the runs in which a claim's changes come sooner or later than said and which
// the page counts, each with the units at which the terms count there. Where the terms are
// of two variants, and each change of one of them, a hand may be late with one alone.
func (p *Preset) byHand(view *sim.View, s Setup, c *Claim) []Trial {
	late := p.LateBy(view, c)
	if late == 0 {
		return nil
	}
	terms := c.Terms()
	var counted [whens][]*Measurement // by term; nil: the page does not count it
	for w := range whens {
		f := newFollower(p, view, s, Past{Setup: s, Journal: w.made(c.Changes, late), Ends: slices.Repeat([]uint64{math.MaxUint64}, len(s.Variants))})
		for _, t := range terms {
			at, other := f.where(c, t)
			if other != nil {
				counted[w] = append(counted[w], nil)
				continue
			}
			t.Unit = at
			counted[w] = append(counted[w], &Measurement{s, f.past.Journal, t})
		}
	}
	var list []Trial
	add := func(left, right when) {
		t := Trial{Role: ByHand, When: "come at " + units(counted[left][0])}
		t.Measurements = append(t.Measurements, *counted[left][0])
		if len(terms) > 1 {
			t.Measurements = append(t.Measurements, *counted[right][1])
		}
		if left != right {
			t.When += ", and those of the other at " + units(counted[right][1])
		}
		list = append(list, t)
	}
	apart := len(terms) > 1 && terms[0].Variant != terms[1].Variant &&
		!slices.ContainsFunc(c.Changes, func(e Entry) bool { return e.Variant == "" })
	for left := range whens {
		for right := range whens {
			switch {
			case left == onTime && right == onTime, left != right && !apart, counted[left][0] == nil, len(terms) > 1 && counted[right][1] == nil:
			default:
				add(left, right)
			}
		}
	}
	return list
}

// units says when the changes of a measurement come.
func units(m *Measurement) string {
	var list []string
	for _, e := range m.Changes {
		list = append(list, Count(e.Unit))
	}
	return fmt.Sprint(strings.Join(slices.Compact(list), ", "))
}
