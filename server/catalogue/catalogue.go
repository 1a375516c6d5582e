// Package catalogue knows what there is to open, and reads what is asked for: a link, a
// name on the command line, a saved file.
package catalogue

import (
	"fmt"
	"net/url"
	"strings"
	"sync"

	"hebb/presets"
	"hebb/server/limits"
	"hebb/sim"
	"hebb/sim/experiment"
	"hebb/sim/link"
)

// Catalogue is what there is to open: the labs and their presets. It knows no lab
// by name.
type Catalogue struct {
	Labs    []*sim.Lab
	Presets []*presets.Preset // of all labs, in their order
	loaded  sync.Map          // by view: what is wrong with it, see load
}

// New has the given labs, and the presets of them.
func New(labs []*sim.Lab, list []*presets.Preset) *Catalogue {
	return &Catalogue{Labs: labs, Presets: list}
}

// Asked is what a link asks for, read as far as it can be.
type Asked struct {
	Lab     *sim.Lab
	View    *sim.View             // of Lab
	Preset  *experiment.Preset    // nil for none
	Base    experiment.Setup      // what the link is relative to: the preset's values or the view's
	Doc     experiment.Experiment // what is to be run
	Moment  string                // the link's text of an exact moment; "" for none
	Refused []*sim.FieldError     // what was left out, each with its reason
}

// Lab is the lab of a name; false when there is none.
func (c *Catalogue) Lab(name string) (*sim.Lab, bool) {
	for _, lab := range c.Labs {
		if lab.Name == name {
			return lab, true
		}
	}
	return nil, false
}

// Preset is the preset of a lab and a name; false when there is none.
func (c *Catalogue) Preset(lab *sim.Lab, name string) (*experiment.Preset, bool) {
	for _, p := range c.Presets {
		if p.Lab == lab && p.Name == name {
			return p.Preset, true
		}
	}
	return nil, false
}

// PresetSetup is what a preset starts from; false when there is no such preset.
func (c *Catalogue) PresetSetup(lab, preset string) (experiment.Setup, bool) {
	l, ok := c.Lab(lab)
	if !ok {
		return experiment.Setup{}, false
	}
	p, ok := c.Preset(l, preset)
	if !ok {
		return experiment.Setup{}, false
	}
	s, _ := p.Setup(l)
	return s, true
}

// Open reads the query of a link to a lab. Only a lab that does not exist and a
// query beyond all measure are errors; everything else that is wrong is refused by
// name, and the rest applies.
func (c *Catalogue) Open(name, query string) (*Asked, error) {
	lab, ok := c.Lab(name)
	if !ok {
		return nil, refuse(Unknown, "There is no lab called %q. There are: %s.", sim.Clip(name), c.LabNames())
	}
	if len(query) > limits.MaxQuery {
		return nil, refuse(Long, "This link has %d bytes, more than any link of Hebb has (%d).", len(query), limits.MaxQuery)
	}
	a := &Asked{Lab: lab}
	q, err := url.ParseQuery(link.Clean(query))
	if err != nil {
		a.refuse("link", "a part of it could not be read: %v", err)
	}
	for name, values := range q {
		if len(values) > 1 {
			a.refuse(name, "it is given %d times; the first one counts", len(values))
		}
	}
	viewName := q.Get("view")
	if _, ok := lab.View(viewName); !ok {
		viewName = link.Squeeze(viewName)
	}
	if name := q.Get("preset"); name != "" {
		if a.Preset, ok = c.Preset(lab, name); !ok {
			a.Preset, ok = c.Preset(lab, link.Squeeze(name))
		}
		if !ok {
			a.refuse("preset", "%s has no preset %q", lab.Title, sim.Clip(name))
		}
	}
	if a.View, ok = lab.View(viewName); !ok {
		a.refuse("view", "%s has no view %q", lab.Title, sim.Clip(viewName))
		viewName = ""
	}
	if a.Preset != nil {
		base, view := a.Preset.Setup(lab)
		if viewName != "" && viewName != view.Name {
			a.refuse("preset", "%s belongs to the view %s", a.Preset.Name, view.Name)
			a.Preset = nil
		} else {
			a.View, a.Base = view, base
		}
	}
	if a.View == nil {
		a.View, _ = lab.View("")
	}
	if a.Preset == nil {
		a.Base = experiment.NewSetup(lab, a.View)
	}
	setup, refused := experiment.Decode(q, a.Base, a.View)
	a.Doc.Setup, a.Refused = setup, append(a.Refused, refused...)
	if a.Moment = q.Get("z"); a.Moment != "" {
		if moment, err := experiment.DecodeMoment(a.Moment); err == nil {
			moment.Setup = a.Doc.Setup
			a.Doc = *moment
			if z, err := moment.EncodeMoment(); err == nil {
				a.Moment = z // without what stood behind it
			}
		} else {
			// The error names its field itself.
			a.refuse("z", "%s; the run starts at its beginning", strings.TrimPrefix(err.Error(), "z: "))
			a.Moment = ""
		}
	}
	if err := c.load(a.Lab, a.View); err != nil {
		return nil, err
	}
	return a, nil
}

func (a *Asked) refuse(name, format string, args ...any) {
	a.Refused = append(a.Refused, &sim.FieldError{Field: sim.Clip(name), Reason: fmt.Sprintf(format, args...)})
}

// LabNames are the names of all labs, for a sentence.
func (c *Catalogue) LabNames() string {
	names := make([]string, len(c.Labs))
	for i, lab := range c.Labs {
		names[i] = lab.Name
	}
	return strings.Join(names, ", ")
}
