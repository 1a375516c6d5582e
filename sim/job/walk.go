package job

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"hebb/sim"
	"hebb/sim/engine"
	"hebb/sim/experiment"
)

// Hand is how the student of a walk moves a field that has a range to go to.
type Hand int

const (
	Exact Hand = iota // to the value that the lesson names
	Least             // to the low end of the range
	Most              // to its high end
)

// Answered is what a question of a lesson came to.
type Answered struct {
	Beat     int // index
	Unit     uint64
	From, To float64 // what it is compared with, and what it came to
	Rows     int     // on the way: what a curve is compared with
	Way      experiment.Way
}

// Walk goes through a preset's lesson as a student who does what it says, each act at once.
// It is an error, with the number of the beat, when something cannot be done, when the run
// does not come to where a beat plays, when an output is missing of which is asked, and when
// what a beat promises does not hold. The answers are those of the run.
func Walk(ctx context.Context, lab *sim.Lab, p *experiment.Preset, hand Hand, given Given) ([]Answered, error) {
	setup, view := p.Setup(lab)
	w := &walk{ctx: ctx, lab: lab, view: view, given: given, hand: hand}
	if err := w.start(setup); err != nil {
		return nil, err
	}
	var answers []Answered
	for i := range p.Lesson.Beats {
		b := &p.Lesson.Beats[i]
		if b.Kind == experiment.Predict {
			w.asked, w.from = b.Ask, w.engine.Unit()
		}
		err := w.do(b)
		if err == nil && b.Kind == experiment.Reveal {
			var a Answered
			if a, err = w.answer(); err == nil {
				a.Beat = i
				answers = append(answers, a)
			}
		}
		for n := range b.Then {
			if err == nil {
				err = w.holds(&b.Then[n])
			}
		}
		if err != nil {
			return answers, fmt.Errorf("beat %d, %q: %w", i+1, b.Title, err)
		}
	}
	return answers, nil
}

// walk is a lesson under way.
type walk struct {
	ctx    context.Context
	lab    *sim.Lab
	view   *sim.View
	given  Given
	hand   Hand
	engine *engine.Engine
	sample *Sample
	save   saves
	rows   map[string][]row // by the column's name: what was recorded or measured
	asked  *experiment.Ask
	from   uint64 // when it was asked
}

// row is a value that an output had.
type row struct {
	unit  uint64
	value float64
}

// start builds the run, at its beginning.
func (w *walk) start(setup experiment.Setup) (err error) {
	x := experiment.Experiment{Setup: setup}
	w.engine, err = engine.New(w.ctx, w.view, x, engine.Options{Pool: w.given.pool(), Memory: w.given.Memory, Checkpoints: 1})
	if err != nil {
		return err
	}
	w.save, w.rows = saves{}, map[string][]row{}
	w.look()
	return nil
}

// look finds the columns, after there are others, and reads what there is already.
func (w *walk) look() {
	setup := w.engine.Setup()
	w.sample = &Sample{Head: &Head{Lab: w.lab, View: w.view, Columns: columns(w.engine, setup)}, Engine: w.engine}
	w.read()
}

// read adds a row of every column that has a new value.
func (w *walk) read() {
	for i := range w.sample.Head.Columns {
		c := &w.sample.Head.Columns[i]
		if !c.Kept() {
			continue
		}
		if v, ok := w.sample.Fresh(c); ok {
			list := w.rows[c.Name()]
			if n := len(list); n > 0 && list[n-1].unit == w.sample.Unit() {
				list = list[:n-1]
			}
			w.rows[c.Name()] = append(list, row{w.sample.Unit(), v})
		}
	}
}

// do does what a beat asks for.
func (w *walk) do(b *experiment.Beat) error {
	switch b.Kind {
	case experiment.PlayOn:
		to := b.To
		if b.For > 0 {
			to = w.engine.Unit() + b.For
		}
		if to <= w.engine.Unit() {
			return fmt.Errorf("the run is at %d already, so it cannot play to %d", w.engine.Unit(), to)
		}
		return w.play(to)
	case experiment.Reveal:
		return w.play(w.from + w.asked.After)
	case experiment.DoThis:
		return w.act(b.Act)
	case experiment.Predict:
		if _, err := w.before(); err != nil && w.asked.Form == experiment.WayForm && w.asked.Than == "" {
			return fmt.Errorf("what it is now cannot be said: %w", err)
		}
	}
	return nil
}

// play goes on to a unit.
func (w *walk) play(to uint64) error {
	err := w.engine.Advance(w.ctx, experiment.Position{Unit: to}, func() bool {
		w.save.unit(w.engine)
		w.read()
		return true
	})
	if err == nil && w.engine.Unit() < to {
		err = fmt.Errorf("the run comes to its end at %d, before %d", w.engine.Unit(), to)
	}
	return err
}

