package house

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// layer is a row of the table of who may import what.
type layer struct {
	name     string
	packages []string // folders; a trailing /... takes those below along
	never    []string // import paths; those below them are meant too, but for net/url
	alone    bool     // starts no goroutines: the pool that is handed in does
}

const (
	templ     = "github.com/a-h/templ"
	websocket = "github.com/gorilla/websocket"
	gonum     = "gonum.org/v1/gonum"
)

// layers cover every Go package of the module, from the numbers up.
var layers = []layer{
	{name: "numbers", packages: []string{"sim", "sim/figure", "sim/link", "sim/num", "sim/num/elem", "sim/rule/...", "sim/net", "sim/meta", "sim/optim", "sim/precision", "sim/labs/..."}, alone: true,
		never: []string{"net", "time", "os", "log", templ, websocket, "hebb/sim/engine", "hebb/sim/pool", "hebb/sim/job", "hebb/sim/live", "hebb/sim/experiment", "hebb/server", "hebb/templates", "hebb/presets", "hebb/web", "hebb/static"}},
	{name: "document", packages: []string{"sim/experiment"}, alone: true,
		never: []string{"net", "time", "os", "log", templ, websocket, gonum, "hebb/sim/engine", "hebb/sim/pool", "hebb/sim/job", "hebb/sim/live", "hebb/sim/labs", "hebb/sim/data", "hebb/server", "hebb/templates", "hebb/presets", "hebb/web", "hebb/static"}},
	{name: "data", packages: []string{"sim/data/..."},
		never: []string{"net", templ, websocket, "hebb/sim/engine", "hebb/sim/job", "hebb/sim/live", "hebb/sim/labs", "hebb/server", "hebb/templates"}},
	{name: "test suites", packages: []string{"sim/simtest/..."},
		never: []string{"net", templ, websocket, "hebb/server", "hebb/templates"}},
	{name: "engine", packages: []string{"sim/engine/..."}, alone: true,
		never: []string{"net", "time", "os", "io/ioutil", "log", templ, websocket, gonum, "hebb/sim/live", "hebb/sim/pool", "hebb/sim/job", "hebb/sim/labs", "hebb/sim/data", "hebb/server", "hebb/templates", "hebb/presets"}},
	{name: "processors", packages: []string{"sim/pool"},
		never: []string{"net", "time", "os", "io/ioutil", "log", templ, websocket, gonum, "hebb/sim/engine", "hebb/sim/live", "hebb/sim/job", "hebb/sim/labs", "hebb/server", "hebb/templates", "hebb/presets"}},
	{name: "jobs", packages: []string{"sim/job", "sim/sweep"},
		never: []string{"net", "time", "os", "io/ioutil", "log", templ, websocket, gonum, "hebb/sim/live", "hebb/sim/labs", "hebb/server", "hebb/templates", "hebb/presets"}},
	{name: "what viewers get", packages: []string{"sim/live/message", "sim/live/frame"}, alone: true,
		never: []string{"net", "time", "os", "io/ioutil", "log", templ, websocket, gonum, "hebb/sim/live/store", "hebb/sim/live/disk", "hebb/sim/pool", "hebb/sim/job", "hebb/sim/labs", "hebb/server", "hebb/templates", "hebb/presets"}},
	{name: "running", packages: []string{"sim/live", "sim/live/store", "sim/live/timing"},
		never: []string{"net", "os", "io/ioutil", "log", templ, websocket, gonum, "hebb/sim/live/disk", "hebb/sim/job", "hebb/sim/labs", "hebb/server", "hebb/templates", "hebb/presets"}},
	{name: "disk", packages: []string{"sim/live/disk/..."},
		never: []string{"net", "log", templ, websocket, gonum, "hebb/sim/labs", "hebb/server", "hebb/templates", "hebb/presets"}},
	{name: "presets", packages: []string{"presets"},
		never: []string{"net", templ, websocket, gonum, "hebb/sim/engine", "hebb/sim/job", "hebb/sim/live", "hebb/sim/labs", "hebb/server", "hebb/templates"}},
	{name: "ground of the server", packages: []string{"server/limits", "server/reply", "server/version", "server/progress"},
		never: []string{templ, websocket, gonum, "hebb/sim/live", "hebb/sim/labs", "hebb/server", "hebb/templates"}},
	{name: "forms of the wire", packages: []string{"server/wire"},
		never: []string{"net", templ, websocket, gonum, "hebb/sim/labs", "hebb/sim/live/disk", "hebb/server", "hebb/templates"}},
	{name: "asking", packages: []string{"server/catalogue"},
		never: []string{"net", templ, websocket, gonum, "hebb/sim/live", "hebb/sim/labs", "hebb/server/reply", "hebb/server/guard", "hebb/server/pages", "hebb/server/sockets",
			"hebb/server/headless", "hebb/server/download", "hebb/server/servertest", "hebb/templates"}},
	{name: "guard", packages: []string{"server/guard"},
		never: []string{templ, websocket, gonum, "hebb/sim/live", "hebb/sim/labs", "hebb/server/catalogue", "hebb/server/pages", "hebb/server/sockets",
			"hebb/server/headless", "hebb/server/download", "hebb/server/servertest", "hebb/templates"}},
	{name: "owning", packages: []string{"server/owners", "server/shares"},
		never: []string{templ, websocket, gonum, "hebb/sim/labs", "hebb/server/catalogue", "hebb/server/pages", "hebb/server/sockets",
			"hebb/server/headless", "hebb/server/download", "hebb/server/servertest", "hebb/templates"}},
	{name: "without a page", packages: []string{"server/headless"},
		never: []string{"net", templ, websocket, gonum, "hebb/sim/live", "hebb/sim/labs", "hebb/server/reply", "hebb/server/guard", "hebb/server/pages", "hebb/server/sockets", "hebb/server/download", "hebb/server/servertest", "hebb/templates"}},
	{name: "large files", packages: []string{"server/download"},
		never: []string{templ, websocket, gonum, "hebb/sim/live", "hebb/sim/labs", "hebb/server/guard", "hebb/server/pages", "hebb/server/sockets", "hebb/server/servertest", "hebb/templates"}},
	{name: "sockets", packages: []string{"server/sockets"},
		never: []string{templ, gonum, "hebb/sim/labs", "hebb/server/pages", "hebb/server/headless", "hebb/server/download", "hebb/server/servertest", "hebb/templates"}},
	{name: "pages", packages: []string{"server/pages"},
		never: []string{websocket, gonum, "hebb/sim/labs", "hebb/server/headless", "hebb/server/download", "hebb/server/servertest"}},
	{name: "tests of the server", packages: []string{"server/servertest"},
		never: []string{templ, gonum, "hebb/sim/labs", "hebb/server/catalogue", "hebb/server/guard", "hebb/server/pages", "hebb/server/sockets",
			"hebb/server/headless", "hebb/server/download", "hebb/templates"}},
	{name: "command line", packages: []string{"server/..."},
		never: []string{templ, websocket, gonum, "hebb/server/sockets", "hebb/server/servertest", "hebb/templates"}},
	{name: "presentation", packages: []string{"templates/...", "web/...", "static/..."},
		never: []string{gonum, "hebb/sim/live", "hebb/server"}},
	{name: "house", packages: []string{"internal/..."}},
}

