package house

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// TestKindsAreShown finds every kind of figure that a struct of options is written for: its
// name is in the types of the page's scripts, which are made of what labs show, and no other
// is.
func TestKindsAreShown(t *testing.T) {
	_, rest, _ := strings.Cut(read(t, "web/figures/options.d.ts"), "export interface Kinds {\n")
	left := map[string]bool{}
	for line := range strings.Lines(rest) {
		if name, _, ok := strings.Cut(strings.TrimSpace(line), ": "); ok {
			left[name] = true
		}
	}
	if len(left) < 10 {
		t.Errorf("only %d kinds were found", len(left))
	}
	for _, file := range files(t, "sim", ending(".go")) {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		tree, err := parser.ParseFile(token.NewFileSet(), filepath.Join(root, file), nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		for _, kind := range kindsIn(tree) {
			if !left[kind] {
				t.Errorf("%s: no lab shows the kind %s", file, kind)
			}
			delete(left, kind)
		}
	}
	for kind := range left {
		t.Errorf("nothing in Go is of the kind %s", kind)
	}
}

// kindsIn are the texts that methods Kind() string return.
func kindsIn(tree *ast.File) (kinds []string) {
	for _, d := range tree.Decls {
		f, ok := d.(*ast.FuncDecl)
		if !ok || f.Recv == nil || f.Name.Name != "Kind" || f.Body == nil || len(f.Body.List) != 1 {
			continue
		}
		if ret, ok := f.Body.List[0].(*ast.ReturnStmt); ok && len(ret.Results) == 1 {
			if text, ok := ret.Results[0].(*ast.BasicLit); ok && text.Kind == token.STRING {
				kind, _ := strconv.Unquote(text.Value)
				kinds = append(kinds, kind)
			}
		}
	}
	return kinds
}
