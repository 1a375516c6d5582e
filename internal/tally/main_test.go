package main

import (
	"strings"
	"testing"
)

const good = `{"Action":"run","Package":"hebb/a","Test":"TestGoldenOne"}
{"Action":"output","Package":"hebb/a","Test":"TestGoldenOne","Output":"    a_test.go:7: 3 cases, 90 numbers\n"}
{"Action":"pass","Package":"hebb/a","Test":"TestGoldenOne/sub","Elapsed":0}
{"Action":"pass","Package":"hebb/a","Test":"TestGoldenOne","Elapsed":0}
{"Action":"output","Package":"hebb/a","Test":"TestQuiet","Output":"    a_test.go:9: nobody needs this\n"}
{"Action":"pass","Package":"hebb/a","Test":"TestQuiet","Elapsed":0}
{"Action":"pass","Package":"hebb/a","Elapsed":0.5}
`

func TestTallyCountsAndIsQuiet(t *testing.T) {
	var out strings.Builder
	if !tally(strings.NewReader(good), &out, "go", false) {
		t.Error("all passed, and tally says otherwise")
	}
	for _, want := range []string{"TestGoldenOne: 3 cases, 90 numbers\n", "2 tests, 0.5 s\n", "\ngo: 2 passed, 0 failed, 0 skipped\n"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("no %q in\n%s", want, out.String())
		}
	}
	if strings.Contains(out.String(), "nobody needs this") {
		t.Errorf("the log of a test that passed is printed:\n%s", out.String())
	}
}

func TestTallyShowsFailures(t *testing.T) {
	for name, lines := range map[string]string{
		"a test": good + `{"Action":"output","Package":"hebb/b","Test":"TestBad","Output":"    b_test.go:1: got 1, want 2\n"}
{"Action":"fail","Package":"hebb/b","Test":"TestBad","Elapsed":0}
{"Action":"fail","Package":"hebb/b","Elapsed":0}
`,
		"a package that does not build": good + `{"ImportPath":"hebb/b","Action":"build-output","Output":"b.go:1: got 1, want 2\n"}
{"ImportPath":"hebb/b","Action":"build-fail"}
`,
		"a panic outside of tests": good + `{"Action":"output","Package":"hebb/b","Output":"panic: got 1, want 2\n"}
{"Action":"fail","Package":"hebb/b","Elapsed":0}
`,
	} {
		var out strings.Builder
		if tally(strings.NewReader(lines), &out, "go", false) {
			t.Errorf("%s failed, and tally says that all is well", name)
		}
		if !strings.Contains(out.String(), "got 1, want 2") {
			t.Errorf("%s: the reason is not shown:\n%s", name, out.String())
		}
	}
	if tally(strings.NewReader(""), &strings.Builder{}, "go", false) {
		t.Error("nothing was tested, and tally says that all is well")
	}
}

// What is skipped is named and counted; where CI=true it is a failure, and so is a part
// of a test.
func TestTallyOfSkipped(t *testing.T) {
	for name, lines := range map[string]string{
		"a test": `{"Action":"output","Package":"hebb/a","Test":"TestProxy","Output":"    a_test.go:9: there is no nginx\n"}
{"Action":"skip","Package":"hebb/a","Test":"TestProxy","Elapsed":0}
{"Action":"pass","Package":"hebb/a","Elapsed":0.5}
`,
		"a subtest": `{"Action":"output","Package":"hebb/a","Test":"TestProxy/nginx","Output":"    a_test.go:9: there is no nginx\n"}
{"Action":"skip","Package":"hebb/a","Test":"TestProxy/nginx","Elapsed":0}
{"Action":"pass","Package":"hebb/a","Test":"TestProxy","Elapsed":0}
{"Action":"pass","Package":"hebb/a","Elapsed":0.5}
`,
	} {
		var out strings.Builder
		if !tally(strings.NewReader(good+lines), &out, "go", false) {
			t.Errorf("%s: skipped on somebody's own machine, and tally calls it a failure", name)
		}
		for _, want := range []string{"TestProxy", "there is no nginx", ", 1 skipped\n"} {
			if !strings.Contains(out.String(), want) {
				t.Errorf("%s: no %q in\n%s", name, want, out.String())
			}
		}
		if tally(strings.NewReader(good+lines), &strings.Builder{}, "go", true) {
			t.Errorf("%s: skipped with CI=true, and tally says that all is well", name)
		}
	}
	if !tally(strings.NewReader(good), &strings.Builder{}, "go", true) {
		t.Error("nothing was skipped, and tally complains")
	}
}
