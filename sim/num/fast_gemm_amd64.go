//go:build amd64 && !noasm && !gccgo && !safe

package num

// operand is a matrix to be multiplied: element (i, k) is at p + i*row + k*col.
type operand[T Float] struct {
	p        *T
	row, col int
}

func (o operand[T]) at(i, k int) operand[T] {
	return operand[T]{on(o.p, i*o.row+k*o.col), o.row, o.col}
}
func (o operand[T]) turned() operand[T] { return operand[T]{o.p, o.col, o.row} }

func whole[T Float](m Mat[T]) operand[T] { return operand[T]{p(m.Data), m.Cols, 1} }

func (f *fast[T]) Gemm(c Mat[T], alpha T, a, b Mat[T], beta T) {
	check(a.Cols == b.Rows)
	f.product(c, alpha, a, whole(a), a.Cols, b, whole(b).turned(), beta)
}

func (f *fast[T]) GemmNT(c Mat[T], alpha T, a, b Mat[T], beta T) {
	check(a.Cols == b.Cols)
	f.product(c, alpha, a, whole(a), a.Cols, b, whole(b), beta)
}

func (f *fast[T]) GemmTN(c Mat[T], alpha T, a, b Mat[T], beta T) {
	check(a.Rows == b.Rows)
	f.product(c, alpha, a, whole(a).turned(), a.Rows, b, whole(b).turned(), beta)
}

// product leaves the work to multiply. Both operands have their rows along the inner
// index: C_ij = Σ_k x_ik y_jk.
func (f *fast[T]) product(c Mat[T], alpha T, a Mat[T], x operand[T], inner int, b Mat[T], y operand[T], beta T) {
	add := f.prepare(c, a, inner, b, beta)
	if inner > 0 && len(c.Data) > 0 {
		f.multiply(p(c.Data), c.Cols, c.Rows, c.Cols, inner, alpha, x, y, add)
	}
}

// prepare checks the shapes and does C *= beta where that is not left to the product:
// add says whether that is to add to C.
func (f *fast[T]) prepare(c, a Mat[T], inner int, b Mat[T], beta T) (add bool) {
	c.check()
	a.check()
	b.check()
	check(a.Rows*a.Cols == c.Rows*inner && b.Rows*b.Cols == c.Cols*inner)
	if inner == 0 || beta != 0 && beta != 1 {
		rescale(f, c, beta, inner)
		return true
	}
	return beta != 0
}

// Sizes of blocks, in bytes or elements, beside deepest. A panel of Y stays in the first cache, a
// block of X in the second.
const (
	blockSize = 384 << 10 // bytes of X
	fewRows   = 48        // as many rows do not pay for packing Y
)

// room is where packed operands are.
type room[T Float] struct {
	panel []T // of Y: deepest rows of a tile's width
	block []T // of X, when it has to be packed
	turn  []T // of the transposed result
}

func (f *fast[T]) getRoom() *room[T] {
	select {
	case r := <-f.room:
		return r
	default:
		return &room[T]{panel: make([]T, (deepest+1)*f.width)}
	}
}

func (f *fast[T]) putRoom(r *room[T]) {
	select {
	case f.room <- r:
	default:
	}
}

// multiply does C = alpha X Yᵀ or C += alpha X Yᵀ, with m x n elements of C. An
// element is the sum over blocks of the inner index, whose sizes depend on inner
// alone, of sums in order: the way C is cut does not matter to a bit of it.
func (f *fast[T]) multiply(c *T, ldc, m, n, inner int, alpha T, x, y operand[T], add bool) {
	r := f.getRoom()
	if y.col == 1 && m < n && inner > 1 {
		f.multiplyTurned(r, c, ldc, m, n, inner, alpha, x, y, add)
	} else {
		f.multiplyStraight(r, c, ldc, m, n, inner, alpha, x, y, add)
	}
	f.putRoom(r)
}

