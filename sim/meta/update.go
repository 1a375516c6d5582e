package meta

import (
	"hebb/sim/net"
	"hebb/sim/num"
	"hebb/sim/rule"
)

// column is a column of an update, the row beside it, and the derivative by that.
type column[T num.Float] struct {
	used  bool
	shape *rule.Shape // nil: a column that terms share
	post  []T         // n_post: the column; nil: 1 for all
	row   []T         // n_pre: the row
	by    []T         // n_pre: the derivative by the row
}

// newColumns makes room for the columns of a pool.
func newColumns[T num.Float](rules rule.List, widest int) *[rule.Slots]column[T] {
	cols := new([rule.Slots]column[T])
	for at := range rule.ColShape {
		cols[at] = column[T]{row: make([]T, widest), by: make([]T, widest)}
	}
	for r := range rules {
		if s := rules[r].Shape; s != nil {
			cols[rules.Slot(r)] = column[T]{shape: s, post: make([]T, widest), row: make([]T, widest), by: make([]T, widest)}
		}
	}
	return cols
}

// set writes the column and its row, of which w are the parts.
func (c *column[T]) set(k num.Kernels[T], at rule.Column, w *[rule.Rows]float64, in *rule.Local[T], room []float64) {
	switch {
	case c.shape != nil:
		c.post = rule.ColumnOf(c.shape, c.post[:len(in.Y)], in.Y, room)
	case at == rule.ColE:
		c.post = in.E
	case at == rule.ColY:
		c.post = in.Y
	}
	c.row, c.by = c.row[:len(in.X)], c.by[:len(in.X)]
	x, f, rest := T(w[rule.RowX]), T(w[rule.RowF]), T(w[rule.RowRest])
	clear(c.row)
	if x != 0 {
		for j, v := range in.X {
			c.row[j] = x * v
		}
	}
	if rest != 0 {
		for j, v := range in.X {
			c.row[j] += T(rest * (v - in.U[j]))
		}
	}
	if f != 0 {
		k.Axpy(f, in.F, c.row)
	}
}

// dot is the derivative by one part of the row.
func (c *column[T]) dot(k num.Kernels[T], row rule.Row, in *rule.Local[T]) float64 {
	switch row {
	case rule.RowX:
		return float64(k.Dot(c.by, in.X))
	case rule.RowF:
		return float64(k.Dot(c.by, in.F))
	}
	return float64(k.Dot(c.by, in.X)) - float64(k.Dot(c.by, in.U))
}

// update is the step back through W_l <- W_l + ΔW_l. It rewinds the weights, and leaves
// M_l as that by the old weights, but for the parts that come through the signals: ub
// and zb hold them.
func (r *Reverse[T]) update(n *net.Net[T], m *Moment[T], l int, share *rule.Theta) {
	in := m.local(l)
	W, M, k, rules := n.W[l], r.M[l], r.k, n.Rules
	th, acts := &m.Theta[l], m.Acts[l]|m.Theta[l].Active()

	// What the update was.
	sums := rule.SumsOf[float64](rules, acts, k, &in)
	mix := rule.MixOf(rules, th, &sums)
	shares, uses := rules.Uses(acts)
	var none [rule.Rows]bool
	var zero [rule.Rows]float64
	for at := range r.cols {
		c := &r.cols[at]
		if c.used = uses[at] != none || at == int(rule.ColE); c.used { // there is one column at least
			c.set(k, rule.Column(at), &mix.Rows[at], &in, r.wide)
		}
	}
	e, y, one := &r.cols[rule.ColE], &r.cols[rule.ColY], &r.cols[rule.ColOne]

	// 1. The columns. M is read first, then the weights are rewound.
	t1, t2 := r.post[:len(in.Y)], r.more[:len(in.Y)]
	if y.used {
		k.GemvT2(t1, t2, M, e.row, y.row)
		k.Axpy(1, t2, r.yb[l+1])
	} else {
		k.GemvT(t1, M, e.row)
	}
	k.Axpy(1, t1, r.eb[l+1])
	for at := range r.cols {
		if c := &r.cols[at]; c.used {
			if c.shape != nil {
				k.GemvT(t1, M, c.row)
				rule.ColumnBack(c.shape, r.yb[l+1], t1, in.Y, r.wide)
			}
			k.Scale(-1, c.row)
			if c.shape != nil {
				k.Ger(W, c.row, c.post)
			}
		}
	}
	switch {
	case mix.Rows[rule.ColOne] != zero:
		if !y.used {
			y.row = y.row[:len(in.X)]
			clear(y.row)
		}
		k.Ger3(W, e.row, in.E, y.row, in.Y, one.row, nil)
	case mix.Rows[rule.ColY] != zero:
		k.Ger2(W, e.row, in.E, y.row, in.Y)
	default:
		k.Ger(W, e.row, in.E)
	}
	if mix.Share != 0 {
		k.Scale(1/(1+T(mix.Share)), W.Data)
	}

	// 2. The rows, and with them the coefficients and the sums.
	var by rule.Mix[float64]
	dark := l == 0 && 2*len(r.lit) < len(in.X)
	if y.used && !dark {
		k.Gemv2(e.by, y.by, M, in.E, in.Y)
	}
	for at := range r.cols {
		c := &r.cols[at]
		switch {
		case !c.used:
			continue
		case c.post == nil:
			for j := range c.by {
				c.by[j] = k.Sum(M.Row(j))
			}
		case dark && !uses[at][rule.RowRest]: // x and f are 0 at dark pixels: their rows can be left out
			r.atLit(c.by, M, c.post)
		case !y.used || dark || c.shape != nil:
			k.Gemv(c.by, M, c.post)
		}
		for row, used := range uses[at] {
			if used {
				by.Rows[at][row] = c.dot(k, rule.Row(row), &in)
			}
		}
	}
	if shares {
		by.Share = float64(k.Dot(M.Data, W.Data))
	}
	bars := by.Back(rules, acts, th, &sums, share)

	// 3. The signals.
	ub, yb, eb := r.ub[l], r.yb[l], r.eb[l]
	clear(ub)
	for at := range r.cols {
		c, w := &r.cols[at], &mix.Rows[at]
		if x := T(w[rule.RowX] + w[rule.RowRest]); x != 0 && l > 0 {
			k.Axpy(x, c.by, yb)
		}
		if f := T(w[rule.RowF]); f != 0 {
			k.Axpy(f, c.by, eb)
		}
		if rest := T(w[rule.RowRest]); rest != 0 {
			for j, v := range c.by {
				ub[j] -= T(rest * v)
			}
		}
	}
	if v := T(bars[rule.DotUF]); v != 0 {
		k.Axpy(v, in.F, ub)
		k.Axpy(v, in.U, eb)
	}
	if rules.Sees(acts)&rule.Feedback != 0 {
		k.GemvT(t1, W, ub)
		k.Axpy(1, t1, r.yb[l+1])
	}
	if v := T(bars[rule.DotEZ]); v != 0 {
		k.Axpy(v, in.Z, r.eb[l+1])
		k.Axpy(v, in.E, r.zb[l+1])
	}
	if v := T(bars[rule.SumY]); v != 0 {
		for i := range r.yb[l+1] {
			r.yb[l+1][i] += v
		}
	}
	if mix.Share != 0 {
		k.Scale(1+T(mix.Share), M.Data)
	}
}

// atLit does v = M x at lit pixels, and 0 elsewhere.
func (r *Reverse[T]) atLit(v []T, m num.Mat[T], x []T) {
	clear(v)
	for _, j := range r.lit {
		v[j] = r.k.Dot(m.Row(j), x)
	}
}
