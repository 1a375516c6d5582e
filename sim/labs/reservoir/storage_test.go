package reservoir

import (
	"bytes"
	"math"
	"testing"

	"gonum.org/v1/gonum/mat"

	"hebb/sim"
)

// Kept in float32, J and P make the same movement: step by step at first, in its errors
// later on.
func TestStorageInFloat32(t *testing.T) {
	for name, set := range map[string]map[string]string{
		"supertrex": {"n": "200", "period": "1000"},
		"force":     {"n": "200", "period": "1000", "rule": "force"},
	} {
		t.Run(name, func(t *testing.T) {
			set["storage"] = "float64"
			wide := start(t, 1, 1, set)
			set["storage"] = "float32"
			narrow := start(t, 1, 1, set)
			apart := 0.0
			for range 20 {
				wide.Step()
				narrow.Step()
				for j := range wide.z {
					apart = max(apart, math.Abs(wide.z[j]-narrow.z[j]))
				}
			}
			if apart == 0 || apart > 1e-5 {
				t.Errorf("after 1000 steps the outputs are up to %g apart", apart)
			}
			for _, s := range []*motor{wide, narrow} {
				if st := trials(s, 5); st.Status != sim.Running {
					t.Fatalf("%s: %v %+v", s.storage, st.Status, st.Trouble)
				}
			}
			a, b := wide.tally.trialError, narrow.tally.trialError
			t.Logf("%.2g apart after 1000 steps; errors after five trials %.4f and %.4f", apart, a, b)
			if !(math.Abs(a-b) < 0.2*a) {
				t.Errorf("the error of the fifth trial is %g, and %g in float64", b, a)
			}
		})
	}
}

// P stays positive definite in either storage, and is the same P: what differs is
// rounding, not learning.
func TestPStaysPositive(t *testing.T) {
	var traces []float64
	for _, storage := range []string{"float64", "float32"} {
		s := start(t, 1, 1, map[string]string{"n": "150", "period": "1000", "rule": "force", "gamma": "0.1", "every": "1", "storage": storage})
		trials(s, 5)
		if s.mastery.count != 25_000 {
			t.Fatalf("P was updated %d times", s.mastery.count)
		}
		s.mastery.flush()
		p := mat.NewSymDense(s.n, wholeP(s))
		var eig mat.EigenSym
		if !eig.Factorize(p, false) {
			t.Fatal("P has no eigenvalues")
		}
		values := eig.Values(nil)
		t.Logf("%s: eigenvalues from %.2g to %.2g", storage, values[0], values[s.n-1])
		if !(values[0] > 0) || values[s.n-1] > 10*(1+1e-6) {
			t.Errorf("%s: the eigenvalues of P go from %g to %g; it began as 10", storage, values[0], values[s.n-1])
		}
		kept, trace := s.mastery.trace, mat.Trace(p)
		if math.Abs(kept-trace) > 1e-2*trace {
			t.Errorf("%s: the trace of P is %g, kept as %g", storage, trace, kept)
		}
		traces = append(traces, trace)
	}
	if math.Abs(traces[0]-traces[1]) > 0.1*traces[0] {
		t.Errorf("the traces of P are %v", traces)
	}
}

// What is saved in float32 goes on bit for bit.
func TestStorageIsSaved(t *testing.T) {
	set := map[string]string{"n": "100", "storage": "float32", "theta": "10"}
	s, other := start(t, 2, 1, set), start(t, 2, 1, set)
	save := func(s *motor) []byte {
		var buf bytes.Buffer
		sim.SaveState(s, &buf)
		return buf.Bytes()
	}
	for range 7 {
		s.Step()
	}
	if err := sim.LoadState(other, save(s)); err != nil {
		t.Fatal(err)
	}
	for range 7 {
		s.Step()
		other.Step()
	}
	if !bytes.Equal(save(s), save(other)) {
		t.Error("a loaded run goes on otherwise")
	}
	set["storage"] = "float64"
	if sim.LoadState(start(t, 2, 1, set), save(s)) == nil {
		t.Error("float64 takes what float32 has saved")
	}
}

// flush does the update of P that is kept back.
func (m *mastery) flush() {
	switch p := m.p.(type) {
	case *triangle[float64]:
		p.kernels.SymUpdate(p.p, m.pending, p.k)
	case *triangle[float32]:
		p.kernels.SymUpdate(p.p, float32(m.pending), p.k)
	}
	m.pending = 0
}
