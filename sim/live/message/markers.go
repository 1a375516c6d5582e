package message

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"hebb/sim"
	"hebb/sim/experiment"
)

// maxMarkers is how many changes, the newest, a page is told of.
const maxMarkers = 200

// Marker is a change as a curve shows it: a line at its unit, with a text.
type Marker struct {
	Unit    uint64            `json:"unit"`
	Variant string            `json:"variant"`
	Text    string            `json:"text"`
	Set     map[string]string `json:"set,omitempty"`

	gesture uint64
	was     map[string]string // the values before
}

// Markers puts a journal into words. It reads on from where it stopped.
type Markers struct {
	values []map[string]string // by variant: fields at the end of what has been read
	words  map[string]string   // what a page calls fields and actions
	list   []Marker
	read   int
}

// NewMarkers begins with what a journal starts from.
func NewMarkers(view *sim.View, base experiment.Setup) *Markers {
	m := &Markers{list: []Marker{}, words: map[string]string{}}
	model := view.New()
	defaults := sim.Values(model.Fields())
	for _, f := range model.Fields() {
		m.words[f.Name] = f.Label
	}
	for _, a := range model.Actions() {
		m.words["act "+a.Name] = a.Title
	}
	for _, v := range base.Variants {
		values := maps.Clone(defaults)
		maps.Copy(values, v.Set)
		m.values = append(m.values, values)
	}
	return m
}

// UpTo reads the rest of the journal.
func (m *Markers) UpTo(journal []experiment.Entry) []Marker {
	for ; m.read < len(journal); m.read++ {
		m.add(&journal[m.read])
	}
	if n := len(m.list); n > maxMarkers {
		m.list = slices.Delete(m.list, 0, n-maxMarkers)
	}
	return m.list
}

func (m *Markers) add(e *experiment.Entry) {
	k := Marker{Unit: e.Unit, Variant: e.Variant, Set: e.Set, gesture: e.Gesture}
	switch {
	case e.Act != "":
		k.Text = m.words["act "+e.Act]
		for _, name := range slices.Sorted(maps.Keys(e.Args)) {
			k.Text += " " + name + " " + e.Args[name]
		}
		// What a hand changes in order to act is one with the act, which has the word.
		if last, ok := m.takeBack(k); ok {
			k.Unit, k.Set, k.was = last.Unit, last.Set, last.was
		}
	case e.Probe != "" && e.Every == 0:
		k.Text = "probe " + e.Probe + " off"
	case e.Probe != "":
		k.Text = fmt.Sprintf("probe %s every %d", e.Probe, e.Every)
	default:
		k.was = map[string]string{}
		for i, values := range m.values {
			if e.Variant == "" || e.Variant == experiment.VariantKey(i) {
				for name, text := range e.Set {
					if _, ok := k.was[name]; !ok {
						k.was[name] = values[name]
					}
					values[name] = text
				}
			}
		}
		// A drag is one change, from where it began to where it ended.
		if last, ok := m.takeBack(k); ok {
			set := maps.Clone(last.Set)
			maps.Copy(set, k.Set)
			maps.Copy(k.was, last.was)
			k.Unit, k.Set = last.Unit, set
		}
		var parts []string
		for _, name := range slices.Sorted(maps.Keys(k.Set)) {
			parts = append(parts, m.words[name]+" "+sim.Clip(k.was[name])+" → "+sim.Clip(k.Set[name]))
		}
		k.Text = strings.Join(parts, ", ")
	}
	m.list = append(m.list, k)
}

// takeBack takes the newest marker off the list when it is a change of fields by the
// same gesture as k.
func (m *Markers) takeBack(k Marker) (last Marker, ok bool) {
	n := len(m.list) - 1
	if n < 0 || k.gesture == 0 || m.list[n].gesture != k.gesture || m.list[n].Variant != k.Variant || m.list[n].was == nil {
		return Marker{}, false
	}
	last = m.list[n]
	m.list = m.list[:n]
	return last, true
}
