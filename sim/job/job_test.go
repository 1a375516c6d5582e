package job

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"runtime"
	"slices"
	"strings"
	"testing"

	"hebb/sim"
	"hebb/sim/engine"
	"hebb/sim/experiment"
	"hebb/sim/pool"
	"hebb/sim/simtest/kinds"
	"hebb/sim/simtest/toy"
)

func units(n uint64) experiment.Position { return experiment.Position{Unit: n} }

func of(lab *sim.Lab, to uint64, variants ...map[string]string) Job {
	return Job{Lab: lab, Experiment: experiment.Experiment{Setup: kinds.Setup(lab, variants...)}, To: units(to)}
}

// What hebb run does, from a program.
func TestRun(t *testing.T) {
	var table, rows, document bytes.Buffer
	j := of(toy.Lab, 120, nil, map[string]string{"eta": "0.05"})
	last, err := Run(t.Context(), j, NewTable(&table), NewCSV(&rows), NewDocument(&document, experiment.Origin{Build: "b"}))
	if err != nil || last.Unit() != 120 {
		t.Fatal(err)
	}

	list, err := csv.NewReader(&rows).ReadAll()
	if err != nil || len(list) != 121 || fmt.Sprint(list[0]) != "[unit norm y angle b.norm b.y b.angle]" || list[50][3] == "" || list[51][3] != "" {
		t.Errorf("%v\n%v", err, list)
	}
	var r Record
	if err := json.Unmarshal(document.Bytes(), &r); err != nil || len(r.Units) != 120 || r.Experiment.Unit != 120 || r.Experiment.By.Build != "b" {
		t.Errorf("%v: %+v", err, r.Experiment)
	}
	norm, _ := last.Engine.Value("b", "norm")
	if r.Final["b.norm"] != norm || *r.History["b.norm"][119] != norm || list[120][4] != sim.Number(norm) || !strings.Contains(table.String(), sim.Number(norm)) {
		t.Errorf("the norm is %v\n%s", norm, &table)
	}
	if r.History["angle"][48] != nil || *r.History["angle"][49] == 0 || !strings.Contains(table.String(), "measured at 100") {
		t.Errorf("the angle\n%s", &table)
	}
}

// What hebb claims does, from a program.
func TestClaims(t *testing.T) {
	p, err := experiment.ParsePreset(toy.Lab, "x", []byte(`{"title":"x","claims":[{"text":"t","from":"f","variant":"a","output":"norm","unit":500,"expected":1,"band":0.3}]}`))
	if err != nil {
		t.Fatal(err)
	}
	processors := pool.New(0)
	defer processors.Stop()
	found, err := Prove(t.Context(), toy.Lab, p, true, nil, Given{Processors: processors})
	if err != nil {
		t.Fatal(err)
	}
	if v := (&Proofs{Numbers: found}).Judge(toy.Lab, p, 0); v.State != experiment.Holds || v.Complaint != "" || len(v.Left) != claimSeeds {
		t.Errorf("%+v", v)
	}
	alone, err := Prove(t.Context(), toy.Lab, p, true, nil, Given{})
	for key, n := range found {
		if err != nil || fmt.Sprint(alone[key]) != fmt.Sprint(n) {
			t.Errorf("without processors: %v, not %v (%v)", alone[key], n, err)
		}
	}
}

// spy is a sink that says what happens to it.
type spy struct {
	said  []string
	begin error
	unit  func(s *Sample) (bool, error)
}

func (s *spy) Begin(*Head) error {
	s.said = append(s.said, "begin")
	return s.begin
}

func (s *spy) Unit(x *Sample) (bool, error) { return s.unit(x) }

func (s *spy) End(x *Sample, why error) error {
	s.said = append(s.said, fmt.Sprintf("end at %d: %v", x.Unit(), why))
	return nil
}

func until(unit uint64) func(*Sample) (bool, error) {
	return func(s *Sample) (bool, error) { return s.Unit() < unit, nil }
}

