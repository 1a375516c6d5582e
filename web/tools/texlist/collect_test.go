package main

import (
	"encoding/json"
	"os"
	"strings"
	"testing"

	"hebb/presets"
	"hebb/sim/labs"
)

// TestEveryTeXHasMathML fails when a lab shows TeX that has not been converted.
func TestEveryTeXHasMathML(t *testing.T) {
	list, err := presets.Load(presets.Files, labs.All)
	if err != nil {
		t.Fatal(err)
	}
	tex, err := collect(labs.All, list)
	if err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile("../../../templates/mathml.json")
	if err != nil {
		t.Fatal(err)
	}
	var known map[string]string
	if err := json.Unmarshal(data, &known); err != nil {
		t.Fatalf("templates/mathml.json: %v", err)
	}
	if len(tex) < 10 {
		t.Fatalf("the labs show only %d pieces of TeX: the walk is broken", len(tex))
	}
	for _, x := range tex {
		mathml, ok := known[x]
		switch {
		case !ok:
			t.Errorf("templates/mathml.json lacks %q; run make generate", x)
		case !strings.HasPrefix(mathml, "<math>") || !strings.HasSuffix(mathml, "</math>"):
			t.Errorf("%q is no MathML: %q", x, mathml)
		case strings.Contains(mathml, " style=") || strings.Contains(mathml, "merror"):
			t.Errorf("%q: the pages' policy or Temml refuses %q", x, mathml)
		}
	}
	t.Logf("%d pieces of TeX, %d converted", len(tex), len(known))
}

func TestSeriesIsCarriedOn(t *testing.T) {
	for _, c := range []struct{ name, symbol, first, last string }{
		{"y3", `y_3`, `y_1`, `y_24`},
		{"w2", `W_{2}`, `W_{1}`, `W_{24}`},
		{"angle1", `\alpha^2_{1}`, `\alpha^2_{1}`, `\alpha^2_{24}`},
		{"x10", `x_{10}`, `x_{1}`, `x_{24}`},
	} {
		got := series(c.name, c.symbol)
		if len(got) != most || got[0] != c.first || got[most-1] != c.last {
			t.Errorf("series(%q, %q) = %q, want %q to %q", c.name, c.symbol, got, c.first, c.last)
		}
	}
	for _, c := range [][2]string{{"loss", "L"}, {"y1", "y"}, {"y1", "y_1 w_1"}, {"y1", "y_{12}"}} {
		if got := series(c[0], c[1]); got != nil {
			t.Errorf("series(%q, %q) = %q, want none", c[0], c[1], got)
		}
	}
}
