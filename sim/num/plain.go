package num

// plain does the kernels in Go: what this file says, the assembly does. The comment of
// the package says it in words.
type plain[T Float] struct{}

var (
	_ Kernels[float32] = plain[float32]{}
	_ Kernels[float64] = plain[float64]{}
)

// lanes is how many partial sums a row has: as many as its elements fill 32 bytes.
func lanes[T Float]() int {
	if is32[T]() {
		return 8
	}
	return 4
}

// partials are sums of elements by index; in float64 there are four of them.
type partials[T Float] [8]T

// total adds them up: neighbours first.
func (p *partials[T]) total() T {
	if is32[T]() {
		return ((p[0] + p[1]) + (p[2] + p[3])) + ((p[4] + p[5]) + (p[6] + p[7]))
	}
	return (p[0] + p[1]) + (p[2] + p[3])
}

func (p *partials[T]) plus(q *partials[T]) {
	for l, v := range q {
		p[l] += v
	}
}

// dot adds products: element k goes to partial sum k mod lanes. The others of a last
// few elements take nothing, which makes 0 of -0.
func (p *partials[T]) dot(x, y []T) {
	whole := len(x) &^ (lanes[T]() - 1)
	addVectors(p, x[:whole], y[:whole])
	if whole < len(x) {
		p.some(0, x[whole:], y[whole:])
	}
}

// some adds at most a vector, from partial sum l on.
func (p *partials[T]) some(l int, x, y []T) {
	var nothing T
	for i := range lanes[T]() {
		if i < l || i >= l+len(x) {
			p[i] += nothing
			continue
		}
		p[i] = fma(x[i-l], y[i-l], p[i])
	}
}

// strands are how many vectors of partial sums a dot product and a sum have.
const strands = 4

// Dot: whole blocks of four vectors fill four strands, vectors after them go to the
// first, and what is left to the last.
func (plain[T]) Dot(x, y []T) T {
	check(len(x) == len(y))
	var p [strands]partials[T]
	n := lanes[T]()
	for len(x) >= strands*n {
		for i := range p {
			p[i].dot(x[i*n:(i+1)*n], y[i*n:(i+1)*n])
		}
		x, y = x[strands*n:], y[strands*n:]
	}
	whole := len(x) &^ (n - 1)
	p[0].dot(x[:whole], y[:whole])
	p[3].dot(x[whole:], y[whole:])
	return together(&p)
}

// Sum goes as Dot.
func (plain[T]) Sum(x []T) T {
	var p [strands]partials[T]
	n := lanes[T]()
	add := func(p *partials[T], x []T) {
		for l := range n {
			var v T
			if l < len(x) {
				v = x[l]
			}
			p[l] += v
		}
	}
	for len(x) >= strands*n {
		for i := range p {
			add(&p[i], x[i*n:(i+1)*n])
		}
		x = x[strands*n:]
	}
	for ; len(x) >= n; x = x[n:] {
		add(&p[0], x[:n])
	}
	if len(x) > 0 {
		add(&p[3], x)
	}
	return together(&p)
}

func together[T Float](p *[strands]partials[T]) T {
	p[0].plus(&p[1])
	p[2].plus(&p[3])
	p[0].plus(&p[2])
	return p[0].total()
}

func (plain[T]) Axpy(a T, x, y []T) {
	check(len(x) == len(y))
	axpy(a, x, y)
}

func (plain[T]) Scale(a T, x []T) {
	for i := range x {
		x[i] *= a
	}
}

// rowDot is a row of a matrix times a vector: one strand.
func rowDot[T Float](row, x []T) T {
	var p partials[T]
	p.dot(row, x)
	return p.total()
}

func (plain[T]) Gemv(y []T, a Mat[T], x []T) {
	check(len(y) == a.Rows && len(x) == a.Cols)
	for i := range y {
		y[i] = rowDot(a.Row(i), x)
	}
}

func (plain[T]) GemvWhere(y []T, a Mat[T], x, w []T) {
	check(len(y) == a.Rows && len(w) == a.Rows && len(x) == a.Cols)
	for i, wi := range w {
		y[i] = 0
		if wi != 0 {
			y[i] = rowDot(a.Row(i), x)
		}
	}
}

func (k plain[T]) Gemv2(y1, y2 []T, a Mat[T], x1, x2 []T) {
	k.Gemv(y1, a, x1)
	k.Gemv(y2, a, x2)
}

// GemvT adds the rows in order.
func (plain[T]) GemvT(y []T, a Mat[T], x []T) {
	check(len(y) == a.Cols && len(x) == a.Rows)
	gemvT(y, a, x, sparse(x))
}

