package live

import (
	"encoding/json"
	"fmt"

	"hebb/sim"
	"hebb/sim/experiment"
)

// The texts that a run sends: see the page's stream for the reader.

type helloText struct {
	Type     string        `json:"type"`
	Protocol int           `json:"protocol"`
	Build    string        `json:"build"`
	Kernel   string        `json:"kernel"`
	Recorded string        `json:"recorded,omitempty"` // see Info
	Notes    []string      `json:"notes,omitempty"`    // on how the run was opened, for people
	Warning  string        `json:"warning,omitempty"`  // to all pages, such as that the disk is low
	Unkept   string        `json:"unkept,omitempty"`   // that it is kept in memory only, and why
	Run      string        `json:"run"`
	Lab      string        `json:"lab"`
	View     string        `json:"view"`
	Epoch    uint32        `json:"epoch"`
	Seed     uint64        `json:"seed"`
	Preset   string        `json:"preset"`
	Unit     nounText      `json:"unit"`
	Speed    float64       `json:"speed"`
	Playing  bool          `json:"playing"`
	Link     string        `json:"link"`
	Probes   []probeText   `json:"probes"`
	Variants []variantText `json:"variants"`
	Tables   [][][]string  `json:"tables"`
	Markers  []marker      `json:"markers"`
}

type nounText struct {
	One  string `json:"one"`
	Many string `json:"many"`
}

type probeText struct {
	Name  string `json:"name"`
	Title string `json:"title"`
	Every int    `json:"every"`
}

type variantText struct {
	Key     string            `json:"key"`
	Label   string            `json:"label"`
	Fields  map[string]string `json:"fields"`
	Outputs []outputText      `json:"outputs,omitempty"`
}

type outputText struct {
	Name   string     `json:"name"`
	Symbol string     `json:"symbol"`
	Label  string     `json:"label"`
	Unit   string     `json:"unit"`
	Doc    string     `json:"doc"`
	Kind   sim.Kind   `json:"kind"`
	Shape  []int      `json:"shape"`
	From   string     `json:"from"`
	Probe  string     `json:"probe"`
	Log    bool       `json:"log"`
	Range  [2]float64 `json:"range"`
}

type fieldsText struct {
	Type     string        `json:"type"`
	Command  uint32        `json:"command"`
	Link     string        `json:"link"`
	Variants []variantText `json:"variants"`
	Markers  []marker      `json:"markers"`
	Speed    float64       `json:"speed"`
	Probes   []probeText   `json:"probes"`
	Playing  bool          `json:"playing"`
}

type statusText struct {
	Type    string `json:"type"`
	Status  string `json:"status"`
	Variant string `json:"variant"`
	Unit    uint64 `json:"unit"`
	What    string `json:"what,omitempty"`
	Size    string `json:"size,omitempty"`
	Text    string `json:"text"`
}

// keptText says that the run is in memory only, and why; or, without Why, that it is
// written down again.
type keptText struct {
	Type string `json:"type"`
	Why  string `json:"why"`
	Text string `json:"text"`
}

type byeText struct {
	Type   string `json:"type"`
	Reason string `json:"reason"`
	Retry  bool   `json:"retry"`
}

// text makes a message of one of the above.
func text(v any) *Message {
	data, err := json.Marshal(v)
	must(err)
	return &Message{Data: data}
}

func (t *timeline) probeTexts() []probeText {
	all := []probeText{}
	for i, p := range t.variants[0].probes {
		all = append(all, probeText{p.Name, p.Title, t.every[i]})
	}
	return all
}

func (t *timeline) variantTexts(outputs bool) []variantText {
	var all []variantText
	for i, v := range t.variants {
		vt := variantText{Key: experiment.VariantKey(i), Label: t.base.Variants[i].Label, Fields: sim.Values(v.fields)}
		if outputs {
			for _, o := range v.outputs {
				vt.Outputs = append(vt.Outputs, outputText{o.Name, o.Symbol, o.Label, o.Unit, o.Doc, o.Kind, append([]int{}, o.Shape...),
					[...]string{"snapped", "recorded", "probed"}[o.From], o.Probe, o.Log, o.Range})
			}
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
func (t *timeline) statusOf(i int) statusText {
	v, key := t.variants[i], experiment.VariantKey(i)
	s := statusText{Type: "status", Status: v.status.String(), Variant: key, Unit: t.Unit}
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
