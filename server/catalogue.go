package main

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"hebb/presets"
	"hebb/sim"
	"hebb/sim/experiment"
	"hebb/sim/link"
)

// catalogue is what there is to open: the labs and their presets. It knows no lab
// by name.
type catalogue struct {
	labs    []*sim.Lab
	presets []*presets.Preset
}

// asked is what a link asks for, read as far as it can be.
type asked struct {
	lab     *sim.Lab
	view    *sim.View
	preset  *experiment.Preset    // nil for none
	base    experiment.Setup      // what the link is relative to: the preset's values or the view's
	doc     experiment.Experiment // what is to be run
	z       string                // the link's text of an exact moment; "" for none
	refused []*sim.FieldError     // what was left out, each with its reason
}

func (c *catalogue) lab(name string) (*sim.Lab, bool) {
	for _, lab := range c.labs {
		if lab.Name == name {
			return lab, true
		}
	}
	return nil, false
}

func (c *catalogue) preset(lab *sim.Lab, name string) (*experiment.Preset, bool) {
	for _, p := range c.presets {
		if p.Lab == lab && p.Name == name {
			return p.Preset, true
		}
	}
	return nil, false
}

// presetSetup is what a preset starts from.
func (c *catalogue) presetSetup(lab, preset string) (experiment.Setup, bool) {
	l, ok := c.lab(lab)
	if !ok {
		return experiment.Setup{}, false
	}
	p, ok := c.preset(l, preset)
	if !ok {
		return experiment.Setup{}, false
	}
	s, _ := p.Setup(l)
	return s, true
}

// open reads the query of a link to a lab. Only a lab that does not exist and a
// query beyond all measure are errors; everything else that is wrong is refused by
// name, and the rest applies.
func (c *catalogue) open(name, query string) (*asked, error) {
	lab, ok := c.lab(name)
	if !ok {
		return nil, refuse(http.StatusNotFound, "There is no lab called %q. There are: %s.", sim.Clip(name), c.labNames())
	}
	if len(query) > maxQuery {
		return nil, refuse(http.StatusRequestURITooLong, "This link has %d bytes, more than any link of Hebb has (%d).", len(query), maxQuery)
	}
	a := &asked{lab: lab}
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
		if a.preset, ok = c.preset(lab, name); !ok {
			a.preset, ok = c.preset(lab, link.Squeeze(name))
		}
		if !ok {
			a.refuse("preset", "%s has no preset %q", lab.Title, sim.Clip(name))
		}
	}
	if a.view, ok = lab.View(viewName); !ok {
		a.refuse("view", "%s has no view %q", lab.Title, sim.Clip(viewName))
		viewName = ""
	}
	if a.preset != nil {
		base, view := a.preset.Setup(lab)
		if viewName != "" && viewName != view.Name {
			a.refuse("preset", "%s belongs to the view %s", a.preset.Name, view.Name)
			a.preset = nil
		} else {
			a.view, a.base = view, base
		}
	}
	if a.view == nil {
		a.view, _ = lab.View("")
	}
	if a.preset == nil {
		a.base = experiment.NewSetup(lab, a.view)
	}
	setup, refused := experiment.Decode(q, a.base, a.view)
	a.doc.Setup, a.refused = setup, append(a.refused, refused...)
	if a.z = q.Get("z"); a.z != "" {
		if moment, err := experiment.DecodeMoment(a.z); err == nil {
			moment.Setup = a.doc.Setup
			a.doc = *moment
			if z, err := moment.EncodeMoment(); err == nil {
				a.z = z // without what stood behind it
			}
		} else {
			a.refuse("z", "the moment could not be read, so that the run starts at its beginning: %v", err)
			a.z = ""
		}
	}
	return a, nil
}

func (a *asked) refuse(name, format string, args ...any) {
	a.refused = append(a.refused, &sim.FieldError{Field: sim.Clip(name), Reason: fmt.Sprintf(format, args...)})
}

func (c *catalogue) labNames() string {
	names := make([]string, len(c.labs))
	for i, lab := range c.labs {
		names[i] = lab.Name
	}
	return strings.Join(names, ", ")
}
