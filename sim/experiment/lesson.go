package experiment

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"hebb/sim"
)

// Lesson is a preset as a course of steps. What it says is checked in two ways: Preset.check
// refuses what cannot be done in the view, and job.Walk does all of it and says where the
// run is not as a beat promises.
type Lesson struct {
	Long  bool   `json:"long,omitempty"` // to go through it takes over two seconds: only in make test-all
	Beats []Beat `json:"beats"`
}

// Beat is a step of a lesson. Its kind says which of the keys below belong to it.
type Beat struct {
	Kind  Kind      `json:"kind" is:"play look act predict reveal on"`
	Title string    `json:"title"`           // one short sentence; all that a projector shows
	Say   string    `json:"say,omitempty"`   // more words, with links as in the preset's texts
	Light string    `json:"light,omitempty"` // what is lit: "field:eta", "figure:norm", "action:redraw"; none: what the beat speaks of
	To    uint64    `json:"to,omitempty"`    // play: goes on until so many units are completed
	For   uint64    `json:"for,omitempty"`   // play: goes on for so many units
	Pace  float64   `json:"pace,omitempty"`  // play, reveal: units per second; none: as the run goes
	Act   *Act      `json:"act,omitempty"`   // act: what the student does
	Ask   *Ask      `json:"ask,omitempty"`   // predict: what the student is asked
	Then  []Outcome `json:"then,omitempty"`  // what holds of the run when the beat is over
}

// Kind is what a beat is.
type Kind string

const (
	PlayOn  Kind = "play"    // the run goes on to a point
	LookAt  Kind = "look"    // something is lit and looked at
	DoThis  Kind = "act"     // the student does something; the beat waits for it
	Predict Kind = "predict" // the student says what will happen; nothing is shown before
	Reveal  Kind = "reveal"  // the run goes on to what was asked, and scores the answer
	GoOn    Kind = "on"      // some words
)

// Act is what a student does with a hand: one of Field, Action, Step and Add.
type Act struct {
	Field   string            `json:"field,omitempty"`    // is moved to a value, or into a range
	Value   string            `json:"value,omitempty"`    // what "do it for me" sets
	AtLeast *float64          `json:"at_least,omitempty"` // ends of the range; without either it is the value alone
	AtMost  *float64          `json:"at_most,omitempty"`
	Action  string            `json:"action,omitempty"` // is done
	Args    map[string]string `json:"args,omitempty"`   // of the action when it is done for the student; any others do
	Variant string            `json:"variant,omitempty"`
	Step    uint64            `json:"step,omitempty"` // so many units, one by one
	Add     bool              `json:"add,omitempty"`  // a variant is added, which is a copy of A
}

// Ask is a question about an output so many units after it is asked. The run itself answers
// it, by what it records.
type Ask struct {
	Form    Form     `json:"form" is:"way number curve"`
	Output  string   `json:"output"`
	Variant string   `json:"variant,omitempty"` // none: a
	After   uint64   `json:"after"`             // units
	Over    uint64   `json:"over,omitempty"`    // means of the rows in so many units; 0: the newest row
	Than    string   `json:"than,omitempty"`    // way: the variant that it is compared with then; none: with itself as it is now
	Same    float64  `json:"same,omitempty"`    // way: a difference of at most so much is none
	Figure  string   `json:"figure"`            // a trace of the output
	Low     *float64 `json:"low,omitempty"`     // number, curve: the axis of the answer
	High    *float64 `json:"high,omitempty"`
	Log     bool     `json:"log,omitempty"`  // number, curve: the axis is logarithmic, and near a factor
	Near    float64  `json:"near,omitempty"` // number, curve: an answer that is at most so far off has met it
}

// Form is how a question is answered.
type Form string

const (
	WayForm    Form = "way"    // up, same or down
	NumberForm Form = "number" // a number on the axis
	CurveForm  Form = "curve"  // a curve over the empty part of the figure
)

// Outcome is what a beat promises of the run when it is over, in the words of a claim. Its
// terms have no unit: they are read there and then.
type Outcome struct {
	Term
	Promise
}

const (
	leastBeats, mostBeats = 3, 7
	mostTitle, mostSay    = 64, 320 // characters
)

