package live

import (
	"fmt"

	"hebb/sim"
	"hebb/sim/engine"
	"hebb/sim/experiment"
	"hebb/sim/live/frame"
	"hebb/sim/live/message"
)

// hello describes the run.
func (r *Run) hello() *Message {
	setup := r.engine.Setup()
	h := message.Hello{Type: "hello", Protocol: frame.Protocol, Build: r.runs.config.Build, Kernel: r.runs.config.Kernel, Recorded: r.recorded, Notes: r.notes, Warning: r.warning(), Unkept: r.keeping.message().Text, Run: r.runs.name(r.id), Lab: r.lab.Name, View: r.view.Name,
		Epoch: r.epoch, Seed: setup.Seed, Preset: setup.Preset, Unit: message.Noun{One: r.view.Unit.One, Many: r.view.Unit.Many, Seconds: r.view.Unit.Seconds}, Speed: r.speed, Playing: r.playing,
		Link: r.link(setup), Probes: probeTexts(r.engine), Variants: variantTexts(r.engine), Tables: tableTexts(r.engine), Markers: r.markers()}
	return message.Text(h)
}

// warning is what all pages are told just now.
func (r *Run) warning() string {
	if text := r.runs.warning.Load(); text != nil {
		return *text
	}
	return ""
}

// fieldsText says what is in force.
func (r *Run) fieldsText() *Message {
	return message.Text(message.Fields{Type: "fields", Command: r.command, Link: r.link(r.engine.Setup()), Variants: inForce(r.engine), Markers: r.markers(),
		Speed: r.speed, Probes: probeTexts(r.engine), Playing: r.playing})
}

func (r *Run) markers() []message.Marker {
	if r.marks == nil {
		r.marks = message.NewMarkers(r.view, r.engine.Base())
	}
	return r.marks.UpTo(r.engine.Journal())
}

func probeTexts(e *engine.Engine) []message.Probe {
	all := []message.Probe{}
	for i, p := range e.Variants()[0].Probes() {
		all = append(all, message.Probe{Name: p.Name, Title: p.Title, Every: e.Every()[i]})
	}
	return all
}

func inForce(e *engine.Engine) []message.InForce {
	var all []message.InForce
	labels := e.Base().Variants
	for i, v := range e.Variants() {
		all = append(all, message.InForce{Key: experiment.VariantKey(i), Label: labels[i].Label, Fields: sim.Values(v.Fields())})
	}
	return all
}

func variantTexts(e *engine.Engine) []message.Variant {
	var all []message.Variant
	for i, f := range inForce(e) {
		vt := message.Variant{InForce: f, Outputs: []message.Output{}}
		for _, o := range e.Variants()[i].Outputs() {
			vt.Outputs = append(vt.Outputs, message.Output{Name: o.Name, Symbol: o.Symbol, Label: o.Label, Unit: o.Unit, Doc: o.Doc, Kind: o.Kind, Shape: append([]int{}, o.Shape...),
				From: [...]string{"snapped", "recorded", "probed"}[o.From], Probe: o.Probe, Log: o.Log, Range: o.Range})
		}
		all = append(all, vt)
	}
	return all
}

func tableTexts(e *engine.Engine) [][][]string {
	var all [][][]string
	for _, tables := range e.History() {
		var names [][]string
		for _, h := range tables {
			names = append(names, h.Names)
		}
		all = append(all, names)
	}
	return all
}

// statusOf puts variant i's status into words.
func statusOf(e *engine.Engine, view *sim.View, i int) message.Status {
	status := e.Variants()[i].Status()
	s := message.Status{Type: "status", Status: status.String(), Variant: experiment.VariantKey(i), Unit: e.Unit()}
	switch status {
	case sim.Diverged:
		d := e.Diverged(i)
		s.Unit, s.What, s.Size, s.Text = d.Unit, d.What, fmt.Sprintf("%.3g", d.Size), d.Error()
	case sim.Converged:
		s.Text = "has come to rest at " + view.Unit.At(s.Unit)
	case sim.Done:
		s.Text = "is done at " + view.Unit.At(s.Unit)
	}
	return s
}
