package disk

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"hebb/sim/experiment"
	"hebb/sim/live/store"
)

var noLate = store.Late{Journal: func(error) {}, Checkpoint: func(error) {}}

// sealed is a journal with entries and a cut, as the keeper writes it, and what it says.
func sealed(t testing.TB) (text []byte, head store.Head, journal []experiment.Entry) {
	t.Helper()
	s := New(t.TempDir())
	k := s.Create("0123456789abcdef", noLate)
	head = store.Head{Epoch: 3, Experiment: experiment.Experiment{Setup: experiment.Setup{Lab: "toy", View: "neuron", Seed: 12, Probes: map[string]int{},
		Variants: []experiment.Variant{{Set: map[string]string{"eta": "0.05"}}}}, By: experiment.Origin{Build: "b", Arithmetic: "one"}}}
	entry := func(n int) experiment.Entry {
		return experiment.Entry{Position: experiment.Position{Unit: uint64(n)}, Set: map[string]string{"eta": fmt.Sprint(n)}}
	}
	journal = []experiment.Entry{entry(1), entry(2), entry(3)}
	err := k.Rewrite(head, journal)
	for n := 4; n < 8; n++ {
		journal = append(journal, entry(n))
		err = errors.Join(err, k.Append(journal[n-1], nil))
	}
	journal = append(journal[:5:5], entry(6), entry(9))
	head.Epoch = 4
	if err = errors.Join(err, k.Append(journal[5], &store.Cut{Keep: 5, Epoch: 4}), k.Append(journal[6], nil), k.Close()); err != nil {
		t.Fatal(err)
	}
	text, err = os.ReadFile(filepath.Join(s.Folder("0123456789abcdef"), journalName))
	if err != nil {
		t.Fatal(err)
	}
	return text, head, journal
}

func TestJournalComesBack(t *testing.T) {
	text, head, journal := sealed(t)
	h, j, bad, err := readJournal(bytes.NewReader(text))
	if err != nil || bad != nil || !reflect.DeepEqual(h, head) || !reflect.DeepEqual(j, journal) {
		t.Errorf("%v, %v\ngot  %+v %+v\nwant %+v %+v", bad, err, h, j, head, journal)
	}
}

// Any byte that is another, or missing, is known at its line, and what stands before opens.
func TestEveryByteCounts(t *testing.T) {
	text, _, _ := sealed(t)
	line := func(at int) int { return 1 + bytes.Count(text[:at], []byte("\n")) }
	prefix := map[int][]experiment.Entry{} // what is good before a line
	at := 0
	for n := 1; at < len(text); n++ {
		_, j, _, _ := readJournal(bytes.NewReader(text[:at]))
		prefix[n] = j
		at += bytes.IndexByte(text[at:], '\n') + 1
	}
	for i := range text {
		for _, flip := range []byte{1, 0x20, 0x80} {
			hurt := bytes.Clone(text)
			hurt[i] ^= flip
			_, j, bad, err := readJournal(bytes.NewReader(hurt))
			switch n := line(i); {
			case n == 1 && err == nil:
				t.Fatalf("byte %d with %#x: the first line is taken", i, flip)
			case n > 1 && (err != nil || i < len(text)-1 && (bad == nil || bad.line != n) || !reflect.DeepEqual(j, prefix[n])):
				t.Fatalf("byte %d of line %d with %#x: %v, %v, %d entries", i, n, flip, bad, err, len(j))
			}
		}
		// Cut off there, it is what a crash leaves: the last line does not count.
		_, j, bad, err := readJournal(bytes.NewReader(text[:i]))
		if n := line(i); n > 1 && (bad != nil || err != nil || !reflect.DeepEqual(j, prefix[n])) || n == 1 && err == nil {
			t.Fatalf("cut off after byte %d: %v, %v, %d entries", i, bad, err, len(j))
		}
	}
}