// check refuses a lesson that cannot be gone through in the view, and names beat and key.
// Which outputs there are may depend on fields: job.Walk finds those that are missing.
func (l *Lesson) check(p *Preset, view *sim.View, model sim.Sim) error {
	if n := len(l.Beats); n < leastBeats || n > mostBeats {
		return wrong("beats", "%d is outside its range: a lesson has %d to %d", n, leastBeats, mostBeats)
	}
	c := lessonCheck{preset: p, view: view, model: model, variants: max(1, len(p.Variants))}
	asks := 0
	for i := range l.Beats {
		b := &l.Beats[i]
		err := c.beat(b)
		switch {
		case err != nil:
		case b.Kind == Reveal && (i == 0 || l.Beats[i-1].Kind != Predict):
			err = wrong("kind", "a reveal follows the question that it answers")
		case b.Kind == Predict && (i+1 == len(l.Beats) || l.Beats[i+1].Kind != Reveal):
			err = wrong("kind", "a question is followed by its reveal")
		}
		if err != nil {
			return fmt.Errorf("beat %d, %q: %w", i+1, sim.Clip(b.Title), err)
		}
		if b.Kind == Predict {
			asks++
		}
	}
	if asks == 0 {
		return wrong("beats", "a lesson asks at least one question: none is of the kind %q", Predict)
	}
	return nil
}

// lessonCheck is what beats are checked against. variants grows as they are added.
type lessonCheck struct {
	preset   *Preset
	view     *sim.View
	model    sim.Sim
	variants int
}

func (c *lessonCheck) beat(b *Beat) error {
	if err := checkWords("title", b.Title, mostTitle, true); err != nil {
		return err
	}
	if err := checkWords("say", b.Say, mostSay, false); err != nil {
		return err
	}
	for _, m := range reLink.FindAllStringSubmatch(b.Say, -1) {
		if !c.preset.knows(c.view, c.model, m[1], m[2]) {
			return wrong("say", "there is no %s %q", m[1], m[2])
		}
	}
	if err := b.belongs(); err != nil {
		return err
	}
	if b.Light != "" && !c.knows(b.Light) {
		return wrong("light", "there is no %q in this view: it takes field:NAME, figure:NAME or action:NAME", sim.Clip(b.Light))
	}
	if b.Pace < 0 || b.Pace > 1e6 || b.Pace > 0 && b.Pace < 0.5 {
		return wrong("pace", "%s is outside its range: it takes 0.5 to 1000000 units per second, or nothing", sim.Number(b.Pace))
	}
	switch b.Kind {
	case PlayOn:
		if (b.To == 0) == (b.For == 0) || max(b.To, b.For) > MaxUnit {
			return wrong("to", "a beat plays to a unit, or for some units: one of to and for, of 1 to %d", uint64(MaxUnit))
		}
	case LookAt:
		if b.Light == "" {
			return wrong("light", "it says what is looked at")
		}
	case DoThis:
		if b.Act == nil {
			return wrong("act", "it says what is done")
		}
		if err := c.act(b.Act); err != nil {
			return err
		}
	case Predict:
		if b.Ask == nil {
			return wrong("ask", "it says what is asked")
		}
		if err := c.ask(b.Ask); err != nil {
			return err
		}
	case Reveal:
		if len(b.Then) == 0 {
			return wrong("then", "a reveal says in numbers what its words say")
		}
	}
	for i := range b.Then {
		if err := c.outcome(&b.Then[i]); err != nil {
			return fmt.Errorf("then %d: %w", i+1, err)
		}
	}
	return nil
}

// belongs refuses keys that are not of the beat's kind.
func (b *Beat) belongs() error {
	of := map[Kind][]string{PlayOn: {"to", "for", "pace"}, LookAt: {}, DoThis: {"act"}, Predict: {"ask"}, Reveal: {"pace"}, GoOn: {}}
	own, ok := of[b.Kind]
	if !ok {
		return wrong("kind", "there is no %q: it takes play, look, act, predict, reveal or on", sim.Clip(string(b.Kind)))
	}
	for _, k := range []struct {
		name string
		said bool
	}{{"to", b.To != 0}, {"for", b.For != 0}, {"pace", b.Pace != 0}, {"act", b.Act != nil}, {"ask", b.Ask != nil}} {
		if k.said && !slices.Contains(own, k.name) {
			return wrong(k.name, "it does not belong to a beat of the kind %q", b.Kind)
		}
	}
	return nil
}

