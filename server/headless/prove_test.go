package headless

import (
	"io/fs"
	"path"
	"slices"
	"strings"
	"testing"

	"hebb/presets"
	"hebb/server/catalogue"
	"hebb/server/servertest"
	"hebb/sim/experiment"
	"hebb/sim/job"
	"hebb/sim/labs"
	"hebb/sim/pool"
	"hebb/sim/simtest/toy"
)

// given has processors for the length of a test.
func given(t *testing.T) job.Given {
	processors := pool.New(0)
	t.Cleanup(processors.Stop)
	return job.Given{Processors: processors, Memory: Memory}
}

// valueOf is where a job of the toy's ends.
func valueOf(t *testing.T, x experiment.Experiment, units uint64) (*job.Sample, error) {
	return job.Run(t.Context(), job.Job{Lab: toy.Lab, Experiment: x, To: experiment.Position{Unit: units}})
}

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

// A preset that has changed since its claims were measured fails here until make claims
// has measured them again, and so does one with a claim that does not hold, that does not
// hold when its changes come as late as they may, or that holds of a run that has not
// learned.
func TestClaimsHaveBeenRun(t *testing.T) {
	pr, err := ReadProofs("../../presets/claims.json")
	if err != nil {
		t.Fatal(err)
	}
	n, exempt := 0, 0
	for _, p := range embedded(t) {
		for i := range p.Claims {
			if v := pr.Judge(p.Lab, p.Preset, i); v.Complaint != "" {
				t.Errorf("%s: %q: %s", p.Key(), p.Claims[i].Text, v.Complaint)
			}
			if x := p.Claims[i].Exempt; x != nil {
				exempt++
				t.Logf("%s: %q may hold at the start (%s): %s", p.Key(), p.Claims[i].Text, x.As, x.Because)
			}
			n++
		}
	}
	t.Logf("%d claims, of which %d are exempt from failing at the start and fail elsewhere", n, exempt)
}

// Where somebody else has published a spread, a band is no wider. Two runs are no spread:
// others of the same order lie just outside.
func TestBandsArePublishedSpreads(t *testing.T) {
	two := map[string]string{
		"predictive/fig-1-strict-learns": "Strict at step 50, Strict at step 100",
	}
	n := 0
	for _, p := range embedded(t) {
		for i := range p.Claims {
			c := &p.Claims[i]
			q := c.Published
			if q == nil || q.Low == nil || q.High == nil || c.Whose == experiment.Ours || c.Band == nil || strings.Contains(two[p.Key()], c.Text) {
				continue
			}
			n++
			low, high, grain := *c.Expected-*c.Band, *c.Expected+*c.Band, 1e-9*(*q.High-*q.Low)
			if low < *q.Low-grain || high > *q.High+grain {
				t.Errorf("%s: %q: the band is %v to %v, published is %v to %v", p.Key(), c.Text, low, high, *q.Low, *q.High)
			}
		}
	}
	if n < 4 {
		t.Errorf("only %d claims have a band and a published spread", n)
	}
}

// Every number says what has measured it.
func TestProofsNameTheirOrigin(t *testing.T) {
	pr, err := ReadProofs("../../presets/claims.json")
	if err != nil {
		t.Fatal(err)
	}
	for key, n := range pr.Numbers {
		if n.By < 0 || n.By >= len(pr.By) {
			t.Errorf("%s, %s: there is no origin %d", key, n.Of, n.By)
		}
	}
	for _, m := range pr.By {
		if m.Commit == "" || m.Arithmetic == "" || m.Arch == "" {
			t.Errorf("an origin does not say what it is: %+v", m)
		}
	}
}

// Whatever a hand may do and the page counts has been measured: of each claim that stands
// after changes, also the run in which they come as late as they may, and no claim counts
// on a page when they come later.
func TestClaimsAreMeasuredByHand(t *testing.T) {
	n := 0
	for _, p := range embedded(t) {
		s, view := p.Setup(p.Lab)
		for i := range p.Claims {
			c := &p.Claims[i]
			late := p.LateBy(view, c)
			if late == 0 {
				continue
			}
			n++
			first := slices.IndexFunc(c.Changes, func(e experiment.Entry) bool { return e.Variant == "" || e.Variant == c.Variant })
			if first < 0 {
				t.Errorf("%s: %q: its variant is not changed", p.Key(), c.Text)
				continue
			}
			latest := c.Changes[first].Unit + late
			stands := func(unit uint64) experiment.State {
				e := c.Changes[first]
				e.Unit = unit
				past := experiment.Past{Setup: s, Journal: []experiment.Entry{e}, Resting: make([]bool, len(s.Variants)), Diverged: make([]uint64, len(s.Variants))}
				past.Ends = slices.Repeat([]uint64{unit}, len(s.Variants))
				past.Read = func(experiment.Term) (experiment.Reading, bool) { return experiment.Exactly(1), true }
				return p.Standings(p.Lab, past)[i].State
			}
			if stands(latest) == experiment.Other || stands(latest+1) != experiment.Other {
				t.Errorf("%s: %q: a change at %d is %s, one at %d is %s", p.Key(), c.Text, latest, stands(latest), latest+1, stands(latest+1))
			}
			if !slices.ContainsFunc(p.Trials(p.Lab), func(t experiment.Trial) bool {
				return t.Claim == i && t.Role == experiment.ByHand && slices.ContainsFunc(t.Measurements, func(m experiment.Measurement) bool {
					return slices.ContainsFunc(m.Changes, func(e experiment.Entry) bool { return e.Unit == latest })
				})
			}) {
				t.Errorf("%s: %q is not measured with its first change at %d", p.Key(), c.Text, latest)
			}
		}
	}
	t.Logf("%d claims stand after changes", n)
}

