package house

import (
	"crypto/sha256"
	"encoding/hex"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var (
	rePackage = regexp.MustCompile(`(?m)^[@\w./-]+@\d[\w.+-]*\b`)
	reSum     = regexp.MustCompile(`\b[0-9a-f]{64}\b`)
)

// TestVendored holds that whatever is vendored stands beside its licence and its
// version, and is the file that it was when it came.
func TestVendored(t *testing.T) {
	const dir = "static/vendor"
	notice := read(t, "NOTICE")
	entries, err := os.ReadDir(filepath.Join(root, dir))
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range entries {
		folder := path.Join(dir, entry.Name())
		if !entry.IsDir() {
			t.Errorf("%s: a vendored thing has a folder of its own", folder)
			continue
		}
		if licence := read(t, folder+"/LICENSE"); len(licence) < 200 {
			t.Errorf("%s/LICENSE: %q is no licence", folder, licence)
		}
		version := read(t, folder+"/VERSION")
		if !rePackage.MatchString(version) {
			t.Errorf("%s/VERSION: no package@version in %q", folder, version)
		}
		if !strings.Contains(strings.ToLower(notice), strings.ToLower(entry.Name())) {
			t.Errorf("NOTICE does not mention %s", folder)
		}
		checkSums(t, folder, version)
	}
}

// checkSums demands a line of VERSION with file and SHA-256 for each file, and a
// file for each sum.
func checkSums(t *testing.T, folder, version string) {
	sums := len(reSum.FindAllString(version, -1))
	for _, file := range files(t, folder, func(string) bool { return true }) {
		name := strings.TrimPrefix(file, folder+"/")
		if name == "LICENSE" || name == "VERSION" {
			continue
		}
		sums--
		sum := sha256.Sum256([]byte(read(t, file)))
		want := hex.EncodeToString(sum[:])
		found := false
		for line := range strings.Lines(version) {
			found = found || strings.Contains(line, want) && strings.Contains(line, name)
		}
		if !found {
			t.Errorf("%s/VERSION: no line with %s and its SHA-256 %s", folder, name, want)
		}
	}
	if sums != 0 {
		t.Errorf("%s/VERSION: it has %+d more sums than there are files", folder, sums)
	}
}

// TestNotice holds that every module whose code is in the program is named in NOTICE
// with its licence.
func TestNotice(t *testing.T) {
	cmd := exec.Command("go", "list", "-deps", "-f", "{{with .Module}}{{if not .Main}}{{.Path}}{{end}}{{end}}", "./server")
	cmd.Dir = root
	var complaint strings.Builder
	cmd.Stderr = &complaint
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("go list: %v\n%s", err, complaint.String())
	}
	notice := read(t, "NOTICE")
	modules := map[string]bool{}
	for _, module := range strings.Fields(string(out)) {
		modules[module] = true
	}
	for module := range modules {
		if !strings.Contains(notice, module) {
			t.Errorf("NOTICE does not name %s, whose code is in the program", module)
		}
	}
	if len(modules) == 0 {
		t.Error("the program seems to depend on nothing: the list is broken")
	}
	t.Logf("%d modules", len(modules))
}
