package fixedpoint

import (
	"math"

	"gonum.org/v1/gonum/mat"

	"hebb/sim"
	"hebb/sim/data"
	"hebb/sim/num"
)

func (s *digits) Probes() []sim.Probe {
	return []sim.Probe{
		{Name: "test", Title: "Test accuracy", Every: 10, On: true, Doc: "Classes held-out images with a copy of the weights. Nothing is learned from them."},
		{Name: "settle", Title: "Does it settle?", Every: 25, On: true, Doc: "For 200 held-out images: whether the network comes to rest by itself, whether its fixed points are stable, and whether it is right."},
		{Name: "spectrum", Title: "Spectrum", Every: 25, On: true, Doc: "Eigenvalues of W and of W times the mean gains."},
		{Name: "angles", Title: "Angles between the rules", Every: 25, On: true, Doc: "All rules on the same 128 training images, and the angles between them."},
		{Name: "paths", Title: "Ways of ten digits", Every: 25, On: true, Doc: "How the network moves from 0 for ten held-out images, in two principal components."},
	}
}

const (
	probeTest = iota
	probeSettle
	probeSpectrum
	probeAngles
	probePaths
)

// digitsLook is a copy of the weights and room to measure.
type digitsLook[T num.Float] struct {
	probe int
	s     digits // its fields, as they were
	c     *digitsState[T]
	dws   [5]num.Mat[T]
}

func (c *digitsState[T]) capture(s *digits, probe int, old sim.Measurement) sim.Measurement {
	m, known := old.(*digitsLook[T])
	if !known || m.s.seed != s.seed || m.s.n != s.n || m.s.images != s.images || m.s.given != s.given || m.c.net.f != c.net.f || m.s.batch != s.batch || m.s.precision != s.precision || m.s.rho != s.rho {
		most := mostRows
		m = &digitsLook[T]{c: &digitsState[T]{b: newBatch[T](s.n, most), head: newReadout[T](s.classes, s.n, most), newton: newNewton[T](s.n),
			x: num.NewMat[T](most, s.pixels), labels: make([]int, most), mean: make([]T, s.n), wx: c.wx, order: c.order}}
		m.c.net = *newNetwork(num.NewMat[T](s.n, s.n), c.net.f, nil)
		m.c.teach = teacher[T]{room: m.c.newton, bad: make([]bool, most), loop: newClosed[T](s.n)}
		m.c.head.c = c.head.c
	}
	m.probe = probe
	m.s = *s
	m.s.core = nil
	m.c.rule = c.swap.rule(s.rule)
	m.c.unit = c.unit
	m.c.net.model = modelOf(s.model)
	copy(m.c.net.w.Data, c.net.w.Data)
	copy(m.c.mean, c.mean)
	return m
}

func (m *digitsLook[T]) Measure(f *sim.Frame) {
	switch m.probe {
	case probeTest:
		m.test(f)
	case probeSettle:
		m.settle(f)
	case probeSpectrum:
		m.spectrum(f)
	case probeAngles:
		m.angles(f)
	case probePaths:
		m.paths(f)
	}
}

// held loads images from..to of all that are looked at. They are spread evenly over the
// held-out ones, whose order in the file is not by chance.
func (m *digitsLook[T]) held(from, to, all int) {
	c, s := m.c, &m.s
	c.b.use(to - from)
	c.labels = c.labels[:cap(c.labels)][:to-from]
	for i := range c.b.rows {
		row := c.x.Data[i*s.pixels : (i+1)*s.pixels]
		if s.given != nil {
			j := (from + i) % s.given.x.Rows
			num.Convert(row, s.given.x.Row(j))
			c.labels[i] = s.given.labels[j]
		} else {
			c.labels[i] = data.Load(&s.images.Test, (from+i)*s.images.Test.N/all, row)
		}
	}
	c.net.p.GemmNT(c.b.in, 1, num.Mat[T]{Rows: c.b.rows, Cols: s.pixels, Data: c.x.Data[:c.b.rows*s.pixels]}, c.wx, 0)
}

// heldOut is how many held-out images there are at most.
func (m *digitsLook[T]) heldOut(want int) int {
	if m.s.given != nil {
		return m.s.given.x.Rows
	}
	return min(want, m.s.images.Test.N)
}

