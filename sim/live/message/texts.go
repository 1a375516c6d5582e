package message

import (
	"encoding/json"

	"hebb/sim"
)

// The texts that a run sends: see the page's stream for the reader.

// Hello describes the run: it is what a viewer gets first.
type Hello struct {
	Type     string       `json:"type" is:"hello"`
	Protocol int          `json:"protocol"`
	Build    string       `json:"build"`
	Kernel   string       `json:"kernel"`
	Recorded string       `json:"recorded,omitempty"` // the kernel that the journal was written with, where that is another
	Notes    []string     `json:"notes,omitempty"`    // on how the run was opened, for people
	Warning  string       `json:"warning,omitempty"`  // to all pages, such as that the disk is low
	Unkept   string       `json:"unkept,omitempty"`   // that it is kept in memory only, and why
	Run      string       `json:"run"`
	Lab      string       `json:"lab"`
	View     string       `json:"view"`
	Epoch    uint32       `json:"epoch"`
	Seed     uint64       `json:"seed"`
	Preset   string       `json:"preset"`
	Unit     Noun         `json:"unit"`
	Speed    float64      `json:"speed"`
	Playing  bool         `json:"playing"`
	Link     string       `json:"link"`
	Probes   []Probe      `json:"probes"`
	Variants []Variant    `json:"variants"`
	Tables   [][][]string `json:"tables"`
	Markers  []Marker     `json:"markers"`
}

// Noun is what a view calls a unit.
type Noun struct {
	One     string  `json:"one"`
	Many    string  `json:"many"`
	Seconds float64 `json:"seconds,omitempty"` // how long a unit is, where it is a stretch of time
}

// Probe is a probe and its period now; 0: off.
type Probe struct {
	Name  string `json:"name"`
	Title string `json:"title"`
	Every int    `json:"every"`
}

// InForce is a variant with what is in force.
type InForce struct {
	Key    string            `json:"key"`
	Label  string            `json:"label"`
	Fields map[string]string `json:"fields"`
}

// Variant is a variant as a hello describes it.
type Variant struct {
	InForce
	Outputs []Output `json:"outputs"`
}

// Output is a sim.Output as a page reads it.
type Output struct {
	Name   string     `json:"name"`
	Symbol string     `json:"symbol"`
	Label  string     `json:"label"`
	Unit   string     `json:"unit"`
	Doc    string     `json:"doc"`
	Kind   sim.Kind   `json:"kind" is:"scalar vector matrix tiles image path points"`
	Shape  []int      `json:"shape"`
	From   string     `json:"from" is:"snapped recorded probed"`
	Probe  string     `json:"probe"`
	Log    bool       `json:"log"`
	Range  [2]float64 `json:"range"`
}

// Fields is what is in force since a command.
type Fields struct {
	Type     string    `json:"type" is:"fields"`
	Command  uint32    `json:"command"`
	Link     string    `json:"link"`
	Variants []InForce `json:"variants"`
	Markers  []Marker  `json:"markers"`
	Speed    float64   `json:"speed"`
	Probes   []Probe   `json:"probes"`
	Playing  bool      `json:"playing"`
}

// Status is how a variant stands, in words.
type Status struct {
	Type    string `json:"type" is:"status"`
	Status  string `json:"status" is:"running converged diverged done"`
	Variant string `json:"variant"`
	Unit    uint64 `json:"unit"`
	What    string `json:"what,omitempty"`
	Size    string `json:"size,omitempty"`
	Text    string `json:"text"`
}

// Kept says that the run is in memory only, and why; or, without Why, that it is
// written down again.
type Kept struct {
	Type string `json:"type" is:"kept"`
	Why  string `json:"why"`
	Text string `json:"text"`
}

// Bye is the last that a viewer gets.
type Bye struct {
	Type   string `json:"type" is:"bye"`
	Reason string `json:"reason"`
	Retry  bool   `json:"retry"`
}

// Text makes a message of one of the above.
func Text(v any) *Message {
	data, err := json.Marshal(v)
	if err != nil {
		panic("message: " + err.Error()) // all that is in them has a form in JSON
	}
	return &Message{Data: data}
}