// act does what the student is asked to do.
func (w *walk) act(a *experiment.Act) error {
	switch {
	case a.Step > 0:
		return w.play(w.engine.Unit() + a.Step)
	case a.Add:
		err := w.engine.AddVariant(w.ctx, "")
		if err == nil {
			n := len(w.engine.Variants()) - 1
			for name, list := range maps.Clone(w.rows) { // the past of A is its own
				if i, output := experiment.SplitName(name); i == 0 {
					w.rows[experiment.NameIn(n, output)] = slices.Clone(list)
				}
			}
			w.look()
		}
		return err
	case a.Action != "":
		_, err := w.engine.Do(experiment.Entry{Variant: a.Variant, Act: a.Action, Args: a.Args})
		return err
	}
	set := map[string]string{a.Field: w.value(a)}
	f, _ := sim.Find(w.view.New().Fields(), a.Field)
	if f.Acts != sim.Restart {
		_, err := w.engine.Do(experiment.Entry{Variant: a.Variant, Set: set})
		return err
	}
	setup := w.engine.Setup()
	for i, v := range w.engine.Variants() {
		if a.Variant == "" || a.Variant == experiment.VariantKey(i) {
			values := v.Values()
			maps.Copy(values, set)
			setup.Variants[i].Set = experiment.Diff(w.view, values)
		}
	}
	return w.start(setup)
}

// value is where the hand moves a field.
func (w *walk) value(a *experiment.Act) string {
	switch {
	case w.hand == Least && a.AtLeast != nil:
		return sim.Number(*a.AtLeast)
	case w.hand == Most && a.AtMost != nil:
		return sim.Number(*a.AtMost)
	}
	return a.Value
}

// reading is the mean of a term's rows in so many units up to one, or its newest row; it is
// an error when there is none after a unit.
func (w *walk) reading(t experiment.Term, up, after uint64) (float64, error) {
	list := w.rows[experiment.NameIn(index(t.Variant), t.Output)]
	sum, n := 0.0, 0
	for i := len(list) - 1; i >= 0; i-- {
		r := list[i]
		if r.unit > up {
			continue
		}
		if n > 0 && (t.Over == 0 || r.unit+t.Over <= up) {
			break
		}
		if r.unit < after {
			break
		}
		sum += r.value
		n++
	}
	if n == 0 {
		return 0, fmt.Errorf("%s of variant %s has no value from %d to %d: it is not recorded, or measured more seldom", t.Output, t.Variant, after, up)
	}
	return sum / float64(n), nil
}

// before is what the question compares with.
func (w *walk) before() (float64, error) {
	return w.reading(experiment.Term{Variant: w.asked.Variant, Output: w.asked.Output, Over: w.asked.Over}, w.from, 0)
}

// answer is what the question has come to.
func (w *walk) answer() (Answered, error) {
	a, to := w.asked, w.from+w.asked.After
	term := experiment.Term{Variant: a.Variant, Output: a.Output, Over: a.Over}
	end, err := w.reading(term, to, w.from+1)
	if err != nil {
		return Answered{}, err
	}
	got := Answered{Unit: to, To: end}
	if a.Than != "" {
		term.Variant = a.Than
		if got.From, err = w.reading(term, to, w.from+1); err != nil {
			return Answered{}, err
		}
	} else {
		got.From, _ = w.before()
	}
	for _, r := range w.rows[experiment.NameIn(index(a.Variant), a.Output)] {
		if r.unit > w.from && r.unit <= to {
			got.Rows++
		}
	}
	switch {
	case a.Form == experiment.WayForm:
		got.Way = a.Truth(got.From, got.To)
	case got.To < *a.Low || got.To > *a.High:
		return got, fmt.Errorf("it comes to %s, which is outside of the axis of the answer", sim.Number(got.To))
	case a.Form == experiment.CurveForm && got.Rows < leastRows:
		return got, fmt.Errorf("%d rows are too few to compare a curve with: at least %d", got.Rows, leastRows)
	}
	return got, nil
}

// leastRows is of how many rows a curve is made at least.
const leastRows = 4

// holds says why an outcome does not hold now.
func (w *walk) holds(o *experiment.Outcome) error {
	now := w.engine.Unit()
	if o.Diverges {
		if w.engine.Diverged(index(o.Variant)) == nil {
			return fmt.Errorf("variant %s has not diverged at %d", o.Variant, now)
		}
		return nil
	}
	left, err := w.reading(o.Term, now, 0)
	if err != nil {
		return err
	}
	right := 0.0
	if t := o.Right(); t != nil {
		if right, err = w.reading(*t, now, 0); err != nil {
			return err
		}
	}
	if o.Judge(experiment.Exactly(left), experiment.Exactly(right)) != experiment.Holds {
		return fmt.Errorf("%s of variant %s is %s at %d%s, which is not as it says", o.Output, o.Variant, sim.Number(left), now, beside(o, right))
	}
	return nil
}

// beside names the right term's number where there is one.
func beside(o *experiment.Outcome, right float64) string {
	if o.Right() == nil {
		return ""
	}
	return ", beside " + sim.Number(right)
}
