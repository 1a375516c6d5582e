package experiment

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"strings"
	"unicode/utf8"

	"hebb/sim"
)

const (
	// Version is that of the JSON form which this program writes. It reads those before:
	// 1 is what was saved when the form had no number.
	Version = 2
	// MaxFile is how long a file may be, in bytes.
	MaxFile = 1 << 20
)

// document is the JSON form. Whatever is not said is left out, so that a key that is
// added to it changes no text that does not use it.
type document struct {
	Version int `json:"hebb,omitempty"`
	start
	Journal []Entry `json:"journal,omitempty"`
	Unit    uint64  `json:"unit,omitempty"`
	Round   uint32  `json:"round,omitempty"`
	By      *Origin `json:"by,omitempty"`
}

// start is the part of the document that a preset has, too.
type start struct {
	Lab      string            `json:"lab,omitempty"`
	View     string            `json:"view,omitempty"`
	Preset   string            `json:"preset,omitempty"`
	Seed     *uint64           `json:"seed,omitempty"`
	Set      map[string]string `json:"set,omitempty"` // of all variants
	Variants []branch          `json:"variants,omitempty"`
	Probes   map[string]int    `json:"probes,omitempty"`
}

// branch is a variant of the document: what it has beside or instead of what all have.
type branch struct {
	Label string            `json:"label,omitempty"`
	Set   map[string]string `json:"set,omitempty"`
}

// write splits what all variants have from what each has. A default cannot be told
// from a value that is not mentioned, so that only what every variant mentions goes
// to all.
func (s *Setup) write() start {
	d := start{Lab: s.Lab, View: s.View, Preset: s.Preset, Seed: &s.Seed, Probes: s.Probes}
	for i, v := range s.Variants {
		if i == 0 {
			d.Set = maps.Clone(v.Set)
		} else {
			maps.DeleteFunc(d.Set, func(name, value string) bool {
				other, ok := v.Set[name]
				return !ok || other != value
			})
		}
	}
	for _, v := range s.Variants {
		own := maps.Clone(v.Set)
		maps.DeleteFunc(own, func(name, _ string) bool { _, all := d.Set[name]; return all })
		d.Variants = append(d.Variants, branch{v.Label, own})
	}
	if len(d.Variants) == 1 && d.Variants[0].Label == "" {
		d.Variants = nil
	}
	return d
}

// read is the opposite of write. Names and values are checked by Resolve.
func (d *start) read() Setup {
	s := Setup{Lab: d.Lab, View: d.View, Preset: d.Preset, Seed: DefaultSeed, Probes: map[string]int{}}
	if d.Seed != nil {
		s.Seed = *d.Seed
	}
	maps.Copy(s.Probes, d.Probes)
	branches := d.Variants
	if len(branches) == 0 {
		branches = []branch{{}}
	}
	for _, b := range branches {
		set := map[string]string{}
		maps.Copy(set, d.Set)
		maps.Copy(set, b.Set)
		s.Variants = append(s.Variants, Variant{Label: b.Label, Set: set})
	}
	return s
}

func (e *Experiment) document() *document {
	d := &document{Version: Version, start: e.Setup.write(), Journal: e.Journal, Unit: e.Unit, Round: e.Round}
	if e.By != (Origin{}) {
		d.By = &e.By
	}
	return d
}

// Form is a value of the form in which an experiment is written, for those who describe it.
func (Experiment) Form() any { return document{} }

// MarshalJSON writes the document.
func (e Experiment) MarshalJSON() ([]byte, error) { return json.Marshal(e.document()) }

// UnmarshalJSON reads a document that stands in another, strictly; see Parse.
func (e *Experiment) UnmarshalJSON(data []byte) error {
	got, err := Parse(data)
	if err == nil {
		*e = *got
	}
	return err
}

// File is the document as it is saved: indented unless it would be too long for Parse
// so, with a newline at its end.
func (e *Experiment) File() []byte {
	d := e.document()
	d.Journal = compact(d.Journal)
	data, err := json.MarshalIndent(d, "", " ")
	if err != nil {
		panic("experiment: " + err.Error()) // texts and whole numbers always encode
	}
	if len(data) >= MaxFile {
		var short bytes.Buffer
		if err := json.Compact(&short, data); err != nil {
			panic("experiment: " + err.Error())
		}
		data = short.Bytes()
	}
	return append(data, '\n')
}

