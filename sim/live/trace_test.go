package live

import (
	"testing"

	"hebb/sim/simtest/toy"
)

func TestTraceSaysHowFar(t *testing.T) {
	r := open(t, Config{}, setupOf(t, toy.Lab), toy.Lab)
	stepTo(t, r, 300)
	trace, err := r.Trace(t.Context())
	if err != nil || len(trace.Ends) != 1 || trace.Ends[0] != 300 || trace.Experiment.Unit != 300 || trace.Diverged[0] != 0 {
		t.Fatalf("%+v %v", trace, err)
	}
	info := infoOf(r)
	low, high, ok, err := r.Recorded(t.Context(), "a", "norm", 300, 0)
	if want := float32(info.Variants[0].Scalars["norm"]); err != nil || !ok || low != float64(want) || high != low {
		t.Errorf("norm was %v to %v, %t, %v; it is %v", low, high, ok, err, want)
	}
	do(t, r, Set{Fields: map[string]string{"eta": "0.5"}})
	stepTo(t, r, 100)
	if trace, err = r.Trace(t.Context()); err != nil || trace.Ends[0] != 300 || trace.Experiment.Unit != 100 || len(trace.Experiment.Journal) != 1 || trace.Experiment.Journal[0].Unit != 300 {
		t.Errorf("gone back: %+v %v", trace, err)
	}
	if _, _, ok, _ := r.Recorded(t.Context(), "a", "nothing", 1, 0); ok {
		t.Error("an output that there is not has a value")
	}
	if _, _, ok, _ := r.Recorded(t.Context(), "d", "norm", 1, 0); ok {
		t.Error("a variant that there is not has a value")
	}
}
