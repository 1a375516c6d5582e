package job

import (
	"strings"
	"testing"

	"hebb/sim/experiment"
	"hebb/sim/simtest/toy"
)

// walked goes through a lesson of the toy's.
func walked(t *testing.T, beats string, hand Hand) ([]Answered, error) {
	t.Helper()
	p, err := experiment.ParsePreset(toy.Lab, "first", []byte(`{"title":"T","variants":[{},{"set":{"theta":"2"}}],"lesson":{"beats":[`+beats+`]}}`))
	if err != nil {
		t.Fatal(err)
	}
	return Walk(t.Context(), toy.Lab, p, hand, Given{})
}

const asks = `{"kind":"predict","title":"Q","ask":{"form":"way","output":"norm","variant":"b","than":"a","after":20,"figure":"norm"}},
	{"kind":"reveal","title":"R","then":[{"output":"norm","variant":"b","below":{"variant":"a"}}]}`

// TestWalkDoesWhatALessonSays: the run of a walk is the one that a hand makes.
func TestWalkDoesWhatALessonSays(t *testing.T) {
	answers, err := walked(t, `{"kind":"play","title":"P","to":40},
		{"kind":"act","title":"A","act":{"field":"eta","value":"0.1","at_least":0.05,"at_most":0.2},"then":[{"output":"norm","at_least":0}]},`+asks, Most)
	if err != nil {
		t.Fatal(err)
	}
	x := experiment.Experiment{Setup: experiment.Setup{Lab: "toy", View: "neuron", Seed: experiment.DefaultSeed, Variants: []experiment.Variant{{}, {Set: map[string]string{"theta": "2"}}}},
		Journal: []experiment.Entry{{Position: experiment.Position{Unit: 40}, Set: map[string]string{"eta": "0.2"}}}}
	s, err := Run(t.Context(), Job{Lab: toy.Lab, Experiment: x, To: experiment.Position{Unit: 60}})
	if err != nil {
		t.Fatal(err)
	}
	a, _ := s.Engine.Value("a", "norm")
	b, _ := s.Engine.Value("b", "norm")
	if len(answers) != 1 || answers[0].From != a || answers[0].To != b || answers[0].Unit != 60 || answers[0].Way != experiment.Down {
		t.Errorf("answers %+v; the run has %v and %v at 60", answers, a, b)
	}
}

// TestWalkSaysWhatIsNotSo: each thing that a lesson promises and that is not so is an error
// that names the beat.
func TestWalkSaysWhatIsNotSo(t *testing.T) {
	for name, c := range map[string]struct{ beats, says string }{
		"a promise":            {`{"kind":"play","title":"P","to":40,"then":[{"output":"norm","at_least":1e9}]},` + asks, `beat 1, "P": norm of variant a is`},
		"a wrong reveal":       {`{"kind":"play","title":"P","to":40},` + strings.Replace(asks, `"variant":"b","below":{"variant":"a"}`, `"variant":"a","below":{"variant":"b"}`, 1), `beat 3, "R": norm of variant a is`},
		"a way back":           {`{"kind":"play","title":"P","to":40},{"kind":"play","title":"P2","to":30},` + asks, `beat 2, "P2": the run is at 40 already`},
		"no such output":       {`{"kind":"play","title":"P","to":40,"then":[{"output":"nrom","at_least":0}]},` + asks, `beat 1, "P": nrom of variant a has no value`},
		"none that diverges":   {`{"kind":"play","title":"P","to":40,"then":[{"variant":"b","diverges":true}]},` + asks, `variant b has not diverged at 40`},
		"nothing to go beyond": {strings.Replace(asks, `,"than":"a"`, ``, 1) + `,{"kind":"on","title":"O"}`, `beat 1, "Q": what it is now cannot be said`},
		"a number off its axis": {`{"kind":"predict","title":"Q","ask":{"form":"number","output":"norm","after":20,"figure":"norm","low":1e6,"high":1e7,"near":1}},
			{"kind":"reveal","title":"R","then":[{"output":"norm","at_least":0}]},{"kind":"on","title":"O"}`, `outside of the axis of the answer`},
		"a curve of few rows": {`{"kind":"predict","title":"Q","ask":{"form":"curve","output":"norm","after":3,"figure":"norm","low":0,"high":1e7,"near":1}},
			{"kind":"reveal","title":"R","then":[{"output":"norm","at_least":0}]},{"kind":"on","title":"O"}`, `3 rows are too few`},
	} {
		if _, err := walked(t, c.beats, Exact); err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: error %v, want ...%s...", name, err, c.says)
		}
	}
}

// TestWalkCanAddAndBeginAgain: acts that a journal does not hold.
func TestWalkCanAddAndBeginAgain(t *testing.T) {
	_, err := walked(t, `{"kind":"play","title":"P","to":40},
		{"kind":"act","title":"A","act":{"add":true},"then":[{"output":"norm","variant":"c","at_least":0}]},
		{"kind":"act","title":"B","act":{"field":"theta","value":"1","variant":"c"}},
		{"kind":"act","title":"S","act":{"step":3}},`+
		`{"kind":"predict","title":"Q","ask":{"form":"way","output":"norm","variant":"c","than":"a","after":20,"figure":"norm"}},
		{"kind":"reveal","title":"R","then":[{"output":"norm","variant":"c","at_least":0}]}`, Exact)
	if err != nil {
		t.Error(err)
	}
}
