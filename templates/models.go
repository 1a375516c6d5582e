// Package templates holds the pages: view models, templ components and the
// generated code of both. A page gets what it shows and fetches nothing.
package templates

import "hebb/sim"

// Chrome is what every page needs from the server.
type Chrome struct {
	Nonce     string // of the page's one inline script, the import map
	ImportMap string // JSON
	Style     string // address of the style sheet
	Script    string // address of the page's module
	Version   string
	Asset     func(name string) string // address of a file such as static/icons/hebb.svg
	Labs      []*sim.Lab               // for the row of labs at the top; may be nil
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
	Setup    sim.Setup         // what the link asks for
	Defaults sim.Setup         // what it is relative to: the preset's values or the view's
	Preset   *sim.Preset       // nil for none
	Presets  []*sim.Preset     // all of the lab, for the list
	Refused  []*sim.FieldError // what was left out of the link
	Moment   string            // the link's text of an exact moment; "" for none
	Chrome   Chrome
}

// Lab is the model of a lab's page.
type Lab struct {
	In LabInput
}

// NewLab makes the model of a lab's page.
func NewLab(in LabInput) (*Lab, error) { return &Lab{In: in}, nil }

// Gallery is the model of the page of all labs.
type Gallery struct {
	Labs   []*sim.Lab
	Chrome Chrome
}

// NewGallery makes the model of the page of all labs; presets are keyed by lab.
func NewGallery(labs []*sim.Lab, presets map[string][]*sim.Preset, c Chrome) (*Gallery, error) {
	return &Gallery{Labs: labs, Chrome: c}, nil
}