func TestOlderAndNewerJournals(t *testing.T) {
	entry := `{"entry":{"unit":3,"set":{"a":"1"}}}` + "\n"
	for name, c := range map[string]struct {
		text    string
		entries int
		word    string // of damage, or of the error
	}{
		"version 1":         {`{"hebb":1,"epoch":1,"kernel":"one","setup":{"Lab":"toy"}}` + "\n" + entry, 1, ""},
		"version 2":         {`{"epoch":1,"experiment":{"hebb":2,"lab":"toy"}}` + "\n" + entry + `{"keep":0,"epoch":2}` + "\n", 0, ""},
		"a blank line":      {`{"epoch":1,"experiment":{"hebb":2,"lab":"toy"}}` + "\n" + entry + "\n" + entry, 1, "line 3"},
		"a line of NULs":    {`{"epoch":1,"experiment":{"hebb":2,"lab":"toy"}}` + "\n" + entry + "\x00\x00\n" + entry, 1, "line 3"},
		"half a line":       {`{"epoch":1,"experiment":{"hebb":2,"lab":"toy"}}` + "\n" + entry[:20] + "\n", 0, "line 2"},
		"out of order":      {`{"epoch":1,"experiment":{"hebb":2,"lab":"toy"}}` + "\n" + entry + strings.Replace(entry, "3", "2", 1), 1, "out of order"},
		"keeps too much":    {`{"epoch":1,"experiment":{"hebb":2,"lab":"toy"}}` + "\n" + entry + `{"keep":7}` + "\n", 1, "keeps 7"},
		"unknown key":       {`{"epoch":1,"experiment":{"hebb":2,"lab":"toy"}}` + "\n" + strings.Replace(entry, "entry", "entri", 1), 0, "entri"},
		"a newer journal":   {`{"hebb":5,"mood":1} 00000000` + "\n", -1, "newer Hebb (5, this one reads up to 4)"},
		"a newer document":  {`{"epoch":1,"later":true,"experiment":{"hebb":3,"lab":"toy","moods":[]}}` + "\n", -1, "newer Hebb (3, this one reads up to 2)"},
		"no version":        {`{"hebb":0}` + "\n", -1, "no version"},
		"another's version": {`{"hebb":"x"}` + "\n", -1, "no version"},
		"empty":             {"", -1, "empty"},
		"cut off":           {`{"hebb":3`, -1, "cut off"},
		"nonsense":          {"<html>\n", -1, "line 1"},
	} {
		_, j, bad, err := readJournal(strings.NewReader(c.text))
		told := fmt.Sprint(bad, err)
		if c.entries >= 0 && (err != nil || len(j) != c.entries || (bad == nil) != (c.word == "")) || c.entries < 0 && err == nil || !strings.Contains(told, c.word) {
			t.Errorf("%s: %d entries, %s", name, len(j), told)
		}
	}
}

// endless is a file without an end.
type endless struct {
	text []byte
	read int64
}

func (e *endless) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = e.text[(int(e.read)+i)%len(e.text)]
	}
	e.read += int64(len(p))
	return len(p), nil
}

// However long a line is, or how many there are, a bounded part of it is read.
func TestEndlessJournals(t *testing.T) {
	text, _, journal := sealed(t)
	for name, e := range map[string]*endless{"NULs": {text: []byte{0}}, "a line": {text: []byte("x")}, "lines": {text: []byte("x\n")}} {
		_, j, bad, err := readJournal(io.MultiReader(bytes.NewReader(text), e))
		if err != nil || bad == nil || len(j) != len(journal) || e.read > maxLine+1<<20 {
			t.Errorf("%s: %d entries, %v, %v after %d bytes", name, len(j), bad, err, e.read)
		}
	}
	many := &endless{text: []byte(`{"entry":{"unit":3,"set":{"a":"1"}}}` + "\n")}
	_, j, bad, err := readJournal(io.MultiReader(strings.NewReader(`{"epoch":1,"experiment":{"hebb":2,"lab":"toy"}}`+"\n"), many))
	if err != nil || bad == nil || len(j) != experiment.MaxJournal {
		t.Errorf("%d entries, %v, %v", len(j), bad, err)
	}
}

