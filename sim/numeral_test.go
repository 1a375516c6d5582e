package sim

import (
	"encoding/json"
	"math"
	"os"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"
)

// example is a row of the table that this reader and that of the page share. A null is a
// refuseNumber that says what it must.
type example struct {
	Text   string
	Number *float64
	Whole  *float64
	Says   string
}

func examples(t testing.TB) (list []example) {
	t.Helper()
	data, err := os.ReadFile("testdata/cases.json")
	if err == nil {
		err = json.Unmarshal(data, &list)
	}
	if err != nil || len(list) < 100 {
		t.Fatalf("%d examples, %v", len(list), err)
	}
	return list
}

func TestExamples(t *testing.T) {
	for _, e := range examples(t) {
		said := ""
		x, err := ReadNumber(e.Text)
		if err != nil {
			said = err.Error()
		}
		if (err == nil) != (e.Number != nil) || err == nil && x != *e.Number {
			t.Errorf("%q as a number: %v, %v", e.Text, x, err)
		}
		n, err := ReadWhole(e.Text)
		if err != nil {
			said += "\n" + err.Error()
		}
		if (err == nil) != (e.Whole != nil) || err == nil && float64(n) != *e.Whole {
			t.Errorf("%q as a whole number: %v, %v", e.Text, n, err)
		}
		if !strings.Contains(said, e.Says) {
			t.Errorf("%q: %s does not say %q", e.Text, said, e.Says)
		}
	}
}

func TestList(t *testing.T) {
	for text, want := range map[string]string{
		"": "", " ": "", "170,130": "170 130", "170, 130 ,5": "170 130 5", "[100, 60]": "100 60", "(5,)": "5", "170،130": "170 130", "1；2": "1 2",
		"0.5,2": "0.5 2", "0,5;2": "0.5 2", "0,5; 1,25;": "0.5 1.25", "1e-3,5·10⁻²": "0.001 0.05", "−1,–2": "-1 -2", "0,0": "0 0",
		"170 130": "write 170,130", "1 000,5": "write 1,000", "0,05": "a comma separates", "1,000": "a comma separates", "1,,2": "not a number", ",": "",
		"1,x": "not a number", "1,500;2": "could be",
	} {
		var got []string
		for _, part := range SplitList(text) {
			x, err := ReadEntry(part)
			if err != nil {
				got = append(got, err.Error())
				break
			}
			got = append(got, FormatNumber(x))
		}
		said := strings.Join(got, " ")
		if said != want && (want == "" || !strings.Contains(said, want) || !strings.Contains(want, " ")) {
			t.Errorf("%q gives %s, want %s", text, said, want)
		}
	}
}

// FuzzRead holds that no text makes the reader panic, that a refusal is short, and that
// what Go writes reads back.
// Floor: 100 executions a second.
func FuzzRead(f *testing.F) {
	for _, e := range examples(f) {
		f.Add(e.Text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		x, err := ReadNumber(text)
		if err != nil {
			if len(err.Error()) > 500 || utf8.ValidString(text) && !utf8.ValidString(err.Error()) {
				t.Errorf("%q: %v", text, err)
			}
			return
		}
		if math.IsNaN(x) || math.IsInf(x, 0) || x == 0 && math.Signbit(x) {
			t.Fatalf("%q is %v", text, x)
		}
		for _, again := range []string{FormatNumber(x), strconv.FormatFloat(x, 'g', -1, 64), strconv.FormatFloat(x, 'e', -1, 64)} {
			if y, err := ReadNumber(again); (err != nil || y != x) && !reThousand.MatchString(strings.TrimPrefix(again, "-")) {
				t.Errorf("%q is %v, written %s it is %v, %v", text, x, again, y, err)
			}
		}
		if n, err := ReadWhole(text); err == nil && float64(n) != x {
			t.Errorf("%q is %v, and as a whole number %d", text, x, n)
		}
		// Where Go reads a number in plain ASCII, it is the same one.
		if y, err := strconv.ParseFloat(text, 64); err == nil && y != x && x != 0 {
			t.Errorf("%q is %v, Go says %v", text, x, y)
		}
	})
}
