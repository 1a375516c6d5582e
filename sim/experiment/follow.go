package experiment

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"

	"hebb/sim"
)

// Past is what a run has gone through, as far as claims ask.
type Past struct {
	Setup                               // what it started from
	Journal  []Entry                    // in the order of positions
	Ends     []uint64                   // by variant: the last unit that is recorded
	Diverged []uint64                   // by variant: the unit in which it has, or 0
	Resting  []bool                     // by variant: it has come to rest, and records no more
	Read     func(Term) (Reading, bool) // the first measurement at the unit or after it
}

// Standing is how a claim stands in one run, in words.
type Standing struct {
	State State  `json:"state" is:"holds fails waits other open"`
	Text  string `json:"text"`
}

// Standings says how every claim of the preset stands in a run. A claim about what comes
// after a change counts from the change as it was made in the run.
func (p *Preset) Standings(lab *sim.Lab, past Past) []Standing {
	s, view := p.Setup(lab)
	f := newFollower(p, view, s, past)
	list := make([]Standing, len(p.Claims))
	for i := range p.Claims {
		list[i] = f.standing(&p.Claims[i])
	}
	return list
}

// follower compares one run with a preset's claims.
type follower struct {
	preset   *Preset
	view     *sim.View
	past     Past
	labels   map[string]string
	defaults map[string]string
	start    []map[string]string // by variant: every field as the preset has it
}

// newFollower compares a run with a preset that starts from s.
func newFollower(p *Preset, view *sim.View, s Setup, past Past) *follower {
	f := &follower{preset: p, view: view, past: past, labels: map[string]string{}, defaults: sim.Values(view.New().Fields())}
	for _, field := range view.New().Fields() {
		f.labels[field.Name] = field.Label
	}
	for i := range s.Variants {
		f.start = append(f.start, full(f.defaults, s.Variants[i].Set))
	}
	return f
}

func (f *follower) standing(c *Claim) Standing {
	var readings [2]Reading
	for n, t := range c.Terms() {
		i := int(t.Variant[0] - 'a')
		if i >= len(f.past.Variants) {
			return Standing{Other, "no such variant now"}
		}
		at, how := f.where(c, t)
		if how != nil {
			return *how
		}
		died := f.past.Diverged[i]
		switch {
		case c.Diverges && died > 0 && died <= at:
			readings[n] = Exactly(float64(died))
			continue
		case c.Diverges && f.past.Ends[i] >= at:
			if c.Seeds == MostSeeds {
				return Standing{Open, "not this seed"}
			}
			return Standing{Fails, "has not diverged"}
		case died > 0 && died <= at:
			return Standing{Fails, "diverged at " + Count(died)}
		case f.past.Ends[i] < at && !f.past.Resting[i]:
			if at != t.Unit {
				return Standing{Waits, "counts at " + Count(at)}
			}
			return Standing{Waits, "not yet"}
		case f.past.Ends[i] < at:
			return Standing{Other, "came to rest before"}
		}
		t.Unit = at
		r, ok := f.past.Read(t)
		if !ok {
			return Standing{Waits, "not measured"}
		}
		readings[n] = r
	}
	return c.Say(readings[0], readings[1])
}

// Say puts a verdict of one run into words.
func (c *Claim) Say(left, right Reading) Standing {
	if c.Diverges {
		return Standing{Holds, "at " + Count(uint64(left.Low)) + " ✓"}
	}
	q := c.Quantity(left, right)
	text := q.String()
	if c.Below != nil {
		text += " and " + right.String()
	}
	if c.Seeds == MeanSeed {
		return Standing{Open, text + ", one seed"}
	}
	state := c.Judge(left, right)
	if state == Fails && c.Seeds == MostSeeds {
		return Standing{Open, text + ", not this seed"}
	}
	switch {
	case state == Open:
		return Standing{Open, text}
	case state == Holds:
		return Standing{Holds, text + " ✓"}
	case c.Below != nil:
		return Standing{Fails, text + ", not less"}
	case c.AtMost != nil:
		return Standing{Fails, text + ", more"}
	case c.AtLeast != nil:
		return Standing{Fails, text + ", less"}
	}
	return Standing{Fails, text + " outside"}
}

// String writes two digits: ".72", ".1 to .3".
func (r Reading) String() string {
	if low, high := short(r.Low), short(r.High); low != high {
		return low + " to " + high
	}
	return short(r.Low)
}

