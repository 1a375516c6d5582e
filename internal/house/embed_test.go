package house

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"strings"
	"testing"
)

// embedded are the fields without a name of a file's structs.
func embedded(name string, src any) (list []string, err error) {
	fset := token.NewFileSet()
	tree, err := parser.ParseFile(fset, name, src, parser.SkipObjectResolution)
	if err != nil {
		return nil, err
	}
	ast.Inspect(tree, func(n ast.Node) bool {
		if s, ok := n.(*ast.StructType); ok {
			for _, f := range s.Fields.List {
				if len(f.Names) == 0 {
					list = append(list, fset.Position(f.Pos()).String())
				}
			}
		}
		return true
	})
	return list, nil
}

// TestNothingIsEmbedded: what runs experiments names its state where it uses it.
func TestNothingIsEmbedded(t *testing.T) {
	seen := 0
	for _, folder := range []string{"sim/engine", "sim/live", "sim/job", "sim/pool"} {
		for _, file := range files(t, folder, ending(".go")) {
			if strings.HasSuffix(file, "_test.go") || strings.Contains(file, "/disktest/") || strings.HasPrefix(file, "sim/live/message/") { // what tests make, and forms of JSON
				continue
			}
			seen++
			list, err := embedded(filepath.Join(root, file), nil)
			if err != nil {
				t.Error(err)
			}
			for _, at := range list {
				t.Errorf("%s: a field has no name", at)
			}
		}
	}
	if seen < 40 {
		t.Errorf("%d files were read", seen)
	}
	if list, err := embedded("x.go", "package x\ntype a struct{ b int }\ntype c struct {\n\t*a\n\td int\n}\n"); err != nil || len(list) != 1 {
		t.Errorf("%v %v", list, err)
	}
}

// TestFoldersAreNotCrowded: no folder of engine, live or jobs holds more than 25 files of code.
func TestFoldersAreNotCrowded(t *testing.T) {
	count := map[string]int{}
	for _, under := range []string{"sim", "server"} {
		for _, file := range files(t, under, ending(".go")) {
			if !strings.HasSuffix(file, "_test.go") {
				count[filepath.Dir(file)]++
			}
		}
	}
	for _, folder := range []string{"sim/engine", "sim/live", "sim/live/disk", "sim/job", "server", "server/pages", "server/sockets", "server/headless"} {
		if n := count[folder]; n == 0 || n > 25 {
			t.Errorf("%s holds %d files of code, and 25 are the most", folder, n)
		}
	}
	t.Log(count)
}
