package num

import (
	"math"
	"testing"
)

func TestSpectrumOfAKnownMatrix(t *testing.T) {
	m := Mat[float64]{2, 3, []float64{3, 0, 0, 0, 0, -4}} // singular values 4, 3
	s, ok := SingularValues(m)
	if !ok || math.Abs(s[0]-4) > 1e-14 || math.Abs(s[1]-3) > 1e-14 {
		t.Errorf("singular values %v", s)
	}
	if got := Norm(m.Data); math.Abs(got-5) > 1e-14 { // sqrt(9+16)
		t.Errorf("Frobenius norm %g, want 5", got)
	}
	if got, want := Orthonormality(m), (8.0*8+15*15)/2; math.Abs(got-want) > 1e-12 { // G = diag(9, 16)
		t.Errorf("orthonormality error %g, want %g", got, want)
	}
	if _, ok := SingularValues(Mat[float64]{1, 1, []float64{math.NaN()}}); ok {
		t.Error("a matrix with NaN has a spectrum")
	}
}

// Both Gram matrices give one participation ratio.
func TestParticipation(t *testing.T) {
	y := NewMat[float64](6, 9)
	draw(1, y.Data, 1)
	wide, v1 := Participation(y, true)
	// More copies of the rows leave the covariance as it is and turn the shape.
	tall := NewMat[float64](12, 9)
	copy(tall.Data, y.Data)
	copy(tall.Data[6*9:], y.Data)
	two, v2 := Participation(tall, true)
	if math.Abs(wide-two) > 1e-12 || math.Abs(v1-v2) > 1e-12 {
		t.Errorf("dimension %g and %g, variance %g and %g", wide, two, v1, v2)
	}
	one := Mat[float64]{3, 2, []float64{1, 2, 2, 4, 3, 6}} // on a line
	if pr, _ := Participation(one, true); math.Abs(pr-1) > 1e-12 {
		t.Errorf("points on a line have dimension %g", pr)
	}
	if pr, _ := Participation(Mat[float64]{2, 2, []float64{1, 1, 1, 1}}, true); pr != 0 {
		t.Errorf("one point has dimension %g", pr)
	}
}

func TestAngle(t *testing.T) {
	for _, c := range []struct {
		a, b []float64
		want float64
	}{
		{[]float64{1, 0}, []float64{0, 2}, 90},
		{[]float64{1, 1}, []float64{-2, -2}, 180},
		{[]float64{1, 1}, []float64{1, 0}, 45},
		{[]float64{0, 0}, []float64{1, 0}, 0},
		{[]float64{1e-200, 0}, []float64{1e-200, 1e-200}, 45},
	} {
		if got := Angle(c.a, c.b); math.Abs(got-c.want) > 1e-5 {
			t.Errorf("angle of %v and %v is %g, want %g", c.a, c.b, got, c.want)
		}
	}
}

func TestOrthonormalise(t *testing.T) {
	a := NewMat[float64](20, 7)
	draw(1, a.Data, 1)
	before := NewMat[float64](20, 7)
	copy(before.Data, a.Data)
	Orthonormalise(a)
	if e := Orthonormality(a); e > 1e-25 {
		t.Errorf("columns are not orthonormal: %g", e)
	}
	// R = Qᵀ A has a positive diagonal.
	for j := range 7 {
		d := 0.0
		for i := range 20 {
			d += a.At(i, j) * before.At(i, j)
		}
		if d <= 0 {
			t.Errorf("R[%d,%d] = %g", j, j, d)
		}
	}
}
