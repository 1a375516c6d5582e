package main

import (
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"regexp"
	"slices"
	"strings"
	"unicode"
)

// reSigns is the table of signs in tex.js, which sets short formulas on figures.
var reSigns = regexp.MustCompile(`(?s)const SIGNS = \{.*?\};.*?const MARKS = \{.*?\};`)

// reEscape is a character that a script writes by its number.
var reEscape = regexp.MustCompile(`\\u([0-9A-Fa-f]{4})`)

// collect lists the characters of all formulas, of the signs on figures, and what a
// user may write into a rule: ASCII and Greek. tree is the root of the repository.
func collect(tree fs.FS) ([]rune, error) {
	set := runeSet{}
	for r := rune(' '); r < 0x7f; r++ {
		set.add(r)
	}
	for r := rune(0x391); r <= 0x3c9; r++ {
		if unicode.IsLetter(r) {
			set.add(r)
		}
	}
	data, err := fs.ReadFile(tree, "templates/mathml.json")
	if err != nil {
		return nil, err
	}
	formulas := map[string]string{}
	if err := json.Unmarshal(data, &formulas); err != nil {
		return nil, fmt.Errorf("templates/mathml.json: %w", err)
	}
	for tex, mathml := range formulas {
		if err := set.mathml(mathml); err != nil {
			return nil, fmt.Errorf("templates/mathml.json: %s: %w", tex, err)
		}
	}
	script, err := fs.ReadFile(tree, "web/figures/paint/tex.js")
	if err != nil {
		return nil, err
	}
	signs := reSigns.Find(script)
	if signs == nil {
		return nil, errors.New("web/figures/paint/tex.js: its tables SIGNS and MARKS are not where they were")
	}
	for _, r := range reEscape.ReplaceAllStringFunc(string(signs), unescape) {
		set.add(r)
	}
	for _, r := range slices.Collect(maps.Keys(set)) {
		set.add(italic(r))
	}
	return slices.Sorted(maps.Keys(set)), nil
}

type runeSet map[rune]bool

// add leaves out what draws nothing: controls, and marks such as the invisible
// application of a function, which no font need have.
func (s runeSet) add(r rune) {
	if !unicode.IsControl(r) && !unicode.Is(unicode.Cf, r) {
		s[r] = true
	}
}

// mathml adds the text of all elements, and the signs that elements stand for.
func (s runeSet) mathml(text string) error {
	d := xml.NewDecoder(strings.NewReader(text))
	for {
		token, err := d.Token()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		switch t := token.(type) {
		case xml.StartElement:
			if t.Name.Local == "msqrt" || t.Name.Local == "mroot" {
				s.add('√') // drawn by the browser
			}
		case xml.CharData:
			for _, r := range string(t) {
				s.add(r)
			}
		}
	}
}

func unescape(s string) string {
	var r rune
	fmt.Sscanf(s, `\u%x`, &r)
	return string(r)
}

// italic is the mathematical italic letter, which a browser takes for an identifier
// of one letter and a figure for all its letters; r itself when there is none. See
// web/figures/paint/italic.js.
func italic(r rune) rune {
	switch {
	case r == 'h':
		return 0x210e // the Planck constant stands where the row has its gap
	case r >= 'A' && r <= 'Z':
		return 0x1d434 + r - 'A'
	case r >= 'a' && r <= 'z':
		return 0x1d44e + r - 'a'
	case r >= 'Α' && r <= 'Ω':
		return 0x1d6e2 + r - 'Α'
	case r >= 'α' && r <= 'ω':
		return 0x1d6fc + r - 'α'
	}
	if i := slices.Index([]rune("∂ϵϑϰϕϱϖ"), r); i >= 0 {
		return 0x1d715 + rune(i)
	}
	return r
}
