package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"hebb/server/catalogue"
	"hebb/server/servertest"
	"hebb/sim"
	"hebb/sim/live"
)

// What a page saves opens again on the command line, at the digits of the run.
func TestSavedFileRuns(t *testing.T) {
	o := openServer(t)
	id := o.Start("?eta=0.02&b.theta=0&b.label=plain")
	run, err := o.Run(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []live.Command{live.Step{Units: 40}, live.Set{Fields: map[string]string{"eta": "0.1"}, Variant: "b"}, live.Step{Units: 20}} {
		if _, err := run.Do(t.Context(), c); err != nil {
			t.Fatal(err)
		}
		if err := run.Settle(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	code, saved := o.Ask("GET", "/api/runs/"+id+"/journal", "")
	if code != 200 || strings.Contains(saved, id) {
		t.Fatalf("%d, and the file names the run: %s", code, saved)
	}
	file := filepath.Join(t.TempDir(), "saved.json")
	if err := os.WriteFile(file, []byte(saved), 0o644); err != nil {
		t.Fatal(err)
	}
	out, _, err := runs(t, file, "-steps", "60")
	if err != nil {
		t.Fatal(err)
	}
	for i, v := range servertest.Info(t, run).Variants {
		if want := sim.Number(v.Scalars["norm"]); !strings.Contains(out, want) {
			t.Errorf("variant %d: the norm should be %s:\n%s", i, want, out)
		}
	}
	for name, c := range map[string]struct{ text, says string }{
		"cut off":    {saved[:len(saved)/2], "line "},
		"newer":      {strings.Replace(saved, `"hebb": 2`, `"hebb": 3`, 1), "newer Hebb (3, this one reads up to 2)"},
		"foreign":    {`{"a": 1}`, `no key "hebb"`},
		"a page":     {"<!doctype html>", "web page"},
		"empty":      {"", "empty"},
		"no lab":     {strings.Replace(saved, `"toy"`, `"tay"`, 1), "lab: there is no lab"},
		"a field":    {strings.Replace(saved, `"eta": "0.02"`, `"etta": "0.02"`, 1), "etta"},
		"a value":    {strings.Replace(saved, `"eta": "0.02"`, `"eta": "1000"`, 1), "eta: 1000 is outside"},
		"a key":      {strings.Replace(saved, `"seed"`, `"sead"`, 1), `line 5: there is no key "sead"`},
		"too large":  {saved + strings.Repeat(" ", 1<<20), "more than 1048576 bytes"},
		"two of one": {saved + saved, "something follows"},
	} {
		if err := os.WriteFile(file, []byte(c.text), 0o644); err != nil {
			t.Fatal(err)
		}
		if _, _, err := runs(t, file, "-steps", "60"); err == nil || !strings.Contains(err.Error(), c.says) || !strings.Contains(err.Error(), "saved.json: ") {
			t.Errorf("%s: %v, want one that says %q and names the file", name, err, c.says)
		}
	}
	if _, err := catalogue.New(nil, nil).OpenFile("-", strings.NewReader("{")); err == nil || !strings.HasPrefix(fmt.Sprint(err), "the input: ") {
		t.Errorf("from the input: %v", err)
	}
}
