package live

import (
	"bytes"
	"context"
	"errors"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"hebb/sim"
	"hebb/sim/engine"
	"hebb/sim/experiment"
	"hebb/sim/live/disk"
	"hebb/sim/live/store"
	"hebb/sim/simtest/kinds"
	"hebb/sim/simtest/toy"
)

// reopen closes a registry and opens the run in another, over the same folder.
func reopen(t *testing.T, r *Run, c Config, lab *sim.Lab) *Run {
	t.Helper()
	if err := r.runs.Close(context.Background()); err != nil {
		t.Fatal(err)
	}
	again, err := registry(t, c, lab).Get(context.Background(), r.ID())
	if err != nil {
		t.Fatal(err)
	}
	settle(t, again)
	return again
}

func TestRestart(t *testing.T) {
	for name, s := range scripts(t) {
		t.Run(name, func(t *testing.T) {
			whole := open(t, Config{}, s.setup, s.lab)
			s.play(t, whole, nil)
			want := digits(t, whole)
			dir := t.TempDir()
			c := Config{Store: disk.New(dir), Build: "b1"}

			t.Run("in good order", func(t *testing.T) {
				r := open(t, c, s.setup, s.lab)
				r = s.play(t, r, func(r *Run, u uint64) *Run { return reopen(t, r, c, s.lab) })
				same(t, "with restarts", digits(t, r), want)
				r = reopen(t, r, c, s.lab)
				same(t, "after a restart", digits(t, r), want)
			})
			t.Run("crash", func(t *testing.T) {
				r := open(t, c, s.setup, s.lab)
				early := map[string][]byte{}
				r = s.play(t, r, func(r *Run, u uint64) *Run {
					if u >= s.units/3 && len(early) == 0 {
						r = reopen(t, r, c, s.lab)
						data, err := os.ReadFile(filepath.Join(dir, "runs", r.ID(), "checkpoint"))
						if err != nil {
							t.Fatal(err)
						}
						early["checkpoint"] = data
					}
					return r
				})
				r.runs.Close(context.Background())
				name := filepath.Join(dir, "runs", r.ID(), "checkpoint")
				if err := os.WriteFile(name, early["checkpoint"], 0o644); err != nil {
					t.Fatal(err)
				}
				log, err := os.OpenFile(filepath.Join(dir, "runs", r.ID(), "journal.jsonl"), os.O_APPEND|os.O_WRONLY, 0)
				if err != nil {
					t.Fatal(err)
				}
				log.WriteString(`{"entry":{"unit":99999,"se`) // a line that the crash has cut off
				log.Close()
				again, err := registry(t, c, s.lab).Get(context.Background(), r.ID())
				if err != nil {
					t.Fatal(err)
				}
				settle(t, again)
				last := slices.Max(slices.AppendSeq(slices.Collect(maps.Keys(s.do)), maps.Keys(s.mid)))
				if at := infoOf(again).Unit; at != last {
					t.Errorf("the run goes on at unit %d; its last entry is at %d", at, last)
				}
				stepTo(t, again, s.units)
				same(t, "after a crash", digits(t, again), want)
			})
			t.Run("other build", func(t *testing.T) {
				r := open(t, c, s.setup, s.lab)
				s.play(t, r, nil)
				reported := 0
				again := reopen(t, r, Config{Store: c.Store, Build: "b2", Report: func(string, error) { reported++ }}, s.lab)
				if reported != 1 {
					t.Errorf("%d reports of a checkpoint that was not loaded, not 1", reported)
				}
				same(t, "replayed by another build", digits(t, again), want)
			})
			t.Run("memory", func(t *testing.T) {
				r := open(t, Config{}, s.setup, s.lab)
				s.play(t, r, nil)
				if err := r.Close(t.Context(), "enough", false); err != nil {
					t.Fatal(err)
				}
				again, err := r.runs.Get(context.Background(), r.ID())
				if err != nil {
					t.Fatal(err)
				}
				settle(t, again)
				same(t, "revived from memory", digits(t, again), want)
			})
		})
	}
}

// A checkpoint of another past is not loaded, and history of another future not kept.
func TestCheckpointOfAnotherJournal(t *testing.T) {
	dir := t.TempDir()
	c := Config{Store: disk.New(dir), Report: func(string, error) {}}
	set := func(leak string) Command { return Set{Fields: map[string]string{"leak": leak}} }
	for name, s := range map[string]struct {
		before, after []Command // of the moment that the old checkpoint is of
	}{
		"other entry":          {[]Command{Seek{Unit: 100}, set("0.5"), Seek{Unit: 200}}, []Command{Seek{Unit: 50}, set("0.6"), Seek{Unit: 150}, set("0.7")}},
		"entry before it":      {[]Command{Seek{Unit: 200}}, []Command{Seek{Unit: 100}, set("0.6"), Seek{Unit: 150}}},
		"other history":        {[]Command{Seek{Unit: 200}, Seek{Unit: 100}}, []Command{set("0.6"), Seek{Unit: 150}}},
		"other seed":           {[]Command{Seek{Unit: 200}}, []Command{Reseed{}, Seek{Unit: 150}}},
		"undone":               {[]Command{Seek{Unit: 100}, set("0.5"), Seek{Unit: 200}}, []Command{Undo{}, Step{Units: 10}}},
		"one variant more":     {[]Command{Seek{Unit: 200}}, []Command{Add{}, Step{Units: 10}}},
		"the same after a cut": {[]Command{Seek{Unit: 100}, set("0.5"), Seek{Unit: 150}}, []Command{Step{Units: 50}, Label{Label: "x"}, set("0.7"), Seek{Unit: 180}, set("0.8")}},
	} {
		t.Run(name, func(t *testing.T) {
			r := open(t, c, setupOf(t, kinds.ForeverLab), kinds.ForeverLab)
			play := func(commands []Command) {
				for _, c := range commands {
					do(t, r, c)
					settle(t, r)
				}
			}
			play(s.before)
			r = reopen(t, r, c, kinds.ForeverLab)
			file := filepath.Join(dir, "runs", r.ID(), "checkpoint")
			old, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			play(s.after)
			unit := infoOf(r).Unit
			want, last := digits(t, r), infoOf(r)
			r.runs.Close(context.Background())
			if err := os.WriteFile(file, old, 0o644); err != nil {
				t.Fatal(err)
			}
			r, err = registry(t, c, kinds.ForeverLab).Get(context.Background(), r.ID())
			if err != nil {
				t.Fatal(err)
			}
			settle(t, r)
			stepTo(t, r, unit)
			same(t, "with an old checkpoint", digits(t, r), want)
			if i := infoOf(r); i.Epoch <= last.Epoch || i.Journal != last.Journal {
				t.Errorf("epoch %d after %d, %d entries", i.Epoch, last.Epoch, i.Journal)
			}
		})
	}
}

