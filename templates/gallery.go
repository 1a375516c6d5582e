package templates

import (
	"cmp"
	"strings"

	"hebb/sim"
	"hebb/sim/experiment"
)

// Gallery is the model of the page of all labs.
type Gallery struct {
	Cards  []Card
	Chrome Chrome
}

// Card is a lab in the gallery.
type Card struct {
	Lab     *sim.Lab
	Link    string
	What    string // three sentences
	Shelves []Shelf
	Hero    *sim.Figure // of what the card opens with
	View    *sim.View
}

// Heroes are the figures that live in the cards.
func (g *Gallery) Heroes() []sim.Figure {
	var list []sim.Figure
	for _, c := range g.Cards {
		if c.Hero != nil {
			list = append(list, *c.Hero)
		}
	}
	return list
}

// CardQuery is the link of the run behind a lab's card: the first preset of its first
// view.
func CardQuery(lab *sim.Lab, presets []*experiment.Preset) string {
	first := shelves(lab, presets, nil)[0].Presets
	if len(first) == 0 {
		return ""
	}
	_, query, _ := strings.Cut(first[0].Link, "?")
	return "?" + query
}

// First is the address of a lab's first lesson: the first preset of its first view that has
// one; "" when it has none.
func First(lab *sim.Lab, presets []*experiment.Preset) string {
	for _, shelf := range shelves(lab, presets, nil) {
		if len(shelf.Presets) > 0 {
			return shelf.Presets[0].Link
		}
	}
	return ""
}

// opens is where the name of a view leads: to its first lesson.
func (s Shelf) opens() string {
	if len(s.Presets) > 0 {
		return s.Presets[0].Link
	}
	return s.Link
}

// NewGallery makes the model of the page of all labs; presets are keyed by lab.
func NewGallery(labs []*sim.Lab, presets map[string][]*experiment.Preset, c Chrome) (*Gallery, error) {
	m := &Gallery{Chrome: c}
	if m.Chrome.Labs == nil {
		m.Chrome.Labs = labs
	}
	for _, lab := range labs {
		card := Card{Lab: lab, Link: cmp.Or(First(lab, presets[lab.Name]), "/labs/"+lab.Name), What: sentences(lab.Doc, 3), View: &lab.Views[0],
			Shelves: shelves(lab, presets[lab.Name], nil)}
		for i := range card.View.Figures {
			if card.View.Figures[i].Place == sim.Hero {
				card.Hero = &card.View.Figures[i]
				break
			}
		}
		m.Cards = append(m.Cards, card)
	}
	return m, nil
}
