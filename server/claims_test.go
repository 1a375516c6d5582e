package main

import (
	"io"
	"io/fs"
	"math"
	"path"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"hebb/presets"
	"hebb/sim"
	"hebb/sim/experiment"
	"hebb/sim/labs"
	"hebb/sim/live"
	"hebb/sim/simtest/toy"
)

func embedded(t *testing.T) []*presets.Preset {
	t.Helper()
	list, err := presets.Load(presets.Files, labs.All)
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func TestEveryPresetHasItsLab(t *testing.T) {
	known := map[string]bool{}
	for _, p := range embedded(t) {
		known[p.File] = true
	}
	files, err := fs.Glob(presets.Files, "*/*.json")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		if !known[file] {
			t.Errorf("presets/%s belongs to no lab: there is none called %s", file, path.Dir(file))
		}
	}
}

// A preset that has changed since its claims were run fails here until make claims
// has run them again, and so does one whose claims did not hold.
func TestClaimsHaveBeenRun(t *testing.T) {
	proofs, err := readProofs("../presets/claims.json")
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range embedded(t) {
		if err := check(p, proofs); err != "" {
			t.Errorf("%s: %s", p.Key(), err)
		}
	}
}

// check says what is wrong with the proof of a preset.
func check(p *presets.Preset, proofs map[string]*proof) string {
	if len(p.Claims) == 0 {
		return ""
	}
	proved := proofs[p.Hash]
	if proved == nil || len(proved.Claims) != len(p.Claims) {
		return "it has changed since its claims were run; run make claims and commit presets/claims.json"
	}
	for i, claim := range p.Claims {
		if len(proved.Claims[i].Measured) != claimSeeds {
			return "a claim was not run for all seeds"
		}
		for _, v := range proved.Claims[i].Measured {
			if !claim.Holds(v) {
				return "broken: " + claim.Text
			}
		}
	}
	return ""
}

// The short claims of all presets are run on every test, within a budget.
func TestShortClaims(t *testing.T) {
	if testing.Short() {
		t.Skip("runs of up to a second for each claim and seed")
	}
	if raced {
		t.Skip("numbers alone, which take twelve times as long with the detector of races, and start no goroutine that it watches")
	}
	const most = 300 // numbers: each is a run of up to a second
	n := 0
	for _, p := range embedded(t) {
		proved, err := prove(t.Context(), p, false)
		if err != nil {
			t.Errorf("%s: %v", p.Key(), err)
			continue
		}
		var out text
		if report(&out, p, proved) > 0 {
			t.Errorf("%s:\n%s", p.Key(), &out)
		}
		for _, c := range proved.Claims {
			n += len(c.Measured)
		}
	}
	t.Logf("%d numbers of short claims", n)
	if n > most {
		t.Errorf("%d short claims are measured, more than %d: mark some of them long", n, most)
	}
}

func loadToy(t *testing.T, text string) *catalogue {
	t.Helper()
	list, err := presets.Load(fstest.MapFS{"toy/1-x.json": {Data: []byte(text)}}, []*sim.Lab{toy.Lab})
	if err != nil {
		t.Fatal(err)
	}
	return &catalogue{[]*sim.Lab{toy.Lab}, list}
}

func TestProveMeasures(t *testing.T) {
	c := loadToy(t, `{"variants":[{},{"set":{"eta":"0.02"}}],"claims":[
		{"text":"norm","from":"f","variant":"b","output":"norm","unit":40,"expected":0,"band":100},
		{"text":"later","from":"f","variant":"b","output":"norm","unit":80,"expected":0,"band":100},
		{"text":"changed","from":"f","variant":"b","output":"norm","unit":80,"expected":0,"band":100,"changes":[{"unit":40,"set":{"eta":"0.5"}}]},
		{"text":"angle","from":"f","variant":"a","output":"angle","unit":50,"expected":45,"band":45,"long":true}]}`)
	p := c.presets[0]
	proved, err := prove(t.Context(), p, true)
	if err != nil {
		t.Fatal(err)
	}
	if len(proved.Seeds) != claimSeeds || proved.Seeds[0] != experiment.DefaultSeed || proved.Seeds[1] != experiment.DefaultSeed+1 {
		t.Errorf("seeds %v", proved.Seeds)
	}
	m := func(i, k int) float64 { return proved.Claims[i].Measured[k] }
	for k := range claimSeeds {
		if m(0, k) == m(1, k) || m(1, k) == m(2, k) || m(3, k) == 0 {
			t.Errorf("seed %d: %v %v %v %v", k, m(0, k), m(1, k), m(2, k), m(3, k))
		}
	}
	if m(0, 0) == m(0, 1) {
		t.Error("all seeds give one number")
	}
	a := &asked{lab: toy.Lab, view: &toy.Lab.Views[0]}
	a.doc.Setup, _ = p.Setup(toy.Lab)
	last, err := live.Headless(toy.Lab, a.doc, 40, nil)
	if err != nil {
		t.Fatal(err)
	}
	if v, _ := last.Value("b", "norm"); v != m(0, 0) {
		t.Errorf("the claim has %v, a run %v", m(0, 0), v)
	}
	if quick, err := prove(t.Context(), p, false); err != nil || quick.Claims[3].Measured != nil || quick.Claims[0].Measured[0] != m(0, 0) {
		t.Errorf("the short ones: %v %v", quick, err)
	}
	if math.IsNaN(m(2, 2)) {
		t.Error("not a number")
	}
}

