package live

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"hebb/sim/live/disk"
	"hebb/sim/simtest/kinds"
)

// damaged makes a run of ten changes, at units 10 to 100, and returns its folder and the
// digits of every change's position.
func damaged(t *testing.T, store *disk.Store) (r *Run, folder string, at []string) {
	t.Helper()
	r = open(t, Config{Store: store}, setupOf(t, kinds.ForeverLab), kinds.ForeverLab)
	for n := range 10 {
		stepTo(t, r, uint64(10*n+10))
		do(t, r, Set{Fields: map[string]string{"leak": fmt.Sprint(0.1 + float64(n)/100)}})
		at = append(at, state(t, r))
	}
	r.runs.Close(context.Background())
	return r, store.Folder(r.ID()), at
}

// Whatever has become of a line, what stands before it opens, with the same digits, and
// what stands from it on is kept in a file that is named.
func TestGoodPrefixOpens(t *testing.T) {
	line := func(lines []string, n int, with string) string {
		return strings.Join(lines[:n], "") + with + strings.Join(lines[n+1:], "")
	}
	for name, hurt := range map[string]func(lines []string, n int) string{
		"a line of NULs":     func(l []string, n int) string { return line(l, n, strings.Repeat("\x00", len(l[n])-1)+"\n") },
		"NULs without end":   func(l []string, n int) string { return strings.Join(l[:n], "") + strings.Repeat("\x00", 4096) + "\n" },
		"a blank line":       func(l []string, n int) string { return line(l, n, "\n"+l[n]) },
		"half a line":        func(l []string, n int) string { return line(l, n, l[n][:len(l[n])/2]+"\n") },
		"a line is missing":  func(l []string, n int) string { return line(l, n, "") },
		"a line comes twice": func(l []string, n int) string { return line(l, n, l[n-1]+l[n]) },
		"other text":         func(l []string, n int) string { return line(l, n, "<html>\n") },
		"a flipped bit": func(l []string, n int) string {
			b := []byte(l[n])
			b[bytes.IndexByte(b, '.')+1] ^= 1 // 0.1 becomes 0.0: as good a number
			return line(l, n, string(b))
		},
	} {
		t.Run(name, func(t *testing.T) {
			store := disk.New(t.TempDir())
			r, folder, at := damaged(t, store)
			file := filepath.Join(folder, "journal.jsonl")
			whole, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			lines := strings.SplitAfter(string(whole), "\n")
			lines = lines[:len(lines)-1]
			if len(lines) != 11 {
				t.Fatalf("%d lines", len(lines))
			}
			const n = 7 // the change at unit 70: six before it are good
			bad := hurt(lines, n)
			if err := os.WriteFile(file, []byte(bad), 0o644); err != nil {
				t.Fatal(err)
			}
			var told []string
			rs := registry(t, Config{Store: store, Report: func(_ string, err error) { told = append(told, err.Error()) }}, kinds.ForeverLab)
			again, err := rs.Get(context.Background(), r.ID())
			if err != nil {
				t.Fatal(err)
			}
			stepTo(t, again, 60)
			same(t, "the good prefix", state(t, again), at[5])
			rest, err := os.ReadFile(filepath.Join(folder, "journal.rest-1"))
			if err != nil || len(rest) == 0 || !strings.HasSuffix(bad, string(rest)) {
				t.Errorf("the rest is kept as %q (%v) of %q", rest, err, bad)
			}
			if i := infoOf(again); i.Journal != 6 || len(i.Notes) == 0 || !strings.Contains(i.Notes[0], "journal.rest-1") || !strings.Contains(i.Notes[0], "line 8") {
				t.Errorf("%d changes, and pages are told %q", i.Journal, i.Notes)
			}
			if len(told) == 0 || !strings.Contains(told[0], "journal.rest-1") {
				t.Errorf("the log says %q", told)
			}
			// From then on it is a run as any other.
			do(t, again, Set{Fields: map[string]string{"leak": "0.9"}})
			last := digits(t, again)
			again = reopen(t, again, Config{Store: store}, kinds.ForeverLab)
			same(t, "opened once more", digits(t, again), last)
			if i := infoOf(again); len(i.Notes) != 0 {
				t.Errorf("it is told again: %q", i.Notes)
			}
		})
	}
}

// A journal whose lines are good and say what this program does not know stays as it is:
// another build may know it. What comes before can be opened as a run of its own.
func TestSalvage(t *testing.T) {
	store := disk.New(t.TempDir())
	c := Config{Store: store, Report: func(string, error) {}}
	r, folder, at := damaged(t, store)
	keeper, kept, err := store.Open(r.ID(), (&Runs{}).newLate("", func() *Run { return nil }))
	if err != nil {
		t.Fatal(err)
	}
	kept.Journal[4].Set = map[string]string{"leek": "1"}
	if err := errors.Join(keeper.Rewrite(kept.Head, kept.Journal), keeper.Close()); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(folder, "journal.jsonl")
	before, _ := os.ReadFile(file)
	rs := registry(t, c, kinds.ForeverLab)
	_, err = rs.Get(context.Background(), r.ID())
	if u, ok := errors.AsType[*Unopened](err); !ok || u.Good != 4 || !strings.Contains(u.Error(), "leek: there is no such field") {
		t.Fatalf("%v", err)
	}
	e, err := rs.Salvage(context.Background(), r.ID())
	if err != nil {
		t.Fatal(err)
	}
	other, err := rs.Start(context.Background(), *e)
	if err != nil {
		t.Fatal(err)
	}
	settle(t, other)
	same(t, "what is good", state(t, other), at[3])
	if other.ID() == r.ID() {
		t.Error("it has the name of the run that stays")
	}
	if after, _ := os.ReadFile(file); !bytes.Equal(before, after) {
		t.Error("the journal has been changed")
	}
	for _, id := range []string{"", "..", "0123456789abcdef"} {
		if _, err := rs.Salvage(context.Background(), id); err != ErrNoRun {
			t.Errorf("%q: %v", id, err)
		}
	}
}

// A journal that is there and cannot be read is no run that is not there.
func TestUnreadableIsNotMissing(t *testing.T) {
	store := disk.New(t.TempDir())
	r, folder, _ := damaged(t, store)
	file := filepath.Join(folder, "journal.jsonl")
	if err := errors.Join(os.Remove(file), os.Mkdir(file, 0o755)); err != nil { // a folder opens, and cannot be read
		t.Fatal(err)
	}
	_, err := registry(t, Config{Store: store}, kinds.ForeverLab).Get(context.Background(), r.ID())
	if u, ok := errors.AsType[*Unopened](err); !ok || u.Good != -1 || errors.Is(err, ErrNoRun) || strings.Contains(err.Error(), r.ID()) {
		t.Errorf("%v", err)
	}
	if _, err := registry(t, Config{Store: store}, kinds.ForeverLab).Salvage(context.Background(), r.ID()); err == nil || err == ErrNoRun {
		t.Errorf("salvage: %v", err)
	}
}
