package oja

import (
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"testing"
)

// goldenRecurrent is a file of reference numbers for the recurrent network.
type goldenRecurrent struct {
	Tolerance       string
	U, V, C, Bv, Bc [][]float64
	Sequences       [][][]float64
	Labels          []int
	Runs            []struct {
		Act, Mode         string
		Beta, Eta, Theta9 float64
		OjaOn             []string `json:"oja_on"`
		Sequential        bool
		Trunc             *int
		HFirst            [][]float64                   `json:"H_first"`
		GradsFirst        struct{ U, V, C [][]float64 } `json:"grads_first"`
		After1            struct{ U, V, C [][]float64 } `json:"after_1"`
		After4            struct{ U, V, C [][]float64 } `json:"after_4"`
		Logits            [][]float64
		HFinal            []float64 `json:"h_final"`
	}
	Drive *struct {
		Act    string
		Beta   float64
		U, V   [][]float64
		Seq    []float64
		Theta9 float64
		VAfter [][]float64 `json:"V_after"`
		HAfter []float64   `json:"h_after"`
	}
	Memory *struct {
		Act          string
		Beta         float64
		U, V         [][]float64
		Seq          []float64
		KMax         int
		Ridge        float64
		Washout      int
		R2           []float64
		R2AfterDrive []float64 `json:"r2_after_drive"`
	}
}

// goldenRecurrentFiles returns the reference files of this kind: those of testdata, or of
// the folder that HEBB_GOLDEN names.
func goldenRecurrentFiles(t *testing.T) map[string]*goldenRecurrent {
	dir := os.Getenv("HEBB_GOLDEN")
	if dir == "" {
		dir = filepath.Join("testdata", "golden")
	}
	names, err := filepath.Glob(filepath.Join(dir, "plasticity_*.json"))
	if err != nil || len(names) == 0 {
		t.Fatalf("no plasticity_*.json in %s (%v)", dir, err)
	}
	files := map[string]*goldenRecurrent{}
	for _, name := range names {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		var keys map[string]json.RawMessage
		if err := json.Unmarshal(data, &keys); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if keys["U"] == nil || keys["V"] == nil || keys["C"] == nil || keys["sequences"] == nil {
			continue // of another kind
		}
		g := &goldenRecurrent{}
		if err := json.Unmarshal(data, g); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		files[filepath.Base(name)] = g
	}
	return files
}

var reTolerance = regexp.MustCompile(`[0-9.]+e-[0-9]+`)

// tolerances reads "1e-11 relative; memory curve 1e-7".
func (g *goldenRecurrent) tolerances(t *testing.T) (all, curve float64) {
	found := reTolerance.FindAllString(g.Tolerance, 2)
	if len(found) == 0 {
		t.Fatalf("no tolerance in %q", g.Tolerance)
	}
	all, _ = strconv.ParseFloat(found[0], 64)
	curve = all
	if len(found) > 1 {
		curve, _ = strconv.ParseFloat(found[1], 64)
	}
	return all, curve
}

// agreement counts and compares numbers, relative to the largest of them.
type agreement struct {
	t       *testing.T
	tol     float64
	numbers int
	worst   float64
}

func (a *agreement) check(what string, got, want []float64) {
	a.t.Helper()
	if len(got) != len(want) {
		a.t.Fatalf("%s: %d numbers, not %d", what, len(got), len(want))
	}
	top := 0.0
	for _, v := range want {
		top = max(top, math.Abs(v))
	}
	for i, v := range want {
		off := math.Abs(got[i]-v) / max(top, 1e-300)
		if got[i] == v {
			off = 0
		}
		if !(off <= a.tol) {
			a.t.Errorf("%s[%d] is %.17g, not %.17g: off by %.2g", what, i, got[i], v, off)
		}
		a.worst = max(a.worst, off)
	}
	a.numbers += len(want)
}

func flatRows(rows [][]float64) []float64 {
	var all []float64
	for _, row := range rows {
		all = append(all, row...)
	}
	return all
}
