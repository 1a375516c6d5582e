package reservoir

import (
	"errors"
	"math"
	"strings"
	"testing"

	"hebb/sim"
)

func TestDrawingsThatAreRefused(t *testing.T) {
	for _, c := range []struct{ text, says string }{
		{"", "nothing drawn"},
		{"10,10", "one point"},
		{"10,10 10,10 10,10", "one point"},
		{"0,0 1,1 2,0", "too small"},
		{"0,0 50,50 500,0", "point 3"},
		{"0,0 9999999999999999999,0", "point 2"},
		{"0,0 50", "point 2"},
		{"0,0 50,1.5", "point 2"},
		{"0,0 50,NaN", "point 2"},
		{strings.Repeat("1,1 ", mostPoints+1), "too many"},
		{strings.Repeat(" ", mostCharacters+1), "too many"},
	} {
		s := newMotor(armTask)
		err := sim.Set(s.Fields(), map[string]string{"drawing": c.text})
		var fe *sim.FieldError
		if !errors.As(err, &fe) || fe.Field != "drawing" || !strings.Contains(fe.Reason, c.says) {
			t.Errorf("%.30q: error %v, want one of drawing that says %q", c.text, err, c.says)
		}
	}
}

// A square is walked at one speed, through its corners, back to where it began.
func TestDrawingIsWalkedEvenly(t *testing.T) {
	d, err := parseDrawing("0,0 100,0 100,100 0,100")
	if err != nil {
		t.Fatal(err)
	}
	curve := d.curve(true)
	const n = 400
	px, py := curve(0)
	for i := 1; i <= n; i++ {
		x, y := curve(2 * math.Pi * float64(i) / n)
		if step := math.Hypot(x-px, y-py); math.Abs(step-4.0/n) > 1e-9 {
			t.Fatalf("step %d is %v long, not %v", i, step, 4.0/n)
		}
		px, py = x, y
	}
	if math.Hypot(px, py) > 1e-9 {
		t.Errorf("the way ends at (%v, %v), not where it began", px, py)
	}
	if x, y := curve(math.Pi); math.Hypot(x-1, y-1) > 1e-9 {
		t.Errorf("half way round is (%v, %v), not the far corner", x, y)
	}
}

// Points that were drawn slowly are walked slowly.
func TestDrawingKeepsItsPace(t *testing.T) {
	d, err := parseDrawing("0,0 10,0 20,0 30,0 40,0 100,0 100,50")
	if err != nil {
		t.Fatal(err)
	}
	even, drawn := d.curve(true), d.curve(false)
	const early = 2 * math.Pi * 0.3
	x, _ := even(early)
	slow, _ := drawn(early)
	if !(slow < x) {
		t.Errorf("after 30 %% of the trial the slow start has come to %v, at even pace to %v", slow, x)
	}
	for i := range 1000 {
		x, y := drawn(2 * math.Pi * float64(i) / 999)
		if x < 0 || x > 1 || y < 0 || y > 0.5 || x != x {
			t.Fatalf("(%v, %v) lies off the drawing", x, y)
		}
	}
}

const far = "-100,150 100,150 100,-50 -100,-50" // its upper corners are 3.64 from the shoulder

func TestUnreachableTargetsAreRefusedOrShrunk(t *testing.T) {
	for _, c := range []struct {
		set   map[string]string
		field string
	}{
		{map[string]string{"target": "drawing", "drawing": far}, "drawing"},
		{map[string]string{"lengths": "0.5,0.5"}, "target"},
		{map[string]string{"lengths": "3,0.5"}, "target"}, // too near: the hand stays 2.5 away
	} {
		s := newMotor(armTask)
		set(t, s, c.set)
		var fe *sim.FieldError
		if err := s.Init(sim.Env{Seed: 1}); !errors.As(err, &fe) || fe.Field != c.field || !strings.Contains(fe.Reason, "shrink") {
			t.Errorf("%v: error %v, want one of %s that offers to shrink", c.set, err, c.field)
		}
		set(t, s, map[string]string{"fit": "shrink"})
		if err := s.Init(sim.Env{Seed: 1}); err != nil {
			t.Fatalf("%v, shrunk: %v", c.set, err)
		}
		near, far := reach(s.lens)
		for step := range s.numT {
			x, y := s.target(step)
			if d := math.Hypot(x-baseX, y-baseY); d > far+1e-9 || d < near-1e-9 {
				t.Fatalf("%v, shrunk: (%v, %v) is %v from the shoulder, which reaches from %v to %v", c.set, x, y, d, near, far)
			}
		}
	}
}

// The button refuses what the arm cannot reach and leaves the target as it was.
func TestLearnThis(t *testing.T) {
	s := start(t, 2, 1, nil)
	set(t, s, map[string]string{"drawing": far})
	learn := s.Actions()[0].Do
	if err := learn(); err == nil || s.aimName != "butterfly" {
		t.Fatalf("error %v, target %s: want a refusal, and the butterfly", err, s.aimName)
	}
	set(t, s, map[string]string{"fit": "shrink"})
	if err := learn(); err != nil {
		t.Fatal(err)
	}
	s.Step()
	if s.aim.name != "drawing" || s.aim.beyond != 0 || !(s.aim.dy < 0) {
		t.Errorf("target %s, %v of it out of reach, moved by %v", s.aim.name, s.aim.beyond, s.aim.dy)
	}
	if now := sim.Values(s.Fields())["target"]; now != "drawing" {
		t.Errorf("the field says %s", now)
	}
}

// The arm can follow a drawing: the error falls to a tenth of what it was.
func TestADrawingIsLearned(t *testing.T) {
	s := start(t, 2, 3, map[string]string{"target": "drawing", "train": "0"})
	trials(s, 4)
	if e := s.tally.ofTrial(); !(e < 0.17) {
		t.Errorf("the fourth trial misses by %v; an arm that has learned nothing by 1.7", e)
	}
}

func TestFormsHoldTogether(t *testing.T) {
	for name, curve := range curves {
		x, y := curve(0)
		X, Y := curve(2 * math.Pi)
		if math.Hypot(X-x, Y-y) > 1e-9 {
			t.Errorf("%s does not close: (%v, %v) and (%v, %v)", name, x, y, X, Y)
		}
	}
	s := newMotor(penTask)
	for _, f := range s.Fields() {
		if f.Name != "target" {
			continue
		}
		for _, o := range f.Value.(*sim.ChoiceValue).Options {
			if curves[o.Name] == nil && o.Name != "drawing" {
				t.Errorf("%s is no curve", o.Name)
			}
		}
	}
	cx, cy := 0.0, 0.0
	const n = 1000
	for i := range n {
		x, y := butterfly(2 * math.Pi * float64(i) / n)
		cx, cy = cx+x/n, cy+y/n
	}
	if d := math.Hypot(cx-centreX, cy-centreY); d > 1e-12 {
		t.Errorf("the butterfly's centroid is (%v, %v)", cx, cy)
	}
}
