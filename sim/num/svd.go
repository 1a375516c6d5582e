package num

import (
	"cmp"
	"math"
	"slices"
)

// SVD is a thin singular value decomposition A = U diag(S) Vᵀ, the largest first.
type SVD struct {
	S    []float64
	U, V Mat[float64]
}

// NewSVD decomposes a matrix, or finds the singular values alone. ok is false when the
// iteration does not converge or a number is not finite. It allocates.
//
// The matrix, or the triangle of its QR factorisation where it is long, has its columns
// turned in pairs until they are orthogonal (one-sided Jacobi: Demmel and Veselić,
// SIAM J. Matrix Anal. Appl. 13 (1992), whose small singular values have the digits of
// the large ones).
func NewSVD(a Mat[float64], vectors bool) (d SVD, ok bool) {
	tell(4 * a.Rows * a.Cols * min(a.Rows, a.Cols))
	if a.Rows < a.Cols {
		t := NewMat[float64](a.Cols, a.Rows)
		Transpose(t, a)
		d, ok = NewSVD(t, vectors)
		d.U, d.V = d.V, d.U
		return d, ok
	}
	m, n := a.Rows, a.Cols
	for _, v := range a.Data {
		if v-v != 0 {
			return SVD{S: make([]float64, n)}, false
		}
	}
	x := NewMat[float64](n, m) // columns in one piece
	Transpose(x, a)
	if m > n+n/2 && !vectors {
		x = triangle(x)
	}
	v := Mat[float64]{}
	if vectors {
		v = NewMat[float64](n, n)
		for i := range n {
			v.Row(i)[i] = 1
		}
	}
	ok = orthogonalise(x, v)
	size, order := make([]float64, n), make([]int, n)
	for i := range order {
		order[i], size[i] = i, Norm(x.Row(i))
	}
	slices.SortStableFunc(order, func(i, j int) int { return cmp.Compare(size[j], size[i]) })
	d.S = make([]float64, n)
	if vectors {
		d.U, d.V = NewMat[float64](m, n), NewMat[float64](n, n)
	}
	for to, from := range order {
		d.S[to] = size[from]
		if !vectors {
			continue
		}
		for i, e := range x.Row(from) {
			if size[from] > 0 {
				d.U.Data[i*n+to] = e / size[from]
			}
		}
		for i, e := range v.Row(from) {
			d.V.Data[i*n+to] = e
		}
	}
	return d, ok
}

// triangle returns the columns of the R of a QR factorisation, and spoils x.
func triangle(x Mat[float64]) Mat[float64] {
	k, n := Use[float64](), x.Rows
	r := NewMat[float64](n, n)
	for j := range n {
		v := x.Row(j)[j:]
		copy(r.Row(j), x.Row(j)[:j])
		size := Norm(v)
		if size == 0 {
			continue
		}
		diagonal := -math.Copysign(size, v[0])
		tau := (diagonal - v[0]) / diagonal
		k.Scale(1/(v[0]-diagonal), v[1:])
		v[0] = 1
		for l := j + 1; l < n; l++ {
			w := x.Row(l)[j:]
			k.Axpy(-tau*k.Dot(v, w), v, w)
		}
		r.Row(j)[j] = diagonal
	}
	return r
}

// orthogonalise turns the rows of x, and with them those of v, in sweeps over all pairs.
func orthogonalise(x, v Mat[float64]) bool {
	k, n := Use[float64](), x.Rows
	squares := make([]float64, n)
	for range 60 {
		for i := range n {
			squares[i] = k.Dot(x.Row(i), x.Row(i))
		}
		turned := false
		for i := range n {
			for j := i + 1; j < n; j++ {
				p, q := x.Row(i), x.Row(j)
				dot := k.Dot(p, q)
				if !(math.Abs(dot) > 8*epsilon*math.Sqrt(squares[i])*math.Sqrt(squares[j])) {
					continue
				}
				turned = true
				zeta := (squares[j] - squares[i]) / float64(2*dot)
				t := 1 / (math.Abs(zeta) + math.Sqrt(1+float64(zeta*zeta)))
				if zeta < 0 {
					t = -t
				}
				c := 1 / math.Sqrt(1+float64(t*t))
				s := float64(c * t)
				rotate(q, p, c, s)
				if len(v.Data) > 0 {
					rotate(v.Row(j), v.Row(i), c, s)
				}
				squares[i] -= float64(t * dot)
				squares[j] += float64(t * dot)
				if squares[i] < 0.1*squares[j]*epsilon || squares[i] <= 0 {
					squares[i] = k.Dot(p, p)
				}
			}
		}
		if !turned {
			return true
		}
	}
	return false
}

// SingularValues returns the singular values of m, the largest first. It
// allocates; ok is false when the iteration did not converge or m is not finite.
func SingularValues(m Mat[float64]) (s []float64, ok bool) {
	d, ok := NewSVD(m, false)
	return d.S, ok
}
