package neuron

import (
	"math"
	"strings"
	"testing"

	"hebb/sim/simtest"

	"hebb/sim"
	"hebb/sim/num"
)

func TestCloudHasTheFormItIsGiven(t *testing.T) {
	s := simtest.Begin(t, newNeuron(), 3, map[string]string{"angle": "20", "long": "2", "short": "0.7", "mean_x": "1", "mean_y": "-0.5", "dims": "5"})
	s.shape()
	n := float64(s.points)
	x, mean, m := make([]float64, 5), make([]float64, 5), num.NewMat[float64](5, 5)
	for i := range s.points {
		s.cloud.point(x, i)
		for k, v := range x {
			mean[k] += v / n
		}
		for k := range x {
			num.Use[float64]().Axpy(x[k]/n, x, m.Row(k))
		}
	}
	for k, want := range []float64{1, -0.5, 0, 0, 0} {
		if math.Abs(mean[k]-want) > 1e-12 {
			t.Errorf("mean of coordinate %d is %g, not %g", k, mean[k], want)
		}
	}
	for i, v := range m.Data {
		if math.Abs(v-s.cloud.m.Data[i]) > 1e-12 {
			t.Errorf("second moment %d of the points is %g, not %g", i, v, s.cloud.m.Data[i])
		}
	}
	for k, lambda := range s.cloud.val { // M v = λ v
		num.Use[float64]().Gemv(x, m, s.cloud.vec.Row(k))
		num.Use[float64]().Axpy(-lambda, s.cloud.vec.Row(k), x)
		if r := num.Norm(x); r > 1e-12 {
			t.Errorf("component %d is no eigenvector: %g", k, r)
		}
		if k > 0 && lambda > s.cloud.val[k-1] {
			t.Errorf("component %d is out of order", k)
		}
	}
}

func TestHebbExplodes(t *testing.T) {
	s := simtest.Begin(t, newNeuron(), 7, map[string]string{"rule": "hebb"})
	for i := range 2000 {
		if st := s.Step(); st.Status == sim.Diverged {
			if st.Unit || st.Trouble == nil || !(st.Trouble.Size >= farAway) || !strings.Contains(st.Trouble.What, "weight vector 1") {
				t.Errorf("diverged with %+v", st)
			}
			t.Logf("exploded at sample %d", i)
			return
		}
	}
	t.Error("Hebb's rule has not exploded in 2000 samples")
}

func TestOjaFindsThePrincipalComponent(t *testing.T) {
	for _, c := range []struct{ name, value string }{{"angle", "-70"}, {"dims", "10"}, {"mean_x", "2"}, {"start", "3"}} {
		s := simtest.Begin(t, newNeuron(), 5, map[string]string{c.name: c.value, "eta": "0.003"})
		simtest.Advance(t, s, 6000)
		if a := simtest.Recorded(t, s, "angle1"); a > 4 {
			t.Errorf("%s = %s: %g degrees from the first component", c.name, c.value, a)
		}
		if n := simtest.Recorded(t, s, "norm1"); math.Abs(n-1) > 0.05 {
			t.Errorf("%s = %s: length %g, not 1", c.name, c.value, n)
		}
	}
}

func TestOjaKeepsWeightsBounded(t *testing.T) {
	s := simtest.Begin(t, newNeuron(), 2, map[string]string{"neurons": "2", "start": "3", "eta": "0.02"})
	for range 5000 {
		simtest.Advance(t, s, 1)
		if n := num.Norm(s.w.Data); n > 4.5 {
			t.Fatalf("length %g", n)
		}
	}
}

func TestSangerOrdersWhatTheSubspaceRuleSpans(t *testing.T) {
	fields := map[string]string{"neurons": "3", "dims": "6", "long": "2", "short": "1.4", "eta": "0.0005"}
	oja := simtest.Begin(t, newNeuron(), 4, fields)
	fields["rule"] = "sanger"
	sanger := simtest.Begin(t, newNeuron(), 4, fields)
	simtest.Advance(t, sanger, 40000)
	simtest.Advance(t, oja, 40000)
	apart := 0.0
	for j := range 3 {
		if a := sanger.angleTo(sanger.w.Row(j), j); a > 8 {
			t.Errorf("Sanger: weight vector %d is %g degrees from its component", j+1, a)
		}
		apart = max(apart, oja.angleTo(oja.w.Row(j), j))
	}
	if apart < 15 {
		t.Errorf("the subspace rule found the components one by one (%g degrees): it should only find their space", apart)
	}
	for name, s := range map[string]*neuron{"sanger": sanger, "oja": oja} {
		if c := simtest.Recorded(t, s, "captured"); c < 0.98 {
			t.Errorf("%s keeps %g of the variance", name, c)
		}
		if a := simtest.Recorded(t, s, "between"); a < 80 {
			t.Errorf("%s leaves two neurons %g degrees apart", name, a)
		}
	}
}

func TestAim(t *testing.T) {
	s := simtest.Begin(t, newNeuron(), 1, nil)
	simtest.Advance(t, s, 50)
	a := s.Actions()[0]
	if err := sim.Set(a.Args, map[string]string{"x": "-0.5", "y": "0.25"}); err != nil {
		t.Fatal(err)
	}
	if err := a.Do(); err != nil {
		t.Fatal(err)
	}
	if s.w.At(0, 0) != -0.5 || s.bar.At(0, 1) != 0.25 || s.trails[0].Len() != 1 {
		t.Errorf("w %v, bar %v, %d points", s.w.Data, s.bar.Data, s.trails[0].Len())
	}
	sim.Set(a.Args, map[string]string{"x": "0", "y": "0"})
	if a.Do() == nil || s.w.At(0, 0) != -0.5 {
		t.Error("weights of length 0 were taken")
	}
	sim.Set(a.Args, map[string]string{"neuron": "2", "x": "1"})
	if a.Do() == nil {
		t.Error("a neuron that is not there was moved")
	}
}
