package live

import (
	"context"
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"hebb/sim"
	"hebb/sim/experiment"
	"hebb/sim/live/disk"
	"hebb/sim/simtest/kinds"
)

// heavy holds as many MB as its field says, by its own word.
type heavy struct {
	kinds.Forever
	mb   int
	room []byte
}

func (s *heavy) Fields() []sim.Field {
	return append(s.Forever.Fields(), sim.Field{Name: "mb", Label: "MB", Doc: "How many.", Acts: sim.Restart, Value: sim.Int(&s.mb, 1, 10_000)})
}

func (s *heavy) Init(env sim.Env) error {
	if !env.Fits(int64(s.mb) * 1e6) {
		return &sim.FieldError{Field: "mb", Reason: "too many"}
	}
	s.room = make([]byte, 1) // its word is what counts here
	return s.Forever.Init(sim.Env{Seed: env.Seed})
}

var heavyLab = kinds.Lab("heavy", func() sim.Sim { return &heavy{Forever: kinds.Forever{Leak: 0.2}, mb: 10} })

func heavySetup(t *testing.T, mb ...string) experiment.Experiment {
	var variants []map[string]string
	for _, n := range mb {
		variants = append(variants, map[string]string{"mb": n})
	}
	return experiment.Experiment{Setup: setupOf(t, heavyLab, variants...)}
}

// All runs together take no more than the budget, however they are started or changed; what
// does not fit is refused with what would, and changes nothing; what has ended is free.
func TestBudgetOfMemory(t *testing.T) {
	for _, kept := range []bool{false, true} {
		synctest.Test(t, func(t *testing.T) {
			config := Config{Memory: 1200e6, CheckpointBytes: 1e6}
			if kept {
				config.Store = disk.New(t.TempDir())
			}
			rs := registry(t, config, heavyLab)
			start := func(mb ...string) (*Run, error) { return rs.Start(context.Background(), heavySetup(t, mb...)) }
			fits := func() {
				t.Helper()
				if used, most := rs.Memory(); used > most || most != 1200e6 {
					t.Errorf("%d of %d are used", used, most)
				}
			}
			var crowded *Crowded
			if _, err := start("300"); !errors.As(err, &crowded) || !crowded.Never() || !strings.Contains(err.Error(), "-memory") {
				t.Errorf("300 MB and their checkpoint: %v", err) // the newest checkpoint always stays
			}
			a, err := start("100")
			if err != nil {
				t.Fatal(err)
			}
			p := newPage(t, a)
			defer p.v.Close()
			fits()
			c, err := start("100", "100")
			if err != nil {
				t.Fatal(err)
			}
			defer newPage(t, c).v.Close()
			_, err = start("100", "100")
			if !errors.As(err, &crowded) || crowded.Never() || crowded.Free > 450e6 || crowded.Free < 430e6 || !strings.Contains(err.Error(), "are free") {
				t.Errorf("200 MB more: %v", err)
			}
			if n := len(rs.List()); n != 2 {
				t.Errorf("%d runs are open", n)
			}
			b, err := start("100")
			if err != nil {
				t.Fatal(err)
			}
			q := newPage(t, b)
			fits()
			was, _ := rs.Memory()
			for _, c := range []Command{Add{}, Set{Fields: map[string]string{"mb": "200"}}} {
				if _, err := b.Do(t.Context(), c); !errors.As(err, &crowded) {
					t.Errorf("%T: %v", c, err)
				}
			}
			if used, _ := rs.Memory(); used != was {
				t.Errorf("after refusals %d are used, before %d", used, was)
			}
			if i := infoOf(b); len(i.Variants) != 1 || i.Variants[0].Fields["mb"] != "100" {
				t.Errorf("a refused command has changed it: %+v", i)
			}
			do(t, b, Set{Fields: map[string]string{"mb": "40"}})
			do(t, b, Add{})
			fits()
			do(t, b, Remove{Variant: "b"})
			if used, _ := rs.Memory(); used >= was-100e6 {
				t.Errorf("smaller, %d are used, before %d", used, was)
			}
			// Nobody watches: it gives way, and comes back when there is room.
			q.v.Close()
			time.Sleep(10 * time.Second)
			big, err := start("80", "80")
			if err != nil {
				t.Fatal(err)
			}
			r := newPage(t, big)
			fits()
			if !b.hasEnded() || a.hasEnded() {
				t.Error("the wrong run has given way, or none")
			}
			if _, err := rs.Get(context.Background(), b.ID()); !errors.As(err, &crowded) {
				t.Errorf("opened again while there is no room: %v", err)
			}
			r.v.Close()
			if err := big.Close(context.Background(), "so", true); err != nil {
				t.Fatal(err)
			}
			if again, err := rs.Get(context.Background(), b.ID()); err != nil || infoOf(again).Variants[0].Fields["mb"] != "40" {
				t.Errorf("opened again: %v", err)
			}
			fits()
		})
	}
}

// Who watches counts.
func TestViewersTakeMemory(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		rs := registry(t, Config{Memory: 1200e6}, heavyLab)
		r, err := rs.Start(context.Background(), heavySetup(t, "1"))
		if err != nil {
			t.Fatal(err)
		}
		was, _ := rs.Memory()
		for range 100 {
			defer r.Watch().Close()
		}
		if used, _ := rs.Memory(); used != was+100*viewerBytes {
			t.Errorf("with a hundred viewers %d are used, before %d", used, was)
		}
	})
}
