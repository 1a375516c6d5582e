// Command fuzz runs every fuzz target for a while, and says of each how often it ran in a
// second and what its comment promises: a target that hardly runs finds nothing.
//
//	go run ./internal/fuzz -time 10s
package main

import (
	"flag"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
)

// target is a fuzz target and the executions a second that its comment promises; 0: none,
// for a reason that the comment gives.
type target struct {
	folder, name string
	floor        int
	excused      bool
}

func main() {
	during := flag.String("time", "10s", "how long each target runs")
	only := flag.String("run", "", "`expression` that the names of targets match")
	flag.Parse()
	match, err := regexp.Compile(*only)
	if err == nil {
		err = run(match, *during)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "fuzz:", err)
		os.Exit(1)
	}
}

func run(match *regexp.Regexp, during string) error {
	list, err := targets(".")
	if err != nil {
		return err
	}
	bad := 0
	for _, t := range list {
		if !match.MatchString(t.name) {
			continue
		}
		cmd := exec.Command("go", "test", "-run", "^$", "-fuzz", "^"+t.name+"$", "-fuzztime", during, "./"+t.folder)
		out, err := cmd.CombinedOutput()
		rate := fastest(string(out))
		state := "ok"
		if err != nil || rate < t.floor {
			state, bad = "FAIL", bad+1
		}
		fmt.Printf("%-4s %-30s %-20s %7d a second, floor %d\n", state, t.folder, t.name, rate, t.floor)
		if err != nil {
			fmt.Printf("%s\n", out)
		}
	}
	if bad > 0 {
		return fmt.Errorf("%d targets fail, or run less often than they promise", bad)
	}
	return nil
}

var (
	reFloor  = regexp.MustCompile(`(?m)^Floor: ([1-9][0-9]*) executions a second\.`)
	reExcuse = regexp.MustCompile(`(?m)^No floor: .{20,}`)
	reRate   = regexp.MustCompile(`execs: \d+ \((\d+)/sec\)`)
)

// fastest is the best rate that go test has told: it begins slowly, and a busy machine has
// moments without a processor.
func fastest(out string) (rate int) {
	for _, m := range reRate.FindAllStringSubmatch(out, -1) {
		n, _ := strconv.Atoi(m[1])
		rate = max(rate, n)
	}
	return rate
}

// targets finds all fuzz targets below a folder.
func targets(root string) (list []target, err error) {
	err = filepath.WalkDir(root, func(path string, e fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case e.IsDir() && (e.Name() == "node_modules" || e.Name() == ".git"):
			return fs.SkipDir
		case !strings.HasSuffix(path, "_test.go"):
			return nil
		}
		tree, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ParseComments)
		if err != nil {
			return err
		}
		for _, d := range tree.Decls {
			if f, ok := d.(*ast.FuncDecl); ok && f.Recv == nil && strings.HasPrefix(f.Name.Name, "Fuzz") {
				doc := f.Doc.Text()
				t := target{folder: filepath.ToSlash(filepath.Dir(path)), name: f.Name.Name, excused: reExcuse.MatchString(doc)}
				if m := reFloor.FindStringSubmatch(doc); m != nil {
					t.floor, _ = strconv.Atoi(m[1])
				}
				list = append(list, t)
			}
		}
		return nil
	})
	return list, err
}
