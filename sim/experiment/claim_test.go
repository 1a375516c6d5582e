package experiment_test

import (
	"math"
	"strings"
	"testing"

	"hebb/sim/experiment"
	"hebb/sim/simtest/toy"
)

func claimed(t *testing.T, text string) *experiment.Claim {
	t.Helper()
	p, err := experiment.ParsePreset(toy.Lab, "x", []byte(`{"variants":[{"label":"one"},{}],"claims":[`+text+`]}`))
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return &p.Claims[0]
}

const left = `"text":"t","from":"f","variant":"a","output":"norm","unit":100,`

// What is wrong with a claim is said with the preset's name, the claim, the key and what
// the key takes.
func TestClaimRefusals(t *testing.T) {
	for text, says := range map[string]string{
		left + `"at_most":1,"at_least":0`:                               "one of expected with band, at_most",
		left + `"at_most":null`:                                         "here are 0",
		left + `"expected":1`:                                           "band: it goes with expected",
		left + `"expected":1,"band":-1`:                                 "band: -1 is outside its range: it takes 0 or more",
		left + `"at_mots":1`:                                            `no key "at_mots"`,
		left + `"at_most":"1"`:                                          "a JSON string is not what belongs there",
		left + `"at_most":1,"seeds":"some"`:                             `seeds: there is no "some": it takes mean`,
		left + `"at_most":1,"whose":"mine"`:                             `whose: there is no "mine": it takes paper, authors`,
		left + `"below":{"variant":"c"}`:                                `below.variant: there is no variant "c": it takes a, b`,
		left + `"below":{"variant":"a"}`:                                "compared with itself",
		left + `"below":{"variant":"b"},"ratio":{"variant":"b"}`:        "ratio: it goes with",
		left + `"diverges":true`:                                        "what diverges is a variant",
		left + `"at_most":1,"over":101`:                                 "over: 101 is outside its range: it takes 0 to the claim’s 100",
		left + `"at_most":1,"late":5`:                                   "late: there is no change",
		left + `"at_most":1,"published":{"value":1,"low":2}`:            "outside of its own spread",
		left + `"at_most":1,"changes":[{"unit":100,"set":{"eta":"1"}}]`: "changes 1: unit: 100 is outside its range: it takes 1 to 99",
		left + `"at_most":1,"changes":[{"unit":10,"act":"kick"}]`:       "changes 1: it sets fields",
		left + `"at_most":1,"changes":[{"unit":10,"set":{"etta":"1"}}]`: "did you mean eta?",
		left + `"at_most":1,"changes":[{"unit":20,"set":{"eta":"1"}},{"unit":10,"set":{"eta":"1"}}]`: "changes 2: it comes before",
		left + `"at_most":1,"exempt":{"as":"start","because":"b"}`:                                   "exempt.set: an exemption names a run",
		left + `"at_most":1,"exempt":{"as":"so","because":"b","unit":3}`:                             `exempt.as: there is no "so": it takes start, apart or still`,
		left + `"at_most":1,"exempt":{"as":"start","unit":3}`:                                        "exempt.because: an exemption says why",
		left + `"at_most":1,"exempt":{"as":"start","because":"b","set":{"etta":"1"}}`:                "exempt.set: etta",
		`"text":"t","from":"f","variant":"a","output":"norm","at_most":1`:                            "unit: 0 is outside its range: it takes 1 to",
		`"text":"t","variant":"a","output":"norm","unit":1,"at_most":1`:                              "from: ",
		`"from":"t","variant":"a","output":"norm","unit":1,"at_most":1`:                              "text: ",
	} {
		_, err := experiment.ParsePreset(toy.Lab, "first", []byte(`{"variants":[{},{}],"claims":[{`+text+`}]}`))
		if err == nil || !strings.Contains(err.Error(), "preset first: ") || !strings.Contains(err.Error(), says) {
			t.Errorf("%s: error %v, want ...%s...", text, err, says)
		}
	}
}

