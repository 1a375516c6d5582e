package live

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"hebb/sim/experiment"
	"hebb/sim/live/disk"
	"hebb/sim/live/disk/disktest"
	"hebb/sim/simtest/toy"
)

// hospital is a registry on a disk that fails, and what its log says.
type hospital struct {
	*Runs
	files *disktest.Files
	dir   string

	mu  sync.Mutex
	log []string // that runs are kept in memory only
	ok  int      // that they are written down again
}

// told is what the log says of runs in memory only.
func (h *hospital) told() []string {
	h.mu.Lock()
	defer h.mu.Unlock()
	return slices.Clone(h.log)
}

// better is how often it says that one is written down again.
func (h *hospital) better() int {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.ok
}

func newHospital(t *testing.T) *hospital {
	h := &hospital{files: disktest.New(), dir: t.TempDir()}
	h.Runs = registry(t, Config{Store: disk.On(h.files, h.dir),
		Note: func(string, string) {
			h.mu.Lock()
			defer h.mu.Unlock()
			h.ok++
		},
		Report: func(_ string, err error) {
			h.mu.Lock()
			defer h.mu.Unlock()
			if _, ok := errors.AsType[*Unkept](err); ok {
				h.log = append(h.log, err.Error())
			}
		}}, toy.Lab)
	return h
}

func (h *hospital) start(t *testing.T) *Run {
	t.Helper()
	s := setupOf(t, toy.Lab)
	s.Seed = 7
	r, err := h.Start(context.Background(), experiment.Experiment{Setup: s})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// killed ends the program without a word, and opens the run in another.
func (h *hospital) killed(t *testing.T, r *Run) (*Run, error) {
	t.Helper()
	h.files.Kill()
	h.Close(context.Background())
	return registry(t, Config{Store: disk.New(h.dir), Report: func(string, error) {}}, toy.Lab).Get(context.Background(), r.ID())
}

func eta(n int) Command {
	return Set{Fields: map[string]string{"eta": fmt.Sprint(0.02 + float64(n)/1e4)}}
}

// A disk that is full for a moment: the run says once that it is kept in memory only, goes
// on, and is written down with everything in it when there is room.
func TestFullForAMoment(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHospital(t)
		r := h.start(t)
		p := newPage(t, r)
		for n := range 70 {
			do(t, r, eta(n))
		}
		p.readFor(time.Second)
		if len(p.kept) != 0 || r.Unkept() != "" {
			t.Fatalf("on a good disk: %+v", p.kept)
		}
		h.files.Fill(25) // amid the next line
		for n := range 100 {
			do(t, r, eta(100+n))
			if why := r.Unkept(); !strings.Contains(why, "no space") || strings.Contains(why, r.ID()) {
				t.Fatalf("change %d is acknowledged, and kept: %q", n, why)
			}
		}
		p.readFor(5 * time.Second)
		if len(h.told()) != 1 || h.better() != 0 {
			t.Errorf("the log says %d times that it is kept in memory only: %q", len(h.told()), h.told())
		}
		if len(p.kept) != 1 || p.kept[0].Why == "" || !strings.Contains(p.kept[0].Text, "in memory only") {
			t.Errorf("the page is told %+v", p.kept)
		}
		late := newPage(t, r)
		late.readFor(time.Second)
		if len(late.kept) != 1 || late.kept[0] != p.kept[0] || infoOf(r).Unkept == "" {
			t.Errorf("who comes later is told %+v", late.kept)
		}
		h.files.Free()
		do(t, r, eta(300))
		p.readFor(2 * time.Second) // it tries every second, whether anybody does something or not
		if r.Unkept() != "" || h.better() != 1 || len(p.kept) != 2 || p.kept[1].Why != "" {
			t.Fatalf("with room again: %q, %+v", r.Unkept(), p.kept)
		}
		do(t, r, eta(301))
		want := still(t, r)
		again, err := h.killed(t, r)
		if err != nil {
			t.Fatal(err)
		}
		settle(t, again)
		same(t, "all of it", still(t, again), want)
		if i := infoOf(again); i.Journal != 172 || len(i.Notes) != 0 {
			t.Errorf("%d changes, %q", i.Journal, i.Notes)
		}
		if len(h.told()) != 1 {
			t.Errorf("the log says %q", h.told())
		}
	})
}

// What was good stays good: killed on the full disk, the run is what had been acknowledged
// as kept, and says what has become of the rest.
func TestKilledOnAFullDisk(t *testing.T) {
	for _, torn := range []int64{0, 1, 25, 60} {
		synctest.Test(t, func(t *testing.T) {
			h := newHospital(t)
			r := h.start(t)
			for n := range 70 {
				do(t, r, eta(n))
			}
			want, kept := still(t, r), 70
			h.files.Fill(torn)
			for n := range 10 {
				do(t, r, eta(100+n))
				if r.Unkept() == "" {
					want, kept = still(t, r), kept+1
				}
			}
			epoch := infoOf(r).Epoch
			again, err := h.killed(t, r)
			if err != nil {
				t.Fatal(err)
			}
			settle(t, again)
			i := infoOf(again)
			if r.Unkept() == "" || i.Journal != kept {
				t.Fatalf("%d changes are kept of %d", i.Journal, kept)
			}
			same(t, "what was kept", still(t, again), want)
			if len(i.Notes) != 1 || !strings.Contains(i.Notes[0], "in memory only") || i.Epoch <= epoch+1 {
				t.Errorf("epoch %d after %d; it says %q", i.Epoch, epoch, i.Notes)
			}
			do(t, again, eta(500)) // a run as any other
			want = still(t, again)
			again = reopen(t, again, Config{Store: disk.New(h.dir)}, toy.Lab)
			same(t, "opened again", still(t, again), want)
			if i := infoOf(again); len(i.Notes) != 0 {
				t.Errorf("it says still: %q", i.Notes)
			}
		})
	}
}

