package experiment

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"

	"hebb/sim"
)

// Measurement is a number that a run comes to: what the run starts from, what is changed
// on the way, and the term. A term without Unit is the first number that its output has.
type Measurement struct {
	Setup
	Changes []Entry
	Term
}

// Key names the measurement, whatever its preset is called, says and promises. What is
// not said leaves no trace in it, so that a new key of presets or of the document
// changes the keys of those alone that use it.
func (m *Measurement) Key() string {
	run := Experiment{Setup: m.Setup, Journal: m.Changes}
	data, err := json.Marshal(struct {
		Run  string `json:"run"`
		Term Term   `json:"term"`
	}{run.Hash(), m.Term})
	if err != nil {
		panic("experiment: " + err.Error()) // texts and whole numbers always encode
	}
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:8])
}

// Role says what measurements are for.
type Role int

const (
	Plain     Role = iota // the claim holds of it
	ByHand                // the claim holds of it: the changes come sooner or later than said
	Unlearned             // the claim must not hold of it
)

// Trial is a claim put to the test: what is measured for it in one run.
type Trial struct {
	Claim int // index
	Role
	When         string        // by hand: when the changes come, for people
	Measurements []Measurement // of the left term, and of the right one
}

// Trials are what is measured for all claims of the preset.
func (p *Preset) Trials(lab *sim.Lab) []Trial {
	s, view := p.Setup(lab)
	var list []Trial
	for i := range p.Claims {
		c := &p.Claims[i]
		add := func(role Role, s Setup, changes []Entry, terms []Term) {
			t := Trial{Claim: i, Role: role}
			for _, term := range terms {
				t.Measurements = append(t.Measurements, Measurement{s, changes, term})
			}
			list = append(list, t)
		}
		add(Plain, s, c.Changes, c.Terms())
		for _, t := range p.byHand(view, s, c) {
			t.Claim = i
			list = append(list, t)
		}
		contrast := p.Untrained
		if c.Exempt != nil {
			contrast = &c.Exempt.Contrast
		}
		if contrast == nil {
			terms := c.Terms()
			for n := range terms {
				terms[n].Unit, terms[n].Over = 0, 0
			}
			add(Unlearned, s, nil, terms)
			continue
		}
		other, changes := contrast.Apply(view, s, c.Changes)
		terms := c.Terms()
		for n := range terms {
			if contrast.Unit > 0 {
				terms[n].Over = min(terms[n].Over, contrast.Unit)
				terms[n].Unit = contrast.Unit
			}
		}
		add(Unlearned, other, changes, terms)
	}
	return list
}
