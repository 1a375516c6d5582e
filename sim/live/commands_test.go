package live

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"strings"
	"testing"

	"hebb/sim"
	"hebb/sim/experiment"
	"hebb/sim/simtest/kinds"
	"hebb/sim/simtest/toy"
)

func TestBackGivesTheSameDigits(t *testing.T) {
	s := scripts(t)["toy"]
	r := open(t, Config{CheckpointBytes: 10 << 10}, s.setup, s.lab)
	seen := map[uint64]string{}
	for u := uint64(1); u <= 30; u++ {
		do(t, r, Step{})
		settle(t, r)
		switch u {
		case 8:
			do(t, r, Set{Fields: map[string]string{"eta": "0.03"}})
		case 15:
			do(t, r, Act{Name: "lesion", Args: map[string]string{"which": "1"}})
		case 20:
			do(t, r, Set{Fields: map[string]string{"quanta": "2"}})
		}
		seen[u] = state(t, r)
	}
	for u := uint64(29); u >= 20; u-- {
		do(t, r, Back{})
		settle(t, r)
		same(t, "one back", state(t, r), seen[u])
	}
	for _, u := range []uint64{10, 0} {
		do(t, r, Back{Units: 10})
		settle(t, r)
		if at := infoOf(r).Unit; at != u {
			t.Fatalf("ten back lead to %d, not %d", at, u)
		}
		if u > 0 {
			same(t, "ten back", state(t, r), seen[u])
		}
	}
	do(t, r, Back{Units: 10})
	settle(t, r)
	do(t, r, Step{Units: 30})
	settle(t, r)
	same(t, "forward again", state(t, r), seen[30])
	if e := infoOf(r).Epoch; e != 1 {
		t.Errorf("going back and forth has opened epoch %d", e)
	}
}

// state is what the sims are, without journal and history.
func state(t testing.TB, r *Run) string {
	all := digits(t, r)
	return all[strings.Index(all, "\n"):]
}

func TestBackWithinAUnit(t *testing.T) {
	r := open(t, Config{}, setupOf(t, kinds.BatchLab), kinds.BatchLab)
	stepTo(t, r, 5)
	at5 := digits(t, r)
	if err := r.ask(t.Context(), func() { r.engine.Round(t.Context()); r.engine.Round(t.Context()) }); err != nil {
		t.Fatal(err)
	}
	do(t, r, Back{})
	settle(t, r)
	same(t, "the part of a unit counts as one", digits(t, r), at5)
	if err := r.ask(t.Context(), func() { r.engine.Round(t.Context()) }); err != nil {
		t.Fatal(err)
	}
	do(t, r, Step{Units: 2})
	settle(t, r)
	if at := infoOf(r).Position(); at != (experiment.Position{Unit: 7}) {
		t.Errorf("two steps from within unit 6 lead to %v", at)
	}
}

func TestCommandAfterGoingBack(t *testing.T) {
	r := open(t, Config{}, setupOf(t, kinds.ForeverLab), kinds.ForeverLab)
	stepTo(t, r, 100)
	do(t, r, Set{Fields: map[string]string{"leak": "0.5"}})
	stepTo(t, r, 200)
	do(t, r, Set{Fields: map[string]string{"leak": "0.6"}})
	stepTo(t, r, 300)
	before, err := r.History(context.Background(), "", 0, 0)
	if err != nil {
		t.Fatal(err)
	}
	stepTo(t, r, 150)
	if i := infoOf(r); i.Journal != 2 || i.Epoch != 1 || i.Variants[0].Fields["leak"] != "0.5" {
		t.Errorf("after going back: %d entries, epoch %d, leak %s", i.Journal, i.Epoch, i.Variants[0].Fields["leak"])
	}
	do(t, r, Set{Fields: map[string]string{"leak": "0.9"}})
	if i := infoOf(r); i.Journal != 2 || i.Epoch != 2 {
		t.Errorf("after a command: %d entries, epoch %d", i.Journal, i.Epoch)
	}
	after, _ := r.History(context.Background(), "", 0, 0)
	if n := len(after.Last); n != 150 || after.Last[n-1] != 150 || after.Max[149] != before.Max[149] {
		t.Errorf("the history ends at bucket %d", n)
	}
	stepTo(t, r, 300)
	again, _ := r.History(context.Background(), "", 0, 0)
	if len(again.Last) != 300 || again.Max[299] == before.Max[299] || again.Max[120] != before.Max[120] {
		t.Error("the history after the command is not the new one")
	}
}

