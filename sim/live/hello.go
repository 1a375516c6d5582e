package live

// hello describes the run.
func (r *Run) hello() *Message {
	setup := r.setup()
	h := helloText{Type: "hello", Protocol: frameProtocol, Build: r.runs.Build, Kernel: r.runs.Kernel, Recorded: r.recorded, Notes: r.notes, Warning: r.warning(), Unkept: r.kept().Text, Run: r.id, Lab: r.lab.Name, View: r.view.Name,
		Epoch: r.epoch, Seed: setup.Seed, Preset: setup.Preset, Unit: nounText{r.view.Unit.One, r.view.Unit.Many}, Speed: r.speed, Playing: r.playing,
		Link: r.link(setup), Probes: r.probeTexts(), Variants: r.variantTexts(true), Tables: r.tableTexts(), Markers: r.markers()}
	return text(h)
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
	return text(fieldsText{Type: "fields", Command: r.command, Link: r.link(r.setup()), Variants: r.variantTexts(false), Markers: r.markers(),
		Speed: r.speed, Probes: r.probeTexts(), Playing: r.playing})
}

func (r *Run) markers() []marker {
	if r.marks == nil {
		r.marks = newMarkers(r.view, r.base)
	}
	return r.marks.upTo(r.journal)
}
