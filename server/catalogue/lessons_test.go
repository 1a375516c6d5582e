package catalogue

import (
	"fmt"
	"strings"
	"testing"

	"hebb/presets"
	"hebb/sim"
	"hebb/sim/labs"
)

// A visitor who reads the gallery knows what a lesson is about and how long it takes; once it
// is open, something moves within a second.
func TestLessonsSayHowLongTheyTakeAndMoveAtOnce(t *testing.T) {
	list, err := presets.Load(presets.Files, labs.All)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range list {
		if p.Minutes < 1 || p.Minutes > 60 {
			t.Errorf("%s: it takes %d minutes: say how long", p.Key(), p.Minutes)
		}
		if n := len(p.Summary); n < 20 || n > 170 {
			t.Errorf("%s: its line has %d characters", p.Key(), n)
		}
		speed := p.Speed
		if speed == 0 {
			speed = p.View().Speed
		}
		if speed != 0 && speed < 1 {
			t.Errorf("%s: at %v a second nothing moves within a second", p.Key(), speed)
		}
		if p.Key() == "fixedpoint/through-infinity" {
			continue // it is about the first steps, one by one; the later claim is an afterthought
		}
		for _, c := range p.Claims {
			if need := float64(c.Unit) / speed / 60; speed != 0 && need > float64(p.Minutes) {
				t.Errorf("%s: %q needs %.1f minutes at its speed, and it says %d", p.Key(), c.Text, need, p.Minutes)
			}
		}
	}
}

// unsaid are words of our own, and what they stood for.
var unsaid = map[string]string{
	"rightly": "correctly", "as the profile": "from the profile", "literal port": "Python port", "what if": "what it does", "asked about other": "tested on",
	"to the last digit": "exactly", "price of terms": "L1 penalty", "leaves all bounds": "diverges", "hundredths of a second": "s", "only the two": "which weights", "acts on: own": "listed",
	"flung": "overshoots", "fling": "overshoot", "explod": "diverges", "explosion": "divergence", "take it along": "use this rule", "hears": "receives", "hear ": "receive",
	"knob": "slider", "squeez": "compress", "wild gradient": "very large gradient", "lowest point": "minimum", "rebuild": "reconstruct", "blow up": "diverge", "stay for ever": "stay", "trembl": "fluctuate",
}

// TestWordsAreTheFields holds that texts which people read use the field's words.
func TestWordsAreTheFields(t *testing.T) {
	read := func(where string, texts ...string) {
		for _, text := range texts {
			for bad, good := range unsaid {
				if strings.Contains(strings.ToLower(text), bad) {
					t.Errorf("%s says %q: better %q, in %q", where, bad, good, text)
				}
			}
		}
	}
	list, err := presets.Load(presets.Files, labs.All)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range list {
		read(p.Key(), p.Title, p.Summary, p.Do, p.Notice, p.Why, p.Try)
	}
	for _, lab := range labs.All {
		read(lab.Name, lab.Title, lab.Summary, strings.ReplaceAll(lab.Doc, "\n// ", " "))
		for i := range lab.Views {
			v := &lab.Views[i]
			where := fmt.Sprintf("%s, %s", lab.Name, v.Name)
			read(where, v.Title, v.Summary)
			if v.Unit.Seconds == 0 {
				read(where, v.Unit.Many)
			}
			for _, f := range v.Figures {
				read(where+", figure "+f.Name, f.Title, f.Note, f.Doc)
			}
			s := v.New()
			for _, f := range s.Fields() {
				read(where+", field "+f.Name, f.Label, f.Doc)
				if c, ok := f.Value.(*sim.ChoiceValue); ok {
					for _, o := range c.Options {
						read(where+", field "+f.Name, o.Label, o.Doc)
					}
				}
			}
			for _, a := range s.Actions() {
				read(where+", action "+a.Name, a.Title, a.Doc)
			}
			for _, p := range s.Probes() {
				read(where+", probe "+p.Name, p.Title, p.Doc)
			}
			if err := s.Init(sim.Env{Seed: 7}); err != nil {
				continue
			}
			for _, o := range s.Outputs() {
				read(where+", output "+o.Name, o.Label, o.Doc)
			}
		}
	}
}

// A moment that cannot be read is complained of once, by its name.
func TestABadMomentIsNamedOnce(t *testing.T) {
	c := New(labs.All, nil)
	a, err := c.Open("oja", "z=garbage")
	if err != nil {
		t.Fatal(err)
	}
	if len(a.Refused) != 1 || strings.Count(a.Refused[0].Error(), "z:") != 1 {
		t.Errorf("it says %v", a.Refused)
	}
}
