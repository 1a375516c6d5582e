package fixedpoint

import (
	"math"
	"slices"
	"testing"

	"hebb/sim/num"
	"hebb/sim/simtest"
)

// golden is a file of reference numbers: inputs and what has to come of them.
type golden struct {
	simtest.Compared
	Kind             string
	F                string // activation
	N, M, B, Nx, K   int    // sizes of the inputs
	Inputs, Expected simtest.Entries
	Note             string
	Meta             struct{ Paper, Set, Precision, Tolerance string }
}

// kinds are the files of this lab.
var kinds = simtest.Kinds{"linear": {"inputs.Rhat", "inputs.W0"}, "nonlinear": {"inputs.readout"}, "oned": {"inputs.x", "inputs.y"}, "twoneuron": {"inputs.W_lin"}}

// elsewhere says that another test of the same files refuses keys.
const elsewhere = "*"

// eachGolden runs a test on every file of a kind, and says how much was compared. Keys that
// neither the test nor, as it says, others have asked for are refused.
func eachGolden(t *testing.T, kind string, do func(t *testing.T, g *golden), others ...string) {
	t.Helper()
	all := &simtest.Compared{T: t}
	for _, file := range kinds.Of(t, "fixedpoints", kind) {
		t.Run(file.Name, func(t *testing.T) {
			g := &golden{}
			file.Decode(t, g)
			if g.Kind != kind {
				t.Fatalf("it says that it is of kind %q, and looks like %q", g.Kind, kind)
			}
			g.T, g.Files, g.Cases = t, 1, g.Cases+1
			do(t, g)
			for _, key := range slices.Concat(g.Inputs.Unread(), g.Expected.Unread()) {
				if !slices.Contains(others, key) && !slices.Contains(others, elsewhere) {
					t.Errorf("the file has %q, which nothing is compared with", key)
				}
			}
			all.Add(&g.Compared)
		})
	}
	all.Log()
}

// read decodes one entry; a missing one fails the test.
func read[V any](t *testing.T, m *simtest.Entries, key string) V {
	t.Helper()
	return simtest.Read[V](t, m, key)
}

// sizes refuses a file whose sizes are not those of its inputs.
func (g *golden) sizes(t *testing.T, of map[string][2]int) {
	t.Helper()
	for key, pair := range of {
		if pair[0] != pair[1] {
			t.Fatalf("%s is %d, and the inputs have %d", key, pair[0], pair[1])
		}
	}
}

// matrix decodes a matrix.
func matrix(t *testing.T, m *simtest.Entries, key string) num.Mat[float64] {
	t.Helper()
	return toMat(read[[][]float64](t, m, key))
}

func toMat(v [][]float64) num.Mat[float64] {
	m := num.NewMat[float64](len(v), len(v[0]))
	for i, row := range v {
		copy(m.Row(i), row)
	}
	return m
}

func turned(m num.Mat[float64]) num.Mat[float64] {
	d := num.NewMat[float64](m.Cols, m.Rows)
	num.Transpose(d, m)
	return d
}

// same compares within tol of the largest size of what is expected.
func (g *golden) same(t *testing.T, what string, got, want []float64, tol float64) {
	t.Helper()
	g.Same(what, got, want, simtest.Allowed{Largest: tol})
}

func (g *golden) one(t *testing.T, what string, got, want, tol float64) {
	t.Helper()
	g.same(t, what, []float64{got}, []float64{want}, tol)
}

// spectrumEntry is a spectrum as the files hold it.
type spectrumEntry struct {
	Eig                    [][2]float64
	Abscissa, Radius, Cond float64
	SigmaMin               float64 `json:"sigma_min"`
	SigmaMax               float64 `json:"sigma_max"`
	DetSign                int     `json:"det_sign"`
	Logabsdet              float64
}

// spectrum compares a spectrum; eigenvalues as sets.
func (g *golden) spectrum(t *testing.T, what string, gains []float64, w num.Mat[float64], want spectrumEntry, tol float64) {
	t.Helper()
	s, ok := spectrumOf(gains, w, true)
	if !ok {
		t.Errorf("%s: no spectrum", what)
		return
	}
	left := append([]complex128(nil), s.Eig...)
	for _, e := range want.Eig {
		best, at := math.Inf(1), -1
		for i, z := range left {
			if d := math.Hypot(real(z)-e[0], imag(z)-e[1]); d < best {
				best, at = d, i
			}
		}
		if !(best <= max(tol, 1e-8)*max(1, s.Radius)) {
			t.Errorf("%s: eigenvalue %v is missing by %g", what, e, best)
			return
		}
		left = append(left[:at], left[at+1:]...)
		g.Numbers++
	}
	g.one(t, what+" abscissa", s.Abscissa, want.Abscissa, max(tol, 1e-8))
	g.one(t, what+" radius", s.Radius, want.Radius, max(tol, 1e-8))
	g.one(t, what+" sigma_min", s.SigmaMin, want.SigmaMin, tol)
	g.one(t, what+" sigma_max", s.SigmaMax, want.SigmaMax, tol)
	g.one(t, what+" cond", s.Cond, want.Cond, tol)
	g.one(t, what+" log det", s.Log, want.Logabsdet, tol)
	if s.Sign != want.DetSign {
		t.Errorf("%s: sign of det is %d, not %d", what, s.Sign, want.DetSign)
	}
}

func loose(amplification float64) float64 { return max(1e-9, 1e-13*amplification) }
