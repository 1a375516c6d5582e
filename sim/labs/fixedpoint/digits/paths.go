package digits

import (
	"math"

	"hebb/sim/data"
	"hebb/sim/labs/fixedpoint/plot"
	"hebb/sim/num"
)

// paths follows ten held-out images, one of each class, for 15 τ, and looks at them in
// the two directions in which they vary most.
func (m *digitsLook[T]) paths() {
	const h, steps = 0.05, 300
	c, s := m.c, &m.s
	c.b.SetRows(digitPaths)
	c.labels = c.labels[:cap(c.labels)][:digitPaths]
	for class := range digitPaths {
		row := c.x.Data[class*s.pixels : (class+1)*s.pixels]
		if s.given != nil {
			num.Convert(row, s.given.x.Row(class%s.given.x.Rows))
			continue
		}
		data.Load(&s.images.Test, firstOf(&s.images.Test, class%s.classes), row)
	}
	c.net.P.GemmNT(c.b.In, 1, num.Mat[T]{Rows: digitPaths, Cols: s.pixels, Data: c.x.Data[:digitPaths*s.pixels]}, c.wx, 0)
	n := s.n
	all := num.NewMat[float64](digitPaths*pathPoints, n)
	clear(c.b.R.Data)
	clear(c.b.T1.Data)
	at := 0
	for p := range pathPoints {
		to := p * steps / (pathPoints - 1)
		c.net.Resume(c.b, h, to-at)
		at = to
		for i := range digitPaths {
			for j, v := range c.b.R.Row(i) {
				all.Row(i*pathPoints + p)[j] = plot.Bounded(float64(v))
			}
		}
	}
	m.ways, m.share = principal(all)
}

// way writes that of an image.
func (m *digitsLook[T]) way(dst []float32, i int) int {
	for p := range pathPoints {
		plot.Put(dst, p, m.ways.At(i*pathPoints+p, 0), m.ways.At(i*pathPoints+p, 1))
	}
	return pathPoints
}

// ends writes where the ways end.
func (m *digitsLook[T]) ends(dst []float32) int {
	for i := range digitPaths {
		last := (i+1)*pathPoints - 1
		plot.Put(dst, i, m.ways.At(last, 0), m.ways.At(last, 1))
	}
	return digitPaths
}

// firstOf is the number of the first image of a class, or 0.
func firstOf(m *data.Images, class int) int {
	for i := range m.N {
		if m.Label(i) == class {
			return i
		}
	}
	return 0
}

// principal returns the coordinates of the rows along their two principal directions
// from the origin of the coordinates, and which share of their variance that is. A
// direction points where its largest element is positive.
func principal(rows num.Mat[float64]) (xy num.Mat[float64], share float64) {
	r, n := rows.Rows, rows.Cols
	mean := make([]float64, n)
	for i := range r {
		for j := range n {
			mean[j] += rows.At(i, j) / float64(r)
		}
	}
	cov, centred := num.NewMat[float64](n, n), num.NewMat[float64](r, n)
	for i := range r {
		num.Minus(centred.Row(i), rows.Row(i), mean)
	}
	num.Use[float64]().GemmTN(cov, 1, centred, centred, 0)
	xy = num.NewMat[float64](r, 2)
	values, v, ok := num.SymEigen(cov)
	if !ok {
		return xy, 0
	}
	total := 0.0
	for _, x := range values {
		total += max(x, 0)
	}
	for d := range min(2, n) {
		col := n - 1 - d
		top := 0
		for j := range n {
			if math.Abs(v.At(j, col)) > math.Abs(v.At(top, col)) {
				top = j
			}
		}
		sign := 1.0
		if v.At(top, col) < 0 {
			sign = -1
		}
		for i := range r {
			sum := 0.0
			for j := range n {
				sum += float64(rows.At(i, j) * v.At(j, col))
			}
			xy.Row(i)[d] = sign * sum
		}
		if total > 0 {
			share += max(values[col], 0) / total
		}
	}
	return xy, min(share, 1)
}
