package sim

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Field is one parameter as data, bound to the sim's own variable. Slider, number
// box, link, preset, socket command, CLI flag, validation, table of symbols and
// help all come from this record.
type Field struct {
	Name   string // key: [a-z][a-z0-9_]*
	Symbol string // TeX, may be empty
	Label  string // one or two words
	Unit   string // "" for a pure number
	Doc    string // one or two sentences; becomes the tooltip
	Group  string // heading: Rule, Network, Data, ...
	Acts   When
	Now    string // name of the output that says what has become of the value, where the run itself changes it
	Value  Value
}

// When says when a changed field acts.
type When uint8

const (
	NextQuantum When = iota // at once
	NextUnit                // when the unit in hand is completed
	Restart                 // by starting again with the same seed
)

func (w When) String() string {
	return [...]string{"acts now", "acts at the next unit", "restarts with the same seed"}[w]
}

// Value is a variable that can be read and set as text.
type Value interface {
	// String is the canonical text of the current value: Parse(String()) changes nothing.
	String() string
	// Parse checks text. Nothing changes until set is called; set cannot fail.
	Parse(text string) (set func(), err error)
	// Allowed says in words what Parse accepts: "0.0001 to 0.1".
	Allowed() string
}

// Parse is Value.Parse of a text that a person wrote or a link brought along: a number may
// have the field's own unit behind it.
func (f *Field) Parse(text string) (set func(), err error) {
	switch f.Value.(type) {
	case *FloatValue, *IntValue:
		text = CutUnit(text, f.Unit)
	}
	return f.Value.Parse(text)
}

// FieldError is a refused value. Its text names the field and what is allowed.
type FieldError struct {
	Field  string
	Reason string
}

func (e *FieldError) Error() string { return e.Field + ": " + e.Reason }

// Find returns the field of that name.
func Find(fields []Field, name string) (*Field, bool) {
	for i := range fields {
		if fields[i].Name == name {
			return &fields[i], true
		}
	}
	return nil, false
}

// Values returns the current values by name.
func Values(fields []Field) map[string]string {
	m := make(map[string]string, len(fields))
	for _, f := range fields {
		m[f.Name] = f.Value.String()
	}
	return m
}

// Check parses every entry of set. It returns a function that applies what was
// accepted and the refusals in the order of names. Unknown names are refused with
// the nearest known one. Nothing has changed until apply is called.
func Check(fields []Field, set map[string]string) (apply func(), refused []*FieldError) {
	var sets []func()
	for _, name := range slices.Sorted(maps.Keys(set)) {
		f, ok := Find(fields, name)
		if !ok {
			refused = append(refused, &FieldError{Clip(name), unknown(fields, name)})
			continue
		}
		do, err := f.Parse(set[name])
		if err != nil {
			refused = append(refused, &FieldError{name, err.Error()})
			continue
		}
		sets = append(sets, do)
	}
	return func() {
		for _, do := range sets {
			do()
		}
	}, refused
}

// Set applies all of set or nothing.
func Set(fields []Field, set map[string]string) error {
	apply, refused := Check(fields, set)
	if err := Refusal(refused); err != nil {
		return err
	}
	apply()
	return nil
}

// Refusal joins refusals into one error, or nil.
func Refusal(refused []*FieldError) error {
	switch len(refused) {
	case 0:
		return nil
	case 1:
		return refused[0]
	}
	texts := make([]string, len(refused))
	for i, r := range refused {
		texts[i] = r.Error()
	}
	return fmt.Errorf("%s", strings.Join(texts, "; "))
}

func unknown(fields []Field, name string) string {
	best, near := 3, ""
	for _, f := range fields {
		if d := distance(f.Name, name, best); d < best {
			best, near = d, f.Name
		}
	}
	if near != "" {
		return "there is no such field; did you mean " + near + "?"
	}
	return "there is no such field"
}

// distance is the edit distance of a and b, or limit when it is at least that.
func distance(a, b string, limit int) int {
	if len(a)-len(b) >= limit || len(b)-len(a) >= limit {
		return limit
	}
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diag := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := diag
			if a[i] != b[j] {
				cost++
			}
			diag = row[j+1]
			row[j+1] = min(cost, row[j]+1, row[j+1]+1)
		}
	}
	return min(row[len(b)], limit)
}

// Clip keeps a stranger's text short enough to show.
func Clip(s string) string {
	if len(s) <= 60 {
		return s
	}
	return strings.ToValidUTF8(s[:57], "") + "..."
}
