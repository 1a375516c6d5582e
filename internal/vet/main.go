// Command vet does for other systems what go vet does for this one: with the types of their
// own files and with the analyzers that go vet has. It reads the standard library from its
// source, without the bodies of functions, where go vet would compile it once for each
// system: seconds instead of a minute on a machine that has nothing compiled yet.
//
//	go run ./internal/dist -list | go run ./internal/vet
package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/checker"
	"golang.org/x/tools/go/packages"
)

func main() {
	if err := run(os.Stdin, os.Stderr, "./..."); err != nil {
		fmt.Fprintln(os.Stderr, "vet:", err)
		os.Exit(1)
	}
}

// run vets the packages for each system that a line of in names, such as windows/arm64, but
// for the one it runs on: that is for go vet.
func run(in io.Reader, out io.Writer, patterns ...string) error {
	systems, found := 0, 0
	for lines := bufio.NewScanner(in); lines.Scan(); systems++ {
		system, arch, ok := strings.Cut(strings.TrimSpace(lines.Text()), "/")
		if !ok {
			return fmt.Errorf("%q is no system: write windows/arm64", lines.Text())
		}
		if system == runtime.GOOS && arch == runtime.GOARCH {
			continue
		}
		list, err := complaints(system, arch, patterns)
		if err != nil {
			return fmt.Errorf("%s/%s: %w", system, arch, err)
		}
		for _, text := range list {
			fmt.Fprintf(out, "%s/%s: %s\n", system, arch, text)
		}
		found += len(list)
	}
	switch {
	case systems == 0:
		return errors.New("no system is named")
	case found > 0:
		return fmt.Errorf("%d complaints", found)
	}
	return nil
}

// complaints are what the compiler's first half and the analyzers have to say, in order.
func complaints(system, arch string, patterns []string) ([]string, error) {
	roots, err := packages.Load(&packages.Config{
		Mode:  packages.LoadAllSyntax | packages.NeedModule,
		Env:   append(os.Environ(), "GOOS="+system, "GOARCH="+arch, "CGO_ENABLED=0"),
		Tests: true,
	}, patterns...)
	if err != nil {
		return nil, err
	}
	var list []string
	packages.Visit(roots, nil, func(p *packages.Package) {
		for _, e := range p.Errors {
			list = append(list, e.Error())
		}
	})
	if len(list) > 0 {
		return list, nil
	}
	graph, err := checker.Analyze(suite, roots, nil)
	if err != nil {
		return nil, err
	}
	for _, act := range graph.Roots {
		if act.Err != nil {
			return nil, fmt.Errorf("%s of %s: %w", act.Analyzer, act.Package, act.Err)
		}
		for _, d := range act.Diagnostics {
			list = append(list, words(act, d))
		}
	}
	slices.Sort(list)
	return slices.Compact(list), nil // a package and the same with its tests
}

func words(act *checker.Action, d analysis.Diagnostic) string {
	return fmt.Sprintf("%s: %s (%s)", act.Package.Fset.Position(d.Pos), d.Message, act.Analyzer)
}
