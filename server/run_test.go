package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"hebb/server/catalogue"
	"hebb/server/servertest"
	"hebb/sim"
	"hebb/sim/experiment"
	"hebb/sim/job"
	"hebb/sim/live"
)

func runs(t *testing.T, args ...string) (out, errs string, err error) {
	t.Helper()
	var o, e servertest.Text
	err = dispatch(t.Context(), catalogue.New(servertest.Toy(t)), append([]string{"run"}, args...), &o, &e)
	return o.String(), e.String(), err
}

// The command line, the page and the file give the same digits.
func TestHeadlessGivesThePagesDigits(t *testing.T) {
	o := openServer(t)
	id := o.Start("?preset=pair&eta=0.02")
	run, err := o.Run(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := run.Do(t.Context(), live.Step{Units: 150}); err != nil {
		t.Fatal(err)
	}
	if err := run.Settle(t.Context()); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "out.json")
	out, errs, err := runs(t, "-json", file, "/labs/toy?preset=pair&eta=0.02", "-steps", "150")
	if err != nil {
		t.Fatal(err)
	}
	if errs != "" {
		t.Errorf("a progress bar without a terminal: %q", errs)
	}
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var rec job.Record
	if err := json.Unmarshal(data, &rec); err != nil {
		t.Fatal(err)
	}
	if e := rec.Experiment; e.Unit != 150 || len(rec.Units) != 150 || len(e.Variants) != 2 || e.Preset != "pair" || e.By != servertest.Experiment(t, run).By {
		t.Errorf("the record is of %+v, %d rows", e, len(rec.Units))
	}
	var parts map[string]json.RawMessage
	if err := json.Unmarshal(data, &parts); err != nil || len(parts) != 4 {
		t.Errorf("%v: it has %d parts", err, len(parts))
	}
	// Its head is the document, and nothing of its own.
	head, err := experiment.Parse(parts["experiment"])
	if want := servertest.Experiment(t, run); err != nil || head.Hash() != want.Hash() {
		t.Errorf("its head is read as %+v, %v; the run is %+v", head, err, want)
	}
	compared := 0
	for _, v := range servertest.Info(t, run).Variants {
		for name, want := range v.Scalars {
			column := name
			if v.Key != "a" {
				column = v.Key + "." + name
			}
			if got, ok := rec.Final[column]; !ok || got != want {
				t.Errorf("%s: the file has %v, the page %v", column, got, want)
			}
			if !strings.Contains(out, sim.Number(want)) {
				t.Errorf("%s: the terminal does not show %v:\n%s", column, want, out)
			}
			compared++
		}
	}
	if compared != 6 {
		t.Errorf("%d numbers were compared, want 6", compared)
	}
}

func TestHeadlessSaysWhenAProbeWas(t *testing.T) {
	out, _, err := runs(t, "toy", "-steps", "120")
	if err != nil || !strings.Contains(out, "degrees, measured at 100\n") {
		t.Errorf("%v\n%s", err, out)
	}
	if out, _, _ = runs(t, "toy", "-steps", "100"); strings.Contains(out, "measured at") {
		t.Errorf("it was measured now:\n%s", out)
	}
}

func TestHeadlessCSV(t *testing.T) {
	out, _, err := runs(t, "toy/pair", "-csv", "-", "-steps", "100")
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(out), "\n")
	if len(lines) != 101 || lines[0] != "unit,norm,y,angle,b.norm,b.y,b.angle" {
		t.Fatalf("%d lines, the first is %q", len(lines), lines[0])
	}
	for i, line := range lines[1:] {
		cells := strings.Split(line, ",")
		if len(cells) != 7 || cells[0] != fmt.Sprint(i+1) || cells[1] == "" {
			t.Fatalf("line %d is %q", i+1, line)
		}
		if measured := (i+1)%50 == 0; measured != (cells[3] != "") {
			t.Errorf("unit %d: the angle, measured every 50, is %q", i+1, cells[3])
		}
	}
}

