package reservoir

import (
	"bytes"
	"errors"
	"math"
	"slices"
	"strings"
	"testing"

	"hebb/sim"
	"hebb/sim/num"
)

// Noise is centred and fills its range evenly.
func TestNoiseIsCentred(t *testing.T) {
	n := newNoise(4)
	sum, squares, count := 0.0, 0.0, 0.0
	r := make([]float64, 301)
	for step := range 2000 {
		clear(r)
		n.addTo(r, 1, step)
		for _, u := range r {
			if !(u > -1 && u < 1) {
				t.Fatalf("noise of %v", u)
			}
			sum, squares, count = sum+u, squares+u*u, count+1
		}
	}
	if mean := sum / count; math.Abs(mean) > 4/math.Sqrt(3*count) {
		t.Errorf("the mean of %v numbers is %v", count, mean)
	}
	if v := squares / count; math.Abs(v-1.0/3) > 0.003 {
		t.Errorf("the mean square is %v, not a third", v)
	}
}

// Without consolidation SUPERTREX is RMHL: on one seed the two meet the same
// reservoir and the same noise, and are the same to the last bit.
func TestVariantsShareReservoirAndNoise(t *testing.T) {
	a := start(t, 2, 9, map[string]string{"rule": "rmhl", "tau_z": "2"})
	b := start(t, 2, 9, map[string]string{"rule": "supertrex", "transfer": "0", "tau_z": "2"})
	for range 30 {
		a.Step()
		b.Step()
	}
	if !slices.Equal(a.x, b.x) || !slices.Equal(a.wx.Data, b.wx.Data) || num.Norm(a.wx.Data) == 0 {
		t.Error("RMHL and SUPERTREX without consolidation differ")
	}
	if b.mastery.count != 0 {
		t.Errorf("P was updated %d times with the gate shut", b.mastery.count)
	}
}

// A lesion of the explorer acts at its source: neither output nor plasticity nor
// mastery hears of it.
func TestExplorerIsCutAtItsSource(t *testing.T) {
	s := start(t, 1, 2, map[string]string{"train": "0"})
	trials(s, 2)
	set(t, s, map[string]string{"exp_out": "0"})
	for range 20 {
		s.Step() // the average fades
	}
	wx, wm := slices.Clone(s.wx.Data), slices.Clone(s.wm.Data)
	for range 20 {
		s.Step()
		if s.zx[0] != 0 || s.zx[1] != 0 {
			t.Fatalf("the explorer puts out %v", s.zx)
		}
	}
	if !near(wx, s.wx.Data, 1e-12) || !near(wm, s.wm.Data, 1e-12) {
		t.Error("weights change after the explorer was cut")
	}
}

func near(a, b []float64, tol float64) bool {
	for i := range a {
		if !(math.Abs(a[i]-b[i]) <= tol) {
			return false
		}
	}
	return true
}

// In a test nothing learns, SUPERTREX loses its explorer, and the arm hears what it
// put out in training.
func TestATestLearnsNothing(t *testing.T) {
	s := start(t, 2, 2, map[string]string{"train": "2", "test": "2", "period": "400"})
	trials(s, 1)
	recorded := make([]float64, 0, 2*s.numT)
	s.chunk, s.perUnit = 1, 1
	for range s.numT {
		s.Step()
	}
	recorded = append(recorded, s.replay.z[:s.numT*s.m]...) // the first of the two trials
	if !s.sched.testing {
		t.Fatal("no test after two trials")
	}
	wx, wm, trace := slices.Clone(s.wx.Data), slices.Clone(s.wm.Data), s.mastery.trace
	for step := range s.numT {
		s.Step()
		if !slices.Equal(s.fb, recorded[step*s.m:(step+1)*s.m]) {
			t.Fatalf("step %d of the test hears %v, and training had put out %v", step, s.fb, recorded[step*s.m:(step+1)*s.m])
		}
		if s.zx[0] != 0 {
			t.Fatal("the explorer takes part in the test")
		}
	}
	if !slices.Equal(wx, s.wx.Data) || !slices.Equal(wm, s.wm.Data) || trace != s.mastery.trace {
		t.Error("something was learned in the test")
	}
	trials(s, 1)
	if s.sched.testing {
		t.Error("the test goes on after two trials")
	}
}

func TestSilentUnitsAreSilent(t *testing.T) {
	s := start(t, 1, 2, map[string]string{"silenced": "0.5"})
	s.Step()
	silent := 0
	for _, r := range s.r {
		if r == 0 {
			silent++
		}
	}
	if silent != s.n/2 {
		t.Errorf("%d of %d units are silent, not half", silent, s.n)
	}
	set(t, s, map[string]string{"silenced": "0"})
	s.Step()
	if slices.Contains(s.r, 0) {
		t.Error("a unit stays silent")
	}
}

func TestANewTargetRenewsAYoungCortex(t *testing.T) {
	for _, renew := range []string{"false", "true"} {
		s := start(t, 1, 2, map[string]string{"train": "0", "renew": renew})
		trials(s, 2)
		old := s.mastery.trace
		if !(old < float64(s.n)/s.gamma) {
			t.Fatalf("trace of P is still %v", old)
		}
		set(t, s, map[string]string{"target": "circle"})
		s.Step()
		if risen := s.mastery.trace > old; risen != (renew == "true") {
			t.Errorf("renew %s: the trace went from %v to %v", renew, old, s.mastery.trace)
		}
	}
}

