package neuron

import (
	"math"

	"hebb/sim"
	"hebb/sim/num"
	"hebb/sim/num/elem"
)

// Snapshot copies what the figures show. It gives the cloud its form first, so that
// a cloud turned by hand is seen turned although no sample has been taken since.
func (s *neuron) Snapshot(f *sim.Frame) {
	s.shape()
	f.Set(outCaptured, s.captured())
	f.Set(outBetween, s.between())
	for j := range s.neurons {
		f.Set(s.index(serNorm, j), num.Norm(s.w.Row(j)))
		f.Set(s.index(serAngle, j), s.angleTo(s.w.Row(j), j))
		f.Set(s.index(serAvgNorm, j), num.Norm(s.bar.Row(j)))
		f.Set(s.index(serAvgAngle, j), s.angleTo(s.bar.Row(j), j))
		s.trails[j].Draw(f, s.index(serPath, j), single)
		s.averaged[j].Draw(f, s.index(serAvgPath, j), single)
	}
	s.drawCloud(f)
	if v := f.Slot(outArrows); v != nil {
		ends(v, s.w)
	}
	if v := f.Slot(outAveraged); v != nil {
		ends(v, s.bar)
	}
	if v := f.Slot(outActivity); v != nil {
		num.Convert(v, s.y)
	}
	if v := f.Slot(outWeights); v != nil {
		num.Convert(v, s.w.Data)
	}
	if v := f.Slot(outLambda); v != nil {
		num.Convert(v, s.cloud.val)
	}
}

// ends writes the first two coordinates of every row.
func ends(v []float32, w num.Mat[float64]) {
	for j := range w.Rows {
		v[2*j], v[2*j+1] = float32(w.At(j, 0)), float32(w.At(j, 1))
	}
}

func (s *neuron) drawCloud(f *sim.Frame) {
	c, g := &s.cloud, s.cloud.form
	if v := f.Slot(outCloud); v != nil {
		var x [2]float64
		for i := range s.points {
			c.point(x[:], i)
			v[2*i], v[2*i+1] = float32(x[0]), float32(x[1])
		}
	}
	if v := f.Slot(outSample); v != nil {
		v[0], v[1] = float32(s.x[0]), float32(s.x[1])
		rows := 1
		if s.t == 0 {
			rows = 0
		}
		f.SetRows(outSample, rows)
	}
	// at is the place p along and q across the long axis.
	at := func(v []float32, i int, p, q float64) {
		v[2*i], v[2*i+1] = float32(g.meanX+float64(c.c*p)-float64(c.s*q)), float32(g.meanY+float64(c.s*p)+float64(c.c*q))
	}
	ring, circle := f.Slot(outEllipse), f.Slot(outCircle)
	for i := range ringPoints {
		sin, cos := elem.Sincos(2 * math.Pi * float64(i) / (ringPoints - 1))
		if ring != nil {
			at(ring, i, 2*g.long*cos, 2*g.short*sin)
		}
		if circle != nil {
			circle[2*i], circle[2*i+1] = float32(cos), float32(sin)
		}
	}
	if v := f.Slot(outLong); v != nil {
		at(v, 0, -2*g.long, 0)
		at(v, 1, 2*g.long, 0)
	}
	if v := f.Slot(outShort); v != nil {
		at(v, 0, 0, -2*g.short)
		at(v, 1, 0, 2*g.short)
	}
	if v := f.Slot(outTargets); v != nil {
		for i := range len(v) / 4 {
			for k := range 2 {
				e := float32(c.vec.At(i, k))
				v[4*i+k], v[4*i+2+k] = e, -e
			}
		}
	}
}

func single(v float64) float32 { return float32(v) }