func checkWords(key, text string, most int, must bool) error {
	n := utf8.RuneCountInString(text)
	switch {
	case must && strings.TrimSpace(text) == "":
		return wrong(key, "a beat has one")
	case text != sim.Visible(text):
		return wrong(key, "it has characters that cannot be seen, or spaces at its ends")
	case n > most:
		return wrong(key, "%d characters are too many: at most %d", n, most)
	}
	return nil
}

// knows says whether the view has what can be lit.
func (c *lessonCheck) knows(light string) bool {
	kind, name, _ := strings.Cut(light, ":")
	switch kind {
	case "action":
		return slices.ContainsFunc(c.model.Actions(), func(a sim.Action) bool { return a.Name == name })
	case "field", "figure":
		return c.preset.knows(c.view, c.model, kind, name)
	}
	return false
}

func (c *lessonCheck) variant(key, name string) error {
	if name != "" && (len(name) != 1 || !strings.Contains("abcd"[:c.variants], name)) {
		return wrong(key, "there is no variant %q: it takes %s", sim.Clip(name), strings.Join(strings.Split("abcd"[:c.variants], ""), ", "))
	}
	return nil
}

func (c *lessonCheck) act(a *Act) error {
	forms := 0
	for _, is := range []bool{a.Field != "", a.Action != "", a.Step > 0, a.Add} {
		if is {
			forms++
		}
	}
	if forms != 1 {
		return wrong("act", "it is one of field, action, step and add; here are %d", forms)
	}
	if err := c.variant("act.variant", a.Variant); err != nil {
		return err
	}
	switch {
	case a.Field == "" && (a.Value != "" || a.AtLeast != nil || a.AtMost != nil):
		return wrong("act.value", "it goes with field")
	case a.Action == "" && len(a.Args) > 0:
		return wrong("act.args", "they go with action")
	case a.Variant != "" && (a.Step > 0 || a.Add):
		return wrong("act.variant", "it goes with field and action")
	case a.Step > 100:
		return wrong("act.step", "%d is outside its range: it takes 1 to 100", a.Step)
	case a.Add && c.variants == MaxVariants:
		return wrong("act.add", "there are %d variants already, and that is the most", c.variants)
	case a.Add:
		c.variants++
	case a.Action != "":
		i := slices.IndexFunc(c.model.Actions(), func(k sim.Action) bool { return k.Name == a.Action })
		if i < 0 {
			return wrong("act.action", "there is no action %q in this view", sim.Clip(a.Action))
		}
		if _, refused := sim.Check(c.model.Actions()[i].Args, a.Args); refused != nil {
			return fmt.Errorf("act.args: %w", sim.Refusal(refused))
		}
	case a.Field != "":
		return c.move(a)
	}
	return nil
}

// move checks the act of moving a field.
func (c *lessonCheck) move(a *Act) error {
	fields := c.view.New().Fields()
	f, ok := sim.Find(fields, a.Field)
	if !ok {
		return wrong("act.field", "there is no field %q in this view", sim.Clip(a.Field))
	}
	if err := sim.Set(fields, map[string]string{a.Field: a.Value}); err != nil {
		return fmt.Errorf("act.value: %w", err)
	}
	a.Value = f.Value.String() // as the field writes it
	if a.AtLeast == nil && a.AtMost == nil {
		return nil
	}
	x, ok := numberOf(f.Value)
	switch {
	case !ok:
		return wrong("act.at_least", "%s is no number: it takes a value alone", a.Field)
	case a.AtLeast != nil && x < *a.AtLeast || a.AtMost != nil && x > *a.AtMost:
		return wrong("act.value", "%s lies outside of the range that is asked for", a.Value)
	}
	for key, end := range map[string]*float64{"act.at_least": a.AtLeast, "act.at_most": a.AtMost} {
		if end != nil {
			if err := sim.Set(fields, map[string]string{a.Field: sim.Number(*end)}); err != nil {
				return fmt.Errorf("%s: %w", key, err)
			}
		}
	}
	return nil
}

