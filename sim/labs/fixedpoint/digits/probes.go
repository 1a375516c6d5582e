package digits

import (
	"context"

	"hebb/sim"
	"hebb/sim/data"
	"hebb/sim/labs/fixedpoint/network"
	"hebb/sim/labs/fixedpoint/plot"
	"hebb/sim/labs/fixedpoint/rules"
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
	dws   map[string]num.Mat[T] // n × n: ΔW of each rule that angles compares

	// What has been measured.
	testAccuracy, testLoss            float64
	settled, own, algebraic, unstable float64
	w, gw                             network.Spectrum
	sigma                             float64
	sign                              int
	ways                              num.Mat[float64] // 10 pathPoints × 2: ten ways in their plane
	share                             float64
}

func (c *digitsState[T]) capture(s *digits, probe int, old sim.Measurement) sim.Measurement {
	m, known := old.(*digitsLook[T])
	if !known || m.s.seed != s.seed || m.s.n != s.n || m.s.images != s.images || m.s.given != s.given || m.c.net.F != c.net.F || m.s.batch != s.batch || m.s.precision != s.precision || m.s.rho != s.rho {
		most := mostRows
		m = &digitsLook[T]{dws: map[string]num.Mat[T]{}, c: &digitsState[T]{b: network.NewBatch[T](s.n, most), head: network.NewReadout[T](s.classes, s.n, most), newton: network.NewRoom[T](s.n),
			x: num.NewMat[T](most, s.pixels), labels: make([]int, most), mean: make([]T, s.n), wx: c.wx, order: c.order}}
		m.c.net = *network.New(num.NewMat[T](s.n, s.n), c.net.F, nil)
		m.c.teach = network.Teacher[T]{Room: m.c.newton, Loop: network.NewClosed[T](s.n)}
		m.c.head.C = c.head.C
	}
	m.probe = probe
	m.s = *s
	m.s.core = nil
	m.c.rule = c.swap.Rule(s.rule)
	m.c.unit = c.unit
	m.c.net.Model = network.ModelOf(s.model)
	copy(m.c.net.W.Data, c.net.W.Data)
	copy(m.c.mean, c.mean)
	return m
}

func (m *digitsLook[T]) Measure(ctx context.Context) error {
	m.c.net.Context = ctx
	switch m.probe {
	case probeTest:
		m.test()
	case probeSettle:
		m.settle()
	case probeSpectrum:
		m.spectrum()
	case probeAngles:
		m.angles()
	case probePaths:
		m.paths()
	}
	return ctx.Err()
}

// held loads images from..to of all that are looked at. They are spread evenly over the
// held-out ones, whose order in the file is not by chance.
func (m *digitsLook[T]) held(from, to, all int) {
	c, s := m.c, &m.s
	c.b.SetRows(to - from)
	c.labels = c.labels[:cap(c.labels)][:to-from]
	for i := range c.b.Rows {
		row := c.x.Data[i*s.pixels : (i+1)*s.pixels]
		if s.given != nil {
			j := (from + i) % s.given.x.Rows
			num.Convert(row, s.given.x.Row(j))
			c.labels[i] = s.given.labels[j]
		} else {
			c.labels[i] = data.Load(&s.images.Test, (from+i)*s.images.Test.N/all, row)
		}
	}
	c.net.P.GemmNT(c.b.In, 1, num.Mat[T]{Rows: c.b.Rows, Cols: s.pixels, Data: c.x.Data[:c.b.Rows*s.pixels]}, c.wx, 0)
}

// heldOut is how many held-out images there are at most.
func (m *digitsLook[T]) heldOut(want int) int {
	if m.s.given != nil {
		return m.s.given.x.Rows
	}
	return min(want, m.s.images.Test.N)
}

// test reads the state that the network itself reaches: at T, or at rest.
func (m *digitsLook[T]) test() {
	c, s, all := m.c, &m.s, m.heldOut(m.s.test)
	loss, right := 0.0, 0
	for at := 0; at < all && m.c.net.Context.Err() == nil; at += mostRows {
		m.held(at, min(at+mostRows, all), all)
		atT := s.way() == "euler" || c.rule == rules.BPTT
		if atT {
			c.net.Euler(c.b, s.h, s.steps, 1e-2)
		} else {
			c.net.Relax(c.b, 0.1, 1e-3, network.RelaxFor, false)
		}
		l, r, _ := c.head.Score(c.b, c.labels, true)
		loss += l
		if !atT { // an image that does not settle has no answer
			_, r, _ = c.head.Score(c.b, c.labels, false)
		}
		right += r
	}
	m.testAccuracy = float64(right) / float64(all)
	m.testLoss = plot.Bounded(loss / float64(all))
}

