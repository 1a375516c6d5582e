package templates

import (
	"encoding/json"
	"strings"

	"hebb/sim"
)

// show is what a figure draws, as its element reads it.
func show(f *sim.Figure) string {
	type role struct {
		Role   string `json:"role"`
		Output string `json:"output"`
	}
	list := make([]role, len(f.Show))
	for i, r := range f.Show {
		list[i] = role(r)
	}
	return encode(list)
}

func options(f *sim.Figure) string { return encode(f.Draw) }

func encode(v any) string {
	data, err := json.Marshal(v)
	if err != nil {
		panic("templates: " + err.Error()) // figure.Check has encoded options
	}
	return string(data)
}

// titles is the row of words on the lid of "more figures".
func titles(list []*sim.Figure) string {
	words := make([]string, len(list))
	for i, f := range list {
		words[i] = strings.ToLower(f.Title[:1]) + f.Title[1:]
	}
	return strings.Join(words, ", ")
}

// joined is a list of names as data attributes carry it.
func joined(names []string) string { return strings.Join(names, " ") }
