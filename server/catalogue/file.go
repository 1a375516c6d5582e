package catalogue

import (
	"fmt"
	"io"
	"os"
	"strings"

	"hebb/server/limits"
	"hebb/sim"
	sets "hebb/sim/data"
	"hebb/sim/experiment"
	"hebb/sim/link"
)

// IsFile says whether the command line means a file of an experiment: "-" for what
// comes in, or a name that ends as Hebb saves it.
func IsFile(text string) bool {
	return text == "-" || strings.HasSuffix(strings.ToLower(text), ".json") && !strings.Contains(text, "?")
}

// OpenFile reads the experiment in a file, or in what comes in when the name is "-".
// All that is wrong with it is an error that names the file and the place.
func (c *Catalogue) OpenFile(name string, in io.Reader) (*Asked, error) {
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
	a, err := c.OpenDocument(data)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", said, err)
	}
	return a, nil
}

// ErrLarge refuses a file that is larger than any experiment.
var ErrLarge = refuse(Large, "the file has more than %d bytes, and no experiment has", experiment.MaxFile)

// OpenDocument reads an experiment as it was saved. Whatever is wrong with it is a refusal
// that says where.
func (c *Catalogue) OpenDocument(data []byte) (*Asked, error) {
	if len(data) > experiment.MaxFile {
		return nil, ErrLarge
	}
	e, err := experiment.Parse(data)
	if err != nil {
		if is, set := sets.Kind(data); set {
			err = fmt.Errorf("the file is %s; an experiment is a JSON file that Hebb has saved. Image sets are read by: hebb data add FILE", is)
		} else if is != "" {
			err = fmt.Errorf("the file is %s; an experiment is a JSON file that Hebb has saved", is)
		}
		return nil, refuse(Unfit, "%v", err)
	}
	return c.AskedFor(e)
}

// AskedFor says what a document asks for.
func (c *Catalogue) AskedFor(e *experiment.Experiment) (*Asked, error) {
	lab, view, err := e.Resolve(c.Labs)
	if err != nil {
		return nil, refuse(Unfit, "%v", err)
	}
	if err := c.load(lab, view); err != nil {
		return nil, err
	}
	a := &Asked{Lab: lab, View: view, Doc: *e, Base: experiment.NewSetup(lab, view)}
	if e.Preset == "" {
		return a, nil
	}
	p, ok := c.Preset(lab, e.Preset)
	if !ok {
		return nil, &sim.FieldError{Field: "preset", Reason: fmt.Sprintf("%s has no preset %q", lab.Title, sim.Clip(e.Preset))}
	}
	base, of := p.Setup(lab)
	if of != view {
		return nil, &sim.FieldError{Field: "preset", Reason: fmt.Sprintf("%s belongs to the view %s", p.Name, of.Name)}
	}
	a.Preset, a.Base = p, base
	return a, nil
}

// Links are the addresses, below the root, of the page of what is asked for: one that
// starts its set-up, and one that goes on at its position, "" where that is too long.
func (a *Asked) Links() (setup, moment string) {
	q := experiment.Encode(a.Doc.Setup, a.Base, a.View, a.View == &a.Lab.Views[0])
	at := "/labs/" + a.Lab.Name
	write := func() string {
		if len(q) == 0 {
			return at
		}
		return at + "?" + link.Encode(q)
	}
	setup = write()
	if len(a.Doc.Journal) == 0 && a.Doc.Position == (experiment.Position{}) {
		return setup, setup
	}
	z, err := a.Doc.EncodeMoment()
	if err != nil {
		return setup, ""
	}
	q.Set("z", z)
	if moment = write(); len(moment) > limits.MaxQuery {
		return setup, ""
	}
	return setup, moment
}

// FileName is what an experiment is saved as. It holds nothing by which the run can
// be reached.
func FileName(e *experiment.Experiment) string {
	what := e.Preset
	if what == "" {
		what = e.View
	}
	return fmt.Sprintf("hebb-%s-%s-%d.json", e.Lab, what, e.Unit)
}