// settle compares what a solver finds with what the network does by itself.
func (m *digitsLook[T]) settle() {
	c, all := m.c, m.heldOut(200)
	settled, own, algebraic, unstable := 0, 0, 0, 0
	growth := make([]float64, mostRows)
	copy(c.teach.Loop.Gain, c.mean)
	c.teach.Loop.Close(&c.net, c.newton)
	for at := 0; at < all && m.c.net.Context.Err() == nil; at += mostRows {
		m.held(at, min(at+mostRows, all), all)
		c.net.Relax(c.b, 0.1, 1e-3, network.RelaxFor, false)
		settled += c.b.Rows - c.b.Failed()
		_, r, _ := c.head.Score(c.b, c.labels, false)
		own += r
		c.net.Solve(c.b, c.teach.Loop, c.newton, "exact", 1e-5)
		_, r, _ = c.head.Score(c.b, c.labels, false)
		algebraic += r
		c.net.Measure(c.b, false)
		c.net.Growth(c.b, growth)
		for i := range c.b.Rows {
			if c.b.State[i] == network.OK && growth[i] > 0.1 {
				unstable++
			}
		}
	}
	m.settled = float64(settled) / float64(all)
	m.own = float64(own) / float64(all)
	m.algebraic = float64(algebraic) / float64(all)
	m.unstable = float64(unstable) / float64(all)
}

func (m *digitsLook[T]) spectrum() {
	n := m.s.n
	w, g := num.NewMat[float64](n, n), make([]float64, n)
	num.Convert(w.Data, m.c.net.W.Data)
	num.Convert(g, m.c.mean)
	m.w, m.gw, m.sigma, m.sign = network.Spectrum{}, network.Spectrum{}, 0, 0
	if s, good := network.SpectrumOf(nil, w, false); good {
		m.w = s
	}
	if m.c.net.Context.Err() != nil {
		return
	}
	s, good := network.SpectrumOf(g, w, false)
	if !good {
		return
	}
	m.gw = s
	a := num.NewMat[float64](n, n)
	network.Jacobian(a, w, g)
	lu := network.NewLU[float64](n)
	if lu.Decompose(a) {
		v := make([]float64, n)
		for i := range v {
			v[i] = 1 + float64(i%7)/10
		}
		m.sigma = network.LeastSingular(lu, v, 30)
	}
	m.sign = lu.Sign
}

// angles evaluates all rules on the images that come next, at the same states.
func (m *digitsLook[T]) angles() {
	c, s := m.c, &m.s
	c.done = 0
	c.loadNext(s, min(mostRows, s.batch))
	copy(c.teach.Loop.Gain, c.mean)
	c.teach.Loop.Close(&c.net, c.newton)
	settle(&c.net, s, c.b, c.teach.Loop, c.newton)
	c.net.Measure(c.b, s.gainsFromRate())
	c.head.Score(c.b, c.labels, true)
	t := &c.teach
	t.Eta, t.Floor, t.Adjoint, t.Sweeps, t.Tol = min(s.eta, most2), network.LeastDenominator, network.Chord, s.sweeps, 1e-6
	for _, key := range []string{rules.DW0, rules.DW1, rules.DW3, rules.DW4, inForce} {
		rule, dw := key, m.dws[key]
		if dw.Rows == 0 {
			dw = num.NewMat[T](s.n, s.n)
			m.dws[key] = dw
		}
		clear(dw.Data)
		if key == inForce {
			rule = c.rule
		}
		if rule == rules.BPTT { // last, for it overwrites the states
			t.Through(&c.net, c.b, s.h, s.steps, dw, func() { c.head.Score(c.b, c.labels, true) })
			continue
		}
		if rule == rules.DW1 && key == inForce {
			t.Adjoint = network.Adjoint(s.adjoint)
		}
		t.Factors(rule, &c.net, c.b)
		for j := range c.b.Rows {
			if c.b.State[j] == network.BlewUp || c.b.State[j] == network.Singular {
				clear(c.b.P.Row(j))
				clear(c.b.Q.Row(j))
			}
		}
		c.net.Gather(c.b, dw)
	}
}

// inForce names the rule in force among those that angles compares.
const inForce = "in force"

// angle is that between the changes of two rules, in degrees.
func (m *digitsLook[T]) angle(a, b string) float64 {
	return network.Angle(m.dws[a].Data, m.dws[b].Data)
}
