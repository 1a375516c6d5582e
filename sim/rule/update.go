package rule

import "hebb/sim/num"

// Local is what the synapses of one matrix may see. A rule that needs more must
// say so here. W has a row for every presynaptic unit (n_pre x n_post:
// the transpose of the matrix in the formulas), so that rows of silent inputs can
// be skipped.
type Local[T num.Float] struct {
	W num.Mat[T] // n_pre × n_post: the weights
	X []T        // n_pre: presynaptic activity
	Y []T        // n_post: postsynaptic activity
	F []T        // n_pre: presynaptic error; may be stale when the rule does not need it
	E []T        // n_post: postsynaptic error
	Z []T        // n_post: W x, the pre-activation
	U []T        // n_pre: Wᵀ y of the formulas; may be stale likewise
}

// Updater applies rules of a pool to matrices of at most the size it was made for.
type Updater[T num.Float] struct {
	list    List
	k       num.Kernels[T]
	e, y, r []T       // n_pre: the rows of columns e and y, and of any other
	p       []T       // n_post: a column of a term's own
	wide    []float64 // 2 × n_post: p and y for its shape
}

// NewUpdater returns an updater for matrices of at most pre x post.
func NewUpdater[T num.Float](list List, pre, post int) *Updater[T] {
	if len(list) > Most {
		panic("rule: the pool has too many terms")
	}
	return &Updater[T]{list: list, k: num.Use[T](), e: make([]T, pre), y: make([]T, pre), r: make([]T, pre),
		p: make([]T, post), wide: make([]float64, 2*post)}
}

// Apply does W += Σ θ_r F_r: a product of a column and a row for each column that the
// terms in use have. Those of e, y and 1 go in one pass.
func (up *Updater[T]) Apply(th *Theta, l *Local[T]) {
	m := up.mix(th, l)
	if m.Share != 0 {
		up.k.Scale(1+m.Share, l.W.Data)
	}
	e, y := up.row(up.e, &m.Rows[ColE], l), up.row(up.y, &m.Rows[ColY], l)
	switch none := [Rows]T{}; {
	case m.Rows[ColOne] != none:
		up.k.Ger3(l.W, e, l.E, y, l.Y, up.row(up.r, &m.Rows[ColOne], l), nil)
	case m.Rows[ColY] != none:
		up.k.Ger2(l.W, e, l.E, y, l.Y)
	default:
		up.k.Ger(l.W, e, l.E)
	}
	for r := range up.list {
		if t := &up.list[r]; t.Post == ColShape && th[r] != 0 {
			up.k.Ger(l.W, up.row(up.r, &m.Rows[up.list.Slot(r)], l), ColumnOf(t.Shape, up.p[:len(l.Y)], l.Y, up.wide))
		}
	}
}

// ApplyReading is Apply where U is not known yet. It writes U, and where the rule lets
// it, it does both in one pass over W: the row of y needs no more of u than its own.
func (up *Updater[T]) ApplyReading(th *Theta, l *Local[T]) {
	if !up.list.inOnePass(th) {
		up.k.Gemv(l.U, l.W, l.Y)
		up.Apply(th, l)
		return
	}
	m := up.mix(th, l)
	y := &m.Rows[ColY]
	rest := y[RowRest]
	y[RowX], y[RowRest] = y[RowX]+rest, 0
	up.k.GemvGer(l.U, l.W, l.E, l.Y, up.row(up.e, &m.Rows[ColE], l), up.row(up.y, y, l), -rest)
}

// inOnePass says whether u is needed in the row of y alone, where each of its elements
// is used as soon as it is known, and nothing else reads or scales W.
func (l List) inOnePass(th *Theta) (fed bool) {
	for r := range l {
		switch f := &l[r].Form; {
		case th[r] == 0 || f.Sees()&Feedback == 0 && f.Post <= ColY:
		case f.Post != ColY || f.Pre != RowRest || f.Sum == DotUF:
			return false
		default:
			fed = true
		}
	}
	return fed
}

// mix mixes a rule for what the synapses see.
func (up *Updater[T]) mix(th *Theta, l *Local[T]) Mix[T] {
	s := SumsOf[T](up.list, th.Active(), up.k, l)
	return MixOf(up.list, th, &s)
}

// row writes the row of a column.
func (up *Updater[T]) row(to []T, w *[Rows]T, l *Local[T]) []T {
	to = to[:l.W.Rows]
	copy(to, l.X)
	up.k.Scale(w[RowX]+w[RowRest], to)
	if w[RowF] != 0 {
		up.k.Axpy(w[RowF], l.F, to)
	}
	if v := w[RowRest]; v != 0 {
		for j, u := range l.U[:len(to)] {
			to[j] -= T(v * u)
		}
	}
	return to
}

// ColumnOf writes the column of a shape to p, by way of room for twice as many numbers.
func ColumnOf[T num.Float](s *Shape, p, y []T, room []float64) []T {
	wide, from := room[:len(y)], room[len(y):2*len(y)]
	num.Convert(from, y)
	s.Value(wide, from)
	num.Convert(p, wide)
	return p
}

// ColumnBack takes the derivative pbar by a shape's column back to the activities, by way
// of room for thrice as many numbers.
func ColumnBack[T num.Float](s *Shape, ybar, pbar, y []T, room []float64) {
	n := len(y)
	by, p, from := room[:n], room[n:2*n], room[2*n:3*n]
	clear(by)
	num.Convert(p, pbar)
	num.Convert(from, y)
	s.Back(by, p, from)
	for i, v := range by {
		ybar[i] += T(v)
	}
}
