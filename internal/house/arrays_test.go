package house

import (
	"go/ast"
	"go/parser"
	"go/token"
	"regexp"
	"strings"
	"testing"
)

var (
	// reShape is a shape, then what stands in it: "n × m: W", "[layer][unit]: errors".
	reShape = regexp.MustCompile(`^[^:;]{1,60}: .`)
	// reNumbered is a list of what numbers or words mean: "1 pen, 2 arm", "chord or lu".
	reNumbered = regexp.MustCompile(`\b\d+:? \pL+[,;] \d+:? \pL+|^"?\w+"?(, "?\w+"?)*,? or "?\w+"?$`)
)

// TestKernelsSayTheirShapes holds that what a simulation computes with is written down:
// every array of a struct that is written for both precisions, or that holds a matrix,
// has its shape beside it, and then what it is; and that what has a few values has a type
// whose constants name them.
func TestKernelsSayTheirShapes(t *testing.T) {
	arrays := 0
	for _, file := range files(t, "sim", func(p string) bool {
		return ending(".go")(p) && !strings.HasSuffix(p, "_test.go") && (strings.HasPrefix(p, "sim/labs/") || strings.HasPrefix(p, "sim/net/") ||
			strings.HasPrefix(p, "sim/meta/") || strings.HasPrefix(p, "sim/rule/") || strings.HasPrefix(p, "sim/optim/"))
	}) {
		n, complaints := shapes(t, read(t, file))
		arrays += n
		for _, c := range complaints {
			t.Errorf("%s: %s", file, c)
		}
	}
	if arrays < 150 {
		t.Errorf("only %d arrays are looked at", arrays)
	}
	t.Logf("%d arrays", arrays)
}

// shapes counts the arrays of a file's kernels and says what is missing.
func shapes(t *testing.T, text string) (arrays int, complaints []string) {
	t.Helper()
	parsed, err := parser.ParseFile(token.NewFileSet(), "", text, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	ast.Inspect(parsed, func(n ast.Node) bool {
		spec, ok := n.(*ast.TypeSpec)
		if !ok {
			return true
		}
		s, ok := spec.Type.(*ast.StructType)
		if !ok {
			return true
		}
		typeText := func(e ast.Expr) string { return text[e.Pos()-1 : e.End()-1] }
		kernel := spec.TypeParams != nil
		for _, f := range s.Fields.List {
			kernel = kernel || strings.Contains(typeText(f.Type), "num.Mat[")
		}
		for _, f := range s.Fields.List {
			of, names := typeText(f.Type), spec.Name.Name
			for _, name := range f.Names {
				names += " " + name.Name
			}
			comment := strings.TrimSpace(f.Comment.Text())
			if reNumbered.MatchString(comment) && regexp.MustCompile(`^u?int\d*$|^string$`).MatchString(of) {
				complaints = append(complaints, names+" has a few values: give it a type that names them")
			}
			if kernel && isArray(of) && f.Tag == nil {
				if arrays++; !reShape.MatchString(comment) {
					complaints = append(complaints, names+" "+of+" does not say its shape")
				}
			}
		}
		return true
	})
	return arrays, complaints
}

// isArray says whether a type holds numbers of some shape.
func isArray(of string) bool {
	return regexp.MustCompile(`^(\[[^\]]*\])+(T|float64|num\.Mat\[\w+\])$|^num\.(Mat|Sym|Sparse)\[\w+\]$`).MatchString(of)
}

func TestShapesAreMissed(t *testing.T) {
	const head = "package p\ntype kernel[T num.Float] struct {\n"
	for field, want := range map[string]int{
		"x []T // n: activity": 0, "x []T": 1, "x []T // activity": 1, "w num.Mat[T] // n × m: W": 0, "w [2]num.Mat[T]": 1, "e [][]T // [layer][unit]: ε": 0,
		"n int": 0, "sum []float64 // sums": 1, "task int // 1 pen, 2 arm": 1, "task task // what is moved": 0, "act string // \"tanh\" or \"softplus\"": 1,
		"how string // chord, lu or sweeps": 1, "m int // outputs: pen coordinates or joints": 0,
	} {
		if _, complaints := shapes(t, head+field+"\n}\n"); len(complaints) != want {
			t.Errorf("%s: %q", field, complaints)
		}
	}
}
