package main

import (
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"hebb/sim"
	"hebb/sim/figure"
)

const root = "../.."

// What is committed is what the types of today give.
func TestCommitted(t *testing.T) {
	all, err := generate(root)
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range all {
		got, err := os.ReadFile(filepath.Join(root, name))
		if err != nil {
			t.Fatal(err)
		}
		if string(got) != want {
			a, b := strings.Split(string(got), "\n"), strings.Split(want, "\n")
			for i := range min(len(a), len(b)) {
				if a[i] != b[i] {
					t.Errorf("%s:%d is %q, and the types of today give %q: make generate", name, i+1, a[i], b[i])
					break
				}
			}
			if len(a) != len(b) {
				t.Errorf("%s has %d lines, and the types of today give %d: make generate", name, len(a), len(b))
			}
		}
	}
}

type (
	inner struct {
		N int `json:"n"`
	}
	embedded struct {
		Low  *int   `json:"low,omitempty"`
		Kind string `json:"kind" is:"a b"`
	}
	every struct {
		embedded
		Bool    bool                   `json:"bool"`
		Opt     float64                `json:"opt,omitempty"`
		Zero    [2]float32             `json:"zero,omitzero"`
		Null    *string                `json:"null"`
		List    []*inner               `json:"list"`
		Nested  [][3]uint64            `json:"nested"`
		Map     map[string][]inner     `json:"map"`
		Any     any                    `json:"any"`
		Raw     json.RawMessage        `json:"raw"`
		Bytes   []byte                 `json:"bytes"`
		Query   figure.Query[[]*inner] `json:"query"`
		Name    figure.Output          `json:"name"`
		Hidden  int                    `json:"-"`
		private int
	}
)

func TestEachForm(t *testing.T) {
	f := newFile(newDocs(root))
	f.of(reflect.TypeFor[every]())
	text := f.String()
	for _, want := range []string{
		"export interface Every {", "  low?: number;", `  kind: "a" | "b";`, "  bool: boolean;", "  opt?: number;", "  zero?: [number, number];",
		"  null: string | null;", "  list: (Inner | null)[];", "  nested: [number, number, number][];", "  map: Record<string, Inner[]>;", "  any: unknown;",
		"  raw: unknown;", "  bytes: Base64;", "  query: Query<(Inner | null)[]>;", "  name: string;", "export interface Inner {\n  n: number;\n}",
	} {
		if !strings.Contains(text, want+"\n") {
			t.Errorf("there is no %q in\n%s", want, text)
		}
	}
	for _, not := range []string{"private", "Hidden", "embedded"} {
		if strings.Contains(text, not) {
			t.Errorf("%s is written", not)
		}
	}
}

type wild struct{}

func (wild) MarshalJSON() ([]byte, error) { return []byte("7"), nil }

// What has no exact form is refused by name, and not guessed at.
func TestWhatHasNoForm(t *testing.T) {
	type Inner struct {
		M int `json:"m"`
	}
	for says, v := range map[string]any{
		"the field A has no name in JSON": struct{ A int }{},
		`no type is written for the option "string"`: struct {
			A int `json:"a,string"`
		}{},
		"omitempty leaves out no array": struct {
			A [2]int `json:"a,omitempty"`
		}{},
		"omitempty leaves out no struct": struct {
			A inner `json:"a,omitempty"`
		}{},
		"only texts can be one of a list": struct {
			A int `json:"a" is:"b"`
		}{},
		`two fields are called "n" in JSON`: struct {
			inner
			N int `json:"n"`
		}{},
		"writes itself": struct {
			A wild `json:"a"`
		}{},
		"func() has no form in JSON": struct {
			A func() `json:"a"`
		}{},
		"complex128 has no form in JSON": struct {
			A complex128 `json:"a"`
		}{},
		"a key that is no text": struct {
			A map[int]int `json:"a"`
		}{},
		"has no name to be declared under": struct {
			A struct {
				B int `json:"b"`
			} `json:"a"`
		}{},
		"cannot both be declared as Inner": struct {
			A inner `json:"a"`
			B Inner `json:"b"`
		}{},
	} {
		err := caught(func() {
			f := newFile(newDocs(root))
			for _, k := range fieldsOf(reflect.TypeOf(v)) {
				f.ofField(k)
			}
		})
		if !strings.Contains(err, says) {
			t.Errorf("%T: %q, want %q", v, err, says)
		}
	}
}

func caught(do func()) (says string) {
	defer func() {
		if p, ok := recover().(problem); ok {
			says = string(p)
		}
	}()
	do()
	return ""
}

type trace2 struct{ figure.Trace }

// Two types of one kind are refused.
func TestOneTypeAKind(t *testing.T) {
	lab := &sim.Lab{Views: []sim.View{{Figures: []sim.Figure{{Draw: figure.Trace{}}, {Draw: trace2{}}}}}}
	if says := caught(func() { kindsOf([]*sim.Lab{lab}) }); !strings.Contains(says, "are both the kind trace") {
		t.Errorf("%q", says)
	}
}

func TestComments(t *testing.T) {
	long := strings.Repeat("äöü words and words ", 12)
	for _, line := range strings.Split(comment("  ", long), "\n") {
		if len([]rune(line)) > 100 {
			t.Errorf("%q is too long", line)
		}
	}
	if got := comment("", "x"); got != "/** x */\n" {
		t.Errorf("%q", got)
	}
}

// What conforms is told from what does not.
func TestConform(t *testing.T) {
	good := `{"low":1,"kind":"a","bool":true,"null":null,"list":[{"n":1},null],"nested":[[1,2,3]],"map":{"x":[]},"any":null,"raw":{},"bytes":"AAA=","query":"q","name":"y"}`
	check := func(text string) string {
		var v any
		if err := json.Unmarshal([]byte(text), &v); err != nil {
			t.Fatal(err)
		}
		return conform(reflect.TypeFor[every](), v, "it")
	}
	if says := check(good); says != "" {
		t.Error(says)
	}
	for _, c := range []struct{ old, new, says string }{
		{`"kind":"a"`, `"kind":"c"`, `it.kind: "c" is none of [a b]`},
		{`"bool":true,`, ``, "it.bool is missing"},
		{`"bool":true`, `"bool":1`, "it.bool: float64 1 is no bool"},
		{`"list":[{"n":1},null]`, `"list":null`, "it.list is null"},
		{`"low":1`, `"low":null`, "it.low is null"},
		{`[1,2,3]`, `[1,2]`, "it.nested[0] has 2 entries"},
		{`{"n":1}`, `{"n":1,"m":2}`, `it.list[0]: there is no key "m"`},
		{`"x":[]`, `"x":null`, "it.map.x is null"},
		{`"bytes":"AAA="`, `"bytes":[0]`, "it.bytes: []interface {} [0] is no string"},
	} {
		if says := check(strings.Replace(good, c.old, c.new, 1)); says != c.says {
			t.Errorf("%s: %q, want %q", c.new, says, c.says)
		}
	}
	if says := conform(reflect.TypeFor[float64](), math.Inf(1), "x"); says != "" {
		t.Error(says)
	}
}
