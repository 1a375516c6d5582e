// Tally reads what go test -json prints and says it in few words: one line for each
// package, everything about what failed, and the sum at the end.
//
//	go test -json ./... | tally go
//
// With CI=true a test that is skipped is one that failed: there, whatever a test needs
// has to be brought along.
package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"
)

func main() {
	what := "tests"
	if len(os.Args) > 1 {
		what = os.Args[1]
	}
	if !tally(os.Stdin, os.Stdout, what, os.Getenv("CI") == "true") {
		os.Exit(1)
	}
}

// event is a line of go test -json; see go doc test2json.
type event struct {
	Action  string
	Package string
	Test    string
	Elapsed float64
	Output  string

	ImportPath string // of a package that does not build
}

// counts are tests by how they ended, without the subtests that were run.
type counts struct{ passed, failed, skipped int }

// tally prints the summary and says whether all went well. Nothing tested is not well,
// and with strict nothing may be skipped.
func tally(in io.Reader, out io.Writer, what string, strict bool) bool {
	said := map[string]*bytes.Buffer{} // what a test or a package has printed so far
	all := counts{}
	here := map[string]*counts{}
	broken := false
	lines := bufio.NewReader(in)
	for {
		line, err := lines.ReadBytes('\n')
		if err != nil {
			break
		}
		var e event
		if json.Unmarshal(line, &e) != nil {
			fmt.Fprintf(out, "%s", line)
			continue
		}
		key := e.Package + e.ImportPath + " " + e.Test
		if said[key] == nil {
			said[key] = &bytes.Buffer{}
		}
		if here[e.Package] == nil {
			here[e.Package] = &counts{}
		}
		switch {
		case e.Action == "output" || e.Action == "build-output":
			said[key].WriteString(e.Output)
		case e.Action == "build-fail":
			broken = true
			out.Write(said[key].Bytes())
		case e.Test != "":
			finish(out, &e, here[e.Package], said[key])
		case e.Action == "pass" || e.Action == "fail" || e.Action == "skip":
			n := here[e.Package]
			all.passed, all.failed, all.skipped = all.passed+n.passed, all.failed+n.failed, all.skipped+n.skipped
			broken = broken || e.Action == "fail"
			sum(out, &e, n, said[key])
		}
	}
	fmt.Fprintf(out, "%s: %d passed, %d failed, %d skipped\n", what, all.passed, all.failed, all.skipped)
	if strict && all.skipped > 0 {
		fmt.Fprintf(out, "%s: with CI=true nothing may be skipped\n", what)
		return false
	}
	return !broken && all.failed == 0 && all.passed > 0
}

// finish counts a test. Of those that passed, only what golden ones have compared is
// of interest.
func finish(out io.Writer, e *event, n *counts, said *bytes.Buffer) {
	top := !strings.Contains(e.Test, "/")
	switch e.Action {
	case "pass":
		if top {
			n.passed++
		}
		if strings.HasPrefix(e.Test, "TestGolden") {
			for line := range strings.Lines(said.String()) {
				if strings.HasPrefix(line, "    ") && strings.Contains(line, ".go:") {
					_, text, _ := strings.Cut(strings.TrimSpace(line), ": ")
					fmt.Fprintf(out, "     %s: %s\n", e.Test, strings.TrimSpace(text))
				}
			}
		}
	case "fail":
		if top {
			n.failed++
		}
		fmt.Fprintf(out, "%s", said)
	case "skip":
		n.skipped++ // a part of a test, too, is something that nobody looked at
		fmt.Fprintf(out, "skip %s %s\n%s", e.Package, e.Test, said)
	}
}

func sum(out io.Writer, e *event, n *counts, said *bytes.Buffer) {
	switch {
	case e.Action == "fail":
		fmt.Fprintf(out, "%s", said) // with the panic, the race or the exit status
		fmt.Fprintf(out, "FAIL %-28s %4d of %d tests failed, %.1f s\n", e.Package, n.failed, n.failed+n.passed, e.Elapsed)
	case n.passed+n.skipped > 0:
		fmt.Fprintf(out, "ok   %-28s %4d tests, %.1f s\n", e.Package, n.passed+n.skipped, e.Elapsed)
	}
}
