package peers

import (
	"cmp"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"runtime"
	"slices"
	"testing"
	"time"
)

// Row is one comparison.
type Row struct {
	Work   string           // what is done: "online step, 784-170-130-100-70-10, float32"
	Unit   string           // what one unit of work is: "image"
	Peer   string           // who does it: "PyTorch, as one writes it"
	Script string           // Python program, relative to the test's folder
	Inputs map[string]Array // what both sides start from
	Check  int              // after how many units the results are compared
	Turn   time.Duration    // how long a side works when its turn comes; 0: 0.3 s
	Target float64          // the least ratio that we promise; 0: none
	// Within is the largest difference that counts as agreement, relative to the
	// largest value of each result.
	Within float64
	// Run does n more units of work; Results are looked at once, after Check units.
	Run     func(n int)
	Results func() map[string][]float64
}

// turns is how often each side has its turn.
const turns = 7

// Line is a row of the table.
type Line struct {
	Work, Unit, Peer       string
	Theirs, Ours           float64 // median seconds per unit
	TheirsBest, OursBest   float64
	Ratio, Target, Differs float64 // ratio of the medians; largest relative difference of the results
}

// Compare runs a row. It fails when the sides do not agree, and writes its line to
// the file that HEBB_PEERS names, if any.
func Compare(b *testing.B, r Row) {
	b.Helper()
	l, err := Measure(r)
	if err != nil {
		b.Fatalf("%s: %v", r.Work, err)
	}
	Report(b, l)
}

// Report makes a line the benchmark's result and writes it.
func Report(b *testing.B, l Line) {
	b.Helper()
	b.ReportMetric(l.Ratio, "x")
	b.ReportMetric(l.Ours*1e6, "us/"+l.Unit)
	b.ReportMetric(l.Theirs*1e6, "peer-us/"+l.Unit)
	b.ReportMetric(0, "ns/op") // the loop of the benchmark is not what is timed
	if err := write(l); err != nil {
		b.Fatal(err)
	}
}

// Measure runs a row. Sides that do not agree are an error.
func Measure(r Row) (Line, error) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	them, err := begin(r.Script, r.Inputs)
	if err != nil {
		return Line{}, err
	}
	defer them.end()

	r.Run(r.Check)
	want, err := them.results(r.Check)
	if err != nil {
		return Line{}, err
	}
	differs, err := compare(r.Results(), want)
	if err != nil {
		return Line{}, err
	}
	if !(differs <= r.Within) {
		return Line{}, fmt.Errorf("the results differ by %.2g of their size, and %.2g is allowed", differs, r.Within)
	}

	turn := cmp.Or(r.Turn, 300*time.Millisecond)
	mine := func(n int) (float64, error) {
		began := time.Now()
		r.Run(n)
		return time.Since(began).Seconds(), nil
	}
	ours, theirs := &side{run: mine}, &side{run: them.run}
	for _, s := range []*side{ours, theirs} {
		if err := s.calibrate(turn); err != nil {
			return Line{}, err
		}
	}
	for range turns {
		for _, s := range []*side{theirs, ours} {
			if err := s.turn(); err != nil {
				return Line{}, err
			}
		}
	}
	l := Line{Work: r.Work, Unit: r.Unit, Peer: r.Peer, Theirs: theirs.median(), Ours: ours.median(),
		TheirsBest: slices.Min(theirs.took), OursBest: slices.Min(ours.took), Target: r.Target, Differs: differs}
	l.Ratio = l.Theirs / l.Ours
	return l, nil
}

// Mean is the geometric mean of lines of the same kind of work.
func Mean(lines []Line) Line {
	m := lines[0]
	m.Theirs, m.Ours, m.TheirsBest, m.OursBest = 1, 1, 1, 1
	root := 1 / float64(len(lines))
	for _, l := range lines {
		m.Theirs *= math.Pow(l.Theirs, root)
		m.Ours *= math.Pow(l.Ours, root)
		m.TheirsBest *= math.Pow(l.TheirsBest, root)
		m.OursBest *= math.Pow(l.OursBest, root)
		m.Differs = max(m.Differs, l.Differs)
	}
	m.Ratio = m.Theirs / m.Ours
	return m
}

// side is one of the two that take turns.
type side struct {
	run  func(n int) (seconds float64, err error)
	n    int
	took []float64 // seconds per unit
}

// calibrate finds how many units fill a turn.
func (s *side) calibrate(turn time.Duration) error {
	for s.n = 1; ; {
		t, err := s.run(s.n)
		if err != nil {
			return err
		}
		if t > turn.Seconds()/4 {
			s.n = max(1, int(float64(s.n)*turn.Seconds()/t))
			return nil
		}
		s.n *= 3
	}
}

func (s *side) turn() error {
	t, err := s.run(s.n)
	s.took = append(s.took, t/float64(s.n))
	return err
}

func (s *side) median() float64 {
	t := slices.Sorted(slices.Values(s.took))
	return t[len(t)/2]
}

// compare returns the largest difference of two sets of results, relative to the
// largest value of each result.
func compare(ours, theirs map[string][]float64) (float64, error) {
	if len(ours) == 0 || len(ours) != len(theirs) {
		return 0, fmt.Errorf("we have %d results, the peer has %d", len(ours), len(theirs))
	}
	worst := 0.0
	for name, a := range ours {
		b := theirs[name]
		if len(a) == 0 || len(a) != len(b) {
			return 0, fmt.Errorf("result %s: we have %d numbers, the peer has %d", name, len(a), len(b))
		}
		size, apart := 0.0, 0.0
		for i := range a {
			size = max(size, math.Abs(a[i]), math.Abs(b[i]))
			apart = max(apart, math.Abs(a[i]-b[i]))
		}
		if size == 0 || math.IsNaN(apart) || math.IsInf(size, 0) {
			return 0, fmt.Errorf("result %s is nothing to compare: its largest value is %g", name, size)
		}
		worst = max(worst, apart/size)
	}
	return worst, nil
}

func write(l Line) error {
	name := os.Getenv("HEBB_PEERS")
	if name == "" {
		return nil
	}
	f, err := os.OpenFile(name, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644)
	if err != nil {
		return err
	}
	if err := json.NewEncoder(f).Encode(l); err != nil {
		f.Close()
		return err
	}
	return f.Close()
}
