// Package templates holds the pages: view models, templ components and the
// generated code of both. A page gets what it shows and fetches nothing.
package templates

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/a-h/templ"

	"hebb/sim"
	"hebb/sim/experiment"
	"hebb/sim/link"
)

// Chrome is what every page needs from the server.
type Chrome struct {
	Root      string   // what stands before all addresses, such as /user/me/proxy/8080; "" for none
	Nonce     string   // of the page's one inline script, the import map
	ImportMap string   // JSON
	Style     string   // of the style sheet: an address, as all here, without Root
	Script    string   // of the page's module
	Modules   []string // what Script and the figures of the page import
	Version   string
	Asset     func(name string) string // address of a file such as static/icons/hebb.svg
	Labs      []*sim.Lab               // for the row of labs at the top; may be nil
	First     func(*sim.Lab) string    // address of a lab's first lesson; nil, or "": the lab as it is
	Session   bool                     // the browser is known already
	Forgets   bool                     // runs and sessions end with the program
	Home      string                   // the Host that this page should have, where it has another of the same machine's own names; "" for none
}

// opens is where the row of labs leads: to the first lesson.
func (c Chrome) opens(lab *sim.Lab) string {
	if c.First != nil {
		if to := c.First(lab); to != "" {
			return to
		}
	}
	return "/labs/" + lab.Name
}

// To is where the page finds an address of ours, such as /labs/oja. All that a page names
// goes through it: models hold addresses without Root.
func (c Chrome) To(address string) templ.SafeURL { return templ.SafeURL(c.Root + address) }

// known is "1" when the browser has a session already.
func known(c Chrome) string {
	if c.Session {
		return "1"
	}
	return ""
}

func (c Chrome) asset(name string) templ.SafeURL {
	if c.Asset == nil {
		return c.To("/" + name)
	}
	return c.To(c.Asset(name))
}

// ErrorModel is what went wrong, in words for the person who sees it.
type ErrorModel struct {
	Status int
	Title  string
	Text   string
	Chrome Chrome
}

// LabInput is what a lab's page is made of.
type LabInput struct {
	Lab      *sim.Lab
	View     *sim.View
	Setup    experiment.Setup     // what the link asks for
	Defaults experiment.Setup     // what it is relative to: the preset's values or the view's
	Preset   *experiment.Preset   // nil for none
	Presets  []*experiment.Preset // all of the lab, for the list
	Refused  []*sim.FieldError    // what was left out of the link
	Embed    string               // the only figure shown, in a frame of another page; "" for the whole bench
	Follow   string               // the name of the run that is followed; "" for a page of one's own
	Moment   string               // the link's text of an exact moment; "" for none
	Chrome   Chrome
}

// Lab is the model of a lab's page.
type Lab struct {
	LabInput
	Query    string // the canonical link, with ?
	Groups   []Group
	Probes   []ProbeModel
	Actions  []ActionModel
	Hero     []*sim.Figure
	Main     []*sim.Figure
	More     []*sim.Figure
	Variants []VariantModel
	Hidden   []Hidden // of the form: what it keeps and has no control for
	Shelves  []Shelf
	Sections []Section
	Parts    []Part // the preset's text
	Beats    []Part // of its lesson
}

// VariantModel is a chip of the transport bar.
type VariantModel struct{ Key, Letter, Label string }

// Hidden is a pair that the form sends unseen.
type Hidden struct{ Name, Value string }

// Shelf is a view with its presets, for the list at the top.
type Shelf struct {
	View    *sim.View
	Link    string
	Presets []Book
}

// Book is a preset on a shelf.
type Book struct {
	Preset  *experiment.Preset
	Link    string
	Current bool
}

// Part is a paragraph of a preset's text under its heading.
type Part struct{ Title, HTML string }

