package experiment

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"hebb/sim"
)

// Claim is what a preset promises of a number that its run comes to, with the place
// where the number stands. One of the forms of Promise says what is promised.
type Claim struct {
	Text string `json:"text"` // "accuracy of B after 2,000 images"
	Term
	Promise
	From      string     `json:"from"`                // where the number stands
	Whose     Whose      `json:"whose,omitempty"`     // whose number it is; none: ours
	Published *Published `json:"published,omitempty"` // what stands there; it may differ from what is promised
	Changes   []Entry    `json:"changes,omitempty"`   // fields that are set on the way; see Script
	Late      uint64     `json:"late,omitempty"`      // how many units later than said each change may come, and the claim holds; 0: as a hand needs, see LateBy
	Long      bool       `json:"long,omitempty"`      // over a second a seed: only in make claims
	Exempt    *Exempt    `json:"exempt,omitempty"`    // why it may hold of a run that has not learned
}

// Term is a scalar output of a variant when so many units have been completed.
type Term struct {
	Variant string `json:"variant,omitempty"` // a, b, c or d
	Output  string `json:"output,omitempty"`
	Unit    uint64 `json:"unit,omitempty"`
	Over    uint64 `json:"over,omitempty"` // mean of the measurements in so many units up to Unit; 0: the one at Unit
}

// Promise is what is said of a claim's term, which is the left one: that it lies within
// a band around a number, is at most or at least so much, is less than another term, or
// that its variant diverges. With Ratio the left term over that one is spoken of.
type Promise struct {
	Expected *float64 `json:"expected,omitempty"` // with Band: = Expected ± Band
	Band     *float64 `json:"band,omitempty"`
	AtMost   *float64 `json:"at_most,omitempty"`
	AtLeast  *float64 `json:"at_least,omitempty"`
	Below    *Term    `json:"below,omitempty"`    // left < this; what it does not say is as on the left
	Diverges bool     `json:"diverges,omitempty"` // the variant diverges, at the latest in Unit
	Ratio    *Term    `json:"ratio,omitempty"`    // the term that the left one is divided by
	Seeds    Seeds    `json:"seeds,omitempty"`
}

// Seeds says of which seeds a promise speaks.
type Seeds string

const (
	EverySeed Seeds = ""     // it holds in each
	MeanSeed  Seeds = "mean" // it holds of the mean over them
	MostSeeds Seeds = "most" // it holds in more than half of them
)

// Whose says who has published a number.
type Whose string

const (
	Ours        Whose = ""            // our own result or reference
	Paper       Whose = "paper"       // it is printed in the paper
	Authors     Whose = "authors"     // it is in results that the authors have stored
	Replication Whose = "replication" // it is in stored results of a published replication
	Theory      Whose = "theory"      // it follows by calculation
)

// owners puts Whose into words.
var owners = map[Whose]string{Ours: "ours", Paper: "the paper’s", Authors: "the authors’ stored result", Replication: "the replication’s stored result", Theory: "follows by calculation"}

// Published is a number as its source has it. Low and High are its spread there.
type Published struct {
	Value float64  `json:"value"`
	Low   *float64 `json:"low,omitempty"`
	High  *float64 `json:"high,omitempty"`
}

// Contrast is a run for which a claim must not hold: the preset's with other fields, in
// all variants, and looked at after as many units as the claim says, or fewer.
type Contrast struct {
	Set  map[string]string `json:"set,omitempty"`
	Unit uint64            `json:"unit,omitempty"` // 0: the claim's own
}

// Exempt says why a claim is not asked to fail for a run that has not learned, and names
// another run for which it fails.
type Exempt struct {
	As      Exemption `json:"as"`
	Because string    `json:"because"`
	Contrast
}

// Exemption is a reason for which a claim may hold of a run that has not learned.
type Exemption string

const (
	OfStart  Exemption = "start" // the claim is about the start itself
	Apart    Exemption = "apart" // the claim is about something that is no learning
	NotMoved Exemption = "still" // the claim is that this set-up does not learn
)