func TestUndo(t *testing.T) {
	r := open(t, Config{}, setupOf(t, toy.Lab, nil, map[string]string{"quanta": "7"}), toy.Lab)
	if _, err := r.Do(t.Context(), Undo{}); err == nil {
		t.Error("undo without anything to undo was accepted")
	}
	stepTo(t, r, 50)
	do(t, r, Set{Fields: map[string]string{"theta": "0.9"}})
	stepTo(t, r, 99)
	if err := r.ask(t.Context(), func() { r.engine.Round(t.Context()) }); err != nil { // within unit 100
		t.Fatal(err)
	}
	want := state(t, r)
	for i, eta := range []string{"0.02", "0.03", "0.04"} { // a drag
		do(t, r, Set{Fields: map[string]string{"eta": eta}, Gesture: 42})
		if i < 2 {
			stepTo(t, r, uint64(100+10*i))
		}
	}
	stepTo(t, r, 200)
	do(t, r, Undo{})
	settle(t, r)
	same(t, "after undo", state(t, r), want)
	i := infoOf(r)
	if i.Journal != 1 || i.Epoch != 2 || i.Position() != (experiment.Position{Unit: 99, Round: 1}) {
		t.Errorf("after undo: %d entries, epoch %d, at %v", i.Journal, i.Epoch, i.Position())
	}
	h, _ := r.History(context.Background(), "", 0, 0)
	if n := len(h.Last); h.Last[n-1] != 99 {
		t.Errorf("the history goes on to %d", h.Last[n-1])
	}
	do(t, r, Undo{})
	settle(t, r)
	if i := infoOf(r); i.Journal != 0 || i.Position() != (experiment.Position{Unit: 50}) || i.Variants[1].Fields["theta"] != "1" {
		t.Errorf("after the second undo: %+v", i)
	}
}

// A checkpoint at the very place of a change, taken when it was replayed, holds it.
func TestUndoAtACheckpoint(t *testing.T) {
	r := open(t, Config{}, setupOf(t, kinds.ForeverLab), kinds.ForeverLab)
	dense := r.runs.dense
	r.runs.dense = 0
	at := 3 * dense
	stepTo(t, r, at)
	want := state(t, r)
	do(t, r, Act{Name: "kick", Args: map[string]string{"by": "1"}})
	stepTo(t, r, at+5)
	stepTo(t, r, at-5)
	if err := r.ask(t.Context(), func() { r.runs.dense = dense }); err != nil {
		t.Fatal(err)
	}
	stepTo(t, r, at+20)
	do(t, r, Undo{})
	settle(t, r)
	same(t, "after undo", state(t, r), want)
	stepTo(t, r, at+20)
	after := state(t, r)
	stepTo(t, r, at-1)
	stepTo(t, r, at+20)
	same(t, "later", state(t, r), after)
}

// Two people drag at a time: undo takes one's drag back, the other's acts on.
func TestUndoKeepsOthers(t *testing.T) {
	r := open(t, Config{}, setupOf(t, toy.Lab), toy.Lab)
	for u, c := range []Command{Set{Fields: map[string]string{"eta": "0.02"}, Gesture: 1}, Set{Fields: map[string]string{"theta": "2"}, Gesture: 2}, Set{Fields: map[string]string{"eta": "0.03"}, Gesture: 1}} {
		stepTo(t, r, uint64(10+u))
		do(t, r, c)
	}
	stepTo(t, r, 30)
	do(t, r, Undo{})
	settle(t, r)
	if i := infoOf(r); i.Unit != 10 || i.Journal != 1 || i.Variants[0].Fields["theta"] != "1" {
		t.Errorf("after undo: %+v", i)
	}
	stepTo(t, r, 30)
	if f := infoOf(r).Variants[0].Fields; f["theta"] != "2" || f["eta"] != "0.01" {
		t.Errorf("fields are %v", f)
	}
	plain := open(t, Config{}, setupOf(t, toy.Lab), toy.Lab)
	stepTo(t, plain, 11)
	do(t, plain, Set{Fields: map[string]string{"theta": "2"}, Gesture: 2})
	stepTo(t, plain, 30)
	same(t, "with the other's change only", digits(t, r), digits(t, plain))
}

