package live

import (
	"fmt"

	"hebb/sim"
	"hebb/sim/experiment"
	"hebb/sim/live/frame"
	"hebb/sim/live/message"
)

// hello describes the run.
func (r *Run) hello() *Message {
	setup := r.setup()
	h := message.Hello{Type: "hello", Protocol: frame.Protocol, Build: r.runs.Build, Kernel: r.runs.Kernel, Recorded: r.recorded, Notes: r.notes, Warning: r.warning(), Unkept: r.kept().Text, Run: r.runs.name(r.id), Lab: r.lab.Name, View: r.view.Name,
		Epoch: r.epoch, Seed: setup.Seed, Preset: setup.Preset, Unit: message.Noun{One: r.view.Unit.One, Many: r.view.Unit.Many}, Speed: r.speed, Playing: r.playing,
		Link: r.link(setup), Probes: r.probeTexts(), Variants: r.variantTexts(), Tables: r.tableTexts(), Markers: r.markers()}
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
	return message.Text(message.Fields{Type: "fields", Command: r.command, Link: r.link(r.setup()), Variants: r.inForce(), Markers: r.markers(),
		Speed: r.speed, Probes: r.probeTexts(), Playing: r.playing})
}

func (r *Run) markers() []message.Marker {
	if r.marks == nil {
		r.marks = message.NewMarkers(r.view, r.base)
	}
	return r.marks.UpTo(r.journal)
}

func (t *timeline) probeTexts() []message.Probe {
	all := []message.Probe{}
	for i, p := range t.variants[0].probes {
		all = append(all, message.Probe{Name: p.Name, Title: p.Title, Every: t.every[i]})
	}
	return all
}

func (t *timeline) inForce() []message.InForce {
	var all []message.InForce
	for i, v := range t.variants {
		all = append(all, message.InForce{Key: experiment.VariantKey(i), Label: t.base.Variants[i].Label, Fields: sim.Values(v.fields)})
	}
	return all
}

func (t *timeline) variantTexts() []message.Variant {
	var all []message.Variant
	for i, f := range t.inForce() {
		vt := message.Variant{InForce: f, Outputs: []message.Output{}}
		for _, o := range t.variants[i].outputs {
			vt.Outputs = append(vt.Outputs, message.Output{Name: o.Name, Symbol: o.Symbol, Label: o.Label, Unit: o.Unit, Doc: o.Doc, Kind: o.Kind, Shape: append([]int{}, o.Shape...),
				From: [...]string{"snapped", "recorded", "probed"}[o.From], Probe: o.Probe, Log: o.Log, Range: o.Range})
		}
		all = append(all, vt)
	}
	return all
}

func (t *timeline) tableTexts() [][][]string {
	var all [][][]string
	for _, tables := range t.history {
		var names [][]string
		for _, h := range tables {
			names = append(names, h.Names)
		}
		all = append(all, names)
	}
	return all
}

// statusOf puts variant i's status into words.
func (t *timeline) statusOf(i int) message.Status {
	v, key := t.variants[i], experiment.VariantKey(i)
	s := message.Status{Type: "status", Status: v.status.String(), Variant: key, Unit: t.Unit}
	switch {
	case v.status == sim.Diverged:
		d := t.diverged(i)
		s.Unit, s.What, s.Size, s.Text = d.Unit, d.What, fmt.Sprintf("%.3g", d.Size), d.Error()
	case v.status == sim.Converged:
		s.Text = fmt.Sprintf("has come to rest at %s %d", t.view.Unit.One, t.Unit)
	case v.status == sim.Done:
		s.Text = fmt.Sprintf("is done at %s %d", t.view.Unit.One, t.Unit)
	}
	return s
}