// A run that was started anew on a full disk and killed is not what it was before: that is
// another run, and opens only when asked for by that.
func TestAnotherRunNeverRevives(t *testing.T) {
	for name, c := range map[string]Command{"seed": Reseed{Seed: 99}, "reset": Reset{}, "a restart field": Set{Fields: map[string]string{"n": "9"}}} {
		for _, first := range []bool{false, true} {
			t.Run(fmt.Sprint(name, " after a change ", first), func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					h := newHospital(t)
					r := h.start(t)
					do(t, r, eta(1))
					h.files.Fill(0)
					if first {
						do(t, r, eta(2))
					}
					do(t, r, c)
					do(t, r, eta(3))
					if r.Unkept() == "" || len(h.told()) != 1 {
						t.Fatalf("kept: %q, %q", r.Unkept(), h.told())
					}
					_, err := h.killed(t, r)
					if u, ok := errors.AsType[*Unopened](err); !ok || u.Good != 1 || !strings.Contains(u.Error(), "started anew") {
						t.Fatalf("it opens: %v", err)
					}
					rs := registry(t, Config{Store: disk.New(h.dir)}, toy.Lab)
					e, err := rs.Salvage(context.Background(), r.ID())
					if err != nil || e.Seed != 7 || len(e.Journal) != 1 {
						t.Errorf("what it was before: %+v, %v", e, err)
					}
				})
			})
		}
	}
}

// The same with room at last: it is what it has become.
func TestStartedAnewOnAFullDisk(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHospital(t)
		r := h.start(t)
		do(t, r, eta(1))
		h.files.Fill(0)
		do(t, r, Reseed{Seed: 99})
		do(t, r, eta(3))
		h.files.Free()
		time.Sleep(2 * time.Second)
		want := still(t, r)
		again, err := h.killed(t, r)
		if err != nil {
			t.Fatal(err)
		}
		settle(t, again)
		same(t, "started anew", still(t, again), want)
		if i := infoOf(again); i.Seed != 99 {
			t.Errorf("seed %d", i.Seed)
		}
		if left, _ := filepath.Glob(filepath.Join(h.dir, "runs", r.ID(), "*before*")); len(left) != 0 {
			t.Errorf("left over: %q", left)
		}
	})
}

// A run that is begun on a full disk is told so, and is kept when there is room.
func TestNewRunOnAFullDisk(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHospital(t)
		h.files.Fill(0)
		r := h.start(t)
		if !strings.Contains(r.Unkept(), "no space") || len(h.told()) != 1 {
			t.Fatalf("kept: %q, %q", r.Unkept(), h.told())
		}
		do(t, r, eta(1))
		want := still(t, r)
		// It ends because nobody watches, or its place is needed: it must come back.
		if err := r.Close(t.Context(), "enough", true); err != nil {
			t.Fatal(err)
		}
		r, err := h.Get(context.Background(), r.ID())
		if err != nil {
			t.Fatal(err)
		}
		settle(t, r)
		same(t, "from memory", still(t, r), want)
		if r.Unkept() == "" {
			t.Error("it says that it is kept")
		}
		h.files.Free()
		time.Sleep(2 * time.Second)
		if r.Unkept() != "" {
			t.Errorf("with room: %s", r.Unkept())
		}
		do(t, r, eta(2))
		want = still(t, r)
		again, err := h.killed(t, r)
		if err != nil {
			t.Fatal(err)
		}
		settle(t, again)
		same(t, "from disk", still(t, again), want)
	})
}

// A run in good order that cannot be written anew when it is opened is told so, and what
// is kept of it stays.
func TestOpenedOnAFullDisk(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHospital(t)
		r := h.start(t)
		do(t, r, eta(1))
		want := still(t, r)
		if err := r.Close(t.Context(), "enough", true); err != nil {
			t.Fatal(err)
		}
		h.files.Fill(0)
		r, err := h.Get(context.Background(), r.ID())
		if err != nil {
			t.Fatal(err)
		}
		settle(t, r)
		same(t, "opened", still(t, r), want)
		if r.Unkept() == "" || len(h.told()) != 1 {
			t.Error("nobody is told")
		}
		again, err := h.killed(t, r)
		if err != nil {
			t.Fatal(err)
		}
		settle(t, again)
		same(t, "opened with room", still(t, again), want)
		if i := infoOf(again); len(i.Notes) != 0 {
			t.Errorf("nothing was lost, and it says %q", i.Notes)
		}
	})
}

// What the disk says of a sync comes late, and is taken as seriously.
func TestLateErrors(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHospital(t)
		r := h.start(t)
		time.Sleep(time.Second)
		r.keeping.late.Store(new(error(&fs.PathError{Op: "sync", Err: syscall.EIO})))
		r.notify()
		time.Sleep(100 * time.Millisecond)
		if len(h.told()) != 1 {
			t.Errorf("told %q", h.told())
		}
		time.Sleep(2 * time.Second)
		if r.Unkept() != "" || h.better() != 1 {
			t.Errorf("it is not written anew: %q", r.Unkept())
		}
	})
}

// A failed replacement takes no room away from others.
func TestNothingIsLeftOver(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHospital(t)
		r := h.start(t)
		h.files.Fill(40)
		do(t, r, Reset{})
		entries, err := os.ReadDir(filepath.Join(h.dir, "runs", r.ID()))
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range entries {
			if strings.HasSuffix(e.Name(), ".new") {
				t.Errorf("%s is left over", e.Name())
			}
		}
	})
}

// still is the digits of a run whose measurements have come in.
func still(t *testing.T, r *Run) string {
	t.Helper()
	settle(t, r)
	return digits(t, r)
}