// A run that ends within a unit goes on there, and so does what waits for its end.
func TestRestartWithinAUnit(t *testing.T) {
	play := func(c Config, again bool) string {
		r := open(t, c, setupOf(t, toy.Lab, nil, map[string]string{"quanta": "9"}), toy.Lab)
		stepTo(t, r, 30)
		if err := r.ask(t.Context(), func() {
			for range 4 {
				r.engine.Round(t.Context())
			}
			r.housekeeping.moved = true
		}); err != nil {
			t.Fatal(err)
		}
		do(t, r, Set{Fields: map[string]string{"noise": "0.5", "eta": "0.02"}})
		if again {
			r = reopen(t, r, c, toy.Lab)
			if i := infoOf(r); i.Position() != (experiment.Position{Unit: 30, Round: 4}) || i.Variants[0].Fields["noise"] != "0" {
				t.Errorf("reopened at %v with noise %s", i.Position(), i.Variants[0].Fields["noise"])
			}
		}
		stepTo(t, r, 40)
		return digits(t, r)
	}
	same(t, "within a unit", play(Config{Store: disk.New(t.TempDir())}, true), play(Config{}, false))
}

func TestDamage(t *testing.T) {
	dir := t.TempDir()
	c := Config{Store: disk.New(dir)}
	r := open(t, c, setupOf(t, kinds.ForeverLab), kinds.ForeverLab)
	stepTo(t, r, 30)
	do(t, r, Set{Fields: map[string]string{"leak": "0.5"}})
	stepTo(t, r, 60)
	want := digits(t, r)
	r.runs.Close(context.Background())
	folder := filepath.Join(dir, "runs", r.ID())
	file := func(name string) []byte {
		data, err := os.ReadFile(filepath.Join(folder, name))
		if err != nil {
			t.Fatal(err)
		}
		return data
	}
	state := file("checkpoint")

	t.Run("checkpoint", func(t *testing.T) {
		for _, bad := range [][]byte{nil, []byte("x"), state[:len(state)/2], append(bytes.Clone(state[:len(state)-1]), 1), []byte("hebb checkpoint 2\n1234abc")} {
			os.WriteFile(filepath.Join(folder, "checkpoint"), bad, 0o644)
			reported := ""
			rs := registry(t, Config{Store: c.Store, Report: func(_ string, err error) { reported = err.Error() }}, kinds.ForeverLab)
			again, err := rs.Get(context.Background(), r.ID())
			if err != nil {
				t.Fatal(err)
			}
			stepTo(t, again, 60)
			same(t, "without the checkpoint", digits(t, again), want)
			if reported == "" {
				t.Error("nothing was reported")
			}
			rs.Close(context.Background())
		}
	})
	t.Run("journal", func(t *testing.T) {
		os.WriteFile(filepath.Join(folder, "checkpoint"), state, 0o644)
		for line, bad := range map[string]string{
			"line 1":           "{}\n",
			"journal is empty": "",
		} {
			os.WriteFile(filepath.Join(folder, "journal.jsonl"), []byte(bad), 0o644)
			_, err := registry(t, c, kinds.ForeverLab).Get(context.Background(), r.ID())
			if u, ok := errors.AsType[*Unopened](err); !ok || u.Good != -1 || !strings.Contains(err.Error(), line) {
				t.Errorf("%s: the error is %v", line, err)
			}
			if now := file("journal.jsonl"); string(now) != bad {
				t.Errorf("%s: what cannot be read has been changed", line)
			}
		}
	})
	for _, id := range []string{"", "..", "../../etc/passwd", "0123456789abcdef", strings.Repeat("a", 17)} {
		if _, err := registry(t, c, kinds.ForeverLab).Get(context.Background(), id); err != ErrNoRun {
			t.Errorf("run %q: %v", id, err)
		}
	}
}

// checkpointOnDisk reads a run's checkpoint, of whatever build.
func checkpointOnDisk(dir string, r *Run) (c *engine.Saved, err error) {
	k, kept, err := disk.New(dir).Open(r.ID(), store.Late{})
	if err != nil {
		return nil, err
	}
	defer k.Close()
	m, err := kept.Checkpoint(r.runs.by(), func(in io.Reader) (err error) {
		c, err = engine.DecodeSaved(in)
		return err
	})
	if err == nil && m == nil {
		err = errors.New("there is no checkpoint")
	}
	return c, err
}
