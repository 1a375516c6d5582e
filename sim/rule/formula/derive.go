package formula

import "hebb/sim/num"

// Derive carries derivatives by coefficient r through the rule: d holds those of the
// inputs, and d.W, that of the matrix, becomes that of the changed matrix. Eval must
// have been called, and Apply not yet. Rewards count as given.
func (m *Machine[T]) Derive(r int, d Inputs[T]) {
	for i := range m.P.nodes {
		n := &m.P.nodes[i]
		v := m.dvec[i]
		switch n.op {
		case opConst, opReward, opMeanReward, opOnes:
		case opCoefficient:
			m.dnum[i] = 0
			if int(n.k) == r {
				m.dnum[i] = 1
			}
		case opX:
			copy(v, d.X)
		case opF:
			copy(v, d.F)
		case opU:
			copy(v, d.U)
		case opY:
			copy(v, d.Y)
		case opE:
			copy(v, d.E)
		case opZ:
			copy(v, d.Z)
		case opAdd, opMul, opDiv:
			m.deriveBinary(i, n)
		case opDot:
			m.dnum[i] = float64(m.k.Dot(m.dvec[n.a], m.vec[n.b])) + float64(m.k.Dot(m.vec[n.a], m.dvec[n.b]))
		case opSum:
			m.dnum[i] = float64(m.k.Sum(m.dvec[n.a]))
		case opMean:
			m.dnum[i] = float64(m.k.Sum(m.dvec[n.a])) / float64(len(m.vec[n.a]))
		default:
			if n.side == one {
				m.dnum[i] = m.dnum[n.a] * slope(n.op, m.num[n.a], m.num[i])
				continue
			}
			for j, x := range m.vec[n.a] {
				v[j] = m.dvec[n.a][j] * T(slope(n.op, float64(x), float64(m.vec[i][j])))
			}
		}
	}
	m.deriveScale(d.W)
	for _, o := range m.P.outer {
		m.k.Ger2(d.W, m.dvec[o.q], m.vec[o.p], m.vec[o.q], m.dvec[o.p])
	}
}

// deriveScale does dW += (Σ s p qᵀ) .* dW + d(Σ s p qᵀ) .* W.
func (m *Machine[T]) deriveScale(dw num.Mat[T]) {
	if len(m.P.scaled) == 0 {
		return
	}
	if s, ok := m.alike(false); ok {
		m.k.Scale(T(1+s), dw.Data)
		if ds, _ := m.alike(true); ds != 0 {
			m.k.Axpy(T(ds), m.in.W.Data, dw.Data)
		}
		return
	}
	for j := range dw.Rows {
		row, to := m.in.W.Row(j), dw.Row(j)
		m.factors(j, false)
		for i := range to {
			to[i] += T(m.factor[i] * to[i])
		}
		m.factors(j, true)
		for i, x := range row {
			to[i] += T(m.factor[i] * x)
		}
	}
}

func (m *Machine[T]) deriveBinary(i int, n *node) {
	a, b := m.P.nodes[n.a].side, m.P.nodes[n.b].side
	// at gives value and derivative of operand x at unit j.
	at := func(x int, s side, j int) (T, T) {
		if s == one {
			return T(m.num[x]), T(m.dnum[x])
		}
		return m.vec[x][j], m.dvec[x][j]
	}
	if n.side == one {
		x, dx, y, dy := m.num[n.a], m.dnum[n.a], m.num[n.b], m.dnum[n.b]
		switch n.op {
		case opAdd:
			m.dnum[i] = dx + dy
		case opMul:
			m.dnum[i] = float64(dx*y) + float64(x*dy)
		case opDiv:
			m.dnum[i] = (dx - float64(m.num[i]*dy)) / y
		}
		return
	}
	for j := range m.dvec[i] {
		x, dx := at(n.a, a, j)
		y, dy := at(n.b, b, j)
		switch n.op {
		case opAdd:
			m.dvec[i][j] = dx + dy
		case opMul:
			m.dvec[i][j] = T(dx*y) + T(x*dy)
		case opDiv:
			m.dvec[i][j] = (dx - T(m.vec[i][j]*dy)) / y
		}
	}
}
