package pages

import (
	"io/fs"
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"strings"
	"testing"

	"hebb/server/servertest"
	"hebb/static"
	"hebb/web"
)

// Every module is found from those that import it, and what it imports is there.
func TestModulesSayWhatTheyNeed(t *testing.T) {
	a, err := newAssets(map[string]fs.FS{"web": web.Files, "static": static.Files})
	if err != nil {
		t.Fatal(err)
	}
	reAny := regexp.MustCompile(`(?m)\sfrom\s+"([^"]+)";$|^import\s+"([^"]+)";$`)
	for name, file := range a.files {
		if !strings.HasPrefix(name, "web/") || !strings.HasSuffix(name, ".js") {
			continue
		}
		got := a.imports(name)
		for _, m := range reAny.FindAllSubmatch(file.data, -1) {
			to := a.resolve(name, string(m[1])+string(m[2]))
			if a.files[to] == nil {
				t.Errorf("%s imports %s, which is not served", name, to)
			}
			if !slices.Contains(got, to) {
				t.Errorf("%s imports %s, and %v is all that was found", name, to, got)
			}
		}
	}
}

// A page names all modules that it loads, each once, and no other.
func TestPagesNameTheirModules(t *testing.T) {
	house := newHouse(t)
	h := house.Handler()
	rePreload := regexp.MustCompile(`<link rel="modulepreload" href="([^"]+)"`)
	for _, path := range []string{"/", "/labs/" + house.catalogue.Labs[0].Name} {
		r := httptest.NewRequest("GET", path, nil)
		r.Host = servertest.Host
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		if w.Code != http.StatusOK {
			t.Fatalf("%s: %d", path, w.Code)
		}
		named := map[string]bool{}
		for _, m := range rePreload.FindAllStringSubmatch(w.Body.String(), -1) {
			if named[m[1]] {
				t.Errorf("%s names %s twice", path, m[1])
			}
			named[m[1]] = true
		}
		for _, must := range []string{"web/main.js", "web/run/stream.js", "web/run/table.js"} {
			if !named[house.assets.url(must)] {
				t.Errorf("%s does not name %s: %v", path, must, named)
			}
		}
		for address := range named {
			file := house.assets.files[strings.TrimPrefix(address, house.assets.url(""))]
			if file == nil {
				t.Errorf("%s names %s, which is not served", path, address)
				continue
			}
			for _, to := range house.assets.imports(strings.TrimPrefix(address, house.assets.url(""))) {
				if !named[house.assets.url(to)] {
					t.Errorf("%s names %s and not %s, which it imports", path, address, to)
				}
			}
		}
	}
}