func TestVariants(t *testing.T) {
	r := open(t, Config{}, setupOf(t, toy.Lab, nil, map[string]string{"quanta": "9"}), toy.Lab)
	stepTo(t, r, 60)
	do(t, r, Set{Fields: map[string]string{"eta": "0.05"}, Variant: "a"})
	do(t, r, Label{Variant: "b", Label: "slow"})
	do(t, r, Act{Variant: "a", Name: "lesion", Args: map[string]string{"which": "2"}})
	stepTo(t, r, 95)
	at95 := infoOf(r).Variants[0].Scalars
	stepTo(t, r, 100)
	if err := r.ask(t.Context(), func() { r.engine.Round(t.Context()) }); err != nil {
		t.Fatal(err)
	}
	do(t, r, Add{Label: "copy"})
	stepTo(t, r, 150)
	i := infoOf(r)
	if len(i.Variants) != 3 || i.Variants[2].Label != "copy" || i.Variants[1].Label != "slow" || i.Epoch != 2 {
		t.Fatalf("after add: %+v", i.Variants)
	}
	a, _ := r.History(context.Background(), "a", 0, 0)
	c, _ := r.History(context.Background(), "c", 0, 0)
	if len(c.Last) != 150 || c.Max[2*149] != a.Max[2*149] || c.Max[2*70] != a.Max[2*70] {
		t.Error("the copy has another past or future than A")
	}
	want := digits(t, r)
	stepTo(t, r, 95)
	for _, v := range []int{0, 2} {
		if got := infoOf(r).Variants[v].Scalars; !maps.Equal(got, at95) {
			t.Errorf("back at 95, before the copy was made, variant %d has %v, not %v", v, got, at95)
		}
	}
	stepTo(t, r, 0)
	stepTo(t, r, 150)
	same(t, "replayed with the copy", digits(t, r), want)

	// Without B, whose units had the most quanta, entries within a unit act as before.
	do(t, r, Act{Variant: "c", Name: "lesion", Args: map[string]string{"which": "3"}})
	if err := r.ask(t.Context(), func() {
		for range 5 {
			r.engine.Round(t.Context())
		}
	}); err != nil {
		t.Fatal(err)
	}
	do(t, r, Set{Fields: map[string]string{"noise": "0.5", "theta": "0.7"}, Variant: "c"})
	do(t, r, Act{Variant: "c", Name: "lesion", Args: map[string]string{"which": "1"}})
	do(t, r, Remove{Variant: "b"})
	if i := infoOf(r); i.Position() != (experiment.Position{Unit: 151}) || len(i.Variants) != 2 || i.Variants[1].Label != "copy" {
		t.Fatalf("after remove: at %v, %+v", i.Position(), i.Variants)
	}
	at151 := state(t, r)
	for _, from := range []uint64{149, 0} {
		stepTo(t, r, from)
		stepTo(t, r, 151)
		same(t, fmt.Sprint("replayed without B from ", from), state(t, r), at151)
	}
	stepTo(t, r, 200)
	want = digits(t, r)
	stepTo(t, r, 20)
	stepTo(t, r, 200)
	same(t, "replayed without B", digits(t, r), want)
	do(t, r, Remove{Variant: "a"})
	for _, c := range []Command{Remove{Variant: "a"}, Remove{Variant: "b"}, Remove{}, Set{Fields: map[string]string{"eta": "1"}, Variant: "b"}} {
		if _, err := r.Do(t.Context(), c); err == nil {
			t.Errorf("%+v was accepted with one variant left", c)
		}
	}
	for range 3 {
		do(t, r, Add{})
	}
	if _, err := r.Do(t.Context(), Add{}); err == nil {
		t.Error("a fifth variant was accepted")
	}
}

