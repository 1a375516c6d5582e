package sim

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"regexp"
	"strings"
)

// Preset is a named setup with a text and checked claims, as it stands in a file
// of presets/<lab>/<name>.json. In its texts [words](field:name) is a link that
// lights the control, [words](figure:name) one that lights the figure.
type Preset struct {
	Name     string            `json:"-"` // the file's name
	Title    string            `json:"title"`
	Summary  string            `json:"summary"` // one line for the gallery
	Source   string            `json:"source"`  // what is the paper's and what is ours
	View     string            `json:"view,omitempty"`
	Seed     uint64            `json:"seed,omitempty"`
	Set      map[string]string `json:"set,omitempty"` // all variants
	Variants []PresetVariant   `json:"variants,omitempty"`
	Probes   map[string]int    `json:"probes,omitempty"`
	Speed    float64           `json:"speed,omitempty"` // units per second to open with; 0: full
	Open     []string          `json:"open,omitempty"`  // field groups to unfold; none: all
	Do       string            `json:"do"`
	Notice   string            `json:"notice"`
	Why      string            `json:"why"`
	Try      string            `json:"try"`
	Claims   []Claim           `json:"claims"`
}

// PresetVariant is a variant: what it has otherwise than the preset's Set.
type PresetVariant struct {
	Label string            `json:"label"`
	Set   map[string]string `json:"set,omitempty"`
}

// Claim is a number that the preset promises, with the place it comes from.
type Claim struct {
	Text     string   `json:"text"`           // "accuracy of B after 2,000 images"
	From     string   `json:"from"`           // where the expected number stands
	Variant  string   `json:"variant"`        // a, b, c or d
	Output   string   `json:"output"`         // a scalar output
	Unit     uint64   `json:"unit"`           // when
	Over     uint64   `json:"over,omitempty"` // mean of the measurements in so many units up to Unit; 0: the one at Unit
	Expected float64  `json:"expected"`
	Band     float64  `json:"band"`              // |measured - expected| <= band holds for every seed
	Changes  []Change `json:"changes,omitempty"` // done on the way, for presets in which the user acts
	Long     bool     `json:"long,omitempty"`    // over a second a seed: only in make claims
}

// Change sets fields when a unit has been completed.
type Change struct {
	Unit    uint64            `json:"unit"`
	Variant string            `json:"variant,omitempty"` // "" for all
	Set     map[string]string `json:"set"`
}

// Holds says whether a measured value keeps the claim.
func (c *Claim) Holds(measured float64) bool {
	return measured >= c.Expected-c.Band && measured <= c.Expected+c.Band
}

// ParsePreset reads a preset strictly: unknown keys, unknown fields and values out
// of range are errors that name them.
func ParsePreset(lab *Lab, name string, data []byte) (*Preset, error) {
	p := &Preset{Name: name}
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.DisallowUnknownFields()
	if err := dec.Decode(p); err != nil {
		return nil, fmt.Errorf("preset %s: %w", name, err)
	}
	if dec.More() {
		return nil, fmt.Errorf("preset %s: something follows the object", name)
	}
	if err := p.check(lab); err != nil {
		return nil, fmt.Errorf("preset %s: %w", name, err)
	}
	return p, nil
}

// Setup returns what the preset starts from.
func (p *Preset) Setup(lab *Lab) (Setup, *View) {
	view, _ := lab.View(p.View)
	s := NewSetup(lab, view)
	s.Preset = p.Name
	if p.Seed != 0 {
		s.Seed = p.Seed
	}
	maps.Copy(s.Probes, p.Probes)
	variants := p.Variants
	if len(variants) == 0 {
		variants = []PresetVariant{{}}
	}
	s.Variants = nil
	for _, v := range variants {
		set := maps.Clone(p.Set)
		if set == nil {
			set = map[string]string{}
		}
		maps.Copy(set, v.Set)
		s.Variants = append(s.Variants, Variant{Label: v.Label, Set: canonical(view, set)})
	}
	return s, view
}

// canonical rewrites checked values as their fields would and drops defaults.
func canonical(view *View, set map[string]string) map[string]string {
	fields := view.New().Fields()
	if Set(fields, set) != nil {
		return set
	}
	return Diff(view, Values(fields))
}

var reLink = regexp.MustCompile(`\]\((field|figure|probe):([^)]*)\)`)

func (p *Preset) check(lab *Lab) error {
	view, ok := lab.View(p.View)
	if !ok {
		return fmt.Errorf("view: the lab has no view %q", p.View)
	}
	if len(p.Variants) > MaxVariants {
		return fmt.Errorf("variants: %d are too many: at most %d", len(p.Variants), MaxVariants)
	}
	model := view.New()
	fields := model.Fields()
	if err := Set(fields, p.Set); err != nil {
		return fmt.Errorf("set: %w", err)
	}
	for i, v := range p.Variants {
		if err := Set(view.New().Fields(), v.Set); err != nil {
			return fmt.Errorf("variant %s: %w", VariantKey(i), err)
		}
	}
	for name := range p.Probes {
		if defaultEvery(view, name) < 0 {
			return fmt.Errorf("probes: there is no probe %q", name)
		}
	}
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
			if err := Set(view.New().Fields(), ch.Set); err != nil {
				return fmt.Errorf("claim %q: %w", c.Text, err)
			}
		}
		if c.From == "" || c.Unit == 0 || c.Band < 0 || c.Over > c.Unit {
			return fmt.Errorf("claim %q: needs from, unit, a band, and no more units to average than there are", c.Text)
		}
	}
	return nil
}

func (p *Preset) knows(view *View, model Sim, kind, name string) bool {
	switch kind {
	case "field":
		_, ok := Find(model.Fields(), name)
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
