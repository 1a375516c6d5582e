package main

import (
	"fmt"
	"os"
	"path"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
)

const root = "../../.."

// vendored are the characters that the font has, as mathfont.py found them in it; VERSION
// ties the list to the font by both their sums.
func vendored(t *testing.T) map[rune]bool {
	t.Helper()
	data, err := os.ReadFile(path.Join(root, "static/vendor/stix-math/characters.txt"))
	if err != nil {
		t.Fatal(err)
	}
	has := map[rune]bool{}
	for line := range strings.Lines(string(data)) {
		var r rune
		if _, err := fmt.Sscanf(line, "U+%X", &r); err != nil {
			t.Fatalf("characters.txt: %q: %v", line, err)
		}
		has[r] = true
	}
	return has
}

// TestFontHasEveryCharacter fails when a page uses a character that the font lacks.
func TestFontHasEveryCharacter(t *testing.T) {
	has := vendored(t)
	list, err := collect(os.DirFS(root))
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range list {
		if !has[r] {
			t.Errorf("the font has no %q (U+%04X); run make font", r, r)
		}
	}
	if len(list) < 200 {
		t.Errorf("only %d characters are collected", len(list))
	}
}

// TestFontStaysSmall holds what every page has to fetch before it shows a formula.
func TestFontStaysSmall(t *testing.T) {
	info, err := os.Stat(path.Join(root, "static/vendor/stix-math/hebb-math.woff2"))
	if err != nil {
		t.Fatal(err)
	}
	if info.Size() > 60<<10 {
		t.Errorf("the font has %d bytes", info.Size())
	}
}

func TestCollect(t *testing.T) {
	const signs = "const SIGNS = {\n  a: \"≈\",\n};\nconst MARKS = { hat: \"\\u0302\" };\n"
	tree := func(mathml, script string) fstest.MapFS {
		return fstest.MapFS{"templates/mathml.json": {Data: []byte(mathml)}, "web/figures/paint/tex.js": {Data: []byte(script)}}
	}
	list, err := collect(tree(`{"x": "<math><msqrt><mi>x</mi></msqrt><mo>⟨</mo><mo>\u2061</mo><mo>&lt;</mo></math>"}`, signs))
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range "√x𝑥⟨≈\u0302<αΩ𝛼ℎ" {
		if !slices.Contains(list, r) {
			t.Errorf("%q (U+%04X) is not collected", r, r)
		}
	}
	if slices.Contains(list, '\u2061') {
		t.Error("the invisible application of a function is collected")
	}
	for what, tree := range map[string]fstest.MapFS{
		"no MathML": tree(`{"x": "<math><mi>x</math>"}`, signs), "no JSON": tree(`{`, signs), "no signs": tree(`{}`, "const SIGNS = {"), "nothing": {},
	} {
		if _, err := collect(tree); err == nil {
			t.Errorf("%s: no error", what)
		}
	}
}