// With the one that still ran gone, the others rest, and the way back leads through
// their rest.
func TestRemoveAmongTheResting(t *testing.T) {
	r := open(t, Config{}, setupOf(t, kinds.DoneLab, nil, map[string]string{"end": "0"}), kinds.DoneLab)
	stepTo(t, r, 100)
	do(t, r, Remove{Variant: "b"})
	if i := infoOf(r); i.Status != "done" || i.Unit != 100 {
		t.Errorf("%+v", i)
	}
	do(t, r, Back{Units: 20})
	settle(t, r)
	if i := infoOf(r); i.Unit != 80 || i.Status != "done" {
		t.Errorf("going back leads to %v, %s", i.Position(), i.Status)
	}
}

// A probe that is switched on measures at once where it is due.
func TestSwitchingAProbe(t *testing.T) {
	s := setupOf(t, toy.Lab)
	s.Probes["angle"] = 0
	r := open(t, Config{}, s, toy.Lab)
	stepTo(t, r, 40)
	do(t, r, Probe{Name: "angle", Every: 20})
	stepTo(t, r, 65)
	do(t, r, Probe{Name: "angle", Every: 50})
	stepTo(t, r, 101)
	do(t, r, Probe{Name: "angle"})
	stepTo(t, r, 300)
	for range 2 {
		h, err := r.History(context.Background(), "", 1, 0)
		if err != nil || fmt.Sprint(h.Last) != "[40 60 100]" {
			t.Errorf("measured at %v, %v", h.Last, err)
		}
		stepTo(t, r, 10)
		stepTo(t, r, 300)
	}
	if link := infoOf(r).Link; link != "?probe.angle=0" {
		t.Errorf("the link is %s", link)
	}
}

func TestStartingAgain(t *testing.T) {
	r := open(t, Config{}, setupOf(t, toy.Lab), toy.Lab)
	settle(t, r)
	fresh := digits(t, r)
	stepTo(t, r, 80)
	do(t, r, Set{Fields: map[string]string{"eta": "0.02"}})
	stepTo(t, r, 100)
	at100 := state(t, r)

	do(t, r, Replay{})
	settle(t, r)
	if i := infoOf(r); i.Unit != 0 || i.Journal != 1 || i.Epoch != 1 || i.Variants[0].Fields["eta"] != "0.01" {
		t.Errorf("replay: %+v", i)
	}
	stepTo(t, r, 100)
	same(t, "replayed", state(t, r), at100)

	do(t, r, Reset{})
	if i := infoOf(r); i.Unit != 0 || i.Journal != 0 || i.Epoch != 2 || i.Variants[0].Fields["eta"] != "0.02" || i.Link != "?eta=0.02" {
		t.Errorf("reset: %+v", i)
	}
	do(t, r, Reseed{})
	if i := infoOf(r); i.Seed != experiment.DefaultSeed+1 || i.Epoch != 3 {
		t.Errorf("the next seed: %+v", i)
	}
	stepTo(t, r, 100)
	do(t, r, Reseed{Seed: experiment.DefaultSeed})
	do(t, r, Defaults{})
	if i := infoOf(r); i.Journal != 1 || i.Variants[0].Fields["eta"] != "0.01" || i.Unit != 0 {
		t.Errorf("defaults: %+v", i)
	}
	do(t, r, Set{Fields: map[string]string{"n": "8", "eta": "0.5"}}) // a restart
	if i := infoOf(r); i.Journal != 0 || i.Base.Variants[0].Set["n"] != "8" || i.Base.Variants[0].Set["eta"] != "0.5" {
		t.Errorf("restart: %+v", i)
	}
	stepTo(t, r, 10)
	epoch := infoOf(r).Epoch
	do(t, r, Defaults{})
	if i := infoOf(r); i.Epoch != epoch+1 || i.Unit != 0 {
		t.Errorf("defaults with a restart field: %+v", i)
	}
	settle(t, r)
	same(t, "as it was at first", digits(t, r), fresh)
}

