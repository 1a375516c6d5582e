package deep

import (
	"errors"
	"fmt"
	"math"
	"strings"
	"testing"

	"hebb/sim"
	"hebb/sim/simtest"
)

// run steps a sim over n images, and stops when it diverges.
func (d *deep) run(n int) sim.Step {
	for range n {
		if s := d.Step(); s.Status != sim.Running {
			return s
		}
	}
	return sim.Step{Unit: true}
}

// accuracy is the test accuracy now.
func (d *deep) accuracy(t testing.TB) float64 {
	return simtest.Everything(t, d, probeTest).Scalar(t, "test_accuracy")
}

// With Oja's term the activities of every hidden layer settle near 8, whatever the
// weights began with.
func TestOjaSettlesActivities(t *testing.T) {
	for _, set := range []map[string]string{
		{"gain": "0.25"}, {"gain": "1.5"}, {"init": "orthogonal"}, {"init": "normal"},
	} {
		d := startDeep(t, set)
		if s := d.run(2500); s.Trouble != nil {
			t.Fatalf("%v: %+v", set, s.Trouble)
		}
		for l := 1; l < d.depth(); l++ {
			if y := simtest.Recorded(t, d, fmt.Sprintf("ynorm%d", l)); y < 6.5 || y > 9.5 {
				t.Errorf("%v: |y| of layer %d is %.2f after 2,500 images, want about 8", set, l, y)
			}
		}
	}
}

// Random feedback with a large rate explodes, and says so; with Oja's term it learns.
func TestRandomFeedbackDiverges(t *testing.T) {
	set := map[string]string{"feedback": "fix", "theta0": "0.03", "theta9": "0"}
	d := startDeep(t, set)
	s := d.run(6000)
	if s.Status != sim.Diverged || s.Unit || s.Trouble == nil || !strings.Contains(s.Trouble.What, "layer") {
		t.Fatalf("status %v, unit %v, trouble %+v", s.Status, s.Unit, s.Trouble)
	}
	if !(s.Trouble.Size > 1e4) && !math.IsNaN(s.Trouble.Size) {
		t.Errorf("it diverged with a size of only %g", s.Trouble.Size)
	}
	set["theta0"], set["theta9"], set["mask"] = "0.01", "0.004", "all"
	d = startDeep(t, set)
	if s := d.run(1500); s.Status != sim.Running {
		t.Fatalf("with Oja's term: %+v", s.Trouble)
	}
	if a := d.accuracy(t); a < 0.5 {
		t.Errorf("with Oja's term: accuracy %g after 1,500 images", a)
	}
}

func TestDeepPrecisionsAgreeAtFirst(t *testing.T) {
	set := map[string]string{"theta2": "-0.01", "feedback": "fix"}
	a := startDeep(t, set)
	set["precision"] = "float64"
	b := startDeep(t, set)
	a.run(10)
	b.run(10)
	for l := range a.depth() {
		w, v := a.core.(*state[float32]).n.W[l].Data, b.core.(*state[float64]).n.W[l].Data
		for i := range w {
			if off := math.Abs(float64(w[i]) - v[i]); off > 2e-6 {
				t.Fatalf("matrix %d differs by %g after 10 images", l+1, off)
			}
		}
	}
}

// The mask, and the list of frozen matrices, reach the matrices that they name.
func TestMaskAndFrozen(t *testing.T) {
	for _, c := range []struct {
		set  map[string]string
		want string // which matrices change, with no other term than Oja's
	}{
		{map[string]string{"mask": "hidden"}, "12345"[:4]},
		{map[string]string{"mask": "all"}, "12345"},
		{map[string]string{"mask": "deep"}, "2345"},
		{map[string]string{"mask": "own", "oja_on": "2,5,9"}, "25"},
		{map[string]string{"mask": "all", "frozen": "1,4"}, "235"},
	} {
		c.set["theta0"] = "0"
		d := startDeep(t, c.set)
		before := startDeep(t, c.set).core.(*state[float32])
		d.Step()
		got := ""
		for l, w := range d.core.(*state[float32]).n.W {
			for i := range w.Data {
				if w.Data[i] != before.n.W[l].Data[i] {
					got += "12345"[l : l+1]
					break
				}
			}
		}
		if got != c.want {
			t.Errorf("%v: matrices %s changed, want %s", c.set, got, c.want)
		}
	}
}

// A refusal names the field and says what would fit.
func TestWidthsThatDoNotFit(t *testing.T) {
	d := newDeep()
	if err := sim.Set(d.Fields(), map[string]string{"widths": "30,20", "layers": "4"}); err != nil {
		t.Fatal(err)
	}
	err := d.Init(sim.Env{Seed: 1})
	var fe *sim.FieldError
	if !errors.As(err, &fe) || fe.Field != "widths" || !strings.Contains(fe.Reason, "4 layers need 3 widths") {
		t.Errorf("refusal %v", err)
	}
}

func TestStandardWidths(t *testing.T) {
	for layers := 2; layers <= 12; layers++ {
		w := standardWidths(layers)
		if len(w) != layers-1 || w[0] != 170 {
			t.Errorf("%d layers: widths %v", layers, w)
		}
		for i := 1; i < len(w); i++ {
			if w[i] >= w[i-1] || w[i] < 50 {
				t.Errorf("%d layers: widths %v do not narrow", layers, w)
			}
		}
	}
}

// Variants of other depth and gain see the same images, and begin with the same
// draws for the weights that they share.
func TestVariantsShareImagesAndDraws(t *testing.T) {
	a, b := startDeep(t, nil), startDeep(t, map[string]string{"layers": "10", "gain": "0.5"})
	for range 50 {
		a.Step()
		b.Step()
		x, y := a.core.(*state[float32]), b.core.(*state[float32])
		if x.label != y.label || x.pixels[400] != y.pixels[400] {
			t.Fatal("two variants see different images")
		}
	}
	a, b = startDeep(t, nil), startDeep(t, map[string]string{"layers": "10", "gain": "0.5"})
	v, _ := a.core.weight(0, 17, 400)
	w, _ := b.core.weight(0, 17, 400)
	if math.Abs(w-v/2) > 1e-8 {
		t.Errorf("first weights %g and %g, want the second half the first", v, w)
	}
}

// Wrong labels are taught, in the fraction that is asked for, and the same ones
// whenever the run is repeated.
func TestWrongLabels(t *testing.T) {
	d := startDeep(t, map[string]string{"label_noise": "0.5"})
	c := d.core.(*state[float32])
	wrong := 0
	for range 1000 {
		c.present(d)
		if c.taught(d) != c.label {
			wrong++
		}
		c.unit++
	}
	if wrong < 390 || wrong > 510 { // 1000 · 0.5 · 9/10 = 450, σ = 16
		t.Errorf("%d of 1,000 labels are wrong, want about 450", wrong)
	}
}

// A deep receptive field is the product of the matrices below, unit by unit.
func TestDeepFieldsAreProducts(t *testing.T) {
	d := startDeep(t, map[string]string{"widths": "30,20,10", "layers": "4", "precision": "float64"})
	c := d.core.(*state[float64])
	got := simtest.Everything(t, d).Values(t, "fields3")
	unit, pixel := 3, 411
	want := 0.0
	for j := range 20 {
		for k := range 30 {
			want += c.n.W[2].At(j, unit) * c.n.W[1].At(k, j) * c.n.W[0].At(pixel, k)
		}
	}
	if off := math.Abs(float64(got[unit*784+pixel]) - want); off > 1e-7 {
		t.Errorf("field of unit %d at pixel %d is %g, want %g", unit, pixel, got[unit*784+pixel], want)
	}
}