func TestVerdicts(t *testing.T) {
	for _, c := range []struct {
		promise     string
		left, right []float64
		want        experiment.State
		words       string
	}{
		{`"expected":0.7,"band":0.1`, []float64{.6, .7, .8}, nil, experiment.Holds, ".7 ± .1"},
		{`"expected":0.7,"band":0.1`, []float64{.6, .7, .81}, nil, experiment.Fails, ".7 ± .1"},
		{`"expected":0.7,"band":0.1,"seeds":"mean"`, []float64{.6, .7, .81}, nil, experiment.Holds, ".7 ± .1, mean of seeds"},
		{`"expected":9,"band":0`, []float64{9, 9, 9}, nil, experiment.Holds, "9"},
		{`"expected":9,"band":0`, []float64{9, 8, 9}, nil, experiment.Fails, "9"},
		{`"expected":2.3021226,"band":2.3e-6`, []float64{2.3021229}, nil, experiment.Holds, "2.3021226 ± 2.3e−6"},
		{`"expected":-79,"band":0.6`, []float64{-79.5, 79}, nil, experiment.Fails, "−79 ± .6"},
		{`"expected":0,"band":1e-12`, []float64{1e-13}, nil, experiment.Holds, "0 ± 1e−12"},
		{`"at_most":0.1`, []float64{.1, 0, -3}, nil, experiment.Holds, "at most .1"},
		{`"at_most":0.1`, []float64{.1, 0, math.NaN()}, nil, experiment.Fails, "at most .1"},
		{`"at_least":1e-9`, []float64{1e-9, 1, 2}, nil, experiment.Holds, "at least 1e−9"},
		{`"at_least":1e-9`, []float64{1e-9, 1, 0}, nil, experiment.Fails, "at least 1e−9"},
		{`"at_most":1,"seeds":"most"`, []float64{1, 0, 2}, nil, experiment.Holds, "at most 1, most seeds"},
		{`"at_most":1,"seeds":"most"`, []float64{1, 3, 2}, nil, experiment.Fails, "at most 1, most seeds"},
		{`"below":{"variant":"b"}`, []float64{1, 2, 3}, []float64{2, 3, 4}, experiment.Holds, "less than B"},
		{`"below":{"variant":"b"}`, []float64{1, 2, 3}, []float64{2, 3, 3}, experiment.Fails, "less than B"},
		{`"below":{"variant":"b"},"seeds":"mean"`, []float64{1, 2, 3}, []float64{2, 3, 2}, experiment.Holds, "less than B, mean of seeds"},
		{`"below":{"unit":2000}`, []float64{1}, []float64{math.NaN()}, experiment.Fails, "less than its value at 2,000"},
		{`"ratio":{"variant":"b"},"at_most":0.5`, []float64{1, 2, 3}, []float64{2, 4, 6}, experiment.Holds, "at most .5 times B"},
		{`"ratio":{"variant":"b"},"at_least":2`, []float64{1, 2, 3}, []float64{2, 4, 6}, experiment.Fails, "at least 2 times B"},
		{`"ratio":{"variant":"b"},"at_least":2`, []float64{1}, []float64{0}, experiment.Holds, "at least 2 times B"},
		{`"ratio":{"variant":"b"},"at_least":2`, []float64{0}, []float64{0}, experiment.Fails, "at least 2 times B"},
		{`"at_most":0.5`, nil, nil, experiment.Waits, "at most .5"},
	} {
		claim := claimed(t, `{`+left+c.promise+`}`)
		if got := claim.Verdict(c.left, c.right); got != c.want {
			t.Errorf("%s of %v and %v: %s, want %s", c.promise, c.left, c.right, got, c.want)
		}
		p := experiment.Preset{}
		if got := claim.Words(p.Label); got != c.words {
			t.Errorf("%s is called %q, want %q", c.promise, got, c.words)
		}
	}
}

// What is known of a number is an interval where a history has been thinned.
func TestJudgeIntervals(t *testing.T) {
	for _, c := range []struct {
		promise     string
		left, right experiment.Reading
		want        experiment.State
	}{
		{`"expected":0.7,"band":0.1`, experiment.Reading{Low: .65, High: .75}, experiment.Reading{}, experiment.Holds},
		{`"expected":0.7,"band":0.1`, experiment.Reading{Low: .5, High: .9}, experiment.Reading{}, experiment.Open},
		{`"expected":0.7,"band":0.1`, experiment.Reading{Low: .65, High: .9}, experiment.Reading{}, experiment.Open},
		{`"expected":0.7,"band":0.1`, experiment.Reading{Low: .81, High: .9}, experiment.Reading{}, experiment.Fails},
		{`"below":{"variant":"b"}`, experiment.Reading{Low: 1, High: 3}, experiment.Reading{Low: 2, High: 4}, experiment.Open},
		{`"below":{"variant":"b"}`, experiment.Reading{Low: 1, High: 2}, experiment.Reading{Low: 3, High: 4}, experiment.Holds},
		{`"below":{"variant":"b"}`, experiment.Reading{Low: 4, High: 5}, experiment.Reading{Low: 3, High: 4}, experiment.Fails},
		{`"ratio":{"variant":"b"},"at_least":2`, experiment.Reading{Low: 4, High: 5}, experiment.Reading{Low: 1, High: 2}, experiment.Holds},
		{`"ratio":{"variant":"b"},"at_least":2`, experiment.Reading{Low: 4, High: 5}, experiment.Reading{Low: -1, High: 2}, experiment.Open},
		{`"at_most":0.1`, experiment.Exactly(float64(float32(.1))), experiment.Reading{}, experiment.Holds}, // as a history has it
	} {
		if got := claimed(t, `{`+left+c.promise+`}`).Judge(c.left, c.right); got != c.want {
			t.Errorf("%s of %v and %v: %s, want %s", c.promise, c.left, c.right, got, c.want)
		}
	}
}

func TestMeasurementKeys(t *testing.T) {
	one := func(text string) string {
		p, err := experiment.ParsePreset(toy.Lab, "x", []byte(text))
		if err != nil {
			t.Fatal(err)
		}
		return p.Trials(toy.Lab)[0].Measurements[0].Key()
	}
	base := `{"title":"x","set":{"eta":"0.02"},"claims":[{"text":"t","from":"f","variant":"a","output":"norm","unit":10,"expected":1,"band":0.1}]}`
	for _, change := range [][2]string{{`"title":"x"`, `"title":"Another title", "why":"Because."`}, {`"text":"t"`, `"text":"u"`}, {`"band":0.1`, `"band":0.2`}, {`"expected":1,"band":0.1`, `"at_most":3`}} {
		if one(base) != one(strings.Replace(base, change[0], change[1], 1)) {
			t.Errorf("%s -> %s changes the key", change[0], change[1])
		}
	}
	for _, change := range [][2]string{{`"0.02"`, `"0.03"`}, {`"unit":10`, `"unit":11`}, {`{"title"`, `{"seed":9,"title"`}, {`"norm"`, `"angle"`}, {`"unit":10`, `"unit":10,"over":3`}, {`"unit":10`, `"unit":10,"changes":[{"unit":5,"set":{"eta":"0.5"}}]`}} {
		if one(base) == one(strings.Replace(base, change[0], change[1], 1)) {
			t.Errorf("%s -> %s does not change the key", change[0], change[1])
		}
	}
	if got, want := one(base), "1386ac844fa3743a"; got != want {
		t.Errorf("the key is %s; if it was changed on purpose, all claims are to be measured again", got)
	}
}