func TestDefaultsOfAPreset(t *testing.T) {
	home := setupOf(t, toy.Lab, map[string]string{"eta": "0.05"}, map[string]string{"eta": "0.06"})
	home.Preset = "p"
	c := Config{Preset: func(lab, preset string) (experiment.Setup, bool) { return home.Clone(), lab == "toy" && preset == "p" }}
	s := home.Clone()
	s.Variants[1].Set["theta"] = "2"
	r := open(t, c, s, toy.Lab)
	if link := infoOf(r).Link; link != "?b.theta=2&preset=p" {
		t.Errorf("the link is %s", link)
	}
	stepTo(t, r, 5)
	do(t, r, Set{Fields: map[string]string{"eta": "0.01"}})
	do(t, r, Defaults{})
	i := infoOf(r)
	if a, b := i.Variants[0].Fields, i.Variants[1].Fields; a["eta"] != "0.05" || b["eta"] != "0.06" || b["theta"] != "1" || i.Link != "?preset=p" {
		t.Errorf("defaults: %v, %v, %s", a, b, i.Link)
	}
	do(t, r, Undo{}) // both variants' entries are one change
	settle(t, r)
	if b := infoOf(r).Variants[1].Fields; b["theta"] != "2" || b["eta"] != "0.01" {
		t.Errorf("undo: %v", b)
	}
}

// Refused commands change nothing, whatever else they ask for.
func TestRefusals(t *testing.T) {
	r := open(t, Config{MemoryPerRun: 4 * 512}, setupOf(t, toy.Lab, nil, map[string]string{"n": "4"}), toy.Lab)
	stepTo(t, r, 20)
	do(t, r, Set{Fields: map[string]string{"eta": "0.02"}})
	stepTo(t, r, 40)
	stepTo(t, r, 30)
	want, before := digits(t, r), infoOf(r)
	for _, c := range []struct {
		Command Command
		field   string // that is named as at fault
		text    string // that is said
	}{
		{Set{Fields: map[string]string{}}, "", "empty"},
		{Set{Fields: map[string]string{"eta": "0.1", "theta": "77"}}, "theta", "77 is outside its range"},
		{Set{Fields: map[string]string{"eta": "NaN"}}, "eta", "not a finite number"},
		{Set{Fields: map[string]string{"etta": "1"}}, "etta", "did you mean eta"},
		{Set{Fields: map[string]string{"eta": "1", "theta": "x", "n": "1"}}, "", "theta: "},
		{Set{Fields: map[string]string{"n": "60"}}, "n", "more than the"},
		{Set{Fields: map[string]string{"n": "60"}, Variant: "b"}, "n", "more than the"},
		{Set{Fields: map[string]string{"eta": "1"}, Variant: "c"}, "", `no variant "c"`},
		{Act{Name: "cut"}, "", `no action "cut"`},
		{Act{}, "", "sets fields, does an action"},
		{Act{Name: "lesion", Args: map[string]string{"which": "65"}}, "which", "outside"},
		{Act{Name: "lesion", Args: map[string]string{"why": "1"}}, "why", "no such field"},
		{Act{Name: "lesion", Args: map[string]string{"which": "5"}}, "which", "only 4 weights"}, // A could, B refuses
		{Probe{Name: "angel"}, "", `no probe "angel"`},
		{Probe{Name: "angle", Every: -1}, "probe.angle", "outside"},
		{Speed{Speed: 0.1}, "speed", "0.5"},
		{Speed{Speed: -1}, "speed", "0.5"},
		{Reseed{Seed: 1 << 53}, "seed", "outside"},
		{Seek{Unit: 1 << 60}, "unit", "outside"},
		{Step{Units: -1}, "count", "outside"},
		{Label{Variant: "b", Label: strings.Repeat("x", 41)}, "label", "at most 40"},
		{Label{Variant: "d", Label: "x"}, "", "no variant"},
	} {
		_, err := r.Do(t.Context(), c.Command)
		if err == nil || !strings.Contains(err.Error(), c.text) {
			t.Errorf("%+v: the error is %v", c.Command, err)
			continue
		}
		if f, ok := errors.AsType[*sim.FieldError](err); c.field != "" && (!ok || f.Field != c.field) {
			t.Errorf("%+v: the error %v names field %v", c.Command, err, f)
		}
		settle(t, r)
		same(t, "after a refusal", digits(t, r), want)
		if i := infoOf(r); i.Epoch != before.Epoch || i.Journal != before.Journal {
			t.Errorf("%+v: epoch %d, %d entries", c.Command, i.Epoch, i.Journal)
		}
	}
	if _, err := r.Query(t.Context(), "", "wait", nil); err == nil || !strings.Contains(err.Error(), `no question "wait"`) {
		t.Errorf("query: %v", err)
	}
	if _, err := r.Query(t.Context(), "b", "weight", map[string]string{"which": "6"}); err == nil {
		t.Error("query of a weight that is not there was answered")
	}
	if x, err := r.Query(t.Context(), "b", "weight", map[string]string{"which": "2"}); err != nil || x.(float64) == 0 {
		t.Errorf("query: %v, %v", x, err)
	}
}

