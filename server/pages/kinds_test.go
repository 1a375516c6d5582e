package pages

import (
	"fmt"
	"io/fs"
	"path"
	"strings"
	"testing"

	"hebb/sim/labs"
	"hebb/web"
)

// bases are the modules that say what the options of an element are, where it is not the
// element's own.
var bases = map[string]string{"terms": "web/figures/metaplasticity/terms_source.js"}

// Every kind of figure has one module, and stands where it says whom it serves: in the
// folder of its lab when no other lab shows it, in a shared one otherwise.
func TestKindsStandWithTheirLab(t *testing.T) {
	a, err := newAssets(map[string]fs.FS{"web": web.Files})
	if err != nil {
		t.Fatal(err)
	}
	users := map[string]map[string]bool{} // of a kind: labs that show it
	folders := map[string]bool{}
	for _, lab := range labs.All {
		folders[lab.Name] = true
		for _, view := range lab.Views {
			for _, f := range view.Figures {
				if users[f.Draw.Kind()] == nil {
					users[f.Draw.Kind()] = map[string]bool{}
				}
				users[f.Draw.Kind()][lab.Name] = true
				if a.kinds[f.Draw.Kind()] == "" {
					t.Errorf("%s: the figure %s is of the kind %q, which no module of web/figures makes", lab.Name, f.Name, f.Draw.Kind())
				}
			}
		}
	}
	for kind, module := range a.kinds {
		text := string(a.files[module].data)
		if base, ok := bases[kind]; ok {
			text = string(a.files[base].data)
		}
		if !strings.Contains(text, fmt.Sprintf(`.Kinds["%s"]>}`, kind)) {
			t.Errorf("%s: the element does not say that its options are Kinds[%q]", module, kind)
		}
		folder := path.Base(path.Dir(module))
		switch {
		case len(users[kind]) == 0:
			t.Errorf("%s: no lab shows the kind %s", module, kind)
		case len(users[kind]) == 1 && !users[kind][folder]:
			t.Errorf("%s: only %v shows it; it stands in the folder of that lab", module, users[kind])
		case len(users[kind]) > 1 && folders[folder]:
			t.Errorf("%s: %v show it; it stands in a shared folder", module, users[kind])
		}
	}
	// Shared code takes nothing out of a lab's folder.
	for name, file := range a.files {
		for lab := range folders {
			if own := "figures/" + lab + "/"; strings.Contains(string(file.data), "hebb/"+own) && !strings.HasPrefix(name, "web/"+own) {
				t.Errorf("%s imports from web/%s, which is there for one lab", name, own)
			}
		}
	}
}