func (f *fast[T]) multiplyStraight(r *room[T], c *T, ldc, m, n, inner int, alpha T, x, y operand[T], add bool) {
	width, tallest := f.width, len(f.tiles)-1
	for k0, depth := range blocks(inner, deepest) {
		rows := blockSize / (depth * 32 / f.lanes)
		for i0, high := range blocks(m, rows) {
			xb, pack := x.at(i0, k0), x.col != 1 && x.col >= 512 && high > 2*tallest && n > 4*width
			if pack {
				f.packBlock(r, xb, high, depth)
			}
			for j0 := 0; j0 < n; j0 += width {
				cols := min(width, n-j0)
				yb := y.at(j0, k0)
				panel, step := yb.p, yb.col
				if y.col == 1 || high > fewRows {
					panel, step = p(r.panel), width
					f.packPanel(r.panel, yb, depth, cols)
				}
				f.column(on(c, i0*ldc+j0), ldc, high, cols, depth, alpha, xb, r, pack, panel, step, add || k0 > 0)
			}
		}
	}
}

// packPanel writes rows as wide as a tile, one for each inner index.
func (f *fast[T]) packPanel(dst []T, y operand[T], depth, cols int) {
	width := f.width
	if y.row == 1 {
		f.pack(p(dst), width, y.p, y.col, depth, cols)
		return
	}
	for j := 0; j < cols; j += f.lanes {
		f.packTurned(p(dst[j:]), width, on(y.p, j*y.row), y.row, depth, min(f.lanes, cols-j))
	}
}

// packBlock writes X tile by tile, each with the rows of an inner index side by side.
func (f *fast[T]) packBlock(r *room[T], x operand[T], high, depth int) {
	if need := high*depth + f.width; len(r.block) < need {
		r.block = make([]T, need)
	}
	for i0, rows := range blocks(high, len(f.tiles)-1) {
		f.pack(p(r.block[i0*depth:]), rows, on(x.p, i0*x.row), x.col, depth, rows)
	}
}

// column computes up to two vectors of columns of C, all rows of a block.
func (f *fast[T]) column(c *T, ldc, high, cols, depth int, alpha T, x operand[T], r *room[T], packed bool, panel *T, step int, add bool) {
	kind, last := full, f.width/2
	switch {
	case cols <= last:
		kind, last = narrow, cols
	case cols < f.width:
		kind, last = wide, cols-last
	}
	flag := 0
	if add {
		flag = 1
	}
	tallest := len(f.tiles) - 1
	n := (high + tallest - 1) / tallest
	rows, more := high/n, high%n // so many tiles have a row more
	for i, tiles := range [2]int{more, n - more} {
		size := rows + 1 - i
		if tiles == 0 {
			continue
		}
		if packed {
			i0 := i * more * (rows + 1)
			f.tiles[size][kind](p(r.block[i0*depth:]), 1, size, size*depth, panel, step, on(c, i0*ldc), ldc, depth, tiles, alpha, flag, last)
		} else {
			xt := x.at(i*more*(rows+1), 0)
			f.tiles[size][kind](xt.p, xt.row, xt.col, size*xt.row, panel, step, on(c, i*more*(rows+1)*ldc), ldc, depth, tiles, alpha, flag, last)
		}
	}
}

// multiplyTurned computes Cᵀ, two vectors of rows of C at a time: where X has fewer
// rows than Y it is cheaper to pack.
func (f *fast[T]) multiplyTurned(r *room[T], c *T, ldc, m, n, inner int, alpha T, x, y operand[T], add bool) {
	width := f.width
	if need := n * width; len(r.turn) < need {
		r.turn = make([]T, need)
	}
	turn := p(r.turn)
	for i0 := 0; i0 < m; i0 += width {
		rows := min(width, m-i0)
		wide := width
		if rows <= width/2 {
			wide = width / 2
		}
		ci := on(c, i0*ldc)
		if add {
			for i := 0; i < rows; i += f.lanes {
				f.packTurned(on(turn, i), width, on(ci, i*ldc), ldc, n, min(f.lanes, rows-i))
			}
		}
		for k0, depth := range blocks(inner, deepest) {
			f.packPanel(r.panel, x.at(i0, k0), depth, rows)
			f.column(turn, width, n, wide, depth, alpha, y.at(0, k0), r, false, p(r.panel), width, add || k0 > 0)
		}
		even := n &^ (f.lanes - 1)
		for j := 0; j < even; j += f.lanes {
			f.packTurned(on(ci, j), ldc, on(turn, j*width), width, rows, f.lanes)
		}
		for j := even; j < n; j++ {
			for i := range rows {
				*on(ci, i*ldc+j) = r.turn[j*width+i]
			}
		}
	}
}
