package reservoir

import (
	"bytes"
	"encoding/binary"
	"maps"
	"math"
	"testing"

	"hebb/sim"
)

// What only decays ends at 0. Without that it would end at a subnormal number and stay
// there, because four fifths of the smallest round to it, and arithmetic with subnormal
// numbers is slow on many processors.
func TestSilenceIsZero(t *testing.T) {
	const steps = 120_000
	long := map[string]string{"n": "100", "dt": "1", "tau_z": "5", "tau_e": "5", "period": "1000", "train": "0"}
	for name, c := range map[string]struct {
		task       task
		set, later map[string]string // later: after two trials
	}{
		"the explorer is cut":   {2, nil, map[string]string{"exp_out": "0"}},
		"both are cut":          {2, nil, map[string]string{"exp_out": "0", "mst_out": "0"}},
		"the published test":    {3, map[string]string{"profile": "matlab", "eta": "0", "train": "1", "test": "1"}, nil},
		"a test":                {1, map[string]string{"train": "1", "test": "1"}, nil},
		"nothing is heard":      {1, map[string]string{"rule": "force", "learn": "false", "lambda": "0"}, nil},
		"nothing is heard, arm": {2, map[string]string{"lambda": "0", "alpha": "0"}, map[string]string{"exp_out": "0", "mst_out": "0"}},
	} {
		t.Run(name, func(t *testing.T) {
			fields := maps.Clone(long)
			maps.Copy(fields, c.set)
			tested := fields["test"] != ""
			if tested {
				fields["period"] = "20000" // ms, and so steps
			}
			s := start(t, c.task, 1, fields)
			for s.sched.t < steps && !(tested && s.sched.trial == 2) {
				if s.sched.t == 2000 {
					set(t, s, c.later)
				}
				if step := s.Step(); step.Status != sim.Running {
					t.Fatalf("%v %+v", step.Status, step.Trouble)
				}
				if s.sched.t%1000 < s.chunk {
					subnormal(t, s)
				}
			}
		})
	}
}

// subnormal reports numbers of the saved state that are too small to be normal ones.
func subnormal(t *testing.T, s *motor) {
	t.Helper()
	var buf bytes.Buffer
	sim.SaveState(s, &buf)
	for b := buf.Bytes(); len(b) > 0; {
		name, kind := string(b[1:1+b[0]]), b[1+b[0]]
		b = b[2+b[0]:]
		n := int(binary.LittleEndian.Uint64(b))
		b = b[8:]
		switch kind {
		case 'd':
			for i := range n {
				v := math.Float64frombits(binary.LittleEndian.Uint64(b[8*i:]))
				if v != 0 && math.Abs(v) < 0x1p-1022 {
					t.Fatalf("step %d: %s[%d] is %g", s.sched.t, name, i, v)
				}
			}
			b = b[8*n:]
		case 'f':
			b = b[4*n:]
		case 'b':
			b = b[8+binary.LittleEndian.Uint64(b):]
		default:
			b = b[8*n:]
		}
	}
}
