package templates

import (
	"slices"
	"strings"
	"testing"
)

// texts are the pieces without markup.
func texts(list []string) []string {
	out := []string{}
	for _, p := range list {
		var words []string
		for _, q := range flatten(parseMath("<math>"+p+"</math>"), nil) {
			words = append(words, deepText(q))
		}
		out = append(out, strings.Join(words, ""))
	}
	return out
}

func deepText(p *part) string {
	s := strings.TrimSpace(p.text)
	for _, q := range p.parts {
		s += deepText(q)
	}
	return s
}

func TestFormulaBreaksBetweenTerms(t *testing.T) {
	for _, c := range []struct {
		why, mathml string
		want        []string
	}{
		{"before relations and signs between terms", "<mi>a</mi><mo>=</mo><mi>b</mi><mo>+</mo><mi>c</mi><mo>−</mo><mi>d</mi>", []string{"a", "=b", "+c", "−d"}},
		{"not behind a sign that belongs to its number", "<mi>a</mi><mo>=</mo><mo form=\"prefix\">−</mo><mn>1</mn>", []string{"a", "=−1"}},
		{"not behind a sign that is the first of its row", "<mi>a</mi><mrow><mo>−</mo><mn>1</mn></mrow>", []string{"a−1"}},
		{"within brackets", `<mi>a</mi><mrow><mo fence="true" form="prefix">(</mo><mi>b</mi><mo>−</mo><mi>c</mi><mo fence="true" form="postfix">)</mo></mrow><mi>d</mi>`, []string{"a(b", "−c)d"}},
		{"not within what has an exponent", "<msup><mrow><mi>a</mi><mo>+</mo><mi>b</mi></mrow><mn>2</mn></msup><mo>+</mo><mi>c</mi>", []string{"a+b2", "+c"}},
		{"not within a fraction", "<mfrac><mrow><mi>a</mi><mo>+</mo><mi>b</mi></mrow><mn>2</mn></mfrac>", []string{"a+b2"}},
		{"after a comma and a wide space", `<mi>a</mi><mo separator="true">,</mo><mspace width="1em"></mspace><mi>b</mi><mspace width="0.2em"></mspace><mi>c</mi>`, []string{"a,", "bc"}},
		{"after a colon, also the last of its row", "<mrow><mi>a</mi><mo>:</mo></mrow><mi>b</mi>", []string{"a:", "b"}},
		{"not within a style that means something", `<mstyle displaystyle="true" scriptlevel="0"><mi>a</mi><mo>+</mo><mi>b</mi></mstyle>`, []string{"a+b"}},
		{"less than", "<mi>a</mi><mo>&lt;</mo><mi>b</mi>", []string{"a", "<b"}},
		{"nothing", "", []string{""}},
	} {
		if got := texts(pieces("<math>" + c.mathml + "</math>")); !slices.Equal(got, c.want) {
			t.Errorf("%s: %q, want %q", c.why, got, c.want)
		}
	}
	for _, bad := range []string{"", "a", "<math><mi>a</math>", "<math display=\"block\"><mi>a</mi></math>", "<mrow><mi>a</mi></mrow>"} {
		if got := pieces(bad); got != nil {
			t.Errorf("%q is in pieces: %q", bad, got)
		}
	}
}

// TestFormulaLosesNothing holds for all formulas that the pieces say what the whole says,
// that every piece is a formula, and that an operator keeps its form.
func TestFormulaLosesNothing(t *testing.T) {
	broken := 0
	for tex, whole := range mathml {
		list := pieces(whole)
		if got, want := strings.Join(texts(list), ""), deepText(parseMath(whole)); got != want {
			t.Errorf("%s: %q, want %q", tex, got, want)
		}
		if len(list) > 1 {
			broken++
		}
		for _, p := range list {
			if parseMath("<math>"+p+"</math>") == nil || p == "" {
				t.Errorf("%s: the piece %q is no MathML", tex, p)
			}
			for _, q := range flatten(parseMath("<math>"+p+"</math>"), nil) {
				if len(list) > 1 && q.name == "mo" && q.form() == "" {
					t.Errorf("%s: in %q an operator has lost its form", tex, p)
				}
			}
		}
	}
	if broken < 50 {
		t.Errorf("only %d formulas can break", broken)
	}
}

// Floor: 100 executions a second.
func FuzzFormula(f *testing.F) {
	for _, whole := range mathml {
		f.Add(whole)
	}
	f.Fuzz(func(t *testing.T, text string) {
		list := pieces(text)
		if list == nil {
			return
		}
		if got, want := strings.Join(texts(list), ""), deepText(parseMath(text)); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	})
}
