package formula

import (
	"fmt"
	"math"

	"hebb/sim/num"
	"hebb/sim/num/elem"
	"hebb/sim/rule"
)

// Machine works a program out for matrices of one shape.
type Machine[T num.Float] struct {
	P *Program
	k num.Kernels[T]

	vec    [][]T     // [node][n_pre or n_post]: values of the nodes with a number for each unit
	num    []float64 // [node]: values of the others
	factor []T       // n_post: scratch: a row's factors
	fault  int       // node that divided by zero, or none
	in     Inputs[T]

	dvec [][]T     // [node][n_pre or n_post]: the derivatives by one coefficient
	dnum []float64 // [node]: likewise
}

// Inputs are what a rule may look at.
type Inputs[T num.Float] struct {
	rule.Local[T]
	Coefficients       []float64 // coefficients: in the order in which they appear
	Reward, MeanReward float64
}

// NewMachine returns a machine for W with pre rows and post columns. Only one with
// derive can take derivatives.
func NewMachine[T num.Float](p *Program, pre, post int, derive bool) *Machine[T] {
	m := &Machine[T]{P: p, k: num.Use[T](), factor: make([]T, post)}
	m.vec, m.num = make([][]T, len(p.nodes)), make([]float64, len(p.nodes))
	if derive {
		m.dvec, m.dnum = make([][]T, len(p.nodes)), make([]float64, len(p.nodes))
	}
	for i, n := range p.nodes {
		size := 0
		switch n.side {
		case presynaptic:
			size = pre
		case postsynaptic:
			size = post
		default:
			continue
		}
		m.vec[i] = make([]T, size)
		if derive {
			m.dvec[i] = make([]T, size)
		}
		if n.op == opOnes {
			for j := range m.vec[i] {
				m.vec[i][j] = 1
			}
		}
	}
	return m
}

// Numbers is how many numbers a machine holds.
func (p *Program) Numbers(pre, post int, derive bool) (n int) {
	for _, x := range p.nodes {
		n += [3]int{1, pre, post}[x.side]
	}
	if derive {
		n *= 2
	}
	return n
}

// Eval works out all operations. The inputs must stay as they are until Apply.
// An error says that something was divided by zero, and where.
func (m *Machine[T]) Eval(in Inputs[T]) {
	m.in, m.fault = in, none
	for i := range m.P.nodes {
		n := &m.P.nodes[i]
		v := m.vec[i]
		switch n.op {
		case opConst:
			m.num[i] = n.k
		case opCoefficient:
			m.num[i] = in.Coefficients[int(n.k)]
		case opReward:
			m.num[i] = in.Reward
		case opMeanReward:
			m.num[i] = in.MeanReward
		case opX:
			copy(v, in.X)
		case opF:
			copy(v, in.F)
		case opU:
			copy(v, in.U)
		case opY:
			copy(v, in.Y)
		case opE:
			copy(v, in.E)
		case opZ:
			copy(v, in.Z)
		case opOnes:
		case opAdd, opMul, opDiv:
			m.binary(i, n)
		case opDot:
			m.num[i] = float64(m.k.Dot(m.vec[n.a], m.vec[n.b]))
		case opSum:
			m.num[i] = float64(m.k.Sum(m.vec[n.a]))
		case opMean:
			m.num[i] = float64(m.k.Sum(m.vec[n.a])) / float64(len(m.vec[n.a]))
		default:
			if n.side == one {
				m.num[i] = apply(n.op, m.num[n.a])
				continue
			}
			for j, x := range m.vec[n.a] {
				v[j] = T(apply(n.op, float64(x)))
			}
		}
	}
}

// Fault says where the last Eval divided by zero, if it did.
func (m *Machine[T]) Fault() string {
	if m.fault == none {
		return ""
	}
	n := m.P.nodes[m.fault]
	return fmt.Sprintf("division by zero in characters %d to %d of the rule", n.from+1, n.to)
}

func (m *Machine[T]) binary(i int, n *node) {
	a, b := m.P.nodes[n.a].side, m.P.nodes[n.b].side
	if n.op == opDiv {
		d := m.num[n.b]
		if d == 0 {
			m.fault = i
		}
		if n.side == one {
			m.num[i] = m.num[n.a] / d
			return
		}
		t := T(d)
		for j, x := range m.vec[n.a] {
			m.vec[i][j] = x / t
		}
		return
	}
	v := m.vec[i]
	switch {
	case a == one && b == one && n.op == opAdd:
		m.num[i] = m.num[n.a] + m.num[n.b]
	case a == one && b == one:
		m.num[i] = m.num[n.a] * m.num[n.b]
	case a == one || b == one:
		s, x := n.a, m.vec[n.b]
		if b == one {
			s, x = n.b, m.vec[n.a]
		}
		t := T(m.num[s])
		if n.op == opAdd {
			for j, x := range x {
				v[j] = x + t
			}
			return
		}
		for j, x := range x {
			v[j] = x * t
		}
	case n.op == opAdd:
		y := m.vec[n.b]
		for j, x := range m.vec[n.a] {
			v[j] = x + y[j]
		}
	default:
		y := m.vec[n.b]
		for j, x := range m.vec[n.a] {
			v[j] = x * y[j]
		}
	}
}

