package fixedpoint

import (
	"testing"

	"hebb/sim"
	"hebb/sim/num"
)

// start initialises a sim with the seed of the tests.
func start(t testing.TB, s sim.Sim) {
	t.Helper()
	startAt(t, s, 5, nil)
}

func startAt(t testing.TB, s sim.Sim, seed uint64, set map[string]string) {
	t.Helper()
	if err := sim.Set(s.Fields(), set); err != nil {
		t.Fatal(err)
	}
	if err := s.Init(sim.Env{Seed: seed}); err != nil {
		t.Fatal(err)
	}
}

// output returns a recorded scalar by name.
func output(t testing.TB, s sim.Sim, name string) float64 {
	t.Helper()
	var dst []float64
	at := -1
	for _, o := range s.Outputs() {
		if o.From == sim.Recorded {
			if o.Name == name {
				at = len(dst)
			}
			dst = append(dst, 0)
		}
	}
	if at < 0 {
		t.Fatalf("nothing recorded is called %q", name)
	}
	s.Record(dst)
	return dst[at]
}

// probed measures the probe of an output and returns a scalar.
func probed(t testing.TB, s sim.Sim, name string) float64 {
	t.Helper()
	outputs := s.Outputs()
	for i, o := range outputs {
		if o.Name == name {
			for p, probe := range s.Probes() {
				if probe.Name == o.Probe {
					f := sim.NewFrame(outputs)
					s.Capture(p, nil).Measure(f)
					return f.Scalar(i)
				}
			}
		}
	}
	t.Fatalf("nothing probed is called %q", name)
	return 0
}

// steps runs some units, and says how it ended.
func steps(t testing.TB, s sim.Sim, units int) sim.Step {
	t.Helper()
	var st sim.Step
	for range units {
		for {
			st = s.Step()
			if st.Status == sim.Diverged || st.Status == sim.Done {
				return st
			}
			if st.Unit {
				break
			}
		}
	}
	return st
}

// inverse writes A⁻¹.
func (f *lu[T]) inverse(dst num.Mat[T]) {
	clear(dst.Data)
	for i := range dst.Rows {
		dst.Data[i*dst.Cols+i] = 1
	}
	f.Solve(dst)
}

// attractor finds the fixed point that the dynamics reach from 0, and polishes it.
func (n *network[T]) attractor(b *batch[T], room *newton[T], h float64, most int) {
	n.relax(b, h, 1e-9, most, false)
	for i := range b.rows {
		if b.state[i] == ok {
			b.state[i] = n.newtonRow(b, room, i, 2e-15, 60)
			if b.state[i] != ok { // the last digits do not matter
				b.state[i] = ok
			}
		}
	}
	n.evaluate(b)
}
