package live

import (
	"context"
	"errors"
	"fmt"
	"os"
	"syscall"
	"testing"

	"hebb/sim"
	"hebb/sim/experiment"
	"hebb/sim/live/disk"
	"hebb/sim/live/disk/disktest"
	"hebb/sim/simtest/toy"
)

// count is what a test of crashes ends with.
type count struct{ acknowledged, lost, revived, equal int }

func (c count) String() string {
	return fmt.Sprintf("acknowledged %d, lost %d, revived %d, digits equal %d", c.acknowledged, c.lost, c.revived, c.equal)
}

// moment is how a run stood after a command.
type crashMoment struct {
	hash  string // of set-up and journal
	unit  uint64
	state string
}

// crashScript is commands of every kind that writes to the disk.
var toyLabs = []*sim.Lab{toy.Lab}

var crashScript = []Command{
	eta(1), eta(2), Step{Units: 20}, Act{Name: "lesion", Args: map[string]string{"which": "1"}}, eta(3), Step{Units: 20}, eta(4),
	Seek{Unit: 10}, eta(5), Label{Variant: "a", Label: "first"}, Step{Units: 5}, eta(6), Undo{}, eta(7), Add{}, Step{Units: 5},
	Set{Fields: map[string]string{"eta": "0.03"}, Variant: "b"}, Remove{Variant: "a"}, eta(8), Reseed{Seed: 99}, eta(9), Step{Units: 10}, eta(10),
	Reset{}, eta(11), Probe{Name: "angle", Every: 3}, Step{Units: 7}, eta(12),
}

func momentOf(t *testing.T, r *Run) crashMoment {
	t.Helper()
	settle(t, r)
	e := experimentOf(r)
	m := crashMoment{unit: e.Unit, state: state(t, r)}
	e.Position = experiment.Position{}
	m.hash = e.Hash()
	return m
}

// A disk that fails after any byte, for good or for a moment: what was acknowledged as kept
// is there when the run is opened again, to the digit. It is always a whole moment of this
// run, never another.
func TestFailsAfterAnyByte(t *testing.T) {
	stride := int64(211)
	if os.Getenv("HEBB_CRASH") != "" {
		stride = 7
	} else if testing.Short() {
		stride = 997
	}
	for name, fail := range map[string]func(f *disktest.Files, n int64){
		"full":         func(f *disktest.Files, n int64) { f.Fill(n) },
		"broken":       func(f *disktest.Files, n int64) { f.FailAfter(n, syscall.EIO) },
		"full a while": func(f *disktest.Files, n int64) { f.Fill(n) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			whole := disktest.New()
			crash(t, whole, nil, false)
			var sum count
			for n := int64(0); n <= whole.Spent(); n += stride {
				files := disktest.New()
				c := crash(t, files, func() { fail(files, n) }, name == "full a while")
				sum.acknowledged += c.acknowledged
				sum.lost += c.lost
				sum.revived += c.revived
				sum.equal += c.equal
				if c.lost != 0 || c.revived != c.equal || c.revived != c.acknowledged {
					t.Fatalf("failing after %d of %d: %v", n, whole.Spent(), c)
				}
			}
			t.Log(sum)
		})
	}
}

// crash plays the script on a file system that begins to fail after the start, kills the
// program and opens the run again. It counts commands: those acknowledged as kept, those
// of them that are lost, those that have come back, and those with the same digits.
func crash(t *testing.T, files *disktest.Files, fail func(), heals bool) (c count) {
	t.Helper()
	dir := t.TempDir()
	defer os.RemoveAll(dir)
	rs := NewRuns(Config{Labs: toyLabs, Store: disk.On(files, dir), Report: func(string, error) {}, Slots: 1})
	s := setupOf(t, toy.Lab)
	s.Seed = 7
	r, err := rs.Start(context.Background(), experiment.Experiment{Setup: s})
	if err != nil {
		t.Fatal(err)
	}
	if fail != nil {
		fail()
	}
	moments := []crashMoment{momentOf(t, r)}
	kept := 0 // the last moment that was acknowledged as kept
	for _, command := range crashScript {
		do(t, r, command)
		moments = append(moments, momentOf(t, r))
		if r.Unkept() == "" {
			kept = len(moments) - 1
		} else if heals {
			files.Free()
			if err := r.ask(t.Context(), func() { r.keeping.writeDown(leftSame) }); err != nil { // as it does by itself, after a second
				t.Fatal(err)
			}
			if heals = false; r.Unkept() != "" {
				t.Fatal(r.Unkept())
			}
			kept = len(moments) - 1
		}
	}
	full := r.Unkept() != "" && files.Full()
	files.Kill()
	rs.Close(context.Background())
	rs = NewRuns(Config{Labs: toyLabs, Store: disk.On(disktest.New(), dir), Report: func(string, error) {}, Slots: 1})
	defer rs.Close(context.Background())
	c.acknowledged = kept + 1
	again, err := rs.Get(context.Background(), r.ID())
	if u, ok := errors.AsType[*Unopened](err); ok && u.Good >= 0 { // it says what there is, and gives it to who asks
		e, e2 := rs.Salvage(context.Background(), r.ID())
		if e2 != nil {
			t.Fatal(e2)
		}
		again, err = rs.Start(context.Background(), *e)
	}
	if err != nil {
		t.Fatal(err)
	}
	got := momentOf(t, again)
	at := -1
	for i, m := range moments {
		if m.hash == got.hash {
			at = i
		}
	}
	if at < kept && at >= 0 && moments[kept].hash != got.hash {
		c.lost = kept - at
	}
	if at < 0 {
		t.Fatalf("the run is as it has never been: %d changes", infoOf(again).Journal)
	}
	if full && again.ID() == r.ID() && len(infoOf(again).Notes) == 0 && moments[at].hash != moments[len(moments)-1].hash {
		t.Error("a part is missing, and nothing says so")
	}
	c.revived = c.acknowledged - c.lost
	last := moments[max(at, kept)]
	stepTo(t, again, last.unit)
	if state(t, again) == last.state {
		c.equal = c.revived
	}
	return c
}