// The short claims of all presets are run on every test, within a budget.
func TestShortClaims(t *testing.T) {
	if testing.Short() {
		t.Skip("runs of up to a second for each claim and seed")
	}
	if raced {
		t.Skip("numbers alone, which take twelve times as long with the detector of races, and start no goroutine that it watches")
	}
	const most = 500 // numbers: each is a part of a run of up to a second; 468 took 72 s of one core
	n := 0
	for _, p := range embedded(t) {
		found, err := job.Prove(t.Context(), p.Lab, p.Preset, false, nil, given(t))
		if err != nil {
			t.Errorf("%s: %v", p.Key(), err)
			continue
		}
		var out servertest.Text
		if Report(&out, p, &job.Proofs{Numbers: found}, false) > 0 {
			t.Errorf("%s:\n%s", p.Key(), &out)
		}
		for _, c := range found {
			n += len(c.Values)
		}
	}
	t.Logf("%d numbers of short claims", n)
	if n > most {
		t.Errorf("%d short claims are measured, more than %d: mark some of them long", n, most)
	}
}

// numberOf is what was measured for a claim of the toy's preset, in the last trial of a role.
func numberOf(t *testing.T, p *presets.Preset, found map[string]*job.Numbers, claim int, role experiment.Role) job.Reals {
	t.Helper()
	var last *experiment.Trial
	for _, trial := range p.Trials(p.Lab) {
		if trial.Claim == claim && trial.Role == role {
			last = &trial
		}
	}
	if last == nil {
		t.Fatalf("claim %d has no such trial", claim)
	}
	if n := found[last.Measurements[0].Key()]; n != nil {
		return n.Values
	}
	return nil
}

func TestProveMeasures(t *testing.T) {
	c := catalogue.New(servertest.ToyWith(t, `{"variants":[{},{"set":{"eta":"0.02"}}],"claims":[
		{"text":"norm","from":"f","variant":"b","output":"norm","unit":40,"expected":0,"band":100},
		{"text":"later","from":"f","variant":"b","output":"norm","unit":80,"expected":0,"band":100},
		{"text":"changed","from":"f","variant":"b","output":"norm","unit":80,"expected":0,"band":100,"late":15,"changes":[{"unit":40,"set":{"eta":"0.2"}}]},
		{"text":"angle","from":"f","variant":"a","output":"angle","unit":50,"expected":45,"band":45,"long":true}]}`))
	p := c.Presets[0]
	found, err := job.Prove(t.Context(), p.Lab, p.Preset, true, nil, given(t))
	if err != nil {
		t.Fatal(err)
	}
	for key, n := range found {
		if len(n.Seeds) != 3 || n.Seeds[0] != experiment.DefaultSeed || n.Seeds[1] != experiment.DefaultSeed+1 {
			t.Errorf("%s: seeds %v", key, n.Seeds)
		}
	}
	m := func(i, k int) float64 { return numberOf(t, p, found, i, experiment.Plain)[k] }
	for k := range 3 {
		if m(0, k) == m(1, k) || m(1, k) == m(2, k) || m(3, k) == 0 {
			t.Errorf("seed %d: %v %v %v %v", k, m(0, k), m(1, k), m(2, k), m(3, k))
		}
	}
	a := &catalogue.Asked{}
	a.Doc.Setup, _ = p.Setup(toy.Lab)
	last, err := valueOf(t, a.Doc, 40)
	if err != nil {
		t.Fatal(err)
	}
	if v, _ := last.Engine.Value("b", "norm"); v != m(0, 0) {
		t.Errorf("the claim has %v, a run %v", m(0, 0), v)
	}
	a.Doc.Journal = []experiment.Entry{{Position: experiment.Position{Unit: 55}, Set: map[string]string{"eta": "0.2"}}}
	if last, err = valueOf(t, a.Doc, 95); err != nil {
		t.Fatal(err)
	}
	if v, _ := last.Engine.Value("b", "norm"); v != numberOf(t, p, found, 2, experiment.ByHand)[0] {
		t.Errorf("the claim whose change comes late has %v, a run %v", numberOf(t, p, found, 2, experiment.ByHand), v)
	}
	a.Doc.Journal = nil
	if last, err = valueOf(t, a.Doc, 1); err != nil {
		t.Fatal(err)
	}
	if v, _ := last.Engine.Value("b", "norm"); v != numberOf(t, p, found, 0, experiment.Unlearned)[0] {
		t.Errorf("the start is %v, that of a run %v", numberOf(t, p, found, 0, experiment.Unlearned), v)
	}
	quick, err := job.Prove(t.Context(), p.Lab, p.Preset, false, nil, given(t))
	if err != nil || numberOf(t, p, quick, 3, experiment.Plain) != nil || numberOf(t, p, quick, 0, experiment.Plain)[0] != m(0, 0) {
		t.Errorf("the short ones: %v %v", quick, err)
	}
	if again, err := job.Prove(t.Context(), p.Lab, p.Preset, true, found, given(t)); err != nil || len(again) != 0 {
		t.Errorf("what is known is measured again: %v %v", again, err)
	}
}

