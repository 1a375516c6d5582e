package sweeps

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"hebb/sim"
	"hebb/sim/experiment"
	"hebb/sim/simtest/toy"
	"hebb/sim/sweep"
)

// The test binary is a worker, or somebody who asks for a sweep, when it is told so.
const (
	workerMark = "HEBB_TEST_SWEEP_WORKER"
	askerMark  = "HEBB_TEST_SWEEP_ASKER" // the folder
)

func TestMain(m *testing.M) {
	switch {
	case os.Getenv(workerMark) != "":
		var w Worker = bench()
		if os.Getenv(workerMark) == "slow" { // so that it can be killed in the middle
			w = fake(func(ctx context.Context, o *sweep.Order) (*sweep.Result, error) {
				time.Sleep(50 * time.Millisecond)
				return bench().Compute(ctx, o)
			})
		}
		if err := Serve(context.Background(), w, os.Stdin, os.Stdout); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	case os.Getenv(askerMark) != "":
		if err := ask(os.Getenv(askerMark)); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

var by = sweep.Arithmetic{Version: "test-1", Digest: "abc"}

func bench() *Bench {
	return &Bench{Labs: []*sim.Lab{toy.Lab}, Arithmetic: func(string, string) sweep.Arithmetic { return by }}
}

// ask runs the plan of the tests in a folder, with two processes.
func ask(dir string) error {
	f, err := Open(dir)
	if err != nil {
		return err
	}
	p := plan(40, 3)
	if err := f.SetSweep(p.Sweep); err != nil {
		return err
	}
	workers := processes(2, "slow")
	defer closeAll(workers)
	var failed error
	err = Run(context.Background(), f, p.Tasks(), workers, func(o Outcome) { failed = errors.Join(failed, o.Err) })
	return errors.Join(err, failed)
}

func processes(n int, how string) []Worker {
	var list []Worker
	for i := range n {
		list = append(list, &Process{Number: i + 1, Command: func() *exec.Cmd {
			cmd := exec.Command(os.Args[0])
			cmd.Env = append(os.Environ(), workerMark+"="+how)
			return cmd
		}})
	}
	return list
}

func closeAll(workers []Worker) {
	for _, w := range workers {
		w.Close()
	}
}

// plan is a sweep of the toy with so many rates and seeds.
func plan(rates, seeds int) *Plan {
	view, _ := toy.Lab.View("neuron")
	s := &sweep.Sweep{Base: experiment.Experiment{Setup: experiment.NewSetup(toy.Lab, view)}, Seeds: seeds, Steps: 2000}
	a := sweep.Axis{Field: "eta"}
	for k := range rates {
		a.Values = append(a.Values, sim.Number(0.001+0.0001*float64(k)))
	}
	s.Axes = []sweep.Axis{a}
	s.Measures = []experiment.Term{{Variant: "a", Output: "norm", Unit: s.Steps}}
	return &Plan{Sweep: s, View: view, Arithmetic: by}
}

// right is what every cell comes to, computed here.
var right = sync.OnceValue(func() map[string][]byte {
	all := map[string][]byte{}
	for t := range plan(40, 3).Tasks() {
		r, err := t.Compute(context.Background(), toy.Lab, bench().Given)
		if err != nil {
			panic(err)
		}
		all[t.Key] = r.File()
	}
	return all
})

// cells reads a folder's cells: their bytes by key.
func cells(t *testing.T, dir string) map[string][]byte {
	t.Helper()
	entries, err := os.ReadDir(filepath.Join(dir, "cells"))
	if err != nil {
		t.Fatal(err)
	}
	all := map[string][]byte{}
	for _, e := range entries {
		key, ok := strings.CutSuffix(e.Name(), ".json")
		if !ok {
			continue
		}
		if all[key], err = os.ReadFile(filepath.Join(dir, "cells", e.Name())); err != nil {
			t.Fatal(err)
		}
	}
	return all
}

// whole says whether a folder has all cells of plan(40, 3), each as it is.
func whole(t *testing.T, dir string) {
	t.Helper()
	got := cells(t, dir)
	for key, want := range right() {
		if !bytes.Equal(got[key], want) {
			t.Errorf("cell %s is %q, want %q", key, got[key], want)
		}
	}
	if len(got) != len(right()) {
		t.Errorf("%d cells, want %d", len(got), len(right()))
	}
}

// logged reads the log.
func logged(t *testing.T, dir string) (list []Line) {
	t.Helper()
	file, err := os.Open(filepath.Join(dir, logFile))
	if errors.Is(err, os.ErrNotExist) {
		return nil
	} else if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	for scan := bufio.NewScanner(file); scan.Scan(); {
		var l Line
		if json.Unmarshal(scan.Bytes(), &l) == nil {
			list = append(list, l)
		}
	}
	return list
}

func open(t *testing.T, dir string) *Folder {
	t.Helper()
	f, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// A result is placed once; the same one again is no fault, another is kept and told, and one that
// was written in half is replaced.
func TestPlace(t *testing.T) {
	dir := t.TempDir()
	f := open(t, dir)
	x, y := 0.5, 0.25
	r := &sweep.Result{Version: 1, Cell: "c", Arithmetic: by, Values: []sweep.Value{{Measure: "a.norm@1", Value: &x}}}
	for range 2 {
		if err := f.Place(r); err != nil {
			t.Fatal(err)
		}
	}
	other := *r
	other.Values = []sweep.Value{{Measure: "a.norm@1", Value: &y}}
	err := f.Place(&other)
	conflict, ok := errors.AsType[*Conflict](err)
	if !ok || conflict.Cell != "c" {
		t.Fatal(err)
	}
	if kept, err := os.ReadFile(filepath.Join(dir, conflict.Kept)); err != nil || !bytes.Equal(kept, other.File()) {
		t.Errorf("%v: %s", err, kept)
	}
	if got, err := f.Result("c"); err != nil || *got.Value("a.norm@1").Value != x {
		t.Error(got, err)
	}
	for n := range r.File() {
		name := filepath.Join(dir, "cells", "c.json")
		if err := os.WriteFile(name, r.File()[:n], 0o666); err != nil {
			t.Fatal(err)
		}
		if got, err := f.Result("c"); got != nil || err != nil {
			t.Fatalf("%d bytes are read as %v, %v", n, got, err)
		}
		if n%16 != 0 {
			continue
		}
		if err := f.Place(r); err != nil {
			t.Fatal(err)
		}
		if got, err := f.Result("c"); err != nil || got == nil {
			t.Fatalf("after %d bytes: %v, %v", n, got, err)
		}
	}
	if left, _ := filepath.Glob(filepath.Join(dir, "cells", newPrefix+"*")); left != nil {
		t.Errorf("left over: %s", left)
	}
}

// Many who place at once, the same and others, leave one of each.
func TestPlaceTogether(t *testing.T) {
	dir := t.TempDir()
	var wg sync.WaitGroup
	for range 4 {
		f := open(t, dir)
		wg.Go(func() {
			for k := range 20 {
				x := float64(k)
				r := &sweep.Result{Version: 1, Cell: fmt.Sprint("c", k), Arithmetic: by, Values: []sweep.Value{{Measure: "a.norm@1", Value: &x}}}
				if err := f.Place(r); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
	if n := len(cells(t, dir)); n != 20 {
		t.Errorf("%d cells", n)
	}
}

func TestFolderOfAnotherSweep(t *testing.T) {
	dir := t.TempDir()
	f := open(t, dir)
	p := plan(3, 1)
	for range 2 {
		if err := f.SetSweep(p.Sweep); err != nil {
			t.Fatal(err)
		}
	}
	wider := plan(5, 2)
	if err := f.SetSweep(wider.Sweep); err != nil {
		t.Errorf("a wider grid is refused: %v", err)
	}
	if _, s, err := Find(dir); err != nil || s.Count() != 10 {
		t.Error(err)
	}
	other := plan(3, 1)
	other.Sweep.Base.Seed++
	if err := f.SetSweep(other.Sweep); err == nil || !strings.Contains(err.Error(), "the folder of another sweep, of toy, view neuron with seed 7") {
		t.Error(err)
	}
	if err := os.WriteFile(filepath.Join(dir, sweepFile), []byte(`{"hebb_sweep":9}`), 0o666); err != nil {
		t.Fatal(err)
	}
	if err := f.SetSweep(p.Sweep); err == nil || !strings.Contains(err.Error(), "newer Hebb") {
		t.Error(err)
	}
	if _, _, err := Find(t.TempDir()); err == nil || !strings.Contains(err.Error(), "no folder of a sweep") {
		t.Error(err)
	}
}

// fake is a worker that answers as it is told.
type fake func(ctx context.Context, o *sweep.Order) (*sweep.Result, error)

func (f fake) Compute(ctx context.Context, o *sweep.Order) (*sweep.Result, error) { return f(ctx, o) }
func (fake) Name() string                                                         { return "fake" }
func (fake) Close()                                                               {}

// Every cell is computed once, by whoever is free; what fails or is not the answer is named and
// stops nothing, and the same again computes only that.
func TestRun(t *testing.T) {
	dir := t.TempDir()
	f := open(t, dir)
	p := plan(40, 3)
	var mu sync.Mutex
	computed := map[string]int{}
	wrong := 0
	var spoil bool
	worker := fake(func(ctx context.Context, o *sweep.Order) (*sweep.Result, error) {
		mu.Lock()
		computed[o.Key()]++
		wrong++
		n := wrong
		mu.Unlock()
		if spoil {
			switch n {
			case 5:
				return nil, errors.New("no memory")
			case 6:
				panicking := *o
				panicking.Experiment.Seed += 100 // the result of another cell
				return panicking.Compute(ctx, toy.Lab, bench().Given)
			case 7:
				r, err := o.Compute(ctx, toy.Lab, bench().Given)
				r.Values = nil
				return r, err
			case 8:
				r, err := o.Compute(ctx, toy.Lab, bench().Given)
				r.Arithmetic.Digest = "other"
				return r, err
			}
		}
		return o.Compute(ctx, toy.Lab, bench().Given)
	})
	spoil = true
	var failed []string
	workers := []Worker{worker, worker, worker}
	if err := Run(t.Context(), f, p.Tasks(), workers, func(o Outcome) {
		if o.Err != nil {
			failed = append(failed, o.Name+": "+o.Err.Error())
		}
	}); err != nil {
		t.Fatal(err)
	}
	if len(failed) != 4 || !slices.ContainsFunc(failed, func(s string) bool { return strings.Contains(s, "no memory") && strings.Contains(s, "seed=") }) {
		t.Errorf("failed: %q", failed)
	}
	if n := len(cells(t, dir)); n != 116 {
		t.Errorf("%d cells", n)
	}
	spoil = false
	clear(computed)
	if err := Run(t.Context(), f, p.Tasks(), workers, func(o Outcome) {
		if o.Err != nil {
			t.Error(o.Err)
		}
	}); err != nil {
		t.Fatal(err)
	}
	if len(computed) != 4 {
		t.Errorf("%d cells are computed the second time", len(computed))
	}
	whole(t, dir)
}

// When its time is over, a sweep ends with the cells that it has, and the same again goes on.
func TestRunStops(t *testing.T) {
	dir := t.TempDir()
	f := open(t, dir)
	p := plan(40, 3)
	ctx, cancel := context.WithCancel(t.Context())
	workers := processes(2, "fast")
	defer closeAll(workers)
	n := 0
	err := Run(ctx, f, p.Tasks(), workers, func(Outcome) {
		if n++; n == 10 {
			cancel()
		}
	})
	if !errors.Is(err, context.Canceled) {
		t.Fatal(err)
	}
	had := len(cells(t, dir))
	if had < 10 || had >= 120 {
		t.Errorf("%d cells", had)
	}
	n = 0
	if err := Run(t.Context(), f, p.Tasks(), workers, func(Outcome) { n++ }); err != nil {
		t.Fatal(err)
	}
	if n != 120-had {
		t.Errorf("%d cells are computed of the %d that are missing", n, 120-had)
	}
	whole(t, dir)
}

// A folder that cannot be written to ends the sweep.
func TestFullFolder(t *testing.T) {
	dir := t.TempDir()
	f := open(t, dir)
	n := 0
	worker := fake(func(ctx context.Context, o *sweep.Order) (*sweep.Result, error) {
		if n++; n == 3 {
			if err := os.Rename(filepath.Join(dir, "cells"), filepath.Join(dir, "elsewhere")); err != nil {
				t.Error(err)
			}
		}
		return o.Compute(ctx, toy.Lab, bench().Given)
	})
	err := Run(t.Context(), f, plan(40, 3).Tasks(), []Worker{worker}, func(Outcome) {})
	if !errors.Is(err, os.ErrNotExist) || n > 3+placing+2 {
		t.Errorf("%v after %d cells", err, n)
	}
}

// A process that is killed takes one cell with it at most, and another takes its place.
func TestKilledProcesses(t *testing.T) {
	dir := t.TempDir()
	f := open(t, dir)
	p := plan(40, 3)
	workers := processes(3, "fast")
	defer closeAll(workers)
	r := rand.New(rand.NewPCG(1, 2))
	killed, done, failed := 0, 0, 0
	var mu sync.Mutex
	guarded := make([]Worker, len(workers))
	for i, w := range workers {
		guarded[i] = fake(func(ctx context.Context, o *sweep.Order) (*sweep.Result, error) {
			mu.Lock()
			kill := r.IntN(12) == 0
			if kill {
				killed++
			}
			mu.Unlock()
			process := w.(*Process)
			if err := process.start(); err != nil {
				return nil, err
			}
			if kill {
				process.cmd.Process.Kill()
			}
			return w.Compute(ctx, o)
		})
	}
	for range 20 {
		if err := Run(t.Context(), f, p.Tasks(), guarded, func(o Outcome) {
			if done++; o.Err != nil {
				if failed++; !strings.Contains(o.Err.Error(), "the process that computed it ended") {
					t.Error(o.Err)
				}
			}
		}); err != nil {
			t.Fatal(err)
		}
		if len(cells(t, dir)) == 120 {
			break
		}
	}
	if killed == 0 || failed == 0 || failed > killed || done-failed != 120 {
		t.Errorf("%d killed, %d cells failed, %d computed", killed, failed, done-failed)
	}
	whole(t, dir)
}

// An asker that is killed, again and again, loses no cell and computes none again; its processes
// end with it.
func TestKilledAsker(t *testing.T) {
	dir := t.TempDir()
	r := rand.New(rand.NewPCG(3, 4))
	killed := 0
	for round := 0; ; round++ {
		had := placed(dir)
		lines := len(logged(t, dir))
		cmd := exec.Command(os.Args[0])
		cmd.Env = append(os.Environ(), askerMark+"="+dir)
		var said bytes.Buffer
		cmd.Stdout, cmd.Stderr = &said, &said
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		if round < 10 {
			enough := len(had) + 1 + r.IntN(8)
			ended := make(chan struct{})
			go func() { cmd.Wait(); close(ended) }()
		watching:
			for len(placed(dir)) < enough {
				select {
				case <-ended: // nobody has looked for so long that it has come to its end
					break watching
				case <-time.After(time.Millisecond):
				}
			}
			if cmd.Process.Kill() == nil {
				killed++
			}
			<-ended
		} else if err := cmd.Wait(); err != nil {
			t.Fatalf("%v: %s", err, &said)
		}
		for _, l := range logged(t, dir)[lines:] {
			if had[l.Cell] {
				t.Errorf("cell %s was there and is computed again", l.Cell)
			}
		}
		for key := range had {
			if !placed(dir)[key] {
				t.Errorf("cell %s is gone", key)
			}
		}
		if round == 10 {
			break
		}
	}
	if killed < 3 {
		t.Errorf("it was killed %d times", killed)
	}
	whole(t, dir)
}

// placed are the keys of whole cells in a folder that may not be there yet.
func placed(dir string) map[string]bool {
	keys := map[string]bool{}
	names, _ := filepath.Glob(filepath.Join(dir, "cells", "*.json"))
	f := &Folder{dir: dir}
	for _, name := range names {
		key := strings.TrimSuffix(filepath.Base(name), ".json")
		if r, _ := f.Result(key); r != nil {
			keys[key] = true
		}
	}
	return keys
}

// Parts have all cells between them, each in one; two folders make one table.
func TestShards(t *testing.T) {
	dirs := []string{t.TempDir(), t.TempDir()}
	p := plan(40, 3)
	var folders []*Folder
	for k, dir := range dirs {
		f := open(t, dir)
		folders = append(folders, f)
		part := *p
		part.Shard = Shard{k + 1, 2}
		if err := Run(t.Context(), f, part.Tasks(), []Worker{bench()}, func(o Outcome) {
			if o.Err != nil {
				t.Error(o.Err)
			}
		}); err != nil {
			t.Fatal(err)
		}
	}
	a, b := cells(t, dirs[0]), cells(t, dirs[1])
	if len(a)+len(b) != 120 || len(a) < 40 || len(b) < 40 {
		t.Errorf("%d and %d cells", len(a), len(b))
	}
	for key := range a {
		if b[key] != nil {
			t.Errorf("cell %s is in both", key)
		}
	}
	var both bytes.Buffer
	if missing, err := WriteTable(&both, []*Plan{p, p}, folders); err != nil || missing != 0 || strings.Count(both.String(), "\n") != 121 {
		t.Errorf("%d missing, %v, %d lines", missing, err, strings.Count(both.String(), "\n"))
	}
	var one bytes.Buffer
	if missing, err := WriteTable(&one, []*Plan{p}, folders[:1]); err != nil || missing != len(b) || strings.Count(one.String(), ",missing,") != len(b) {
		t.Errorf("%d missing, %v", missing, err)
	}
	for text, want := range map[string]Shard{"3/16": {3, 16}, "1/1": {1, 1}} {
		if s, err := ParseShard(text); err != nil || s != want {
			t.Errorf("%s: %v, %v", text, s, err)
		}
	}
	for _, text := range []string{"", "3", "0/4", "5/4", "-1/4", "1/0", "a/b", "1/2/3", "1/1000000"} {
		if _, err := ParseShard(text); err == nil || !strings.Contains(err.Error(), "-shard") {
			t.Errorf("%q: %v", text, err)
		}
	}
}

// A worker of another arithmetic, or one whose view gives other digits, is refused by name.
func TestOtherDigitsAreRefused(t *testing.T) {
	w := bench()
	w.Arithmetic = func(string, string) sweep.Arithmetic { return sweep.Arithmetic{Version: "test-1", Digest: "xyz"} }
	for task := range plan(1, 1).Tasks() {
		if _, err := w.Compute(t.Context(), task.Order); err == nil || !strings.Contains(err.Error(), "toy/neuron has the digest xyz; the sweep is of test-1, with abc") {
			t.Error(err)
		}
	}
}

// Rubbish on its line is answered, and a worker goes on.
func TestServe(t *testing.T) {
	var task Task
	for task = range plan(1, 1).Tasks() {
	}
	good, err := json.Marshal(task.Order)
	if err != nil {
		t.Fatal(err)
	}
	forged := bytes.Replace(good, []byte(task.Key), []byte(strings.Repeat("0", 32)), 1)
	in := strings.Join([]string{"{", string(forged), string(good), `{"cell":"x"}`}, "\n")
	ordersOut, orders := io.Pipe()
	answersOut, said := io.Pipe()
	ended := make(chan error, 1)
	go func() { ended <- Serve(t.Context(), bench(), ordersOut, said) }()
	go func() { io.WriteString(orders, in+"\n") }()
	var answers []answer
	for dec := json.NewDecoder(answersOut); len(answers) < 4; {
		var a answer
		if err := dec.Decode(&a); err != nil {
			t.Fatal(err)
		}
		answers = append(answers, a)
	}
	orders.Close()
	if err := <-ended; err != nil {
		t.Error(err)
	}
	if answers[0].Error == "" || !strings.Contains(answers[1].Error, "has the key") || answers[2].Result == nil || answers[3].Error == "" {
		t.Errorf("%+v", answers)
	}
}
