package main

import (
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"

	"hebb/sim"
	sets "hebb/sim/data"
	"hebb/sim/experiment"
	"hebb/sim/link"
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

var errLarge = refuse(http.StatusRequestEntityTooLarge, "the file has more than %d bytes, and no experiment has", experiment.MaxFile)

// openDocument reads an experiment as it was saved. Whatever is wrong with it is a refusal
// that says where.
func (c *catalogue) openDocument(data []byte) (*asked, error) {
	if len(data) > experiment.MaxFile {
		return nil, errLarge
	}
	e, err := experiment.Parse(data)
	if err != nil {
		if is, set := sets.Kind(data); set {
			err = fmt.Errorf("the file is %s; an experiment is a JSON file that Hebb has saved. Image sets are read by: hebb data add FILE", is)
		} else if is != "" {
			err = fmt.Errorf("the file is %s; an experiment is a JSON file that Hebb has saved", is)
		}
		return nil, refuse(http.StatusUnprocessableEntity, "%v", err)
	}
	return c.askedFor(e)
}

// askedFor says what a document asks for.
func (c *catalogue) askedFor(e *experiment.Experiment) (*asked, error) {
	lab, view, err := e.Resolve(c.labs)
	if err != nil {
		return nil, refuse(http.StatusUnprocessableEntity, "%v", err)
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

// links are the addresses, below the root, of the page of what is asked for: one that
// starts its set-up, and one that goes on at its position, "" where that is too long.
func (a *asked) links() (setup, moment string) {
	q := experiment.Encode(a.doc.Setup, a.base, a.view, a.view == &a.lab.Views[0])
	at := "/labs/" + a.lab.Name
	write := func() string {
		if len(q) == 0 {
			return at
		}
		return at + "?" + link.Encode(q)
	}
	setup = write()
	if len(a.doc.Journal) == 0 && a.doc.Position == (experiment.Position{}) {
		return setup, setup
	}
	z, err := a.doc.EncodeMoment()
	if err != nil {
		return setup, ""
	}
	q.Set("z", z)
	if moment = write(); len(moment) > maxQuery {
		return setup, ""
	}
	return setup, moment
}

// fileName is what an experiment is saved as. It holds nothing by which the run can
// be reached.
func fileName(e *experiment.Experiment) string {
	what := e.Preset
	if what == "" {
		what = e.View
	}
	return fmt.Sprintf("hebb-%s-%s-%d.json", e.Lab, what, e.Unit)
}
