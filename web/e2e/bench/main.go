// Bench measures what a person would notice, on this machine, and prints one table.
//
//	go run ./bench [-link LINK] [-field NAME] [-moves N] [-rounds N] [-frames N] [-quick] [-load] [-program FILE]
package main

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"text/tabwriter"
	"time"

	"hebb/web/e2e/drive"
)

var (
	link   = flag.String("link", "/labs/oja?preset=rescue", "`link` of the run that is watched")
	field  = flag.String("field", "theta9", "`name` of the slider that is moved")
	moves  = flag.Int("moves", 60, "how many `moves` of the slider of each lab")
	rounds = flag.Int("rounds", 3, "how `often` each lab is visited")
	long   = flag.Int("frames", 1500, "how many `frames` the heap is watched for")
	only   = flag.Bool("load", false, "measure followers only")
	quick  = flag.Bool("quick", false, "the pages alone")
	built  = flag.String("program", "", "`file` of a server that is built; \"\" builds one")
)

func main() {
	flag.Parse()
	if err := bench(); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

// table collects rows and prints them at the end.
type table struct{ w *tabwriter.Writer }

func newTable() *table { return &table{tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', 0)} }

// cells adds a row of columns.
func (t *table) cells(list ...string) { fmt.Fprintln(t.w, strings.Join(list, "\t")) }

func (t *table) row(what, format string, args ...any) {
	fmt.Fprintf(t.w, "%s\t%s\n", what, fmt.Sprintf(format, args...))
}

func bench() error {
	dir, err := os.MkdirTemp("", "hebb-bench-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	program := *built
	if program == "" {
		if program, err = drive.Build(dir); err != nil {
			return err
		}
	}
	if !*quick {
		if err := server(dir, program); err != nil || *only {
			return err
		}
	}
	// The pages get a server of their own: runs of before still go for a while.
	s := &drive.Server{Program: program, Data: dir + "/fresh"}
	if err := s.Start(); err != nil {
		return err
	}
	defer s.Stop()
	return pages(s)
}

// server measures the program without a browser.
func server(dir, program string) error {
	t := newTable()
	if !*only {
		if err := t.steps(); err != nil {
			return err
		}
	}
	size, err := os.Stat(program)
	if err != nil {
		return err
	}
	s := &drive.Server{Program: program, Data: dir + "/data"}
	if err := s.Start(); err != nil {
		return err
	}
	defer func() { s.Stop() }() // a second time does nothing
	if *only {
		if err := t.load(s); err != nil {
			return err
		}
		return t.w.Flush()
	}
	if *only {
		if err := t.load(s); err != nil {
			return err
		}
		return t.w.Flush()
	}
	t.row("start of the program until it answers", "%d ms", s.Took.Milliseconds())
	t.row("size of the program", "%.1f MB", float64(size.Size())/1e6)
	if err := t.rates(s); err != nil {
		return err
	}
	if err := t.load(s); err != nil {
		return err
	}
	began := time.Now()
	if err := s.Stop(); err != nil {
		return err
	}
	t.row("stop of the program with the runs of before", "%d ms", time.Since(began).Milliseconds())
	return t.w.Flush()
}

// settleTime is how long a rate is left to settle before it is measured.
const settleTime = time.Second
