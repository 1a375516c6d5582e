package main

import (
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"testing"
)

// The analyzers are those of the go vet that this machine has.
func TestSuite(t *testing.T) {
	source, err := os.ReadFile(filepath.Join(runtime.GOROOT(), "src", "cmd", "vet", "main.go"))
	if err != nil {
		t.Skipf("missing: the source of go vet: %v", err)
	}
	var want, got []string
	for _, m := range regexp.MustCompile(`(?m)^\t(\w+)\.Analyzer,`).FindAllStringSubmatch(string(source), -1) {
		want = append(want, m[1])
	}
	for _, a := range suite {
		got = append(got, a.Name)
	}
	for _, name := range want {
		// Two are called otherwise than their packages.
		name = map[string]string{"copylock": "copylocks", "composite": "composites"}[name] + strings.TrimSuffix(strings.TrimSuffix(name, "copylock"), "composite")
		if !slices.Contains(got, name) {
			t.Errorf("go vet has %s, this list has not", name)
		}
	}
	if len(want) < 20 || len(got) > len(want) {
		t.Errorf("%d analyzers here, %d in go vet", len(got), len(want))
	}
}

// What only another system's compiler, or an analyzer with that system's types, can see is
// seen; what is right there is let pass.
func TestOtherSystems(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string) {
		t.Helper()
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("go.mod", "module example\n\ngo 1.24\n")
	write("all.go", "package example\n\nimport \"fmt\"\n\nfunc Say() { fmt.Println(name()) }\n")
	write("name_linux.go", "package example\n\nfunc name() string { return \"linux\" }\n")
	write("name_windows.go", "package example\n\nimport \"fmt\"\n\nfunc name() string { return fmt.Sprintf(\"%d\", \"windows\") }\n")
	write("small_test.go", "package example\n\nimport \"testing\"\n\nfunc TestSmall(t *testing.T) { t.Logf(\"%s\", name()) }\n")
	t.Chdir(dir)
	for system, want := range map[string]string{
		"linux/arm64":   "",
		"linux/386":     "",
		"windows/amd64": `wrong type string`,
		"darwin/arm64":  `undefined: name`,
		"plan9":         `no system`,
		"":              `no system`,
	} {
		var out strings.Builder
		err := run(strings.NewReader(system), &out, "./...")
		text := out.String()
		if err != nil {
			text += err.Error()
		}
		if (want == "") != (err == nil) || !strings.Contains(text, want) {
			t.Errorf("%s: %v, %q, want %q", system, err, text, want)
		}
	}
}
