package main

import (
	"io"
	"path/filepath"
	"strings"
	"testing"

	"hebb/server/catalogue"
	"hebb/server/headless"
	"hebb/server/servertest"
	"hebb/sim/experiment"
)

// Claims about a variant that diverges have no number after that; all others have, and
// so has one that says that it diverges.
func TestProveGoesOn(t *testing.T) {
	c := catalogue.New(servertest.ToyWith(t, `{"variants":[{},{"set":{"eta":"100","rule":"hebb"}}],"claims":[
		{"text":"fine","from":"f","variant":"a","output":"norm","unit":500,"expected":1,"band":0.3},
		{"text":"before","from":"f","variant":"b","output":"norm","unit":2,"at_least":20},
		{"text":"after","from":"f","variant":"b","output":"norm","unit":400,"expected":0,"band":1e9},
		{"text":"falls","from":"f","variant":"b","diverges":true,"unit":400},
		{"text":"lives","from":"f","variant":"a","diverges":true,"unit":400},
		{"text":"other","from":"f","variant":"a","output":"norm","unit":300,"expected":1,"band":0.3,"changes":[{"unit":40,"set":{"eta":"0.02"},"variant":"a"}]}]}`))
	file := filepath.Join(t.TempDir(), "claims.json")
	var out servertest.Text
	err := dispatch(t.Context(), c, []string{"claims", "-o", file}, &out, io.Discard)
	if err == nil || !strings.Contains(err.Error(), "toy/x: norm of variant b at 400: diverged") {
		t.Errorf("the error is %v\n%s", err, &out)
	}
	pr, err := headless.ReadProofs(file)
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []experiment.State{experiment.Holds, experiment.Holds, experiment.Fails, experiment.Holds, experiment.Fails, experiment.Holds} {
		if v := pr.Judge(c.Presets[0].Lab, c.Presets[0].Preset, i); v.State != want {
			t.Errorf("%s: %s %v, want %s\n%s", c.Presets[0].Claims[i].Text, v.State, v.Left, want, &out)
		}
	}
}

// A claim that also holds of a run that has not learned is none, whatever its form; one
// that is exempt from that must fail elsewhere.
func TestClaimsCommandKeepsProofs(t *testing.T) {
	const good = `{"claims":[{"text":"t","from":"f","variant":"a","output":"norm","unit":500,"expected":1,"band":0.3}]}`
	file := filepath.Join(t.TempDir(), "claims.json")
	c := catalogue.New(servertest.ToyWith(t, good))
	var out servertest.Text
	if err := dispatch(t.Context(), c, []string{"claims", "-o", file, "toy/x"}, &out, io.Discard); err != nil {
		t.Fatal(err, out.String())
	}
	pr, err := headless.ReadProofs(file)
	if err != nil {
		t.Fatal(err)
	}
	if v := pr.Judge(c.Presets[0].Lab, c.Presets[0].Preset, 0); v.Complaint != "" || len(pr.By) != 1 {
		t.Error(v, pr.By)
	}
	changed := catalogue.New(servertest.ToyWith(t, strings.Replace(good, `"unit":500`, `"unit":501`, 1)))
	if v := pr.Judge(changed.Presets[0].Lab, changed.Presets[0].Preset, 0); !strings.Contains(v.Complaint, "make claims") {
		t.Errorf("a changed preset: %q", v.Complaint)
	}
	// What is promised can change without a run.
	tighter := catalogue.New(servertest.ToyWith(t, strings.Replace(good, `"band":0.3`, `"band":0.2`, 1)))
	if v := pr.Judge(tighter.Presets[0].Lab, tighter.Presets[0].Preset, 0); v.Complaint != "" {
		t.Errorf("another band: %q", v.Complaint)
	}
	broken := catalogue.New(servertest.ToyWith(t, strings.Replace(good, `"expected":1`, `"expected":50`, 1)))
	out = servertest.Text{}
	if err := dispatch(t.Context(), broken, []string{"claims", "-new", "-o", file}, &out, io.Discard); err == nil || !strings.Contains(out.String(), "BROKEN") {
		t.Errorf("a broken claim: %v %s", err, &out)
	}
	if err := dispatch(t.Context(), changed, []string{"claims", "-o", file}, &out, io.Discard); err != nil {
		t.Error(err)
	}
	if pr, err = headless.ReadProofs(file); err != nil {
		t.Fatal(err)
	}
	if len(pr.Numbers) != 2 { // of its unit, and of its start
		t.Errorf("numbers that no preset asks for are kept: %d", len(pr.Numbers))
	}
}

// What another arithmetic has measured is measured again, and nothing else: whoever is
// interrupted goes on where it was.
func TestClaimsOfAnotherArithmetic(t *testing.T) {
	c := catalogue.New(servertest.ToyWith(t, `{"claims":[{"text":"t","from":"f","variant":"a","output":"norm","unit":500,"expected":1,"band":0.3}]}`))
	file := filepath.Join(t.TempDir(), "claims.json")
	if err := dispatch(t.Context(), c, []string{"claims", "-o", file}, io.Discard, io.Discard); err != nil {
		t.Fatal(err)
	}
	pr, err := headless.ReadProofs(file)
	if err != nil {
		t.Fatal(err)
	}
	own := pr.By[0]
	pr.By = append(pr.By, own)
	pr.By[1].Arithmetic = "hebb-0"
	kept := 0
	for _, n := range pr.Numbers {
		n.Values[0] = 7
		if n.Units == nil { // the claim's own number, not the start's
			n.By = 1
			kept++
		}
	}
	if err := headless.WriteProofs(file, pr, c); err != nil {
		t.Fatal(err)
	}
	if err := dispatch(t.Context(), c, []string{"claims", "-new", "-o", file}, io.Discard, io.Discard); err != nil {
		t.Fatal(err)
	}
	if pr, err = headless.ReadProofs(file); err != nil {
		t.Fatal(err)
	}
	for _, n := range pr.Numbers {
		if pr.By[n.By].Arithmetic != own.Arithmetic || (n.Values[0] == 7) != (n.Units != nil) {
			t.Errorf("%s: %v by %v", n.Of, n.Values, pr.By[n.By])
		}
	}
	if kept != 1 {
		t.Errorf("%d numbers were given another arithmetic", kept)
	}
}