func apply(o op, x float64) float64 {
	switch o {
	case opTanh:
		return elem.Tanh(x)
	case opRelu:
		return max(x, 0)
	case opAbs:
		return math.Abs(x)
	case opSign:
		switch {
		case x > 0:
			return 1
		case x < 0:
			return -1
		}
		return x
	}
	panic("formula: there is no such function")
}

// slope is the derivative of a function where it takes the value y at x.
func slope(o op, x, y float64) float64 {
	switch o {
	case opTanh:
		return 1 - float64(y*y)
	case opRelu:
		if x > 0 {
			return 1
		}
	case opAbs:
		return apply(opSign, x)
	}
	return 0
}

// Apply does W += ΔW with what Eval has found.
func (m *Machine[T]) Apply() {
	w := m.in.W
	if len(m.P.scaled) > 0 {
		m.scale(w, w)
	}
	for _, o := range m.P.outer {
		m.k.Ger(w, m.vec[o.q], m.vec[o.p])
	}
}

// scale does dst += Σ s p qᵀ .* w; dst may be w itself.
func (m *Machine[T]) scale(dst, w num.Mat[T]) {
	if s, ok := m.alike(false); ok {
		if &dst.Data[0] == &w.Data[0] {
			m.k.Scale(T(1+s), dst.Data)
		} else if s != 0 {
			m.k.Axpy(T(s), w.Data, dst.Data)
		}
		return
	}
	for j := range w.Rows {
		m.factors(j, false)
		row, to := w.Row(j), dst.Row(j)
		for i, x := range row {
			to[i] += T(m.factor[i] * x)
		}
	}
}

// alike says whether all weights are scaled alike, and by how much; or, to derive, what
// the derivative of that is.
func (m *Machine[T]) alike(derive bool) (sum float64, ok bool) {
	for _, t := range m.P.scaled {
		switch {
		case t.p != none || t.q != none:
			return 0, false
		case derive && t.s != none:
			sum += m.dnum[t.s]
		case !derive && t.s != none:
			sum += m.num[t.s]
		case !derive:
			sum++
		}
	}
	return sum, true
}

// factors writes Σ s p_i q_j for row j, or its derivative.
func (m *Machine[T]) factors(j int, derive bool) {
	f := m.factor
	clear(f)
	for _, t := range m.P.scaled {
		s, ds := T(1), T(0)
		if t.s != none {
			s = T(m.num[t.s])
			if derive {
				ds = T(m.dnum[t.s])
			}
		}
		q, dq := T(1), T(0)
		if t.q != none {
			q = m.vec[t.q][j]
			if derive {
				dq = m.dvec[t.q][j]
			}
		}
		both := T(s * q)
		if derive {
			dboth := T(ds*q) + T(s*dq)
			for i := range f {
				p, dp := T(1), T(0)
				if t.p != none {
					p, dp = m.vec[t.p][i], m.dvec[t.p][i]
				}
				f[i] += T(dboth*p) + T(both*dp)
			}
			continue
		}
		if t.p == none {
			for i := range f {
				f[i] += both
			}
			continue
		}
		m.k.Axpy(both, m.vec[t.p], f)
	}
}

// Shares writes the size (Frobenius norm) of what each coefficient has a part in, of the
// change that Eval has found. scratch has the shape of W.
func (m *Machine[T]) Shares(scratch num.Mat[T], sizes []float64) {
	clear(sizes)
	for _, t := range m.P.Terms {
		if t.Coefficients == 0 {
			continue
		}
		size := m.size(t.sum, scratch)
		for i := range sizes {
			if t.Coefficients>>i&1 != 0 {
				sizes[i] += size
			}
		}
	}
}

// size is the norm of a sum of matrices.
func (m *Machine[T]) size(sum []summand, scratch num.Mat[T]) float64 {
	clear(scratch.Data)
	for _, t := range sum {
		s := T(1)
		if t.s != none {
			s = T(m.num[t.s])
		}
		for j := range scratch.Rows {
			a := s
			if t.q != none {
				a *= m.vec[t.q][j]
			}
			row := scratch.Row(j)
			switch {
			case t.w:
				w := m.in.W.Row(j)
				for i := range row {
					p := a
					if t.p != none {
						p *= m.vec[t.p][i]
					}
					row[i] += T(p * w[i])
				}
			case t.p != none:
				m.k.Axpy(a, m.vec[t.p], row)
			default:
				for i := range row {
					row[i] += a
				}
			}
		}
	}
	return num.Norm(scratch.Data)
}
