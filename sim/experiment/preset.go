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
	Summary string   `json:"summary"`           // one line for the gallery
	Source  string   `json:"source"`            // what is the paper's and what is ours
	Speed   float64  `json:"speed,omitempty"`   // units per second to open with; 0: full
	Minutes int      `json:"minutes,omitempty"` // about how long it takes to see what it is about, on a laptop
	Open    []string `json:"open,omitempty"`    // field groups to unfold; none: all
	Do      string   `json:"do"`
	Notice  string   `json:"notice"`
	Why     string   `json:"why"`
	Try     string   `json:"try"`
	Claims  []Claim  `json:"claims"`
	Lesson  *Lesson  `json:"lesson,omitempty"`
	// Untrained is a run that has not learned: no claim may hold of it. None: the first
	// numbers that the preset's own run has.
	Untrained *Contrast `json:"untrained,omitempty"`
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

// Label is what the preset calls a variant.
func (p *Preset) Label(variant string) string {
	if i := int(variant[0] - 'a'); i < len(p.Variants) && p.Variants[i].Label != "" {
		return p.Variants[i].Label
	}
	return strings.ToUpper(variant)
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
	if p.Lesson != nil {
		if err := p.Lesson.check(p, view, model); err != nil {
			return fmt.Errorf("lesson: %w", err)
		}
	}
	if p.Untrained != nil {
		if err := p.Untrained.check("untrained", view); err != nil {
			return err
		}
	}
	for i := range p.Claims {
		c := &p.Claims[i]
		c.complete()
		if err := c.check(view, max(1, len(p.Variants))); err != nil {
			return fmt.Errorf("claim %d, %q: %w", i+1, sim.Clip(c.Text), err)
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
