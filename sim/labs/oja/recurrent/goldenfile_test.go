package recurrent

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strconv"
	"testing"

	"hebb/sim/experiment"
	"hebb/sim/simtest"
)

// goldenRecurrent is a file of reference numbers for the recurrent network.
type goldenRecurrent struct {
	What, Tolerance string
	U, V, C, Bv, Bc [][]float64
	Sequences       [][][]float64
	Labels          []int
	Runs            []recurrentRun
	Drive           *struct {
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

// recurrentRun is a run of trials, with everything of the first.
type recurrentRun struct {
	Act, Mode         string
	Beta, Eta, Theta9 float64
	OjaOn             []string `json:"oja_on"`
	Sequential        bool
	Trunc             *int          // none, or -1: to the start of the trial
	HFirst            [][]float64   `json:"H_first"`
	GradsFirst        matricesOfRun `json:"grads_first"`
	Logits            [][]float64
	HFinal            []float64 `json:"h_final"`

	after map[int]matricesOfRun // "after_4": after as many trials
}

type matricesOfRun struct{ U, V, C [][]float64 }

var reTrials = regexp.MustCompile(`^after_([0-9]+)$`)

func (r *recurrentRun) UnmarshalJSON(data []byte) error {
	var keys map[string]json.RawMessage
	if err := json.Unmarshal(data, &keys); err != nil {
		return err
	}
	r.after = map[int]matricesOfRun{}
	for key, raw := range keys {
		part := reTrials.FindStringSubmatch(key)
		if part == nil {
			continue
		}
		delete(keys, key)
		n, err := strconv.Atoi(part[1])
		if err != nil {
			return err
		}
		var m matricesOfRun
		if err := experiment.Strict(raw, &m); err != nil {
			return fmt.Errorf("%s: %w", key, err)
		}
		r.after[n] = m
	}
	rest, err := json.Marshal(keys)
	if err != nil {
		return err
	}
	type plain recurrentRun
	return experiment.Strict(rest, (*plain)(r))
}

// goldenRecurrentFiles are the files of this kind, by name.
func goldenRecurrentFiles(t *testing.T) map[string]*goldenRecurrent {
	t.Helper()
	files := map[string]*goldenRecurrent{}
	for _, file := range simtest.PlasticityKinds.Of(t, "plasticity", "recurrent") {
		g := &goldenRecurrent{}
		file.Decode(t, g)
		files[file.Name] = g
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

func flatRows(rows [][]float64) []float64 {
	var all []float64
	for _, row := range rows {
		all = append(all, row...)
	}
	return all
}