func TestProveRefuses(t *testing.T) {
	for text, word := range map[string]string{
		`{"claims":[{"text":"t","from":"f","variant":"a","output":"angle","unit":51,"expected":0,"band":1}]}`:                                    "every 50",
		`{"claims":[{"text":"t","from":"f","variant":"a","output":"nothing","unit":5,"expected":0,"band":1}]}`:                                   "nothing",
		`{"claims":[{"text":"t","from":"f","variant":"a","output":"w","unit":5,"expected":0,"band":1}]}`:                                         "no scalar",
		`{"set":{"eta":"100","rule":"hebb"},"claims":[{"text":"t","from":"f","variant":"a","output":"norm","unit":5000,"expected":0,"band":1}]}`: "diverged",
	} {
		if _, err := prove(t.Context(), loadToy(t, text).presets[0], true); err == nil || !strings.Contains(err.Error(), word) {
			t.Errorf("%s: error %v does not say %q", text, err, word)
		}
	}
}

// Claims about a variant that diverges have no number after that; all others have, and
// other presets are proved.
func TestProveGoesOn(t *testing.T) {
	c := loadToy(t, `{"variants":[{},{"set":{"eta":"100","rule":"hebb"}}],"claims":[
		{"text":"fine","from":"f","variant":"a","output":"norm","unit":500,"expected":1,"band":10},
		{"text":"before","from":"f","variant":"b","output":"norm","unit":1,"expected":0,"band":1e9},
		{"text":"after","from":"f","variant":"b","output":"norm","unit":400,"expected":0,"band":1e9},
		{"text":"other","from":"f","variant":"a","output":"norm","unit":300,"expected":1,"band":10,"changes":[{"unit":40,"set":{"eta":"0.02"},"variant":"a"}]}]}`)
	proved, err := prove(t.Context(), c.presets[0], true)
	if err == nil || !strings.Contains(err.Error(), `"after", of variant b at 400: diverged`) || strings.Contains(err.Error(), "fine") || strings.Contains(err.Error(), "before") {
		t.Errorf("the error is %v", err)
	}
	for i, claim := range proved.Claims {
		if got := len(claim.Measured); got != claimSeeds && i != 2 || i == 2 && got != 0 {
			t.Errorf("%s: measured %v", claim.Text, claim.Measured)
		}
	}
	good, err := presets.Load(fstest.MapFS{"toy/2-good.json": {Data: []byte(`{"claims":[{"text":"t","from":"f","variant":"a","output":"norm","unit":200,"expected":1,"band":10}]}`)}}, c.labs)
	if err != nil {
		t.Fatal(err)
	}
	c.presets = append(c.presets, good...)
	file := filepath.Join(t.TempDir(), "claims.json")
	var out text
	if err := dispatch(t.Context(), c, []string{"claims", "-o", file}, &out, io.Discard); err == nil || !strings.Contains(err.Error(), "toy/x: ") || !strings.Contains(out.String(), "holds   fine") {
		t.Errorf("the error is %v\n%s", err, &out)
	}
	proofs, err := readProofs(file)
	if err != nil {
		t.Fatal(err)
	}
	if check(good[0], proofs) != "" || check(c.presets[0], proofs) == "" {
		t.Errorf("proofs: %v", proofs)
	}
}

func TestClaimsCommandKeepsProofs(t *testing.T) {
	const good = `{"claims":[{"text":"t","from":"f","variant":"a","output":"norm","unit":200,"expected":1,"band":10}]}`
	file := filepath.Join(t.TempDir(), "claims.json")
	c := loadToy(t, good)
	var out text
	if err := dispatch(t.Context(), c, []string{"claims", "-o", file, "toy/x"}, &out, io.Discard); err != nil {
		t.Fatal(err, out.String())
	}
	proofs, err := readProofs(file)
	if err != nil {
		t.Fatal(err)
	}
	if text := check(c.presets[0], proofs); text != "" {
		t.Error(text)
	}
	changed := loadToy(t, strings.Replace(good, `"unit":200`, `"unit":201`, 1))
	if text := check(changed.presets[0], proofs); !strings.Contains(text, "make claims") {
		t.Errorf("a changed preset: %q", text)
	}
	broken := loadToy(t, strings.Replace(good, `"expected":1`, `"expected":50`, 1))
	out = text{}
	if err := dispatch(t.Context(), broken, []string{"claims", "-o", file}, &out, io.Discard); err == nil || !strings.Contains(out.String(), "BROKEN") {
		t.Errorf("a broken claim: %v %s", err, &out)
	}
	proofs, err = readProofs(file)
	if err != nil {
		t.Fatal(err)
	}
	if len(proofs) != 1 {
		t.Errorf("proofs of presets that are no more are kept: %d", len(proofs))
	}
	if text := check(broken.presets[0], proofs); !strings.Contains(text, "broken") {
		t.Errorf("a recorded break: %q", text)
	}
}