func TestProveRefuses(t *testing.T) {
	for text, word := range map[string]string{
		`{"claims":[{"text":"t","from":"f","variant":"a","output":"angle","unit":51,"expected":0,"band":1}]}`:                                    "every 50",
		`{"claims":[{"text":"t","from":"f","variant":"a","output":"nothing","unit":5,"expected":0,"band":1}]}`:                                   "nothing",
		`{"claims":[{"text":"t","from":"f","variant":"a","output":"w","unit":5,"expected":0,"band":1}]}`:                                         "no scalar",
		`{"set":{"eta":"100","rule":"hebb"},"claims":[{"text":"t","from":"f","variant":"a","output":"norm","unit":5000,"expected":0,"band":1}]}`: "diverged",
	} {
		p := catalogue.New(servertest.ToyWith(t, text)).Presets[0]
		if _, err := job.Prove(t.Context(), p.Lab, p.Preset, true, nil, given(t)); err == nil || !strings.Contains(err.Error(), word) {
			t.Errorf("%s: error %v does not say %q", text, err, word)
		}
	}
}

func TestEmptyClaimsAreRefused(t *testing.T) {
	for text, complaint := range map[string]string{
		`{"text":"t","from":"f","variant":"a","output":"norm","unit":500,"expected":1,"band":0.3}`:                                                                         "",
		`{"text":"t","from":"f","variant":"a","output":"norm","unit":500,"expected":1,"band":10}`:                                                                          "empty",
		`{"text":"t","from":"f","variant":"a","output":"norm","unit":500,"at_most":9}`:                                                                                     "empty",
		`{"text":"t","from":"f","variant":"a","output":"norm","unit":500,"at_least":0}`:                                                                                    "empty",
		`{"text":"t","from":"f","variant":"a","output":"norm","unit":500,"at_least":0,"seeds":"mean"}`:                                                                     "empty",
		`{"text":"t","from":"f","variant":"a","output":"norm","unit":1,"at_most":9}`:                                                                                       "no earlier number",
		`{"text":"t","from":"f","variant":"a","output":"norm","unit":500,"expected":1,"band":10,"exempt":{"as":"apart","because":"b","set":{"eta":"0.02"}}}`:               "empty",
		`{"text":"t","from":"f","variant":"a","output":"norm","unit":1,"at_most":0.9,"exempt":{"as":"start","because":"b","unit":500}}`:                                    "",
		`{"text":"t","from":"f","variant":"a","output":"norm","unit":500,"ratio":{"variant":"b"},"expected":1,"band":0.5,"exempt":{"as":"apart","because":"b","unit":30}}`: "empty",
	} {
		c := catalogue.New(servertest.ToyWith(t, `{"variants":[{},{"set":{"eta":"0.02"}}],"claims":[`+text+`]}`))
		found, err := job.Prove(t.Context(), c.Presets[0].Lab, c.Presets[0].Preset, true, nil, given(t))
		if err != nil {
			t.Errorf("%s: %v", text, err)
			continue
		}
		v := (&job.Proofs{Numbers: found}).Judge(c.Presets[0].Lab, c.Presets[0].Preset, 0)
		if complaint == "" && v.Complaint != "" || !strings.Contains(v.Complaint, complaint) {
			t.Errorf("%s: %q, want %q", text, v.Complaint, complaint)
		}
	}
}
