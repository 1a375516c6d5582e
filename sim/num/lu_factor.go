package num

// A matrix is factored by halves: the left half of its columns, then what these do to
// the right half, then the right half. Most of the work is then products of matrices.
// Sivan Toledo: Locality of reference in LU decomposition with partial pivoting. SIAM
// J. Matrix Anal. Appl. 18 (1997). https://doi.org/10.1137/S0895479896297744

// leaf is how many columns are no longer cut, and how many rows of a triangle.
const leaf = 8

// place2 is a place in a matrix: element (i, j) from there is data[at+i*row+j*col].
type place2[T Float] struct {
	data         []T
	at, row, col int
}

func (v place2[T]) to(i, j int) place2[T] { v.at += i*v.row + j*v.col; return v }

// halfway is where n columns are cut in two: at a multiple of leaf.
func halfway(n int) int { return (n/2 + leaf - 1) / leaf * leaf }

// columns factors n columns from column j on, in the rows from j on.
func (f *LU[T]) columns(j, n int) bool {
	if n <= leaf {
		return f.panel(j, n)
	}
	h := halfway(n)
	if !f.columns(j, h) {
		return false
	}
	size := f.A.Rows
	corner := place2[T]{f.A.Data, 0, size, 1}.to(j, j)
	solveTriangle(corner, f.ones[j:], true, corner.to(0, h), h, n-h)
	subtract(corner.to(h, h), corner.to(h, 0), corner.to(0, h), size-j-h, n-h, h)
	return f.columns(j+h, n-h)
}

// panel factors a few columns, one after another.
func (f *LU[T]) panel(j0, n int) bool {
	size, a := f.A.Rows, f.A.Data
	for j := j0; j < j0+n; j++ {
		best, who := T(-1), j
		for i := j; i < size; i++ {
			v := a[i*size+j]
			if v < 0 {
				v = -v
			}
			if v > best {
				best, who = v, i
			}
		}
		if !(best > 0) || best-best != 0 {
			return false
		}
		f.Pivot[j] = who
		if who != j {
			x, y := a[j*size:(j+1)*size], a[who*size:(who+1)*size]
			copy(f.spare, x)
			copy(x, y)
			copy(y, f.spare)
		}
		inverse := 1 / a[j*size+j]
		from, top := f.top(j, j0, n)
		if !f.fastUpdate(j, from, top, inverse) {
			f.plainUpdate(j, from, top, inverse)
		}
	}
	return true
}

// top is what of row j is to be taken from the rows below it: eight columns from one on,
// if there are as many, with 0 in those that do not belong to the panel's n from j0.
func (f *LU[T]) top(j, j0, n int) (from int, top []T) {
	size := f.A.Rows
	from, top = max(0, min(j0, size-leaf)), f.spare[:min(leaf, size)]
	clear(top)
	copy(top[j+1-from:], f.A.Data[j*size+j+1:j*size+j0+n])
	return from, top
}

func (f *LU[T]) plainUpdate(j, from int, top []T, inverse T) {
	size, a := f.A.Rows, f.A.Data
	for i := j + 1; i < size; i++ {
		l := a[i*size+j] * inverse
		row := a[i*size+from : i*size+from+len(top)]
		for c, v := range top {
			row[c] = fma(-l, v, row[c])
		}
		a[i*size+j] = l
	}
}

// solveTriangle does B = T⁻¹ B for n rows and m columns of B, whose rows are in one
// piece. T is a lower or an upper triangle; inverse is that of its diagonal.
func solveTriangle[T Float](t place2[T], inverse []T, lower bool, b place2[T], n, m int) {
	if m == 0 {
		return
	}
	if m == 1 && b.row == 1 {
		solveOne(t, inverse, lower, b.data[b.at:b.at+n])
		return
	}
	if n <= leaf {
		if !fastTriangle(t, inverse, lower, b, n, m) {
			plainTriangle(t, inverse, lower, b, n, m)
		}
		return
	}
	h := halfway(n)
	if lower {
		solveTriangle(t, inverse, lower, b, h, m)
		subtract(b.to(h, 0), t.to(h, 0), b, n-h, m, h)
		solveTriangle(t.to(h, h), inverse[h:], lower, b.to(h, 0), n-h, m)
		return
	}
	solveTriangle(t.to(h, h), inverse[h:], lower, b.to(h, 0), n-h, m)
	subtract(b, t.to(0, h), b.to(h, 0), h, m, n-h)
	solveTriangle(t, inverse, lower, b, h, m)
}

// plainTriangle takes from a row what is known, in the order in which it came to be.
func plainTriangle[T Float](t place2[T], inverse []T, lower bool, b place2[T], n, m int) {
	k := plain[T]{}
	row := func(i int) []T { at := b.at + i*b.row; return b.data[at : at+m] }
	for step := range n {
		i := t.rank(step, n, lower)
		for known := range step {
			j := t.rank(known, n, lower)
			k.Axpy(-t.data[t.at+i*t.row+j*t.col], row(j), row(i))
		}
		k.Scale(inverse[i], row(i))
	}
}

// rank is which row is solved at a step: of an upper triangle the last comes first.
func (place2[T]) rank(step, n int, lower bool) int {
	if lower {
		return step
	}
	return n - 1 - step
}

// solveOne does it for one vector, along the rows of the matrix as they lie.
func solveOne[T Float](t place2[T], inverse []T, lower bool, b []T) {
	k, n := Use[T](), len(b)
	for step := range n {
		i := step
		from, to := 0, step // what is known
		if !lower {
			i = n - 1 - step
			from, to = i+1, n
		}
		if t.col == 1 {
			at := t.at + i*t.row + from
			b[i] = (b[i] - k.Dot(t.data[at:at+to-from], b[from:to])) * inverse[i]
			continue
		}
		b[i] *= inverse[i]
		from, to = i+1, n // what is not known
		if !lower {
			from, to = 0, i
		}
		at := t.at + i*t.col + from
		k.Axpy(-b[i], t.data[at:at+to-from], b[from:to])
	}
}

// subtract does C -= X Y, with m x n elements of C; the rows of C and of Y are in one
// piece.
func subtract[T Float](c, x, y place2[T], m, n, inner int) {
	if m == 0 || n == 0 || fastSubtract(c, x, y, m, n, inner) {
		return
	}
	y.row, y.col = y.col, y.row
	multiply(c, m, n, inner, -1, x, y, true)
}