// TestLayers walks every import that goes into the program. Tests may import what
// they like.
func TestLayers(t *testing.T) {
	seen := map[string]int{}
	for _, file := range files(t, "", ending(".go")) {
		folder := path.Dir(file)
		if strings.HasSuffix(file, "_test.go") || inOtherModule(t, folder) {
			continue
		}
		l := layerOf(folder)
		if l == nil {
			t.Errorf("%s: the folder %s belongs to no layer; give it a row in layers", file, folder)
			continue
		}
		seen[l.name]++
		checkFile(t, file, l)
	}
	for _, l := range layers {
		if seen[l.name] == 0 {
			t.Errorf("layer %s: no file was found in %v", l.name, l.packages)
		}
	}
	t.Logf("files checked: %v", seen)
}

func checkFile(t *testing.T, file string, l *layer) {
	fset := token.NewFileSet()
	tree, err := parser.ParseFile(fset, filepath.Join(root, file), nil, parser.SkipObjectResolution)
	if err != nil {
		t.Error(err)
		return
	}
	for _, spec := range tree.Imports {
		name, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			t.Errorf("%s: %v", file, err)
		}
		for _, never := range l.never {
			below := strings.HasPrefix(name, never+"/") && name != "net/url" // which only reads text
			if name == never || below {
				t.Errorf("%s: layer %s must not import %s", file, l.name, name)
			}
		}
	}
	if !l.alone {
		return
	}
	ast.Inspect(tree, func(n ast.Node) bool {
		if g, ok := n.(*ast.GoStmt); ok {
			t.Errorf("%s:%d: layer %s must not start goroutines: use the pool", file, fset.Position(g.Pos()).Line, l.name)
		}
		return true
	})
}

func layerOf(folder string) *layer {
	for i := range layers {
		for _, p := range layers[i].packages {
			above, below := strings.CutSuffix(p, "/...")
			if folder == above || below && strings.HasPrefix(folder, above+"/") {
				return &layers[i]
			}
		}
	}
	return nil
}

// inOtherModule says whether the folder lies in a module of its own: tools and tests
// that the program does not contain.
func inOtherModule(t *testing.T, folder string) bool {
	for ; folder != "."; folder = path.Dir(folder) {
		if slices.Contains(otherModules(t), folder) {
			return true
		}
	}
	return false
}

var modules []string

func otherModules(t *testing.T) []string {
	if modules == nil {
		for _, file := range files(t, "", func(p string) bool { return path.Base(p) == "go.mod" }) {
			modules = append(modules, path.Dir(file))
		}
	}
	return modules
}

// TestLayersCatch makes sure that the check can fail.
func TestLayersCatch(t *testing.T) {
	for folder, want := range map[string]string{"sim": "numbers", "sim/labs/oja": "numbers", "sim/data": "data", "sim/live": "running", "sim/live/store": "running", "sim/pool": "processors", "sim/engine": "engine", "sim/engine/history": "engine", "sim/job": "jobs", "sim/live/frame": "what viewers get", "sim/live/disk": "disk", "sim/live/disk/disktest": "disk",
		"server": "command line", "server/pages": "pages", "server/limits": "ground of the server", "templates": "presentation", "web/tools/texlist": "presentation"} {
		if l := layerOf(folder); l == nil || l.name != want {
			t.Errorf("folder %s: layer %v, want %s", folder, l, want)
		}
	}
	if l := layerOf("simulation"); l != nil {
		t.Errorf("folder simulation: layer %s, want none", l.name)
	}
}