// test reads the state that the network itself reaches: at T, or at rest.
func (m *digitsLook[T]) test(f *sim.Frame) {
	c, s, all := m.c, &m.s, m.heldOut(m.s.test)
	loss, right := 0.0, 0
	for at := 0; at < all; at += mostRows {
		m.held(at, min(at+mostRows, all), all)
		atT := s.way() == "euler" || c.rule == bptt
		if atT {
			c.net.euler(c.b, s.h, s.steps, 1e-2)
		} else {
			c.net.relax(c.b, 0.1, 1e-3, relaxFor, false)
		}
		l, r, _ := c.head.score(c.b, c.labels, true)
		loss += l
		if !atT { // an image that does not settle has no answer
			_, r, _ = c.head.score(c.b, c.labels, false)
		}
		right += r
	}
	f.Set(digTestAccuracy, float64(right)/float64(all))
	f.Set(digTestLoss, bounded(loss/float64(all)))
}

// settle compares what a solver finds with what the network does by itself.
func (m *digitsLook[T]) settle(f *sim.Frame) {
	c, all := m.c, m.heldOut(200)
	settled, own, algebraic, unstable := 0, 0, 0, 0
	growth := make([]float64, mostRows)
	copy(c.teach.loop.gain, c.mean)
	c.teach.loop.close(&c.net, c.newton)
	for at := 0; at < all; at += mostRows {
		m.held(at, min(at+mostRows, all), all)
		c.net.relax(c.b, 0.1, 1e-3, relaxFor, false)
		settled += c.b.rows - c.b.failed()
		_, r, _ := c.head.score(c.b, c.labels, false)
		own += r
		c.net.solve(c.b, c.teach.loop, c.newton, "exact", 1e-5)
		_, r, _ = c.head.score(c.b, c.labels, false)
		algebraic += r
		c.net.measure(c.b, false)
		c.net.growth(c.b, growth)
		for i := range c.b.rows {
			if c.b.state[i] == ok && growth[i] > 0.1 {
				unstable++
			}
		}
	}
	f.Set(digSettled, float64(settled)/float64(all))
	f.Set(digOwn, float64(own)/float64(all))
	f.Set(digAlgebraic, float64(algebraic)/float64(all))
	f.Set(digUnstable, float64(unstable)/float64(all))
}

func (m *digitsLook[T]) spectrum(f *sim.Frame) {
	n := m.s.n
	w, g := num.NewMat[float64](n, n), make([]float64, n)
	num.Convert(w.Data, m.c.net.w.Data)
	num.Convert(g, m.c.mean)
	if s, good := spectrumOf(nil, w, false); good {
		showEigenvalues(f, digEigW, s.Eig)
		f.Set(digAbscissaW, s.Abscissa)
		f.Set(digLeastW, real(s.Eig[len(s.Eig)-1]))
		f.Set(digRadiusW, s.Radius)
	} else {
		f.SetRows(digEigW, 0)
	}
	s, good := spectrumOf(g, w, false)
	if !good {
		f.SetRows(digEig, 0)
		return
	}
	showEigenvalues(f, digEig, s.Eig)
	f.Set(digAbscissa, s.Abscissa)
	f.Set(digLead, imag(s.Lead))
	a := num.NewMat[float64](n, n)
	jacobian(a, w, g)
	lu := newLU[float64](n)
	sigma := 0.0
	if lu.factor(a) {
		v := make([]float64, n)
		for i := range v {
			v[i] = 1 + float64(i%7)/10
		}
		p := problem{f: lu, k: num.Use[float64]()}
		sigma = p.sigma(v, 30)
	}
	f.Set(digSigma, sigma)
	f.Set(digSign, float64(lu.sign))
}

