package catalogue

import (
	"fmt"
	"io"
	"net/url"
	"strings"

	"hebb/sim"
	"hebb/sim/link"
)

// Find reads what the command line asks for, all or nothing: a link, lab/preset, a
// preset's name when only one lab has it, or a lab.
func (c *Catalogue) Find(text string) (*Asked, error) {
	lab, query, err := c.locate(text)
	if err != nil {
		return nil, err
	}
	a, err := c.Open(lab, query)
	if err != nil {
		return nil, err
	}
	return a, sim.Refusal(a.Refused)
}

func (c *Catalogue) locate(text string) (lab, query string, err error) {
	if lab, query, ok := link.Find(text); ok {
		return lab, query, nil
	}
	if strings.ContainsAny(text, "?:") || strings.HasPrefix(text, "/") {
		return "", "", fmt.Errorf("%q is no link to a lab: those have a path such as /labs/%s", sim.Clip(text), c.Labs[0].Name)
	}
	if lab, name, ok := strings.Cut(text, "/"); ok {
		l, ok := c.Lab(lab)
		if !ok {
			return "", "", fmt.Errorf("there is no lab %q: there are %s", sim.Clip(lab), c.LabNames())
		}
		if _, ok := c.Preset(l, name); !ok {
			return "", "", fmt.Errorf("%s has no preset %q: it has %s", lab, sim.Clip(name), c.presetNames(l))
		}
		return lab, "preset=" + url.QueryEscape(name), nil
	}
	var found []string
	for _, p := range c.Presets {
		if p.Name == text {
			found = append(found, p.Key())
		}
	}
	_, isLab := c.Lab(text)
	switch {
	case len(found) == 1 && !isLab:
		lab, name, _ := strings.Cut(found[0], "/")
		return lab, "preset=" + url.QueryEscape(name), nil
	case len(found) > 1:
		return "", "", fmt.Errorf("%q is the name of several presets: %s", text, strings.Join(found, ", "))
	case isLab:
		return text, "", nil
	}
	return "", "", fmt.Errorf("there is no preset %q: there are %s", sim.Clip(text), c.presetNames(nil))
}

// presetNames lists the presets of a lab, or of all labs with the lab's name.
func (c *Catalogue) presetNames(lab *sim.Lab) string {
	var names []string
	for _, p := range c.Presets {
		switch lab {
		case nil:
			names = append(names, p.Key())
		case p.Lab:
			names = append(names, p.Name)
		}
	}
	if names == nil {
		return "none"
	}
	return strings.Join(names, ", ")
}

// Describe lists all that can be run, from the records that pages are made from.
func (c *Catalogue) Describe(w io.Writer) {
	for _, lab := range c.Labs {
		fmt.Fprintf(w, "\n%s: %s\n  %s\n", lab.Name, lab.Title, lab.Summary)
		for _, p := range c.Presets {
			if p.Lab == lab {
				fmt.Fprintf(w, "  preset %s: %s\n", p.Key(), p.Title)
			}
		}
		for i := range lab.Views {
			view := &lab.Views[i]
			fmt.Fprintf(w, "  view %s: %s; a step is one %s\n", view.Name, view.Title, view.Unit.One)
			for _, f := range view.New().Fields() {
				fmt.Fprintf(w, "    %s=%s\n      %s Takes %s; %s.\n", f.Name, f.Value.String(), f.Doc, f.Value.Allowed(), f.Acts)
			}
		}
	}
}
