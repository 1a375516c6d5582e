package experiment_test

import (
	"encoding/json"
	"math"
	"os"
	"strings"
	"testing"

	"hebb/sim/experiment"
	"hebb/sim/simtest/toy"
)

// withLesson is a preset of the toy's with every kind of beat.
const withLesson = `{"title":"T","summary":"S","source":"ours","variants":[{"label":"Hebb"},{"label":"Oja","set":{"theta":"1"}}],
"do":"","notice":"","why":"","try":"","claims":[],
"lesson":{"beats":[
 {"kind":"play","title":"Play.","to":40,"then":[{"output":"norm","at_least":0}]},
 {"kind":"look","title":"Look.","say":"At [the norm](figure:norm).","light":"figure:norm"},
 {"kind":"act","title":"Raise it.","act":{"field":"eta","value":".1","at_least":0.05,"at_most":0.2}},
 {"kind":"predict","title":"What will it do?","ask":{"form":"way","output":"norm","variant":"b","than":"a","after":20,"same":0.1,"figure":"norm"}},
 {"kind":"reveal","title":"That.","pace":20,"then":[{"output":"norm","variant":"b","below":{"variant":"a"}}]},
 {"kind":"on","title":"And so on."}]}}`

func TestLessonIsRead(t *testing.T) {
	p, err := experiment.ParsePreset(toy.Lab, "first", []byte(withLesson))
	if err != nil {
		t.Fatal(err)
	}
	l := p.Lesson
	if n := len(l.Beats); n != 6 {
		t.Fatalf("%d beats", n)
	}
	if got := l.Beats[2].Act.Value; got != "0.1" {
		t.Errorf("the value is %q, not as the field writes it", got)
	}
	if got := l.Beats[4].Then[0].Below.Output; got != "norm" {
		t.Errorf("the right term is of %q: it is the left one's output", got)
	}
}

// Every mistake is refused with its place and its name.
func TestLessonRefusals(t *testing.T) {
	for _, c := range []struct{ old, new, says string }{
		{`"kind":"look"`, `"kind":"gaze"`, `beat 2, "Look.": kind: there is no "gaze"`},
		{`"kind":"on"`, `"kind":"predict"`, `beat 6, "And so on.": ask: it says what is asked`},
		{`"title":"Look."`, `"title":" "`, "beat 2"},
		{`"title":"Look."`, `"title":"` + strings.Repeat("o", 65) + `"`, "title: 65 characters are too many"},
		{`figure:norm).`, `figure:nom).`, `say: there is no figure "nom"`},
		{`"light":"figure:norm"`, `"light":"figure:nom"`, `light: there is no "figure:nom"`},
		{`,"light":"figure:norm"`, ``, "light: it says what is looked at"},
		{`"light":"figure:norm"`, `"light":"figure:norm","to":4`, `to: it does not belong to a beat of the kind "look"`},
		{`"to":40`, `"to":40,"for":2`, "to: a beat plays to a unit, or for some units"},
		{`"to":40`, `"too":40`, "too"},
		{`"field":"eta"`, `"field":"eat"`, `act.field: there is no field "eat"`},
		{`"value":".1"`, `"value":".3"`, "act.value: 0.3 lies outside of the range"},
		{`"value":".1"`, `"value":"much"`, "act.value"},
		{`"at_most":0.2`, `"at_most":1e9`, "act.at_most"},
		{`"field":"eta"`, `"field":"eta","step":1`, "act: it is one of field, action, step and add; here are 2"},
		{`"form":"way"`, `"form":"weigh"`, `ask.form: there is no "weigh"`},
		{`"form":"way"`, `"form":"curve"`, "ask.than: than and same belong to the form way"},
		{`"than":"a"`, `"than":"c"`, `ask.than: there is no variant "c"`},
		{`"than":"a"`, `"than":"b"`, "ask.than: a variant is compared with itself"},
		{`"after":20`, `"after":0`, "ask.after: 0 is outside its range"},
		{`"after":20`, `"after":20,"over":21`, "ask.over: 21 is outside its range"},
		{`"figure":"norm"}`, `"figure":"nom"}`, `ask.figure: there is no figure "nom"`},
		{`"same":0.1,"figure":"norm"}`, `"same":-1,"figure":"norm"}`, "ask.same"},
		{`"pace":20,"then":[{"output":"norm","variant":"b","below":{"variant":"a"}}]`, `"pace":20`, "then: a reveal says in numbers"},
		{`"pace":20`, `"pace":1e9`, "pace: 1e+09 is outside its range"},
		{`"variant":"b","below"`, `"variant":"a","below"`, "then 1: variant: a term is compared with itself"},
		{`"at_least":0}`, `"at_least":0,"unit":3}`, "then 1: unit: it is read when the beat is over"},
		{`"at_least":0}`, `"at_least":0,"seeds":"most"}`, "then 1: seeds"},
		{`{"kind":"on","title":"And so on."}`, `{"kind":"reveal","title":"Again.","then":[{"output":"norm","at_least":0}]}`, "kind: a reveal follows the question"},
	} {
		if !strings.Contains(withLesson, c.old) {
			t.Fatalf("there is no %s", c.old)
		}
		_, err := experiment.ParsePreset(toy.Lab, "first", []byte(strings.Replace(withLesson, c.old, c.new, 1)))
		if err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s for %s: error %v, want ...%s...", c.new, c.old, err, c.says)
		}
	}
	for name, c := range map[string]struct{ beats, says string }{
		"too few":     {`[{"kind":"on","title":"a"},{"kind":"on","title":"b"}]`, "beats: 2 is outside its range: a lesson has 3 to 7"},
		"no question": {`[{"kind":"on","title":"a"},{"kind":"on","title":"b"},{"kind":"on","title":"c"}]`, "a lesson asks at least one question"},
		"no reveal": {`[{"kind":"on","title":"a"},{"kind":"predict","title":"b","ask":{"form":"number","output":"norm","after":3,"figure":"norm","low":0,"high":1,"near":0.1}},{"kind":"on","title":"c"}]`,
			"kind: a question is followed by its reveal"},
		"an upside-down axis": {`[{"kind":"on","title":"a"},{"kind":"predict","title":"b","ask":{"form":"number","output":"norm","after":3,"figure":"norm","low":1,"high":1,"near":0.1}},{"kind":"on","title":"c"}]`,
			"ask.low: the axis of the answer has two ends"},
		"no logarithm": {`[{"kind":"on","title":"a"},{"kind":"predict","title":"b","ask":{"form":"curve","output":"norm","after":3,"figure":"norm","low":0,"high":1,"log":true,"near":2}},{"kind":"on","title":"c"}]`,
			"ask.low: 0 is outside its range"},
		"near of nothing": {`[{"kind":"on","title":"a"},{"kind":"predict","title":"b","ask":{"form":"curve","output":"norm","after":3,"figure":"norm","low":0,"high":1}},{"kind":"on","title":"c"}]`,
			"ask.near: 0 is outside its range"},
	} {
		_, err := experiment.ParsePreset(toy.Lab, "first", []byte(`{"title":"T","lesson":{"beats":`+c.beats+`}}`))
		if err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: error %v, want ...%s...", name, err, c.says)
		}
	}
}