func TestStartRefuses(t *testing.T) {
	rs := registry(t, Config{MaxRuns: 2, MemoryPerRun: 4000}, toy.Lab, kinds.BatchLab)
	good := setupOf(t, toy.Lab)
	for text, change := range map[string]func(*experiment.Setup, *experiment.Experiment){
		"no lab":           func(s *experiment.Setup, _ *experiment.Experiment) { s.Lab = "tay" },
		"no view":          func(s *experiment.Setup, _ *experiment.Experiment) { s.View = "x" },
		"variants: 0":      func(s *experiment.Setup, _ *experiment.Experiment) { s.Variants = nil },
		"eta: 1000 is out": func(s *experiment.Setup, _ *experiment.Experiment) { s.Variants[0].Set["eta"] = "1000" },
		"change 1: etta": func(_ *experiment.Setup, m *experiment.Experiment) {
			m.Journal = []experiment.Entry{{Set: map[string]string{"etta": "1"}}}
		},
		"restarts with": func(_ *experiment.Setup, m *experiment.Experiment) {
			m.Journal = []experiment.Entry{{Set: map[string]string{"n": "7"}}}
		},
		`change 1: there is no variant "b"`: func(_ *experiment.Setup, m *experiment.Experiment) {
			m.Journal = []experiment.Entry{{Variant: "b", Set: map[string]string{"eta": "1"}}}
		},
		"out of order": func(_ *experiment.Setup, m *experiment.Experiment) {
			e := experiment.Entry{Set: map[string]string{"eta": "1"}}
			e2 := e
			e.Unit = 3
			m.Journal = []experiment.Entry{e, e2}
		},
		"no action": func(_ *experiment.Setup, m *experiment.Experiment) { m.Journal = []experiment.Entry{{Act: "jump"}} },
		"an entry":  func(_ *experiment.Setup, m *experiment.Experiment) { m.Journal = []experiment.Entry{{}} },
	} {
		s, m := good.Clone(), &experiment.Experiment{}
		change(&s, m)
		if _, err := rs.Start(context.Background(), experiment.Experiment{Setup: s, Journal: m.Journal, Position: m.Position}); err == nil || !strings.Contains(err.Error(), text) {
			t.Errorf("%s: the error is %v", text, err)
		}
	}
	big := setupOf(t, kinds.BatchLab, map[string]string{"layers": "2"})
	if _, err := rs.Start(context.Background(), experiment.Experiment{Setup: big}); err == nil {
		t.Error("a run that needs too much memory was started")
	}
	for range 2 {
		if _, err := rs.Start(context.Background(), experiment.Experiment{Setup: good}); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := rs.Start(context.Background(), experiment.Experiment{Setup: good}); !errors.Is(err, ErrFull) || !strings.Contains(err.Error(), "2 is the most") {
		t.Errorf("a third run: %v", err)
	}
	if err := rs.List()[0].Close(t.Context(), "", false); err != nil {
		t.Fatal(err)
	}
	if _, err := rs.Start(context.Background(), experiment.Experiment{Setup: good}); err != nil {
		t.Errorf("after one has been closed: %v", err)
	}
}
