//go:build amd64 && !noasm && !gccgo && !safe

package num

// What gonum has no routine for.

// addToRows does A_i += c[i], to every element of a row.
func addToRows[T Float](m Mat[T], c []T) {
	check(len(c) == m.Rows)
	for i, ci := range c {
		row := m.Row(i)
		for j := range row {
			row[j] += ci
		}
	}
}

// sum adds in four strands, which do not wait for one another.
func sum[T Float](x []T) T {
	var a, b, c, d T
	for ; len(x) >= 4; x = x[4:] {
		a, b, c, d = a+x[0], b+x[1], c+x[2], d+x[3]
	}
	for _, v := range x {
		a += v
	}
	return (a + b) + (c + d)
}

// gemvGer goes row by row: a row is still in the first cache when it is changed.
func gemvGer[T Float](k Kernels[T], q []T, m Mat[T], u, v, a, b []T, beta T) {
	check(len(q) == m.Rows && len(a) == m.Rows && len(b) == m.Rows && len(u) == m.Cols && len(v) == m.Cols)
	for i := range q {
		row := m.Row(i)
		q[i] = k.Dot(row, v)
		k.Axpy(a[i], u, row)
		k.Axpy(b[i]+T(beta*q[i]), v, row)
	}
}

func gemvWhere[T Float](k Kernels[T], y []T, a Mat[T], x, w []T) {
	check(len(y) == a.Rows && len(w) == a.Rows && len(x) == a.Cols)
	for i, wi := range w {
		y[i] = 0
		if wi != 0 {
			y[i] = k.Dot(a.Row(i), x)
		}
	}
}

func symUpdate[T Float](k Kernels[T], p Sym[T], g T, v []T) {
	check(len(v) == p.N && len(p.Data) == p.N*p.N)
	for i, vi := range v {
		k.Axpy(-g*vi, v[i:], p.tail(i))
	}
}

// symUpdateMul uses a row, once it is new, as row and as column of the product.
func symUpdateMul[T Float](k Kernels[T], y []T, p Sym[T], g T, v, x []T) {
	check(len(y) == p.N && len(v) == p.N && len(x) == p.N && len(p.Data) == p.N*p.N)
	clear(y)
	for i, xi := range x {
		row := p.tail(i)
		if g != 0 {
			k.Axpy(-g*v[i], v[i:], row)
		}
		y[i] += k.Dot(row, x[i:])
		k.Axpy(xi, row[1:], y[i+1:])
	}
}