// counted counts what is read of files.
type counted struct {
	System
	read int64
}

type countedFile struct {
	File
	c *counted
}

func (f *countedFile) Read(p []byte) (int, error) {
	n, err := f.File.Read(p)
	f.c.read += int64(n)
	return n, err
}

func (c *counted) Open(name string, flag int) (File, error) {
	f, err := c.System.Open(name, flag)
	if err != nil {
		return nil, err
	}
	return &countedFile{f, c}, nil
}

// Of a checkpoint that is too long, of another build, or not as long as it says, only the
// first lines are read; of one whose sum is another, nothing is decoded.
func TestCheckpointsAreReadWithCare(t *testing.T) {
	files := &counted{}
	s := On(files, t.TempDir())
	k := s.Create("0123456789abcdef", noLate)
	mark := store.Mark{By: "me", Journal: "j", Goal: experiment.Position{Unit: 7}, Speed: 3}
	if err := k.Rewrite(store.Head{Experiment: experiment.Experiment{Setup: experiment.Setup{Lab: "toy"}}}, nil); err != nil {
		t.Fatal(err)
	}
	k.Checkpoint(mark, func(w io.Writer) error { _, err := io.WriteString(w, "the state"); return err })
	if err := k.Close(); err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(s.Folder("0123456789abcdef"), checkpointName)
	good, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	read := func(by string) (m *store.Mark, text string, err error) {
		k, kept, err := s.Open("0123456789abcdef", noLate)
		if err != nil {
			t.Fatal(err)
		}
		defer k.Close()
		files.read = 0
		m, err = kept.Checkpoint(by, func(r io.Reader) error {
			b, err := io.ReadAll(r)
			text = string(b)
			return err
		})
		return m, text, err
	}
	if m, text, err := read("me"); err != nil || *m != mark || text != "the state" {
		t.Errorf("%+v %q %v", m, text, err)
	}
	if m, text, err := read("you"); m == nil || *m != mark || text != "" || err == nil || !strings.Contains(err.Error(), "another build") {
		t.Errorf("of another build: %+v %q %v", m, text, err)
	}
	for what, c := range map[string]struct {
		text string
		size int64 // that the file is made to have
		word string
	}{
		"4 GiB, as it says":   {strings.Replace(string(good), `"bytes":9`, `"bytes":4294967296`, 1), 4<<30 + 200, "at most"},
		"4 GiB of a few":      {string(good), 4 << 30, "damaged"},
		"4 GiB of nothing":    {"", 4 << 30, "damaged"},
		"cut off":             {string(good[:len(good)-1]), 0, "damaged"},
		"another sum":         {strings.Replace(string(good), "the state", "the stage", 1), 0, "damaged"},
		"the version before":  {"hebb checkpoint 1\n1234abc", 0, "damaged"},
		"no length":           {strings.Replace(string(good), `"bytes":9`, `"bytes":-9`, 1), 0, "damaged"},
		"an endless head":     {checkpointMagic + strings.Repeat(" ", 1<<20), 0, "damaged"},
		"a head that is none": {checkpointMagic + "{}{}\n", 0, "damaged"},
	} {
		if err := os.WriteFile(name, []byte(c.text), 0o644); err != nil {
			t.Fatal(err)
		}
		if c.size > 0 {
			if err := os.Truncate(name, c.size); err != nil {
				t.Fatal(err)
			}
		}
		_, text, err := read("me")
		if err == nil || !strings.Contains(err.Error(), c.word) || text != "" || files.read > 1<<12 {
			t.Errorf("%s: %q, %v, %d bytes were read", what, text, err, files.read)
		}
	}
}