func (plain[T]) GemvT2(y1, y2 []T, a Mat[T], x1, x2 []T) {
	check(len(y1) == a.Cols && len(y2) == a.Cols && len(x1) == a.Rows && len(x2) == a.Rows)
	gemvT(y1, a, x1, false)
	gemvT(y2, a, x2, false)
}

func gemvT[T Float](y []T, a Mat[T], x []T, skip bool) {
	clear(y)
	for i, xi := range x {
		if !skip || xi != 0 {
			axpy(xi, a.Row(i), y)
		}
	}
}

func (plain[T]) Ger(m Mat[T], a, u []T) {
	check(len(a) == m.Rows && len(u) == m.Cols)
	ger(m, a, u, sparse(a))
}

func ger[T Float](m Mat[T], a, u []T, skip bool) {
	for i, ai := range a {
		if !skip || ai != 0 {
			axpy(ai, u, m.Row(i))
		}
	}
}

func (plain[T]) Ger2(m Mat[T], a, u, b, v []T) {
	check(len(a) == m.Rows && len(u) == m.Cols && len(b) == m.Rows && len(v) == m.Cols)
	ger(m, a, u, false)
	ger(m, b, v, false)
}

func (k plain[T]) Ger3(m Mat[T], a, u, b, v, c, w []T) {
	check(len(c) == m.Rows && (w == nil || len(w) == m.Cols))
	k.Ger2(m, a, u, b, v)
	if w != nil {
		ger(m, c, w, false)
		return
	}
	for i, ci := range c {
		row := m.Row(i)
		for j := range row {
			row[j] += ci
		}
	}
}

func (plain[T]) GemvGer(q []T, m Mat[T], u, v, a, b []T, beta T) {
	check(len(q) == m.Rows && len(a) == m.Rows && len(b) == m.Rows && len(u) == m.Cols && len(v) == m.Cols)
	for i := range q {
		row := m.Row(i)
		q[i] = rowDot(row, v)
		axpy(a[i], u, row)
		axpy(fma(beta, q[i], b[i]), v, row)
	}
}

// SpMV sums the elements of a row in the order of their columns.
func (plain[T]) SpMV(y []T, a Sparse[T], x []T) {
	check(len(y) == a.rows && len(x) == a.cols)
	at := 0
	for s, width := range a.width {
		var sum [sliceRows]T
		for range width {
			col, val := a.col[at:at+sliceRows], a.val[at:at+sliceRows]
			for l := range sum {
				sum[l] = fma(val[l], x[col[l]], sum[l])
			}
			at += sliceRows
		}
		for l, row := range a.order[s*sliceRows:][:sliceRows] {
			y[row] = sum[l]
		}
	}
}

func (plain[T]) SymUpdate(p Sym[T], g T, k []T) {
	check(len(k) == p.N && len(p.Data) == p.N*p.N)
	for i, ki := range k {
		axpy(-g*ki, k[i:], p.tail(i))
	}
}

// symRows is how many rows of a symmetric matrix are multiplied together.
const symRows = 4

// SymUpdateMul uses a row, once it is new, as row and as column of the product. Of four
// rows the little triangle at the diagonal comes first, whose products go to the first
// partial sum; then element k goes to partial sum k mod lanes.
func (s plain[T]) SymUpdateMul(y []T, p Sym[T], g T, k, x []T) {
	check(len(y) == p.N && len(k) == p.N && len(x) == p.N && len(p.Data) == p.N*p.N)
	if g != 0 {
		s.SymUpdate(p, g, k)
	}
	clear(y)
	for i, n := 0, symRows; i < p.N; i += n {
		if p.N-i < symRows {
			n = 1
		}
		var sums [symRows]partials[T]
		for r := range n {
			row := p.tail(i + r)
			for c := r; c < n; c++ {
				v := row[c-r]
				sums[r][0] = fma(x[i+c], v, sums[r][0])
				if c > r {
					sums[c][0] = fma(x[i+r], v, sums[c][0])
				}
			}
		}
		from := i + n
		for r := range n {
			row := p.Data[(i+r)*p.N+from : (i+r+1)*p.N]
			sums[r].from(from, row, x[from:])
			axpy(x[i+r], row, y[from:])
		}
		for r := range n {
			y[i+r] = sums[r].total() + y[i+r]
		}
	}
}

// from adds products of elements whose indices begin at k: lanes lie by index.
func (p *partials[T]) from(k int, x, y []T) {
	n := lanes[T]()
	if l := k % n; l > 0 {
		few := min(n-l, len(x))
		p.some(l, x[:few], y[:few])
		x, y = x[few:], y[few:]
	}
	p.dot(x, y)
}