// A link to a moment does again what was done, and goes on from there.
func TestHeadlessMoment(t *testing.T) {
	o := openServer(t)
	run, err := o.Run(t.Context(), o.Start("?eta=0.02"))
	if err != nil {
		t.Fatal(err)
	}
	do := func(c live.Command) {
		t.Helper()
		if _, err := run.Do(t.Context(), c); err != nil {
			t.Fatal(err)
		}
		if err := run.Settle(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	do(live.Step{Units: 40})
	do(live.Set{Fields: map[string]string{"eta": "0.1"}})
	do(live.Step{Units: 20})
	link, err := run.Link(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	do(live.Step{Units: 30})
	out, _, err := runs(t, "/labs/toy"+link, "-steps", "90")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(out, "after 90 samples") {
		t.Errorf("it ends elsewhere: %s", out)
	}
	if want := sim.Number(servertest.Info(t, run).Variants[0].Scalars["norm"]); !strings.Contains(out, want) {
		t.Errorf("the norm should be %s:\n%s", want, out)
	}
	if _, _, err := runs(t, "/labs/toy?z=nonsense", "-steps", "1"); err == nil || !strings.Contains(err.Error(), "z:") {
		t.Errorf("a broken moment: %v", err)
	}
}

func TestHeadlessDiverges(t *testing.T) {
	file := filepath.Join(t.TempDir(), "out.csv")
	out, _, err := runs(t, "/labs/toy?eta=100&rule=hebb", "-steps", "1000", "-csv", file)
	if err == nil || !strings.Contains(err.Error(), "norm of the weights") {
		t.Errorf("the error is %v", err)
	}
	data, _ := os.ReadFile(file)
	if rows := strings.Count(string(data), "\n"); rows < 2 || rows > 900 {
		t.Errorf("the file has %d lines:\n%s", rows, out)
	}
	for _, word := range []string{"NaN", "Inf"} {
		if strings.Contains(out+string(data), word) {
			t.Errorf("%s reached the results", word)
		}
	}
}

// One variant diverges: the others' columns go on, its own end, and the results say
// why.
func TestHeadlessGoesOn(t *testing.T) {
	out, table, err := runs(t, "/labs/toy?b.eta=100&b.rule=hebb", "-steps", "200", "-csv", "-")
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(out), "\n")
	if len(lines) != 201 {
		t.Fatalf("%d lines", len(lines))
	}
	end := 0
	for i, line := range lines[1:] {
		cells := strings.Split(line, ",")
		if cells[1] == "" || (i+1)%50 == 0 && cells[3] == "" {
			t.Fatalf("unit %d: A has a gap: %s", i+1, line)
		}
		if gone := cells[4] == ""; !gone {
			end = i + 1
		} else if cells[5] != "" || cells[6] != "" {
			t.Fatalf("unit %d: %s", i+1, line)
		}
	}
	last := strings.Split(lines[end], ",")[4]
	if want := fmt.Sprintf("diverged at sample %d: norm of the weights of variant b", end+1); end < 2 || end > 100 || !strings.Contains(table, want) || !strings.Contains(table, last) {
		t.Errorf("the results do not say %q and %s:\n%s", want, last, table)
	}
	alone, _, err := runs(t, "toy", "-steps", "200", "-csv", "-")
	if err != nil {
		t.Fatal(err)
	}
	want := strings.Split(strings.TrimSpace(alone), "\n")[200]
	if got := strings.Join(strings.Split(lines[200], ",")[:4], ","); got != want {
		t.Errorf("A ends at %s, alone at %s", got, want)
	}
}

func TestStepsAsPeopleWriteThem(t *testing.T) {
	for text, want := range map[string]int{"150": 150, "1e3": 1000, "2,000": 2000, "2 000": 2000, "1.5e3": 1500, "10³": 1000, "+3": 3, "1.0": 1} {
		o, _, err := parseRunOptions([]string{"toy", "-steps", text})
		if err != nil || o.steps != want {
			t.Errorf("-steps %s: %+v, %v, want %d", text, o, err, want)
		}
	}
}

func TestHeadlessRefuses(t *testing.T) {
	for _, c := range [][]string{
		{"eta: ", "/labs/toy?eta=NaN", "-steps", "1"},
		{"no preset", "gone", "-steps", "1"},
		{"write 2000", "toy", "-steps", "2_000"},
		{"could be 2 or 2000", "toy", "-steps", "2.000"},
		{"whole numbers from 1", "toy", "-steps", "0"},
		{"whole numbers from 1", "toy", "-steps", "-5"},
		{"not a whole number", "toy", "-steps", "many"},
		{"not a finite number", "toy", "-steps", "∞"},
		{"out.csv", "toy", "-steps", "1", "-csv", filepath.Join(t.TempDir(), "gone", "out.csv")},
		{"only one", "toy", "-steps", "1", "-csv", "-", "-json", "-"},
	} {
		if _, _, err := runs(t, c[1:]...); err == nil || !strings.Contains(err.Error(), c[0]) {
			t.Errorf("%v: error %v does not say %q", c[1:], err, c[0])
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := dispatch(ctx, catalogue.New(servertest.Toy(t)), []string{"run", "toy", "-steps", "1000000000"}, io.Discard, io.Discard); err == nil || !strings.Contains(err.Error(), "stopped") {
		t.Errorf("interrupted: %v", err)
	}
}

func TestHelpListsEverything(t *testing.T) {
	var out servertest.Text
	dispatch(t.Context(), catalogue.New(servertest.Toy(t)), []string{"run", "-help"}, &out, io.Discard)
	for _, word := range []string{"-steps", "-csv", "-json", "toy: Toy", "preset toy/quick: Quick", "view neuron", "eta=0.01", "0.0001 to 100", "one of oja, hebb", "restarts with the same seed"} {
		if !strings.Contains(out.String(), word) {
			t.Errorf("help does not say %q", word)
		}
	}
}
