package simtest

import (
	"bytes"
	"context"
	"reflect"
	"testing"

	"hebb/sim"
	"hebb/sim/experiment"
)

func checkOutputs(t *testing.T, view *sim.View) {
	s := start(t, view, nil)
	if err := sim.CheckOutputs(s.Outputs(), s.Probes()); err != nil {
		t.Error(err)
	}
	probes := map[string]bool{}
	for _, p := range s.Probes() {
		if !reName.MatchString(p.Name) || p.Title == "" || p.Doc == "" || p.Every < 1 || p.Every > experiment.MaxEvery || probes[p.Name] {
			t.Errorf("probe %+v is not well described, or twice there", p)
		}
		probes[p.Name] = true
	}
	for _, o := range s.Outputs() {
		if !reName.MatchString(o.Name) {
			t.Errorf("output name %q is no key", o.Name)
		}
		if o.Label == "" || o.Doc == "" {
			t.Errorf("output %s lacks a label or a doc", o.Name)
		}
		dims := map[sim.Kind]int{sim.Scalar: 0, sim.Vector: 1, sim.Matrix: 2, sim.Image: 2, sim.Path: 2, sim.Points: 2, sim.Tiles: 3}
		if n, ok := dims[o.Kind]; !ok || len(o.Shape) != n || o.Len() < 1 {
			t.Errorf("output %s: a %s cannot have the shape %v", o.Name, o.Kind, o.Shape)
		}
	}
	for _, a := range s.Actions() {
		if !reName.MatchString(a.Name) || a.Title == "" || a.Doc == "" || a.Do == nil {
			t.Errorf("action %+v is not well described", a.Name)
		}
		checkArgs(t, a.Args)
	}
	for _, q := range s.Queries() {
		if !reName.MatchString(q.Name) || q.Doc == "" || q.Answer == nil || q.Ask == nil {
			t.Errorf("query %+v is not well described", q.Name)
		}
		checkArgs(t, q.Args)
	}
}

func checkArgs(t *testing.T, args []sim.Field) {
	for _, f := range args {
		if !reName.MatchString(f.Name) || f.Label == "" || f.Doc == "" || f.Value == nil {
			t.Errorf("argument %q is not well described", f.Name)
		}
	}
}

// checkFinite looks at everything before the first unit and along the way.
func checkFinite(t *testing.T, view *sim.View) {
	s := start(t, view, nil)
	r := &runner{t: t, sims: []sim.Sim{s}}
	r.run(0, 1)
	r.view(s)
	r.run(25, 400)
	r.look = true
	r.run(2, 40)
}

// journal runs two unequal variants with a change of fields, every action and every
// probe on the way, and returns all that came of it.
func journal(t *testing.T, view *sim.View, look bool, pool sim.Pool) []byte {
	t.Helper()
	set := other(view)
	r := &runner{t: t, look: look}
	r.sims = []sim.Sim{startIn(t, view, nil, pool), startIn(t, view, set, pool)}
	r.between = func(unit, round int) {
		if round != 0 {
			return
		}
		a := r.sims[0]
		switch unit {
		case 2:
			if err := sim.Set(a.Fields(), set); err != nil {
				t.Fatal(err)
			}
		case 4:
			for _, action := range a.Actions() {
				setLowest(action.Args)
				if err := action.Do(); err != nil {
					r.log.WriteString(err.Error())
				}
			}
		case 6:
			for _, s := range r.sims {
				for p, probe := range s.Probes() {
					f := sim.NewFrame(s.Outputs())
					m := s.Capture(p, nil)
					s.Step() // what was captured does not move with the sim
					f.Measure(context.Background(), probe.Name, m)
					r.log.Write(picture(s, f))
				}
			}
		}
	}
	r.run(10, 200)
	b := r.digest()
	for _, s := range r.sims {
		b = append(b, picture(s, (&runner{t: t, frames: map[sim.Sim]*sim.Frame{}, old: map[int]sim.Measurement{}}).view(s))...)
	}
	return b
}

// other is a value for every field that acts at once or at the next unit, unlike
// its default where a simple one is at hand.
func other(view *sim.View) map[string]string {
	set := map[string]string{}
	for _, f := range view.New().Fields() {
		if f.Acts == sim.Restart {
			continue
		}
		switch v := f.Value.(type) {
		case *sim.FloatValue:
			if x := *v.P / 2; x >= v.Min && x != *v.P {
				set[f.Name] = sim.Number(x)
			} else {
				set[f.Name] = sim.Number(v.Min)
			}
		case *sim.ChoiceValue:
			for _, o := range v.Options {
				if o.Name != *v.P && o.Refused == "" {
					set[f.Name] = o.Name
				}
			}
		case *sim.BoolValue:
			set[f.Name] = "true"
		}
	}
	return set
}

func checkDeterministic(t *testing.T, view *sim.View) {
	a, b := start(t, view, nil), start(t, view, nil)
	var x, y bytes.Buffer
	sim.SaveState(a, &x)
	sim.SaveState(b, &y)
	if !bytes.Equal(x.Bytes(), y.Bytes()) {
		t.Error("two inits with one seed differ")
	}
	(&runner{t: t, sims: []sim.Sim{a}}).run(3, 40)
	if err := a.Init(sim.Env{Seed: 5, Memory: memory}); err != nil {
		t.Fatal(err)
	}
	x.Reset()
	sim.SaveState(a, &x)
	if !bytes.Equal(x.Bytes(), y.Bytes()) {
		t.Error("a second Init of the same sim differs from the first")
	}
	one := journal(t, view, false, nil)
	if !bytes.Equal(one, journal(t, view, false, nil)) {
		t.Error("two runs with one journal differ")
	}
	if !bytes.Equal(one, journal(t, view, false, backwards{})) {
		t.Error("the order in which a pool works changes the result")
	}
}

