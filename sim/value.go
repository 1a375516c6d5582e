package sim

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"
)

// Scale says how a slider's track maps to values.
type Scale string

const (
	Linear Scale = "linear"
	Log    Scale = "log"
)

// FloatValue is a number in a closed range.
type FloatValue struct {
	P        *float64
	Min, Max float64
	Scale    Scale
	Off      bool // 0 is allowed beside the range and means "off"
}

// Float binds a number in [min, max].
func Float(p *float64, min, max float64, scale Scale) *FloatValue {
	return &FloatValue{P: p, Min: min, Max: max, Scale: scale}
}

// FloatOff binds a number in [min, max] that can also be 0: off.
func FloatOff(p *float64, min, max float64, scale Scale) *FloatValue {
	return &FloatValue{P: p, Min: min, Max: max, Scale: scale, Off: true}
}

func (v *FloatValue) String() string { return Number(*v.P) }

func (v *FloatValue) Allowed() string {
	s := Number(v.Min) + " to " + Number(v.Max)
	if v.Off {
		s = "0 (off) or " + s
	}
	return s
}

func (v *FloatValue) Parse(text string) (func(), error) {
	x, err := ReadNumber(text)
	if err != nil {
		return nil, fmt.Errorf("%w; it takes %s", err, v.Allowed())
	}
	if (x < v.Min || x > v.Max) && !(v.Off && x == 0) {
		return nil, fmt.Errorf("%s is outside its range: it takes %s", Clip(text), v.Allowed())
	}
	return func() { *v.P = x }, nil
}

// IntValue is a whole number in a closed range.
type IntValue struct {
	P        *int
	Min, Max int
	Beyond   func(x int) string // what a refused number would mean; may be nil
}

// Int binds a whole number in [min, max].
func Int(p *int, min, max int) *IntValue { return &IntValue{P: p, Min: min, Max: max} }

func (v *IntValue) String() string  { return strconv.Itoa(*v.P) }
func (v *IntValue) Allowed() string { return fmt.Sprintf("whole numbers from %d to %d", v.Min, v.Max) }

func (v *IntValue) Parse(text string) (func(), error) {
	x, err := ReadWhole(text)
	if err != nil {
		return nil, fmt.Errorf("%w; it takes %s", err, v.Allowed())
	}
	if x < v.Min || x > v.Max {
		why := ""
		if v.Beyond != nil {
			why = "; " + v.Beyond(x)
		}
		return nil, fmt.Errorf("%d is outside its range: it takes %s%s", x, v.Allowed(), why)
	}
	return func() { *v.P = x }, nil
}

// BoolValue is a switch.
type BoolValue struct{ P *bool }

// Bool binds a switch.
func Bool(p *bool) *BoolValue { return &BoolValue{p} }

func (v *BoolValue) String() string  { return strconv.FormatBool(*v.P) }
func (v *BoolValue) Allowed() string { return "true or false" }

func (v *BoolValue) Parse(text string) (func(), error) {
	switch strings.TrimSpace(text) {
	case "true", "1", "on":
		return func() { *v.P = true }, nil
	case "false", "0", "off":
		return func() { *v.P = false }, nil
	}
	return nil, fmt.Errorf("%q is neither true nor false", Clip(text))
}

// Option is one choice.
type Option struct {
	Name, Label, Doc string
	Refused          string // why it cannot be chosen here; "" if it can
}

// ChoiceValue is one of a few names.
type ChoiceValue struct {
	P       *string
	Options []Option
}

// Choice binds one of a few names.
func Choice(p *string, options ...Option) *ChoiceValue { return &ChoiceValue{p, options} }

func (v *ChoiceValue) String() string { return *v.P }

func (v *ChoiceValue) Allowed() string {
	var names []string
	for _, o := range v.Options {
		if o.Refused == "" {
			names = append(names, o.Name)
		}
	}
	return "one of " + strings.Join(names, ", ")
}

func (v *ChoiceValue) Parse(text string) (func(), error) {
	for _, o := range v.Options {
		if o.Name == text && o.Refused != "" {
			return nil, fmt.Errorf("%s cannot be chosen here: %s", o.Name, o.Refused)
		} else if o.Name == text {
			return func() { *v.P = o.Name }, nil
		}
	}
	return nil, fmt.Errorf("%q is unknown: it takes %s", Clip(text), v.Allowed())
}

// TextValue is a line that the sim itself understands: a layer list, a rule.
type TextValue struct {
	P     *string
	Max   int                // most bytes
	Check func(string) error // nil: anything goes
	Hint  string             // what it takes, in words
}

// Text binds a line of at most max bytes that check accepts.
func Text(p *string, max int, hint string, check func(string) error) *TextValue {
	return &TextValue{p, max, check, hint}
}

func (v *TextValue) String() string  { return *v.P }
func (v *TextValue) Allowed() string { return v.Hint }

func (v *TextValue) Parse(text string) (func(), error) {
	if len(text) > v.Max {
		return nil, fmt.Errorf("%d characters are too many: at most %d", len(text), v.Max)
	}
	text = Visible(text)
	if v.Check != nil {
		if err := v.Check(text); err != nil {
			return nil, err
		}
	}
	return func() { *v.P = text }, nil
}

// ListValue is a list of numbers, written with commas.
type ListValue struct {
	P              *[]float64
	MinLen, MaxLen int
	Min, Max       float64
	Whole          bool // whole numbers only
}

// List binds between minLen and maxLen numbers, each in [min, max].
func List(p *[]float64, minLen, maxLen int, min, max float64, whole bool) *ListValue {
	return &ListValue{p, minLen, maxLen, min, max, whole}
}

func (v *ListValue) String() string {
	parts := make([]string, len(*v.P))
	for i, x := range *v.P {
		parts[i] = Number(x)
	}
	return strings.Join(parts, ",")
}

func (v *ListValue) Allowed() string {
	kind := "numbers"
	if v.Whole {
		kind = "whole numbers"
	}
	return fmt.Sprintf("%d to %d %s from %s to %s, with commas between", v.MinLen, v.MaxLen, kind, Number(v.Min), Number(v.Max))
}

func (v *ListValue) Parse(text string) (func(), error) {
	parts := SplitList(text)
	if len(parts) > v.MaxLen {
		return nil, fmt.Errorf("too many entries: it takes %s", v.Allowed())
	}
	var list []float64
	for i, part := range parts {
		x, err := ReadEntry(part)
		if err == nil && v.Whole {
			_, err = ReadWhole(part)
		}
		if err == nil && (x < v.Min || x > v.Max) {
			err = fmt.Errorf("%s is outside its range", Clip(part))
		}
		if err != nil {
			return nil, fmt.Errorf("entry %d: %w; it takes %s", i+1, err, v.Allowed())
		}
		list = append(list, x)
	}
	if len(list) < v.MinLen || len(list) > v.MaxLen {
		return nil, fmt.Errorf("%d entries: it takes %s", len(list), v.Allowed())
	}
	return func() { *v.P = slices.Clone(list) }, nil
}

// Visible drops characters that cannot be seen, and spaces around; ends of lines and tabs
// become spaces.
func Visible(text string) string {
	return strings.TrimSpace(strings.Map(func(c rune) rune {
		switch {
		case c == '\t' || c == '\n':
			return ' '
		case Invisible(c) || unicode.IsControl(c):
			return -1
		}
		return c
	}, strings.ToValidUTF8(text, "")))
}

// Number is the shortest text that reads back as x.
func Number(x float64) string { return strconv.FormatFloat(x, 'g', -1, 64) }
