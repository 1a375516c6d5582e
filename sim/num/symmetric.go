package num

import (
	"cmp"
	"math"
	"slices"

	"hebb/sim/num/elem"
)

// Decompositions of our own: what a library gives depends on the processor that it was
// written for. All of them allocate.

// epsilon is the distance from 1 to the next number.
const epsilon = 0x1p-52

// SymEigen returns the eigenvalues of a symmetric matrix, of which it reads all, the smallest
// first, and the eigenvectors as the columns of a matrix. ok is false when the iteration
// does not converge.
//
// The matrix is made tridiagonal and diagonalised by implicit QL steps: routines tred2 and
// tql2 of EISPACK (J. H. Wilkinson and C. Reinsch: Handbook for Automatic Computation,
// vol. II, 1971) as JAMA has them, which is in the public domain.
func SymEigen(a Mat[float64]) (values []float64, vectors Mat[float64], ok bool) {
	check(a.Rows == a.Cols)
	n := a.Rows
	tell(4 * n * n * n)
	v := NewMat[float64](n, n) // its rows become the vectors
	copy(v.Data, a.Data)
	for _, x := range v.Data {
		if x-x != 0 {
			return nil, v, false
		}
	}
	if n == 0 {
		return nil, v, true
	}
	d, e := make([]float64, n), make([]float64, n)
	tridiagonal(v, d, e)
	if !implicitQL(v, d, e) {
		return nil, v, false
	}
	order := make([]int, n)
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(i, j int) int { return cmp.Compare(d[i], d[j]) })
	values, vectors = make([]float64, n), NewMat[float64](n, n)
	for to, from := range order {
		values[to] = d[from]
		for i, x := range v.Row(from) {
			vectors.Data[i*n+to] = x
		}
	}
	return values, vectors, true
}

// tridiagonal leaves the diagonal in d, the other in e from 1 on, and in the rows of v the
// transformation.
func tridiagonal(v Mat[float64], d, e []float64) {
	k, n := Use[float64](), v.Rows
	for j := range d {
		d[j] = v.At(j, n-1)
	}
	for i := n - 1; i > 0; i-- {
		scale, h := 0.0, 0.0
		for _, x := range d[:i] {
			scale += math.Abs(x)
		}
		if scale == 0 {
			e[i] = d[i-1]
			for j := range i {
				d[j] = v.At(j, i-1)
				v.Row(j)[i], v.Row(i)[j] = 0, 0
			}
			d[i] = 0
			continue
		}
		for l := range d[:i] {
			d[l] /= scale
			h += float64(d[l] * d[l])
		}
		f := d[i-1]
		g := math.Sqrt(h)
		if f > 0 {
			g = -g
		}
		e[i] = float64(scale * g)
		h -= float64(f * g)
		d[i-1] = f - g
		clear(e[:i])
		for j := range i {
			row := v.Row(j)
			v.Row(i)[j] = d[j]
			e[j] += float64(row[j]*d[j]) + k.Dot(row[j+1:i], d[j+1:i])
			k.Axpy(d[j], row[j+1:i], e[j+1:i])
		}
		f = 0
		for j := range i {
			e[j] /= h
			f += float64(e[j] * d[j])
		}
		k.Axpy(-f/(h+h), d[:i], e[:i])
		for j := range i {
			row := v.Row(j)
			k.Axpy(-d[j], e[j:i], row[j:i])
			k.Axpy(-e[j], d[j:i], row[j:i])
			d[j] = row[i-1]
			row[i] = 0
		}
		d[i] = h
	}
	for i := range n - 1 {
		v.Row(i)[n-1] = v.At(i, i)
		v.Row(i)[i] = 1
		next := v.Row(i + 1)[:i+1]
		if h := d[i+1]; h != 0 {
			for l, x := range next {
				d[l] = x / h
			}
			for j := range i + 1 {
				row := v.Row(j)[:i+1]
				k.Axpy(-k.Dot(next, row), d[:i+1], row)
			}
		}
		clear(next)
	}
	for j := range d {
		d[j] = v.At(j, n-1)
		v.Row(j)[n-1] = 0
	}
	v.Data[n*n-1] = 1
	e[0] = 0
}

func implicitQL(v Mat[float64], d, e []float64) bool {
	n := v.Rows
	copy(e, e[1:])
	e[n-1] = 0
	f, top := 0.0, 0.0
	for l := range n {
		top = max(top, math.Abs(d[l])+math.Abs(e[l]))
		m := l
		for m < n-1 && math.Abs(e[m]) > epsilon*top {
			m++
		}
		for turn := 0; m > l; turn++ {
			if turn == 100 {
				return false
			}
			g := d[l]
			p := (d[l+1] - g) / float64(2*e[l])
			r := elem.Hypot(p, 1)
			if p < 0 {
				r = -r
			}
			d[l] = e[l] / (p + r)
			d[l+1] = float64(e[l] * (p + r))
			dl1, el1 := d[l+1], e[l+1]
			h := g - d[l]
			for i := l + 2; i < n; i++ {
				d[i] -= h
			}
			f += h
			p = d[m]
			c, c2, c3, s, s2 := 1.0, 1.0, 1.0, 0.0, 0.0
			for i := m - 1; i >= l; i-- {
				c3, c2, s2 = c2, c, s
				g, h = float64(c*e[i]), float64(c*p)
				r = elem.Hypot(p, e[i])
				e[i+1] = float64(s * r)
				s, c = e[i]/r, p/r
				p = float64(c*d[i]) - float64(s*g)
				d[i+1] = h + float64(s*(float64(c*g)+float64(s*d[i])))
				rotate(v.Row(i+1), v.Row(i), c, s)
			}
			p = float64(-s * s2 * c3 * el1 * e[l] / dl1)
			e[l], d[l] = float64(s*p), float64(c*p)
			if !(math.Abs(e[l]) > epsilon*top) {
				break
			}
		}
		d[l] += f
		e[l] = 0
	}
	return true
}

// rotate does x = c x + s y and y = c y - s x.
func rotate(x, y []float64, c, s float64) {
	y = y[:len(x)]
	for i, u := range x {
		x[i], y[i] = float64(s*y[i])+float64(c*u), float64(c*y[i])-float64(s*u)
	}
}