// FuzzJournal: whatever stands in a file, it is refused, or it is in order up to where it
// stops being good, and up to there it reads the same without the rest.
// Floor: 200 executions a second.
func FuzzJournal(f *testing.F) {
	text, _, _ := sealed(f)
	f.Add(text)
	f.Add([]byte("{\"epoch\":1,\"experiment\":{\"hebb\":2,\"lab\":\"toy\"}}\n{\"entry\":{\"unit\":3,\"set\":{\"a\":\"1\"}}}\n\n"))
	f.Add([]byte("{\"hebb\":1,\"epoch\":1,\"setup\":{}}\n{\"entry\":{\"unit\":3,\"set\":{\"a\":\"1\"}}}\n{\"keep\":0,\"epoch\":2}\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		head, journal, bad, err := readJournal(bytes.NewReader(data))
		if err != nil {
			return
		}
		if err := experiment.CheckOrder(journal); err != nil {
			t.Error(err)
		}
		if bad == nil {
			return
		}
		h, j, b, err := readJournal(bytes.NewReader(data[:bad.at]))
		if err != nil || b != nil || !reflect.DeepEqual(h, head) || !reflect.DeepEqual(j, journal) {
			t.Errorf("the good part reads otherwise alone: %v, %v", b, err)
		}
	})
}

// FuzzDamage: a good journal that something has happened to opens with a part of what it
// said, and with nothing that it never said.
// Floor: 200 executions a second.
func FuzzDamage(f *testing.F) {
	text, _, _ := sealed(f)
	var moments [][]experiment.Entry
	for i := range text {
		if i == len(text)-1 || text[i] == '\n' {
			_, j, _, _ := readJournal(bytes.NewReader(text[:i+1]))
			moments = append(moments, j)
		}
	}
	f.Add(uint16(0), uint16(0), []byte("\x00\x00\n"))
	f.Add(uint16(400), uint16(1), []byte("\n"))
	f.Add(uint16(300), uint16(90), []byte(nil))
	f.Fuzz(func(t *testing.T, at, gone uint16, with []byte) {
		i := int(at) % len(text)
		hurt := bytes.Join([][]byte{text[:i], with, text[min(len(text), i+int(gone)):]}, nil)
		_, journal, _, err := readJournal(bytes.NewReader(hurt))
		if err != nil {
			if first := bytes.IndexByte(text, '\n'); i > first {
				t.Errorf("the first line is good: %v", err)
			}
			return
		}
		for _, m := range moments {
			if len(m) == len(journal) && (len(m) == 0 || reflect.DeepEqual(m, journal)) {
				return
			}
		}
		if i > bytes.IndexByte(text, '\n') {
			t.Errorf("it says what it never said: %+v", journal)
		}
	})
}

// Version 3 had no deed, and is nobody's; a deed comes back as it was written.
func TestDeeds(t *testing.T) {
	var sum uint32
	third := seal(struct {
		Version    int                   `json:"hebb"`
		Epoch      uint32                `json:"epoch"`
		Experiment experiment.Experiment `json:"experiment"`
	}{3, 7, experiment.Experiment{Setup: experiment.Setup{Lab: "toy"}}}, &sum)
	head, _, bad, err := readJournal(bytes.NewReader(third))
	if err != nil || bad != nil || head.Epoch != 7 || head.Deed != (store.Deed{}) || head.Experiment.Lab != "toy" {
		t.Errorf("%+v %v %v", head, bad, err)
	}
	s, deed := New(t.TempDir()), store.Deed{Owner: "o", Key: "k"}
	k := s.Create("0123456789abcdef", noLate)
	if err := errors.Join(k.Rewrite(store.Head{Epoch: 1, Deed: deed, Experiment: head.Experiment}, nil), k.Close()); err != nil {
		t.Fatal(err)
	}
	k, kept, err := s.Open("0123456789abcdef", noLate)
	if err != nil || kept.Head.Deed != deed {
		t.Errorf("%+v %v", kept, err)
	}
	k.Close()
}