// backwards is a pool that does the last piece first.
type backwards struct{}

func (backwards) Each(n int, do func(int)) {
	for i := n - 1; i >= 0; i-- {
		do(i)
	}
}

func checkLooking(t *testing.T, view *sim.View) {
	if !bytes.Equal(journal(t, view, false, nil), journal(t, view, true, nil)) {
		t.Error("to look and to probe more changes the run")
	}
	s := start(t, view, nil)
	r := &runner{t: t, sims: []sim.Sim{s}}
	r.run(3, 40)
	one := picture(s, r.view(s))
	if !bytes.Equal(one, picture(s, r.view(s))) {
		t.Error("two looks at one state differ")
	}
	for p, probe := range s.Probes() {
		f, g := sim.NewFrame(s.Outputs()), sim.NewFrame(s.Outputs())
		for i := range s.Outputs() {
			f.Want(i, true)
			g.Want(i, true)
		}
		m := s.Capture(p, nil)
		f.Measure(context.Background(), probe.Name, m)
		g.Measure(context.Background(), probe.Name, m)
		if !bytes.Equal(picture(s, f), picture(s, g)) {
			t.Errorf("probe %s: two measurements of one state differ", probe.Name)
		}
	}
	for _, q := range s.Queries() {
		setLowest(q.Args)
		if answer, err := q.Ask(); err != nil {
			t.Errorf("query %s refuses its smallest arguments: %v", q.Name, err)
		} else {
			var x, y bytes.Buffer
			sim.SaveState(s, &x)
			if got, err := answer(t.Context()); err != nil {
				t.Errorf("query %s: %v", q.Name, err)
			} else if reflect.TypeOf(got) != reflect.TypeOf(q.Answer) {
				t.Errorf("query %s answers with a %T, and says that it is a %T", q.Name, got, q.Answer)
			}
			sim.SaveState(s, &y)
			if !bytes.Equal(x.Bytes(), y.Bytes()) {
				t.Errorf("query %s changes the state", q.Name)
			}
		}
	}
}

// checkSaved carries a state into a fresh sim, after a number of quanta that need
// not end a unit, and lets both go on.
func checkSaved(t *testing.T, view *sim.View) {
	for _, quanta := range []int{0, 1, 7} {
		a := start(t, view, nil)
		for _, action := range a.Actions() {
			setLowest(action.Args)
			action.Do()
		}
		for range quanta {
			a.Step()
		}
		if err := sim.Set(a.Fields(), other(view)); err != nil {
			t.Fatal(err)
		}
		var saved bytes.Buffer
		sim.SaveState(a, &saved)
		b := start(t, view, other(view))
		if err := sim.LoadState(b, saved.Bytes()); err != nil {
			t.Fatalf("after %d quanta: %v", quanta, err)
		}
		if !bytes.Equal(picture(a, (&runner{t: t, frames: map[sim.Sim]*sim.Frame{}, old: map[int]sim.Measurement{}}).view(a)),
			picture(b, (&runner{t: t, frames: map[sim.Sim]*sim.Frame{}, old: map[int]sim.Measurement{}}).view(b))) {
			t.Errorf("after %d quanta: the loaded sim looks different", quanta)
		}
		x, y := &runner{t: t, sims: []sim.Sim{a}}, &runner{t: t, sims: []sim.Sim{b}}
		x.run(4, 60)
		y.run(4, 60)
		if !bytes.Equal(x.digest(), y.digest()) {
			t.Errorf("after %d quanta: the loaded sim goes on differently", quanta)
		}
		if err := sim.LoadState(b, saved.Bytes()[:saved.Len()-1]); err == nil {
			t.Error("a truncated state loads")
		}
	}
}

func checkAllocations(t *testing.T, view *sim.View) {
	for what, set := range map[string]map[string]string{"defaults": nil, "other values": other(view)} {
		s := start(t, view, set)
		for range 5 {
			s.Step()
		}
		if n := testing.AllocsPerRun(20, func() { s.Step() }); n != 0 {
			t.Errorf("Step allocates %v times with %s", n, what)
		}
		outputs := s.Outputs()
		rec, f := sim.NewRecorder(outputs), sim.NewFrame(outputs)
		dst := make([]float64, rec.Len())
		if n := testing.AllocsPerRun(20, func() { rec.Record(dst) }); n != 0 {
			t.Errorf("to record allocates %v times with %s", n, what)
		}
		for i := range outputs {
			f.Want(i, true)
		}
		if n := testing.AllocsPerRun(5, func() { f.Read() }); n != 0 {
			t.Errorf("to read everything allocates %v times with %s", n, what)
		}
	}
}

func checkMemory(t *testing.T, view *sim.View) {
	if err := view.New().Init(sim.Env{Seed: 1, Memory: 1}); err == nil {
		t.Error("a sim starts in one byte of memory")
	}
	if n, err := sim.Needs(view.New(), 1); err != nil || n <= 0 {
		t.Errorf("a sim does not say how much memory it needs, but %d, %v: Init asks Env.Fits before it makes anything", n, err)
	}
}

// setLowest sets arguments to the lower end of what they take.
func setLowest(args []sim.Field) {
	for _, f := range args {
		if set, err := f.Value.Parse(extremes(f.Value)[0]); err == nil {
			set()
		}
	}
}
