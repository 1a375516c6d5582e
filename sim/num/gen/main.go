// Command gen writes the assembly of package num and the Go declarations that go
// with it, and the tables and coefficients of package elem. It is a module of its own,
// so that who builds Hebb needs neither it nor what it imports; make generate runs it,
// and its output is committed.
package main

import (
	"log"
	"os"
	"path/filepath"

	"github.com/mmcloughlin/avo/build"
	"github.com/mmcloughlin/avo/pass"
	"github.com/mmcloughlin/avo/printer"
)

// file is one pair of outputs: ../asm_NAME_amd64.s and .go.
type file struct {
	name  string
	write func(*build.Context)
}

var files = []file{
	{"level1", level1},
	{"level2", level2},
	{"level3", level3},
	{"tall", tall},
	{"symmetric", symmetric},
	{"sparse", sparse},
	{"fused", fused},
	{"vector", vector},
	{"pairs", pairs},
	{"conv", conv},
	{"lu", lu},
}

func main() {
	log.SetFlags(0)
	stale, err := filepath.Glob("../asm_*")
	if err != nil {
		log.Fatal(err)
	}
	written := map[string]bool{}
	for _, f := range files {
		base := "../asm_" + f.name + "_amd64"
		if err := generate(f, base); err != nil {
			log.Fatalf("%s: %v", f.name, err)
		}
		written[base+".s"], written[base+".go"] = true, true
	}
	if err := os.WriteFile(seriesFile, series(), 0o666); err != nil {
		log.Fatal(err)
	}
	written[seriesFile] = true
	if err := os.WriteFile(tablesFile, tables(), 0o666); err != nil {
		log.Fatal(err)
	}
	for _, path := range stale {
		if !written[path] {
			if err := os.Remove(path); err != nil {
				log.Fatal(err)
			}
		}
	}
}

func generate(f file, base string) error {
	c := build.NewContext()
	c.ConstraintExpr("amd64,!noasm,!gccgo,!safe")
	f.write(c)
	tree, err := c.Result()
	if err != nil {
		return err
	}
	if err := pass.Compile.Execute(tree); err != nil {
		return err
	}
	cfg := printer.Config{Argv: []string{"make", "generate"}, Pkg: "num"}
	for ext, p := range map[string]printer.Printer{".s": printer.NewGoAsm(cfg), ".go": printer.NewStubs(cfg)} {
		text, err := p.Print(tree)
		if err != nil {
			return err
		}
		if err := os.WriteFile(base+ext, text, 0o666); err != nil {
			return err
		}
	}
	return nil
}