// NewLab makes the model of a lab's page.
func NewLab(in LabInput) (*Lab, error) {
	m := &Lab{LabInput: in, Sections: sections(in.Lab.Doc)}
	if len(in.Setup.Variants) == 0 || len(in.Defaults.Variants) == 0 {
		return nil, fmt.Errorf("templates: a set-up of %s without variants", in.Lab.Name)
	}
	model := in.View.New()
	defaults, err := values(in.View, in.Defaults)
	if err != nil {
		return nil, err
	}
	if err := sim.Set(model.Fields(), in.Setup.Variants[0].Set); err != nil {
		return nil, fmt.Errorf("templates: %w", err)
	}
	m.Groups = groups(model.Fields(), defaults, in.Preset)
	own := sim.Values(in.View.New().Fields())
	for _, g := range m.Groups {
		for i, c := range g.Fields {
			g.Fields[i].Own = own[c.Name]
		}
	}
	for i := range in.View.Figures {
		f := &in.View.Figures[i]
		if in.Embed != "" {
			if f.Name == in.Embed {
				m.Hero = append(m.Hero, f)
			}
			continue
		}
		switch f.Place {
		case sim.Hero:
			m.Hero = append(m.Hero, f)
		case sim.Main:
			m.Main = append(m.Main, f)
		default:
			m.More = append(m.More, f)
		}
	}
	for _, p := range model.Probes() {
		m.Probes = append(m.Probes, ProbeModel{Probe: p, Every: in.Setup.Every(&p), Default: in.Defaults.Every(&p), Many: in.View.Unit.Many})
	}
	for _, a := range model.Actions() {
		m.Actions = append(m.Actions, ActionModel{Action: a, Args: fields(a.Args, nil)})
	}
	for i, v := range in.Setup.Variants {
		key := experiment.VariantKey(i)
		m.Variants = append(m.Variants, VariantModel{Key: key, Letter: strings.ToUpper(key), Label: v.Label})
	}
	m.link()
	m.Beats = m.beats()
	m.Shelves = shelves(in.Lab, in.Presets, in.Preset)
	if p := in.Preset; p != nil {
		for _, part := range []Part{{"Do", p.Do}, {"Notice", p.Notice}, {"Why", p.Why}, {"Try", p.Try}} {
			if part.HTML != "" {
				m.Parts = append(m.Parts, Part{part.Title, linked(part.HTML)})
			}
		}
	}
	return m, nil
}

// link writes the canonical query, and what of it the form has no control for.
func (m *Lab) link() {
	first := m.View == &m.Lab.Views[0]
	q := experiment.Encode(m.Setup, m.Defaults, m.View, first)
	fields := m.View.New().Fields()
	for _, name := range slices.Sorted(maps.Keys(q)) {
		if _, ok := sim.Find(fields, name); !ok && !strings.HasPrefix(name, "probe.") && name != "seed" {
			m.Hidden = append(m.Hidden, Hidden{name, q.Get(name)})
		}
	}
	if m.Moment != "" {
		q.Set("z", m.Moment)
	}
	if len(q) > 0 {
		m.Query = "?" + link.Encode(q)
	}
}

// Speed is what the page opens with, in units per second; 0 for as fast as it goes.
func (m *Lab) Speed() float64 {
	if m.Preset != nil && m.Preset.Speed > 0 {
		return m.Preset.Speed
	}
	return m.View.Speed
}

// opens says whether section i of the page text stands open: the one that is about the
// view, or else the first, unless a preset has its own text.
func (m *Lab) opens(i int) bool {
	if m.Preset != nil {
		return false
	}
	at := slices.IndexFunc(m.Sections, func(s Section) bool { return s.Title == m.View.Title })
	return i == max(at, 0)
}

// benchClass says whether the page is the whole bench or one figure for a frame.
func benchClass(m *Lab) string {
	if m.Embed != "" {
		return "bench embed"
	}
	return "bench"
}

// Heading is what the right column is about.
func (m *Lab) Heading() string {
	if m.Preset != nil {
		return m.Preset.Title
	}
	return m.View.Title
}

// values returns each variant's full values.
func values(view *sim.View, s experiment.Setup) ([]map[string]string, error) {
	list := make([]map[string]string, len(s.Variants))
	for i, v := range s.Variants {
		fields := view.New().Fields()
		if err := sim.Set(fields, v.Set); err != nil {
			return nil, fmt.Errorf("templates: variant %s: %w", experiment.VariantKey(i), err)
		}
		list[i] = sim.Values(fields)
	}
	return list, nil
}

func shelves(lab *sim.Lab, presets []*experiment.Preset, current *experiment.Preset) []Shelf {
	var list []Shelf
	for i := range lab.Views {
		v := &lab.Views[i]
		s := Shelf{View: v, Link: "/labs/" + lab.Name}
		if i > 0 {
			s.Link += "?view=" + v.Name
		}
		for _, p := range presets {
			if of, ok := lab.View(p.View); ok && of == v {
				s.Presets = append(s.Presets, Book{p, presetLink(lab, v, p), p == current})
			}
		}
		list = append(list, s)
	}
	return list
}

func presetLink(lab *sim.Lab, v *sim.View, p *experiment.Preset) string {
	if v == &lab.Views[0] {
		return "/labs/" + lab.Name + "?preset=" + p.Name
	}
	return "/labs/" + lab.Name + "?preset=" + p.Name + "&view=" + v.Name
}
