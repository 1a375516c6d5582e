package house

import (
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

func script(file string) bool {
	return ending(".js", ".mjs")(file) && !strings.HasPrefix(file, "web/e2e/") && !strings.HasPrefix(file, "web/tools/")
}

func isTest(file string) bool { return strings.Contains(path.Base(file), ".test.") }

var reImport = regexp.MustCompile(`(?m)^\s*(?:import|export)\b[^;"']*?\bfrom\s*["']([^"']+)["']|^\s*import\s*["']([^"']+)["']|\bimport\(\s*["']([^"']+)["']\s*\)`)

// TestImportsResolve finds the file of every import, as the import map does: hebb/ is
// web/, hebb/vendor/ is static/vendor/. Types that JSDoc names count too.
func TestImportsResolve(t *testing.T) {
	imports := 0
	for _, file := range files(t, "web", script) {
		for _, m := range reImport.FindAllStringSubmatch(read(t, file), -1) {
			name := m[1] + m[2] + m[3]
			target := resolve(file, name)
			switch {
			case strings.HasPrefix(name, "node:") && isTest(file):
				continue
			case target == "":
				t.Errorf("%s: the import map knows no %q", file, name)
			case !exists(target) && !exists(strings.TrimSuffix(target, ".js")+".d.ts"):
				t.Errorf("%s imports %q: there is no file %s", file, name, target)
			}
			imports++
		}
	}
	if imports == 0 {
		t.Error("no script imports anything: the pattern is broken")
	}
	t.Logf("%d imports", imports)
}

func exists(file string) bool {
	_, err := os.Stat(filepath.Join(root, file))
	return err == nil
}

func resolve(from, name string) string {
	if rest, ok := strings.CutPrefix(name, "hebb/vendor/"); ok {
		return "static/vendor/" + rest
	}
	if rest, ok := strings.CutPrefix(name, "hebb/"); ok {
		return "web/" + rest
	}
	if strings.HasPrefix(name, "./") || strings.HasPrefix(name, "../") {
		return path.Join(path.Dir(from), name)
	}
	return ""
}