// angles evaluates all rules on the images that come next, at the same states.
func (m *digitsLook[T]) angles(f *sim.Frame) {
	c, s := m.c, &m.s
	c.done = 0
	c.take(s, min(mostRows, s.batch))
	copy(c.teach.loop.gain, c.mean)
	c.teach.loop.close(&c.net, c.newton)
	c.net.settle(s, c.b, c.teach.loop, c.newton)
	c.net.measure(c.b, s.gainsFromRate())
	c.head.score(c.b, c.labels, true)
	t := &c.teach
	t.eta, t.floor, t.adjoint, t.sweeps, t.tol = min(s.eta, most2), floor2, "chord", s.sweeps, 1e-6
	for i, rule := range []string{dW0, dW1, dW3, dW4, c.rule} {
		if m.dws[i].Rows == 0 {
			m.dws[i] = num.NewMat[T](s.n, s.n)
		}
		clear(m.dws[i].Data)
		if rule == bptt { // last, for it overwrites the states
			t.through(&c.net, c.b, s.h, s.steps, m.dws[i], func() { c.head.score(c.b, c.labels, true) })
			continue
		}
		if rule == dW1 && i == 4 {
			t.adjoint = s.adjoint
		}
		t.factors(rule, &c.net, c.b)
		for j := range c.b.rows {
			if c.b.state[j] == blewUp || c.b.state[j] == singular {
				clear(c.b.p.Row(j))
				clear(c.b.q.Row(j))
			}
		}
		c.net.gather(c.b, m.dws[i])
	}
	set := func(o, a, b int) { f.Set(o, angle(m.dws[a].Data, m.dws[b].Data)) }
	set(digAngle10, 1, 0)
	set(digAngle13, 1, 2)
	set(digAngle14, 1, 3)
	set(digAngle34, 2, 3)
	set(digAngle, 4, 1)
}

// paths follows ten held-out images, one of each class, for 15 τ, and looks at them in
// the two directions in which they vary most.
func (m *digitsLook[T]) paths(f *sim.Frame) {
	const h, steps = 0.05, 300
	c, s := m.c, &m.s
	c.b.use(digitPaths)
	c.labels = c.labels[:cap(c.labels)][:digitPaths]
	for class := range digitPaths {
		row := c.x.Data[class*s.pixels : (class+1)*s.pixels]
		if s.given != nil {
			num.Convert(row, s.given.x.Row(class%s.given.x.Rows))
			continue
		}
		data.Load(&s.images.Test, firstOf(&s.images.Test, class%s.classes), row)
	}
	c.net.p.GemmNT(c.b.in, 1, num.Mat[T]{Rows: digitPaths, Cols: s.pixels, Data: c.x.Data[:digitPaths*s.pixels]}, c.wx, 0)
	n := s.n
	all := mat.NewDense(digitPaths*pathPoints, n, nil)
	clear(c.b.r.Data)
	clear(c.b.t1.Data)
	at := 0
	for p := range pathPoints {
		to := p * steps / (pathPoints - 1)
		c.net.resume(c.b, h, to-at)
		at = to
		for i := range digitPaths {
			for j, v := range c.b.r.Row(i) {
				all.Set(i*pathPoints+p, j, bounded(float64(v)))
			}
		}
	}
	xy, share := principal(all)
	f.Set(digVariance, share)
	for i := range digitPaths {
		if dst := f.Slot(digPath + i); dst != nil {
			for p := range pathPoints {
				dst[2*p], dst[2*p+1] = small32(xy.At(i*pathPoints+p, 0)), small32(xy.At(i*pathPoints+p, 1))
			}
		}
		if dst := f.Slot(digEnds); dst != nil {
			last := i*pathPoints + pathPoints - 1
			dst[2*i], dst[2*i+1] = small32(xy.At(last, 0)), small32(xy.At(last, 1))
		}
	}
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
func principal(rows *mat.Dense) (xy *mat.Dense, share float64) {
	r, n := rows.Dims()
	mean := make([]float64, n)
	for i := range r {
		for j := range n {
			mean[j] += rows.At(i, j) / float64(r)
		}
	}
	cov := mat.NewSymDense(n, nil)
	centred := mat.NewDense(r, n, nil)
	for i := range r {
		for j := range n {
			centred.Set(i, j, rows.At(i, j)-mean[j])
		}
	}
	cov.SymOuterK(1, centred.T())
	xy = mat.NewDense(r, 2, nil)
	var e mat.EigenSym
	if !e.Factorize(cov, true) {
		return xy, 0
	}
	values := e.Values(nil)
	var v mat.Dense
	e.VectorsTo(&v)
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
				sum += rows.At(i, j) * v.At(j, col)
			}
			xy.Set(i, d, sign*sum)
		}
		if total > 0 {
			share += max(values[col], 0) / total
		}
	}
	return xy, min(share, 1)
}