// complete fills in what the right terms leave to the left one.
func (c *Claim) complete() {
	for _, t := range []*Term{c.Below, c.Ratio} {
		if t == nil {
			continue
		}
		if t.Unit == 0 {
			t.Unit = c.Unit
			if t.Over == 0 {
				t.Over = c.Over
			}
		}
		if t.Variant == "" {
			t.Variant = c.Variant
		}
		if t.Output == "" {
			t.Output = c.Output
		}
	}
}

// Right is the term that the left one is compared with or divided by; nil: none.
func (p *Promise) Right() *Term {
	if p.Below != nil {
		return p.Below
	}
	return p.Ratio
}

// Terms are all that a claim speaks of, the left one first.
func (c *Claim) Terms() []Term {
	list := []Term{c.Term}
	if right := c.Right(); right != nil {
		list = append(list, *right)
	}
	return list
}

func wrong(key, format string, args ...any) error {
	return &sim.FieldError{Field: key, Reason: fmt.Sprintf(format, args...)}
}

// check refuses a claim that says too little, too much or what cannot be.
func (c *Claim) check(view *sim.View, variants int) error {
	switch {
	case strings.TrimSpace(c.Text) == "":
		return wrong("text", "a claim has one")
	case strings.TrimSpace(c.From) == "":
		return wrong("from", "a claim says where its number stands")
	}
	if _, ok := owners[c.Whose]; !ok {
		return wrong("whose", "there is no %q: it takes paper, authors, replication, theory, or nothing for ours", sim.Clip(string(c.Whose)))
	}
	if err := c.Term.check("", variants, c.Diverges); err != nil {
		return err
	}
	if err := c.Promise.check(variants); err != nil {
		return err
	}
	if right := c.Right(); right != nil && *right == c.Term {
		return wrong("variant", "a term is compared with itself")
	}
	if p := c.Published; p != nil {
		if p.Low != nil && *p.Low > p.Value || p.High != nil && *p.High < p.Value {
			return wrong("published", "%s lies outside of its own spread", sim.Number(p.Value))
		}
	}
	if err := c.checkChanges(view, variants); err != nil {
		return err
	}
	if x := c.Exempt; x != nil {
		if !slices.Contains([]Exemption{OfStart, Apart, NotMoved}, x.As) {
			return wrong("exempt.as", "there is no %q: it takes start, apart or still", sim.Clip(string(x.As)))
		}
		if strings.TrimSpace(x.Because) == "" {
			return wrong("exempt.because", "an exemption says why")
		}
		if len(x.Set) == 0 && (x.Unit == 0 || x.Unit == c.Unit) {
			return wrong("exempt.set", "an exemption names a run for which the claim fails: fields, or another unit")
		}
		if err := x.Contrast.check("exempt", view); err != nil {
			return err
		}
	}
	return nil
}

func (t *Term) check(key string, variants int, bare bool) error {
	switch {
	case len(t.Variant) != 1 || !strings.Contains("abcd"[:variants], t.Variant):
		return wrong(key+"variant", "there is no variant %q: it takes %s", sim.Clip(t.Variant), strings.Join(strings.Split("abcd"[:variants], ""), ", "))
	case t.Output == "" && !bare:
		return wrong(key+"output", "it names a scalar output")
	case t.Output != "" && bare:
		return wrong(key+"output", "what diverges is a variant, not an output")
	case t.Unit < 1 || t.Unit > MaxUnit:
		return wrong(key+"unit", "%d is outside its range: it takes 1 to %d", t.Unit, uint64(MaxUnit))
	case t.Over > t.Unit:
		return wrong(key+"over", "%d is outside its range: it takes 0 to the claim’s %d", t.Over, t.Unit)
	}
	return nil
}