// A job goes on while one of its sinks wants more, and every sink that has begun ends once.
func TestSinks(t *testing.T) {
	bad := errors.New("bad")
	failing := func(s *Sample) (bool, error) {
		if s.Unit() == 7 {
			return true, bad
		}
		return true, nil
	}
	for name, c := range map[string]struct {
		sinks []*spy
		unit  uint64
		err   error
		said  string
	}{
		"to the end":       {[]*spy{{unit: until(1000)}}, 30, nil, "[begin end at 30: <nil>]"},
		"enough":           {[]*spy{{unit: until(10)}}, 10, nil, "[begin end at 10: <nil>]"},
		"one wants more":   {[]*spy{{unit: until(10)}, {unit: until(20)}}, 20, nil, "[begin end at 20: <nil>] [begin end at 20: <nil>]"},
		"none":             {nil, 30, nil, ""},
		"fails to begin":   {[]*spy{{unit: until(10)}, {begin: bad}, {unit: until(10)}}, 0, bad, "[begin end at 0: bad] [begin] []"},
		"fails on its way": {[]*spy{{unit: until(10)}, {unit: failing}}, 7, bad, "[begin end at 7: bad] [begin end at 7: bad]"},
	} {
		var sinks []Sink
		for _, s := range c.sinks {
			sinks = append(sinks, s)
		}
		last, err := Run(t.Context(), of(toy.Lab, 30), sinks...)
		var said []string
		for _, s := range c.sinks {
			said = append(said, fmt.Sprint(s.said))
		}
		if last == nil || last.Unit() != c.unit || !errors.Is(err, c.err) || strings.Join(said, " ") != c.said {
			t.Errorf("%s: at %d, %v: %v", name, last.Unit(), err, said)
		}
	}
	s := &spy{unit: until(10)}
	j := of(toy.Lab, 30)
	j.Experiment.Variants[0].Set = map[string]string{"eta": "x"}
	if last, err := Run(t.Context(), j, s); last != nil || err == nil || len(s.said) != 0 {
		t.Errorf("what cannot be built has begun: %v %v", err, s.said)
	}
}

// watched counts what is asked of all sims of a lab.
type watched struct {
	kinds.Episodes
	inits, steps *int
	stop         *func()
}

func (w *watched) Init(env sim.Env) error {
	*w.inits++
	return w.Episodes.Init(env)
}

func (w *watched) Step() sim.Step {
	if *w.steps++; *w.steps == 0 && *w.stop != nil {
		(*w.stop)()
	}
	return w.Episodes.Step()
}

func watchedLab(inits, steps *int, stop *func()) *sim.Lab {
	return kinds.Lab("watched", func() sim.Sim {
		return &watched{kinds.Episodes{Quanta: 100, Gain: 0.05, Layers: 1}, inits, steps, stop}
	})
}

// A context stops a job within a quantum of each variant, forward and on the way back to where
// one has diverged; and its sinks end, with the reason.
func TestContextStops(t *testing.T) {
	inits, steps, stop := 0, 0, func() {}
	lab := watchedLab(&inits, &steps, &stop)
	for name, at := range map[string]int{"forward": 2 * 750, "on the way back": 2*1050 + 60} {
		steps = -at
		ctx, cancel := context.WithCancel(t.Context())
		stop = cancel
		j := of(lab, 100, nil, nil)
		j.Experiment.Journal = []experiment.Entry{{Position: units(10), Variant: "b", Set: map[string]string{"gain": "-10"}}}
		s := &spy{unit: until(1000)}
		_, err := Run(ctx, j, s)
		if !errors.Is(err, context.Canceled) || steps < 0 || steps > 1 || len(s.said) != 2 || !strings.Contains(s.said[1], "canceled") {
			t.Errorf("%s: %v, %d steps after it: %v", name, err, steps, s.said)
		}
		cancel()
	}
}