// An arm grows and shrinks while it moves, and a grown one is saved and loaded.
func TestSegmentsComeAndGo(t *testing.T) {
	s := start(t, 2, 2, map[string]string{"train": "1", "test": "1", "period": "400"})
	trials(s, 1)
	add, remove := s.Actions()[4], s.Actions()[5]
	before := s.hand()
	if err := add.Do(); err != nil {
		t.Fatal(err)
	}
	if after := s.hand(); math.Abs(math.Hypot(after[0]-before[0], after[1]-before[1])-0.6) > 1e-9 {
		t.Errorf("the hand went from %v to %v; the segment is 0.6 long", before, after)
	}
	if st := trials(s, 2); st.Status != sim.Running {
		t.Fatal(st.Trouble)
	}
	if num.Norm(s.wx.Row(2)) == 0 {
		t.Error("the new joint has learned nothing")
	}
	var saved bytes.Buffer
	sim.SaveState(s, &saved)
	b := start(t, 2, 2, map[string]string{"train": "1", "test": "1", "period": "400"})
	if err := sim.LoadState(b, saved.Bytes()); err != nil {
		t.Fatal(err)
	}
	trials(s, 1)
	trials(b, 1)
	if !slices.Equal(s.x, b.x) || !slices.Equal(s.z, b.z) || b.m != 3 {
		t.Error("the loaded arm moves otherwise")
	}
	if err := remove.Do(); err != nil || s.m != 2 {
		t.Fatalf("%v, %d outputs", err, s.m)
	}
	if st := trials(s, 1); st.Status != sim.Running {
		t.Fatal(st.Trouble)
	}
	var fe *sim.FieldError
	if err := remove.Do(); !errors.As(err, &fe) {
		t.Errorf("an arm of one segment: %v", err)
	}
}

// Absurd numbers end with the name of what exploded, and when.
func TestAbsurdStepsDiverge(t *testing.T) {
	for what, set := range map[string]map[string]string{
		"step":   {"dt": "50", "period": "10000"},
		"rate":   {"eta": "0.05", "rule": "rmhl"},
		"reward": {"da_gain": "-1"},
	} {
		s := start(t, 1, 1, set)
		for range 2000 {
			st := s.Step()
			if st.Status == sim.Diverged {
				if !strings.Contains(st.Trouble.What, "at step") || !(math.Abs(st.Trouble.Size) > 1 || st.Trouble.Size != st.Trouble.Size) {
					t.Errorf("%s: %+v", what, st.Trouble)
				}
				break
			}
			if s.sched.units == 2000 {
				t.Errorf("%s: %v does not diverge", what, set)
			}
		}
	}
}

// With inverted reward an arm, which cannot get away, stretches as far from the
// target as it can.
func TestInvertedRewardFlees(t *testing.T) {
	s := start(t, 2, 1, map[string]string{"da_gain": "-1", "train": "0"})
	trials(s, 1)
	if e := s.tally.ofTrial(); !(e > 5) {
		t.Errorf("the arm misses by %v; straight up, where it starts, by 1.76", e)
	}
}

func TestMemoryIsCappedByName(t *testing.T) {
	for field, set := range map[string]map[string]string{
		"n":    {"n": "2000"},
		"test": {"segments": "50", "period": "30000", "test": "10"},
	} {
		s := newMotor(armTask)
		if err := sim.Set(s.Fields(), set); err != nil {
			t.Fatal(err)
		}
		err := s.Init(sim.Env{Seed: 1, Memory: 40 << 20})
		var fe *sim.FieldError
		if !errors.As(err, &fe) || fe.Field != field || !strings.Contains(fe.Reason, "MB") {
			t.Errorf("%v: error %v, want one of %s that names the memory", set, err, field)
		}
	}
}

// The cap on units says what more would take.
func TestTheCapNamesTheMemory(t *testing.T) {
	err := sim.Set(newMotor(armTask).Fields(), map[string]string{"n": "5000"})
	if err == nil || !strings.Contains(err.Error(), "100 to 2000") || !strings.Contains(err.Error(), "214 MB") {
		t.Errorf("5000 units: %v", err)
	}
}

// In every seed FORCE beats SUPERTREX, and SUPERTREX beats RMHL; each as well as
// section 11.2 of the specification says.
func TestRulesInTheirOrder(t *testing.T) {
	if testing.Short() {
		t.Skip("three whole runs")
	}
	bounds := map[string][2]float64{"force": {0, 0.03}, "supertrex": {0, 0.05}, "rmhl": {0.1, 0.35}}
	last := 0.0
	for _, rule := range []string{"force", "supertrex", "rmhl"} {
		s := start(t, 1, 1, map[string]string{"rule": rule})
		if st := trials(s, 15); st.Status != sim.Running {
			t.Fatal(st.Trouble)
		}
		d := s.tally.deviation()
		if b := bounds[rule]; !(d > b[0] && d < b[1] && d > last) {
			t.Errorf("%s deviates by %v: want it in %v, and more than %v", rule, d, b, last)
		}
		last = d
	}
}