func (p *Promise) check(variants int) error {
	forms := 0
	for _, is := range []bool{p.Expected != nil, p.AtMost != nil, p.AtLeast != nil, p.Below != nil, p.Diverges} {
		if is {
			forms++
		}
	}
	switch {
	case forms != 1:
		return wrong("expected", "a claim promises one of expected with band, at_most, at_least, below and diverges; here are %d", forms)
	case (p.Expected == nil) != (p.Band == nil):
		return wrong("band", "it goes with expected")
	case p.Band != nil && *p.Band < 0:
		return wrong("band", "%s is outside its range: it takes 0 or more", sim.Number(*p.Band))
	case p.Ratio != nil && (p.Below != nil || p.Diverges):
		return wrong("ratio", "it goes with expected, at_most or at_least")
	case p.Seeds != EverySeed && p.Seeds != MeanSeed && p.Seeds != MostSeeds:
		return wrong("seeds", "there is no %q: it takes mean, most, or nothing for every seed", sim.Clip(string(p.Seeds)))
	case p.Diverges && p.Seeds == MeanSeed:
		return wrong("seeds", "there is no mean over seeds of what diverges")
	}
	for key, t := range map[string]*Term{"below.": p.Below, "ratio.": p.Ratio} {
		if t != nil {
			if err := t.check(key, variants, false); err != nil {
				return err
			}
		}
	}
	return nil
}

func (c *Claim) checkChanges(view *sim.View, variants int) error {
	fields := view.New().Fields()
	last := uint64(0)
	for i := range c.Changes {
		e := &c.Changes[i]
		key := fmt.Sprintf("changes %d", i+1)
		switch {
		case len(e.Set) == 0 || e.Act != "" || e.Probe != "" || e.Round != 0 || e.Gesture != 0:
			return wrong(key, "it sets fields when a unit is completed, and nothing else")
		case e.Variant != "" && (len(e.Variant) != 1 || !strings.Contains("abcd"[:variants], e.Variant)):
			return wrong(key, "there is no variant %q", sim.Clip(e.Variant))
		case e.Unit < 1 || i == 0 && e.Unit >= c.Unit: // later ones may follow: claims of one story have one run
			return wrong(key, "unit: %d is outside its range: it takes 1 to %d, which is before the claim’s", e.Unit, c.Unit-1)
		case e.Unit < last:
			return wrong(key, "it comes before the change that it follows")
		}
		last = e.Unit
		for name := range e.Set {
			f, ok := sim.Find(fields, name)
			if ok && f.Acts == sim.Restart {
				return wrong(key, "%s %s, so it cannot change on the way", name, f.Acts)
			}
		}
		if err := sim.Set(fields, e.Set); err != nil {
			return fmt.Errorf("%s: %w", key, err)
		}
		for name := range e.Set { // as the fields write them
			f, _ := sim.Find(fields, name)
			e.Set[name] = f.Value.String()
		}
	}
	if c.Late > 0 && len(c.Changes) == 0 {
		return wrong("late", "there is no change that could come late")
	}
	if c.Late > MaxUnit {
		return wrong("late", "%d is outside its range: it takes 0 to %d", c.Late, uint64(MaxUnit))
	}
	return nil
}

func (k *Contrast) check(key string, view *sim.View) error {
	if k.Unit > MaxUnit {
		return wrong(key+".unit", "%d is outside its range: it takes 0 to %d", k.Unit, uint64(MaxUnit))
	}
	fields := view.New().Fields()
	if err := sim.Set(fields, k.Set); err != nil {
		return fmt.Errorf("%s.set: %w", key, err)
	}
	return nil
}

// Apply is a set-up and a claim's changes under a contrast: its fields have its values
// from the beginning to the end.
func (k *Contrast) Apply(view *sim.View, s Setup, changes []Entry) (Setup, []Entry) {
	s = s.Clone()
	defaults := sim.Values(view.New().Fields())
	for i := range s.Variants {
		values := full(defaults, s.Variants[i].Set)
		maps.Copy(values, k.Set)
		fields := view.New().Fields()
		if err := sim.Set(fields, values); err != nil {
			panic("experiment: the contrast has not been checked: " + err.Error())
		}
		s.Variants[i].Set = Diff(view, sim.Values(fields))
	}
	var left []Entry
	for _, e := range changes {
		e.Set = maps.Clone(e.Set)
		maps.DeleteFunc(e.Set, func(name, _ string) bool { _, ok := k.Set[name]; return ok })
		if len(e.Set) > 0 {
			left = append(left, e)
		}
	}
	return s, left
}