func short(x float64) string {
	if a := math.Abs(x); a >= 100 && a < 1e6 {
		x = math.Round(x)
	} else if x-x == 0 && x != 0 {
		size := math.Pow(10, math.Floor(math.Log10(a))-1)
		if y := float64(math.Round(x/size) * size); y-y == 0 {
			x = y
		}
	}
	return Figure(x)
}

// step is a state of a variant's fields and the unit from which it is in force.
type step struct {
	unit   uint64
	values map[string]string
	act    string // an action that was done
}

// path is how entries change a variant: its states, each once, the first at unit 0.
func (f *follower) path(start map[string]string, entries []Entry, variant string, before uint64) []step {
	list := []step{{values: start}}
	for _, e := range entries {
		if e.Probe != "" || e.Variant != "" && e.Variant != variant || e.Unit >= before {
			continue
		}
		last := &list[len(list)-1]
		if last.unit != e.Unit || len(list) == 1 {
			list = append(list, step{unit: e.Unit, values: last.values})
			last = &list[len(list)-1]
		}
		if e.Act != "" {
			last.act = e.Act
			continue
		}
		last.values = maps.Clone(last.values)
		maps.Copy(last.values, e.Set)
	}
	return list
}

// where finds the unit at which a term counts in the run, or says why it does not. It
// counts from the change before it, and one that is of the unit of a change counts when
// that is made.
func (f *follower) where(c *Claim, t Term) (uint64, *Standing) {
	i := int(t.Variant[0] - 'a')
	base := full(f.defaults, f.past.Variants[i].Set)
	if !maps.Equal(base, f.start[i]) {
		return 0, other(f.change(f.start[i], base, " is "))
	}
	var plan []step // the states that are waited for, the first being the start
	for _, s := range f.path(f.start[i], c.Changes, t.Variant, t.Unit+1) {
		if n := len(plan); n == 0 || !maps.Equal(plan[n-1].values, s.values) {
			plan = append(plan, s)
		}
	}
	late := f.preset.LateBy(f.view, c)
	k := 0             // the state in force
	since := uint64(0) // when it came into force
	left := false      // the fields are on their way to the next
	for _, s := range f.path(base, f.past.Journal, t.Variant, math.MaxUint64)[1:] {
		last := k == len(plan)-1
		if last && s.unit >= since+(t.Unit-plan[k].unit) {
			break // it comes after the term's unit
		}
		if s.act != "" {
			return 0, other(fmt.Sprintf("%s at %s", s.act, Count(s.unit)))
		}
		if maps.Equal(s.values, plan[k].values) {
			left = false
			continue
		}
		if last {
			return 0, other(f.change(plan[k].values, s.values, " to ") + " at " + Count(s.unit))
		}
		due := since + (plan[k+1].unit - plan[k].unit)
		if slack := early(plan[k+1].unit-plan[k].unit, late); s.unit+slack < due {
			return 0, other(f.change(plan[k].values, s.values, " to ") + " at " + Count(s.unit) + ", before " + Count(due-slack))
		}
		if s.unit > due+late {
			return 0, other(f.change(plan[k].values, s.values, " to ") + " at " + Count(s.unit) + ", after " + Count(due+late))
		}
		if left = !maps.Equal(s.values, plan[k+1].values); !left {
			k, since = k+1, s.unit
		}
	}
	if k < len(plan)-1 {
		want := f.change(plan[k].values, plan[k+1].values, " to ")
		due, now := since+(plan[k+1].unit-plan[k].unit), f.past.Ends[i]
		by := " by " + Count(due+late)
		switch {
		case now > due+late:
			return 0, other("not set " + want + by)
		case now >= due:
			return 0, &Standing{Waits, "now set " + want + "," + by + " at the latest"}
		}
		return 0, &Standing{Waits, "set " + want + " at " + Count(due) + "," + by + " at the latest"}
	}
	return since + (t.Unit - plan[k].unit), nil
}

func other(text string) *Standing { return &Standing{Other, "other settings: " + text} }

// change says what is otherwise: "θ₉ Oja to 0.01, plastic to off".
func (f *follower) change(from, to map[string]string, word string) string {
	var parts []string
	for _, name := range slices.Sorted(maps.Keys(to)) {
		if from[name] != to[name] {
			parts = append(parts, f.labels[name]+word+sim.Clip(to[name]))
		}
	}
	return strings.Join(parts, ", ")
}
