package main

import (
	"fmt"
	"io"
	"os"
	"strings"

	"hebb/sim"
	"hebb/sim/experiment"
)

// isFile says whether the command line means a file of an experiment: "-" for what
// comes in, or a name that ends as Hebb saves it.
func isFile(text string) bool {
	return text == "-" || strings.HasSuffix(strings.ToLower(text), ".json") && !strings.Contains(text, "?")
}

// openFile reads the experiment in a file, or in what comes in when the name is "-".
// All that is wrong with it is an error that names the file and the place.
func (c *catalogue) openFile(name string, in io.Reader) (*asked, error) {
	said := name
	if name == "-" {
		said = "the input"
	} else {
		f, err := os.Open(name)
		if err != nil {
			return nil, err
		}
		defer f.Close()
		in = f
	}
	data, err := io.ReadAll(io.LimitReader(in, experiment.MaxFile+1))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", said, err)
	}
	a, err := c.openDocument(data)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", said, err)
	}
	return a, nil
}

// openDocument reads an experiment as it was saved.
func (c *catalogue) openDocument(data []byte) (*asked, error) {
	if len(data) > experiment.MaxFile {
		return nil, fmt.Errorf("it has more than %d bytes, and no experiment has", experiment.MaxFile)
	}
	e, err := experiment.Parse(data)
	if err != nil {
		return nil, err
	}
	lab, view, err := e.Resolve(c.labs)
	if err != nil {
		return nil, err
	}
	a := &asked{lab: lab, view: view, doc: *e, base: experiment.NewSetup(lab, view)}
	if e.Preset == "" {
		return a, nil
	}
	p, ok := c.preset(lab, e.Preset)
	if !ok {
		return nil, &sim.FieldError{Field: "preset", Reason: fmt.Sprintf("%s has no preset %q", lab.Title, sim.Clip(e.Preset))}
	}
	base, of := p.Setup(lab)
	if of != view {
		return nil, &sim.FieldError{Field: "preset", Reason: fmt.Sprintf("%s belongs to the view %s", p.Name, of.Name)}
	}
	a.preset, a.base = p, base
	return a, nil
}
