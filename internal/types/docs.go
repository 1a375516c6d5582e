package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"reflect"
	"strings"
)

// docs are the comments of types and their fields, read from their source.
type docs struct {
	root  string
	read  map[string]bool
	texts map[string]string // by package.Type and package.Type.Field
}

func newDocs(root string) *docs {
	return &docs{root: root, read: map[string]bool{}, texts: map[string]string{}}
}

func (d *docs) ofType(t reflect.Type) string { return d.of(t.PkgPath(), t.Name()) }

func (d *docs) ofField(t reflect.Type, name string) string {
	return d.of(t.PkgPath(), t.Name()+"."+name)
}

func (d *docs) of(pkg, name string) string {
	if folder, ours := strings.CutPrefix(pkg, "hebb/"); ours && !d.read[pkg] {
		d.read[pkg] = true
		d.load(pkg, filepath.Join(d.root, filepath.FromSlash(folder)))
	}
	return d.texts[pkg+"."+name]
}

func (d *docs) load(pkg, folder string) {
	names, _ := filepath.Glob(filepath.Join(folder, "*.go"))
	if len(names) == 0 {
		fail("there is no source of %s in %s", pkg, folder)
	}
	for _, name := range names {
		tree, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			fail("%v", err)
		}
		ast.Inspect(tree, func(n ast.Node) bool {
			decl, ok := n.(*ast.GenDecl)
			if !ok || decl.Tok != token.TYPE {
				return true
			}
			for _, spec := range decl.Specs {
				spec := spec.(*ast.TypeSpec)
				doc := spec.Doc
				if doc == nil {
					doc = decl.Doc
				}
				d.texts[pkg+"."+spec.Name.Name] = plain(doc)
				if body, ok := spec.Type.(*ast.StructType); ok {
					for _, f := range body.Fields.List {
						for _, n := range f.Names {
							d.texts[pkg+"."+spec.Name.Name+"."+n.Name] = strings.TrimSpace(plain(f.Doc) + " " + plain(f.Comment))
						}
					}
				}
			}
			return true
		})
	}
}

func plain(c *ast.CommentGroup) string {
	return strings.ReplaceAll(strings.Join(strings.Fields(c.Text()), " "), "*/", "* /")
}