// Hash names what an experiment computes, whatever it is called and whatever computed
// it: preset, labels and origin do not enter. It is the SHA-256 of the document
// without them, in hexadecimal digits.
func (e *Experiment) Hash() string {
	bare := *e
	bare.Setup, bare.By, bare.Journal = e.Setup.Clone(), Origin{}, compact(e.Journal)
	bare.Preset = ""
	for i := range bare.Variants {
		bare.Variants[i].Label = ""
	}
	data, err := json.Marshal(bare)
	if err != nil {
		panic("experiment: " + err.Error())
	}
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

// Parse reads a document strictly. Its errors say where: the line, and the key where
// there is one. Names and values are texts still; see Resolve.
func Parse(data []byte) (*Experiment, error) {
	if len(data) > MaxFile {
		return nil, fmt.Errorf("the file has %d bytes; an experiment has at most %d", len(data), MaxFile)
	}
	data = bytes.TrimPrefix(data, []byte("\ufeff")) // editors of Windows put it there
	if err := plausible(data); err != nil {
		return nil, err
	}
	version, err := versionOf(data)
	if err != nil {
		return nil, err
	}
	d := &document{}
	if version == 1 {
		d, err = readFirst(data)
	} else {
		err = strict(data, d)
	}
	if err != nil {
		return nil, err
	}
	e := &Experiment{Setup: d.read(), Journal: d.Journal, Position: Position{d.Unit, d.Round}}
	if d.By != nil {
		e.By = *d.By
	}
	switch {
	case e.Lab == "":
		return nil, &sim.FieldError{Field: "lab", Reason: "the file names no lab"}
	case e.Unit > MaxUnit:
		return nil, &sim.FieldError{Field: "unit", Reason: fmt.Sprintf("%d is outside its range: it takes 0 to %d", e.Unit, uint64(MaxUnit))}
	}
	if err := CheckOrder(e.Journal); err != nil {
		return nil, &sim.FieldError{Field: "journal", Reason: err.Error()}
	}
	return e, nil
}

// plausible tells what is no JSON object at all from one with a mistake in it.
func plausible(data []byte) error {
	text := bytes.TrimSpace(data)
	switch {
	case len(text) == 0:
		return errors.New("the file is empty")
	case bytes.HasPrefix(data, []byte("\xff\xfe")) || bytes.HasPrefix(data, []byte("\xfe\xff")) || bytes.HasPrefix(text, []byte("{\x00")) || bytes.HasPrefix(text, []byte("\x00{")):
		return errors.New("the file is text in UTF-16; save it in UTF-8")
	case !utf8.Valid(data):
		return errors.New("the file is no text in UTF-8; an experiment is a JSON file that Hebb has saved")
	case text[0] == '<':
		return errors.New("the file is a web page; an experiment is a JSON file that Hebb has saved")
	case text[0] != '{':
		return fmt.Errorf("the file begins with %q; an experiment is a JSON file that Hebb has saved", firstRune(text))
	}
	return nil
}

func firstRune(text []byte) string {
	r, _ := utf8.DecodeRune(text)
	return string(r)
}

// versionOf reads the version before anything else, so that the file of a newer
// program is not blamed for keys that nobody knows yet.
func versionOf(data []byte) (int, error) {
	var keys map[string]json.RawMessage
	dec := json.NewDecoder(bytes.NewReader(data))
	if err := dec.Decode(&keys); err != nil {
		return 0, located(data, dec, err)
	}
	if _, err := dec.Token(); err != io.EOF {
		return 0, fmt.Errorf("line %d: something follows the experiment", lineAt(data, dec.InputOffset()))
	}
	text, ok := keys["hebb"]
	if !ok {
		if keys["lab"] != nil && keys["variants"] != nil && keys["build"] != nil {
			return 1, nil
		}
		if keys["experiment"] != nil {
			return 0, errors.New(`the experiment is under the key "experiment"; save what is there as a file of its own`)
		}
		return 0, errors.New(`the file is not one of Hebb's: it has no key "hebb"`)
	}
	var version int
	switch err := json.Unmarshal(text, &version); {
	case err != nil || version < 1:
		return 0, &sim.FieldError{Field: "hebb", Reason: fmt.Sprintf("%s is no version: it takes 1 to %d", sim.Clip(string(text)), Version)}
	case version > Version:
		return 0, fmt.Errorf("the file was made by a newer Hebb (%d, this one reads up to %d)", version, Version)
	}
	return version, nil
}

// strict is Strict for people: it says in which line a mistake is.
func strict(data []byte, into any) error {
	dec, err := decodeStrict(data, into)
	switch err {
	case nil:
		return nil
	case errFollows:
		return fmt.Errorf("line %d: %w", lineAt(data, dec.InputOffset()), err)
	}
	return located(data, dec, err)
}

// located says in which line a mistake is.
func located(data []byte, dec *json.Decoder, err error) error {
	at, text := dec.InputOffset(), err.Error()
	if syntax, ok := errors.AsType[*json.SyntaxError](err); ok {
		at = syntax.Offset
	} else if kind, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
		at, text = kind.Offset, fmt.Sprintf("%s: a JSON %s is not what belongs there", strings.TrimPrefix(kind.Field, "start."), kind.Value)
	} else if errors.Is(err, io.ErrUnexpectedEOF) {
		return fmt.Errorf("the file is cut off in line %d", lineAt(data, int64(len(bytes.TrimRight(data, "\n")))))
	} else if key, ok := bytes.CutPrefix([]byte(text), []byte("json: unknown field ")); ok {
		text = fmt.Sprintf("there is no key %s", key)
		if i := bytes.Index(data, key); i >= 0 {
			at = int64(i)
		}
	}
	return fmt.Errorf("line %d: %s", lineAt(data, at), text)
}

// lineAt is the line, from 1, of a byte.
func lineAt(data []byte, offset int64) int {
	return 1 + bytes.Count(data[:min(max(0, int(offset)), len(data))], []byte("\n"))
}

// readFirst reads what was saved before the form had a version.
func readFirst(data []byte) (*document, error) {
	var old struct {
		document
		Kernel string `json:"kernel"`
		Build  string `json:"build"`
	}
	if err := strict(data, &old); err != nil {
		return nil, err
	}
	old.By = &Origin{Build: old.Build, Arithmetic: old.Kernel}
	return &old.document, nil
}