// FuzzLesson: whatever a file says is a lesson or is refused with words.
// Floor: 200 executions a second.
func FuzzLesson(f *testing.F) {
	f.Add([]byte(withLesson))
	f.Add([]byte(`{"lesson":{"beats":[{"kind":"act","act":{}},{"kind":"predict","ask":{}},{"kind":"reveal","then":[{}]}]}}`))
	f.Add([]byte(`{"lesson":{"beats":[{"kind":"act","title":"a","act":{"add":true}},{"kind":"predict","title":"b","ask":{"form":"way","output":"y","variant":"b","than":"","after":1,"figure":"norm"}},{"kind":"reveal","title":"c","then":[{"diverges":true,"variant":"b"}]}]}}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		p, err := experiment.ParsePreset(toy.Lab, "x", data)
		if err != nil || p.Lesson == nil {
			return
		}
		for _, b := range p.Lesson.Beats {
			if b.Kind == experiment.Predict && (b.Ask == nil || b.Ask.After == 0 || b.Ask.Variant == "") {
				t.Errorf("a question that cannot be asked: %+v", b.Ask)
			}
		}
	})
}

// The page scores by the same examples (web/guide/score.test.js).
func TestAnswers(t *testing.T) {
	data, err := os.ReadFile("testdata/answers.json")
	if err != nil {
		t.Fatal(err)
	}
	var list []struct {
		experiment.Ask
		From, To                float64
		Way                     experiment.Way
		Expected, Measured, Off float64
		Met                     bool
	}
	if err := json.Unmarshal(data, &list); err != nil {
		t.Fatal(err)
	}
	for i, e := range list {
		if e.Way != "" {
			if got := e.Truth(e.From, e.To); got != e.Way {
				t.Errorf("example %d: %s, want %s", i+1, got, e.Way)
			}
			continue
		}
		off := e.Ask.Off(e.Expected, e.Measured)
		if math.Abs(off-e.Off) > 1e-9*e.Off || e.Ask.Met(e.Off) != e.Met {
			t.Errorf("example %d: off by %v, met %t; want %v, %t", i+1, off, e.Ask.Met(e.Off), e.Off, e.Met)
		}
	}
}