// numberOf is the value of a field that is a number.
func numberOf(v sim.Value) (float64, bool) {
	switch v := v.(type) {
	case *sim.FloatValue:
		return *v.P, true
	case *sim.IntValue:
		return float64(*v.P), true
	}
	return 0, false
}

func (c *lessonCheck) ask(a *Ask) error {
	if a.Variant == "" {
		a.Variant = "a"
	}
	if err := c.variant("ask.variant", a.Variant); err != nil {
		return err
	}
	if err := c.variant("ask.than", a.Than); err != nil {
		return err
	}
	if a.Output == "" {
		return wrong("ask.output", "it names a scalar output that has a history")
	}
	if err := c.trace(a); err != nil {
		return err
	}
	switch {
	case a.After < 1 || a.After > MaxUnit:
		return wrong("ask.after", "%d is outside its range: it takes 1 to %d", a.After, uint64(MaxUnit))
	case a.Over > a.After:
		return wrong("ask.over", "%d is outside its range: it takes 0 to the %d of after", a.Over, a.After)
	case a.Than == a.Variant:
		return wrong("ask.than", "a variant is compared with itself")
	}
	switch a.Form {
	case WayForm:
		if a.Low != nil || a.High != nil || a.Log || a.Near != 0 {
			return wrong("ask.low", "low, high, log and near belong to numbers and curves")
		}
		if !(a.Same >= 0) {
			return wrong("ask.same", "%s is outside its range: it takes 0 or more", sim.Number(a.Same))
		}
	case NumberForm, CurveForm:
		switch {
		case a.Than != "" || a.Same != 0:
			return wrong("ask.than", "than and same belong to the form way")
		case a.Low == nil || a.High == nil || !(*a.Low < *a.High):
			return wrong("ask.low", "the axis of the answer has two ends: low, and high, which is more")
		case a.Log && !(*a.Low > 0):
			return wrong("ask.low", "%s is outside its range: it takes more than 0 on a logarithmic axis", sim.Number(*a.Low))
		case a.Log && !(a.Near > 1):
			return wrong("ask.near", "%s is outside its range: on a logarithmic axis it is a factor, and more than 1", sim.Number(a.Near))
		case !(a.Near > 0):
			return wrong("ask.near", "%s is outside its range: it takes more than 0", sim.Number(a.Near))
		}
	default:
		return wrong("ask.form", "there is no %q: it takes way, number or curve", sim.Clip(string(a.Form)))
	}
	return nil
}

// trace checks that the figure of a question is a trace that shows the output.
func (c *lessonCheck) trace(a *Ask) error {
	for _, f := range c.view.Figures {
		if f.Name != a.Figure {
			continue
		}
		shows := func(r sim.Role) bool { return sim.Names(r.Output, a.Output) }
		if f.Draw.Kind() != "trace" || !slices.ContainsFunc(f.Show, shows) {
			return wrong("ask.figure", "the figure %q is no trace of %s", sim.Clip(a.Figure), sim.Clip(a.Output))
		}
		return nil
	}
	return wrong("ask.figure", "there is no figure %q in this view", sim.Clip(a.Figure))
}

// outcome completes what a promise leaves out, and checks it as a claim's is at some unit.
func (c *lessonCheck) outcome(o *Outcome) error {
	if o.Seeds != EverySeed {
		return wrong("seeds", "a lesson has one run")
	}
	terms := []*Term{&o.Term}
	if right := o.Right(); right != nil {
		terms = append(terms, right)
	}
	for _, t := range terms {
		if t.Unit != 0 {
			return wrong("unit", "it is read when the beat is over")
		}
		if t.Variant == "" {
			t.Variant = "a"
		}
		if t.Output == "" && !o.Diverges {
			t.Output = o.Output
		}
	}
	then := *o
	then.Unit, then.Below, then.Ratio = MaxUnit, dated(o.Below), dated(o.Ratio)
	if err := then.Term.check("", c.variants, o.Diverges); err != nil {
		return err
	}
	if right := then.Right(); right != nil && *right == then.Term {
		return wrong("variant", "a term is compared with itself")
	}
	return then.Promise.check(c.variants)
}

// dated is a term at some unit; nil stays nil.
func dated(t *Term) *Term {
	if t == nil {
		return nil
	}
	at := *t
	at.Unit = MaxUnit
	return &at
}
