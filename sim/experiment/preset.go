package experiment

import (
	"fmt"
	"regexp"
	"strings"

	"hebb/sim"
)

// Preset is an experiment with texts and checked claims, as it stands in a file of
// presets/<lab>/<name>.json: the document's own keys, less what the folder and the
// file's name say, and those below. In its texts [words](field:name) is a link that
// lights the control, [words](figure:name) one that lights the figure.
type Preset struct {
	Name string `json:"-"` // the file's name
	start
	Title   string   `json:"title"`
	Summary string   `json:"summary"`         // one line for the gallery
	Source  string   `json:"source"`          // what is the paper's and what is ours
	Speed   float64  `json:"speed,omitempty"` // units per second to open with; 0: full
	Open    []string `json:"open,omitempty"`  // field groups to unfold; none: all
	Do      string   `json:"do"`
	Notice  string   `json:"notice"`
	Why     string   `json:"why"`
	Try     string   `json:"try"`
	Claims  []Claim  `json:"claims"`
}

// Claim is a number that the preset promises, with the place it comes from.
type Claim struct {
	Text     string  `json:"text"`           // "accuracy of B after 2,000 images"
	From     string  `json:"from"`           // where the expected number stands
	Variant  string  `json:"variant"`        // a, b, c or d
	Output   string  `json:"output"`         // a scalar output
	Unit     uint64  `json:"unit"`           // when
	Over     uint64  `json:"over,omitempty"` // mean of the measurements in so many units up to Unit; 0: the one at Unit
	Expected float64 `json:"expected"`
	Band     float64 `json:"band"`              // |measured - expected| <= band holds for every seed
	Changes  []Entry `json:"changes,omitempty"` // done on the way, for presets in which the user acts
	Long     bool    `json:"long,omitempty"`    // over a second a seed: only in make claims
}

// Holds says whether a measured value keeps the claim.
func (c *Claim) Holds(measured float64) bool {
	return measured >= c.Expected-c.Band && measured <= c.Expected+c.Band
}

// ParsePreset reads a preset strictly: unknown keys, unknown fields and values out
// of range are errors that name them.
func ParsePreset(lab *sim.Lab, name string, data []byte) (*Preset, error) {
	p := &Preset{Name: name}
	if err := strict(data, p); err != nil {
		return nil, fmt.Errorf("preset %s: %w", name, err)
	}
	if err := p.check(lab); err != nil {
		return nil, fmt.Errorf("preset %s: %w", name, err)
	}
	return p, nil
}

// Setup returns what the preset starts from. Its lab is the one that it was parsed for.
func (p *Preset) Setup(lab *sim.Lab) (Setup, *sim.View) {
	s := p.read()
	s.Lab, s.Preset = lab.Name, p.Name
	_, view, err := s.Resolve([]*sim.Lab{lab})
	if err != nil {
		panic("experiment: the preset has not been checked: " + err.Error())
	}
	return s, view
}

var reLink = regexp.MustCompile(`\]\((field|figure|probe):([^)]*)\)`)

func (p *Preset) check(lab *sim.Lab) error {
	if p.Lab != "" || p.Preset != "" {
		return fmt.Errorf("lab and preset are said by the folder and the name of the file")
	}
	s := p.read()
	s.Lab = lab.Name
	_, view, err := s.Resolve([]*sim.Lab{lab})
	if err != nil {
		return err
	}
	model := view.New()
	for _, text := range []string{p.Do, p.Notice, p.Why, p.Try} {
		for _, m := range reLink.FindAllStringSubmatch(text, -1) {
			if !p.knows(view, model, m[1], m[2]) {
				return fmt.Errorf("text: there is no %s %q", m[1], m[2])
			}
		}
	}
	n := max(1, len(p.Variants))
	for _, c := range p.Claims {
		if len(c.Variant) != 1 || !strings.Contains("abcd"[:n], c.Variant) {
			return fmt.Errorf("claim %q: there is no variant %q", c.Text, c.Variant)
		}
		for _, ch := range c.Changes {
			if err := sim.Set(view.New().Fields(), ch.Set); err != nil {
				return fmt.Errorf("claim %q: %w", c.Text, err)
			}
		}
		if c.From == "" || c.Unit == 0 || c.Band < 0 || c.Over > c.Unit {
			return fmt.Errorf("claim %q: needs from, unit, a band, and no more units to average than there are", c.Text)
		}
	}
	return nil
}

func (p *Preset) knows(view *sim.View, model sim.Sim, kind, name string) bool {
	switch kind {
	case "field":
		_, ok := sim.Find(model.Fields(), name)
		return ok
	case "probe":
		return defaultEvery(view, name) >= 0
	}
	for _, f := range view.Figures {
		if f.Name == name {
			return true
		}
	}
	return false
}
