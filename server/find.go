package main

import (
	"fmt"
	"io"
	"net/url"
	"strings"

	"hebb/sim"
)

// find reads what the command line asks for, all or nothing: a link, lab/preset, a
// preset's name when only one lab has it, or a lab.
func (c *catalogue) find(text string) (*asked, error) {
	lab, query, err := c.locate(text)
	if err != nil {
		return nil, err
	}
	a, err := c.open(lab, query)
	if err != nil {
		return nil, err
	}
	return a, sim.Refusal(a.refused)
}

func (c *catalogue) locate(text string) (lab, query string, err error) {
	if strings.ContainsAny(text, "?:") || strings.HasPrefix(text, "/") {
		u, err := url.Parse(text)
		if err != nil {
			return "", "", fmt.Errorf("the link cannot be read: %w", err)
		}
		_, lab, ok := cutLast(u.Path, "/labs/") // a proxy's prefix may stand before it
		if !ok || lab == "" || strings.Contains(lab, "/") {
			return "", "", fmt.Errorf("%q is no link to a lab: those have a path such as /labs/%s", short(text), c.labs[0].Name)
		}
		return lab, u.RawQuery, nil
	}
	if lab, name, ok := strings.Cut(text, "/"); ok {
		l, ok := c.lab(lab)
		if !ok {
			return "", "", fmt.Errorf("there is no lab %q: there are %s", short(lab), c.labNames())
		}
		if _, ok := c.preset(l, name); !ok {
			return "", "", fmt.Errorf("%s has no preset %q: it has %s", lab, short(name), c.presetNames(l))
		}
		return lab, "preset=" + url.QueryEscape(name), nil
	}
	var found []string
	for _, p := range c.presets {
		if p.Name == text {
			found = append(found, p.Key())
		}
	}
	_, isLab := c.lab(text)
	switch {
	case len(found) == 1 && !isLab:
		lab, name, _ := strings.Cut(found[0], "/")
		return lab, "preset=" + url.QueryEscape(name), nil
	case len(found) > 1:
		return "", "", fmt.Errorf("%q is the name of several presets: %s", text, strings.Join(found, ", "))
	case isLab:
		return text, "", nil
	}
	return "", "", fmt.Errorf("there is no preset %q: there are %s", short(text), c.presetNames(nil))
}

// cutLast cuts text around the last sep.
func cutLast(text, sep string) (before, after string, found bool) {
	i := strings.LastIndex(text, sep)
	if i < 0 {
		return text, "", false
	}
	return text[:i], text[i+len(sep):], true
}

// presetNames lists the presets of a lab, or of all labs with the lab's name.
func (c *catalogue) presetNames(lab *sim.Lab) string {
	var names []string
	for _, p := range c.presets {
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

// describe lists all that can be run, from the records that pages are made from.
func (c *catalogue) describe(w io.Writer) {
	for _, lab := range c.labs {
		fmt.Fprintf(w, "\n%s: %s\n  %s\n", lab.Name, lab.Title, lab.Summary)
		for _, p := range c.presets {
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
