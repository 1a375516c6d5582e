package experiment

import (
	"bytes"
	"compress/flate"
	"encoding/base64"
	"fmt"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"
)

func pack(json string) string {
	var buf bytes.Buffer
	w, _ := flate.NewWriter(&buf, flate.BestCompression)
	w.Write([]byte(json))
	w.Close()
	return base64.RawURLEncoding.EncodeToString(buf.Bytes())
}

func TestMoment(t *testing.T) {
	m := Experiment{Position: Position{Unit: 812, Round: 3}, Journal: []Entry{
		{Position: Position{Unit: 5}, Set: map[string]string{"eta": "0.1"}, Gesture: 3},
		{Position: Position{Unit: 5}, Set: map[string]string{"theta": "2"}, Gesture: 3},
		{Position: Position{Unit: 5}, Set: map[string]string{"eta": "0.2"}, Gesture: 3},
		{Position: Position{Unit: 5, Round: 1}, Set: map[string]string{"eta": "0.3"}, Gesture: 3},
		{Position: Position{Unit: 9}, Variant: "b", Act: "lesion", Args: map[string]string{"which": "2"}},
		{Position: Position{Unit: 10}, Probe: "angle", Every: 20},
		{Position: Position{Unit: 10}, Probe: "angle"},
	}}
	z, err := m.EncodeMoment()
	if err != nil {
		t.Fatal(err)
	}
	got, err := DecodeMoment(z)
	if err != nil {
		t.Fatal(err)
	}
	want := Experiment{Position: m.Position, Journal: append([]Entry{{Position: Position{Unit: 5}, Set: map[string]string{"eta": "0.2", "theta": "2"}, Gesture: 3}}, m.Journal[3:]...)}
	if !reflect.DeepEqual(*got, want) {
		t.Errorf("got  %+v\nwant %+v", *got, want)
	}
	if m.Journal[0].Set["eta"] != "0.1" {
		t.Error("encoding has changed the journal")
	}
	if strings.ContainsAny(z, "+/=&? ") {
		t.Errorf("%s does not fit into a link", z)
	}
}

func TestMomentIsBounded(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 1))
	m := Experiment{}
	for i := range 20_000 {
		m.Journal = append(m.Journal, Entry{Position: Position{Unit: uint64(i)}, Set: map[string]string{"eta": fmt.Sprint(rng.Float64())}})
	}
	if _, err := m.EncodeMoment(); err == nil || !strings.Contains(err.Error(), "too long for a link") {
		t.Errorf("a long journal: %v", err)
	}
	for name, z := range map[string]string{
		"characters are too many": strings.Repeat("A", maxMomentText+1),
		"unpacks to more":         pack(strings.Repeat(" ", 5<<20)),
		"cut off or garbled":      "!!!",
		"garbled":                 pack(`{"unit":3}`)[:8],
		"unknown field":           pack(`{"unit":3,"setup":{}}`),
		"follows":                 pack(`{"unit":3}{}`),
		"out of reach":            pack(`{"unit":18446744073709551615}`),
		"out of order":            pack(`{"journal":[{"unit":3},{"unit":2}]}`),
		"are too many: at most":   pack(`{"journal":[` + strings.Repeat(`{},`, MaxJournal) + `{}]}`),
	} {
		if len(z) > maxMomentText && !strings.HasPrefix(z, "AAA") {
			t.Fatalf("%s: %d", name, len(z))
		}
		_, err := DecodeMoment(z)
		if err == nil || !strings.Contains(err.Error(), name) || !strings.HasPrefix(err.Error(), "z: ") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// A moment with something behind it is that moment; one that was hurt is refused, and one
// of an older link, without checksum, is read.
func TestMomentOnItsWay(t *testing.T) {
	m := Experiment{Position: Position{Unit: 812, Round: 3}, Journal: []Entry{
		{Position: Position{Unit: 5}, Set: map[string]string{"eta": "0.1"}, Gesture: 3},
		{Position: Position{Unit: 9}, Variant: "b", Act: "lesion", Args: map[string]string{"which": "2"}},
	}}
	z, err := m.EncodeMoment()
	if err != nil {
		t.Fatal(err)
	}
	old, _, _ := strings.Cut(z, "~")
	for _, text := range []string{z, old} {
		for _, behind := range []string{"", ".", ")", ">", "=", "%3D", "),", " and this", "Thanks", "A", "AB", "ABC", "ABCD", "~", "~~", "...~x", "\u200b", "&gt;", "</a>", "é"} {
			if text == old && strings.Contains(behind, "~") && len(behind) > 2 {
				continue
			}
			for name, arrived := range map[string]string{"behind": text + behind, "cut": text[:9] + "\r\n> " + text[9:20] + " " + text[20:] + behind} {
				got, err := DecodeMoment(arrived)
				if err != nil || !reflect.DeepEqual(*got, m) {
					t.Errorf("%s: %q: %v", name, arrived, err)
				}
			}
		}
	}
	for i := range old {
		for _, c := range "A-z" {
			hurt := z[:i] + string(c) + z[i+1:]
			if got, err := DecodeMoment(hurt); err == nil && !reflect.DeepEqual(*got, m) {
				t.Errorf("%s at %d: it is read as %+v", hurt, i, *got)
			}
		}
		if _, err := DecodeMoment(z[:i]); err == nil {
			t.Errorf("cut off at %d: it is read", i)
		}
		if _, err := DecodeMoment(z[:i] + z[i+1:]); err == nil && i < len(old)-1 {
			t.Errorf("without character %d: it is read", i)
		}
	}
}

// Floor: 100 executions a second.
func FuzzDecodeMoment(f *testing.F) {
	f.Add("")
	f.Add(pack(`{"journal":[{"unit":1,"set":{"eta":"1"}}],"unit":2,"round":3}`))
	f.Fuzz(func(t *testing.T, z string) {
		m, err := DecodeMoment(z)
		if err != nil {
			return
		}
		again, err := m.EncodeMoment()
		if err != nil {
			return // compact forms may be shorter than ours
		}
		back, err := DecodeMoment(again)
		if err != nil {
			t.Fatalf("%q: %v", z, err)
		}
		if third, err := back.EncodeMoment(); err != nil || third != again {
			t.Errorf("%q does not settle: %v", z, err)
		}
	})
}
