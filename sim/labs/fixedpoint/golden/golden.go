// Package golden reads the lab's files of reference numbers for the tests of its packages.
package golden

import (
	"math"
	"regexp"
	"slices"
	"strconv"
	"testing"

	"hebb/sim/num"
	"hebb/sim/num/elem"
	"hebb/sim/simtest"
)

// File is a file of reference numbers: inputs and what has to come of them.
type File struct {
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

// Elsewhere says that another test of the same files refuses keys.
const Elsewhere = "*"

// Each runs a test on every file of a kind, and says how much was compared. Keys that
// neither the test nor, as it says, others have asked for are refused.
func Each(t *testing.T, kind string, do func(t *testing.T, g *File), others ...string) {
	t.Helper()
	all := &simtest.Compared{T: t}
	for _, file := range kinds.Of(t, "fixedpoints", kind) {
		t.Run(file.Name, func(t *testing.T) {
			g := &File{}
			file.Decode(t, g)
			if g.Kind != kind {
				t.Fatalf("it says that it is of kind %q, and looks like %q", g.Kind, kind)
			}
			g.T, g.Files, g.Cases = t, 1, g.Cases+1
			do(t, g)
			for _, key := range g.missed(others) {
				t.Errorf("the file has %q, which nothing is compared with", key)
			}
			all.Add(&g.Compared)
		})
	}
	all.Log()
}

// missed are the keys that nobody has asked for and that others do not compare.
func (g *File) missed(others []string) []string {
	if slices.Contains(others, Elsewhere) {
		return nil
	}
	return slices.DeleteFunc(slices.Concat(g.Inputs.Unread(), g.Expected.Unread()), func(key string) bool { return slices.Contains(others, key) })
}

// Read decodes one entry; a missing one fails the test.
func Read[V any](t *testing.T, m *simtest.Entries, key string) V {
	t.Helper()
	return simtest.Read[V](t, m, key)
}

// Sizes refuses a file whose sizes are not those of its inputs.
func (g *File) Sizes(t *testing.T, of map[string][2]int) {
	t.Helper()
	for key, pair := range of {
		if pair[0] != pair[1] {
			t.Fatalf("%s is %d, and the inputs have %d", key, pair[0], pair[1])
		}
	}
}

// Matrix decodes a matrix.
func Matrix(t *testing.T, m *simtest.Entries, key string) num.Mat[float64] {
	t.Helper()
	return Mat(Read[[][]float64](t, m, key))
}

// Mat makes a matrix of rows.
func Mat(v [][]float64) num.Mat[float64] {
	m := num.NewMat[float64](len(v), len(v[0]))
	for i, row := range v {
		copy(m.Row(i), row)
	}
	return m
}

// Same compares within tol of the largest size of what is expected.
func (g *File) Same(t *testing.T, what string, got, want []float64, tol float64) {
	t.Helper()
	g.Compared.Same(what, got, want, simtest.Allowed{Largest: tol})
}

// One compares one number, within tol of its size.
func (g *File) One(t *testing.T, what string, got, want, tol float64) {
	t.Helper()
	g.Same(t, what, []float64{got}, []float64{want}, tol)
}

// SpectrumEntry is a spectrum as the files hold it.
type SpectrumEntry struct {
	Eig                    [][2]float64
	Abscissa, Radius, Cond float64
	SigmaMin               float64 `json:"sigma_min"`
	SigmaMax               float64 `json:"sigma_max"`
	DetSign                int     `json:"det_sign"`
	Logabsdet              float64
}

// Found is a spectrum as our side finds it.
type Found struct {
	Eig                      []complex128
	Abscissa, Radius         float64
	Lead                     complex128
	SigmaMin, Cond, SigmaMax float64
	Sign                     int
	Log                      float64
}

// Spectrum compares a spectrum; eigenvalues as sets.
func (g *File) Spectrum(t *testing.T, what string, s Found, want SpectrumEntry, tol float64) {
	t.Helper()
	if s.Eig == nil {
		t.Errorf("%s: no spectrum", what)
		return
	}
	left := append([]complex128(nil), s.Eig...)
	for _, e := range want.Eig {
		best, at := math.Inf(1), -1
		for i, z := range left {
			if d := elem.Hypot(real(z)-e[0], imag(z)-e[1]); d < best {
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
	g.One(t, what+" abscissa", s.Abscissa, want.Abscissa, max(tol, 1e-8))
	g.One(t, what+" radius", s.Radius, want.Radius, max(tol, 1e-8))
	g.One(t, what+" sigma_min", s.SigmaMin, want.SigmaMin, tol)
	g.One(t, what+" sigma_max", s.SigmaMax, want.SigmaMax, tol)
	g.One(t, what+" cond", s.Cond, want.Cond, tol)
	g.One(t, what+" log det", s.Log, want.Logabsdet, tol)
	if s.Sign != want.DetSign {
		t.Errorf("%s: sign of det is %d, not %d", what, s.Sign, want.DetSign)
	}
}

// Loose is the tolerance of numbers that differences of so much are blown up by.
func Loose(amplification float64) float64 { return max(1e-9, 1e-13*amplification) }

// TwoByTwo is a matrix of four numbers, row by row.
func TwoByTwo(a, b, c, d float64) num.Mat[float64] { return Mat([][]float64{{a, b}, {c, d}}) }

var reEuler = regexp.MustCompile(`^(?:at_)?euler_(?:state_)?h([0-9.]+)_Nt([0-9]+)_gain_from_rate$`)

// EulerOf reads what a file calls a state after so many Euler steps of h.
func EulerOf(t *testing.T, name string) (h float64, steps int) {
	t.Helper()
	part := reEuler.FindStringSubmatch(name)
	if part == nil {
		t.Fatalf("%q is no way to a state that we know", name)
	}
	h, err := strconv.ParseFloat(part[1], 64)
	if err != nil {
		t.Fatal(err)
	}
	if steps, err = strconv.Atoi(part[2]); err != nil {
		t.Fatal(err)
	}
	return h, steps
}
