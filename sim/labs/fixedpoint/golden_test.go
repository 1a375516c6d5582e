package fixedpoint

import (
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"testing"

	"hebb/sim/num"
)

// golden is a file of reference numbers: inputs and what has to come of them.
type golden struct {
	Kind             string
	F                string
	Inputs, Expected map[string]json.RawMessage
	compared         int
}

// goldenFiles returns the reference files of a kind: those of testdata, or of the
// folder that HEBB_GOLDEN names.
func goldenFiles(t *testing.T, kind string) map[string]*golden {
	t.Helper()
	dir := os.Getenv("HEBB_GOLDEN")
	if dir == "" {
		dir = filepath.Join("testdata", "golden")
	}
	names, err := filepath.Glob(filepath.Join(dir, "fixedpoints_*.json"))
	if err != nil || len(names) == 0 {
		t.Fatalf("no fixedpoints_*.json in %s (%v)", dir, err)
	}
	files := map[string]*golden{}
	for _, name := range names {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		g := &golden{}
		if err := json.Unmarshal(data, g); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if g.Kind == kind {
			files[filepath.Base(name)] = g
		}
	}
	if len(files) == 0 {
		t.Fatalf("no file of kind %q in %s", kind, dir)
	}
	return files
}

// read decodes one entry; a missing one fails the test.
func read[V any](t *testing.T, m map[string]json.RawMessage, key string) V {
	t.Helper()
	var v V
	raw, ok := m[key]
	if !ok {
		t.Fatalf("the file has no %q", key)
	}
	if err := json.Unmarshal(raw, &v); err != nil {
		t.Fatalf("%s: %v", key, err)
	}
	return v
}

// matrix decodes a matrix.
func matrix(t *testing.T, m map[string]json.RawMessage, key string) num.Mat[float64] {
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
	if len(got) != len(want) {
		t.Errorf("%s: %d numbers, not %d", what, len(got), len(want))
		return
	}
	top, worst := 0.0, 0.0
	for i, w := range want {
		top = max(top, math.Abs(w))
		d := math.Abs(got[i] - w)
		if !(d <= worst) {
			worst = d
		}
	}
	g.compared += len(want)
	if !(worst <= tol*max(top, 1e-300)) {
		t.Errorf("%s: differs by %.2g of its size %.3g", what, worst/top, top)
	}
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
		g.compared++
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
