package house

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var reFloor = regexp.MustCompile(`(?m)^(Floor: [1-9][0-9]* executions a second\.|No floor: .{20,})`)

// TestFuzzTargetsHaveFloors: a target that hardly runs finds nothing. The comment of each
// says how often it runs at least, which make fuzz measures, or why nobody can say.
func TestFuzzTargetsHaveFloors(t *testing.T) {
	seen := 0
	for _, file := range files(t, "", ending("_test.go")) {
		tree, err := parser.ParseFile(token.NewFileSet(), filepath.Join(root, file), nil, parser.ParseComments)
		if err != nil {
			t.Error(err)
			continue
		}
		for _, d := range tree.Decls {
			f, ok := d.(*ast.FuncDecl)
			if !ok || f.Recv != nil || !strings.HasPrefix(f.Name.Name, "Fuzz") {
				continue
			}
			seen++
			if !reFloor.MatchString(f.Doc.Text()) {
				t.Errorf("%s: %s has no line \"Floor: N executions a second.\" or \"No floor: why\"", file, f.Name.Name)
			}
		}
	}
	if seen < 20 {
		t.Errorf("%d fuzz targets were found: the walk is broken", seen)
	}
}