// Columns are named without a second model, and one that diverges costs no way from the start.
func TestNothingIsDoneTwice(t *testing.T) {
	inits, steps, stop := 0, 0, func() {}
	lab := watchedLab(&inits, &steps, &stop)
	if _, err := Run(t.Context(), of(lab, 5, nil, nil), NewCSV(io.Discard)); err != nil || inits != 2 || steps != 2*5*100 {
		t.Errorf("%v: two variants are initialised %d times and take %d steps", err, inits, steps)
	}
	j := of(lab, 400, nil, nil)
	j.Experiment.Journal = []experiment.Entry{{Position: units(300), Variant: "b", Set: map[string]string{"gain": "-10"}}}
	inits, steps = 0, 0
	last, err := Run(t.Context(), j, NewCSV(io.Discard))
	if d := last.Engine.Diverged(1); err != nil || d == nil || last.Unit() != 400 {
		t.Fatalf("%v at %d", d, last.Unit())
	}
	once := 100 * (400 + 300)
	if again := steps - once; inits != 2 || again > 2*100*(300/8+3) {
		t.Errorf("%d steps are taken again, and %d models initialised", again, inits)
	}
}

// A job that nothing stops but all that it has has diverged says so.
func TestDivergence(t *testing.T) {
	var table bytes.Buffer
	last, err := Run(t.Context(), of(kinds.BatchLab, 1000, map[string]string{"gain": "-9.7"}), NewTable(&table))
	d, is := errors.AsType[*engine.Diverged](err)
	if !is || last.Unit() != d.Unit-1 || !strings.Contains(table.String(), "diverged at unit") {
		t.Errorf("%v at %d\n%s", err, last.Unit(), &table)
	}
	if last, err = Run(t.Context(), of(kinds.BatchLab, 1000, nil, map[string]string{"gain": "-9.7"})); err != nil || last.Unit() != 1000 || last.Engine.Diverged(1) == nil {
		t.Errorf("beside another: %v at %d", err, last.Unit())
	}
}

// What a probe measures stands where it was measured, also when the journal switches it.
func TestProbesThatAreSwitched(t *testing.T) {
	j := of(toy.Lab, 120)
	j.Experiment.Journal = []experiment.Entry{{Position: units(60), Probe: "angle", Every: 0}, {Position: units(95), Probe: "angle", Every: 9}}
	var document bytes.Buffer
	if _, err := Run(t.Context(), j, NewDocument(&document, experiment.Origin{})); err != nil {
		t.Fatal(err)
	}
	var r Record
	if err := json.Unmarshal(document.Bytes(), &r); err != nil {
		t.Fatal(err)
	}
	var at []int
	for i, x := range r.History["angle"] {
		if x != nil {
			at = append(at, i+1)
		}
	}
	if !slices.Equal(at, []int{50, 99, 108, 117}) {
		t.Errorf("measured at %v", at)
	}
}

// A job starts no goroutine, and allocates nothing for a unit.
func TestRunIsFrugal(t *testing.T) {
	before := runtime.NumGoroutine()
	most := 0
	count := func(units uint64) float64 {
		s := &spy{unit: func(*Sample) (bool, error) {
			most = max(most, runtime.NumGoroutine()-before)
			return true, nil
		}}
		return testing.AllocsPerRun(5, func() {
			s.said = s.said[:0]
			if _, err := Run(t.Context(), of(kinds.ForeverLab, units), s); err != nil {
				t.Fatal(err)
			}
		})
	}
	if a, b := count(100), count(10_000); b > a+5 {
		t.Errorf("%g allocations for 100 units, %g for 10,000", a, b)
	}
	if most > 0 {
		t.Errorf("%d goroutines were started", most)
	}
}

// Places come from outside: there are never more jobs at work than that.
func TestProveKeepsToItsPlaces(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	processors := pool.New(1)
	defer processors.Stop()
	p, err := experiment.ParsePreset(toy.Lab, "x", []byte(`{"title":"x","claims":[{"text":"t","from":"f","variant":"a","output":"norm","unit":500,"expected":1,"band":0.3}]}`))
	if err != nil {
		t.Fatal(err)
	}
	processors.Places() <- struct{}{} // somebody else's
	done := make(chan int)
	go func() {
		found, _ := Prove(ctx, toy.Lab, p, true, nil, Given{Processors: processors})
		done <- len(found)
	}()
	select {
	case n := <-done:
		t.Errorf("%d numbers without a place", n)
	default:
	}
	cancel()
	if n := <-done; n != 0 {
		t.Errorf("%d numbers were found without a place", n)
	}
}
