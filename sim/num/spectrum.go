package num

import (
	"math"

	"hebb/sim/num/elem"
)

// Gram returns m mᵀ or mᵀ m, whichever is smaller. It allocates.
func Gram(m Mat[float64]) Mat[float64] {
	k := min(m.Rows, m.Cols)
	g := NewMat[float64](k, k)
	if m.Cols < m.Rows {
		Use[float64]().GemmTN(g, 1, m, m, 0)
	} else {
		Use[float64]().GemmNT(g, 1, m, m, 0)
	}
	return g
}

// Participation returns (tr C)²/tr(C²), the effective number of dimensions in which
// the rows of y vary, and tr C: C is the covariance of the rows (their second
// moment when centred is false). It is 0 when nothing varies. It allocates.
func Participation(y Mat[float64], centred bool) (dimension, variance float64) {
	a := NewMat[float64](y.Rows, y.Cols)
	copy(a.Data, y.Data)
	if centred {
		mean := RowMean(y)
		for i := range a.Rows {
			row := a.Row(i)
			for j := range row {
				row[j] -= mean[j]
			}
		}
	}
	g := Gram(a)
	tr, sq := 0.0, 0.0
	for i := range g.Rows {
		tr += g.At(i, i)
	}
	for _, v := range g.Data {
		sq += float64(v * v)
	}
	if !(tr > 0) || sq == 0 {
		return 0, 0
	}
	return tr / sq * tr, tr / float64(y.Rows)
}

// RowMean returns the mean of the rows of y. It allocates.
func RowMean(y Mat[float64]) []float64 {
	mean := make([]float64, y.Cols)
	for i := range y.Rows {
		for j, v := range y.Row(i) {
			mean[j] += v
		}
	}
	for j := range mean {
		mean[j] /= float64(y.Rows)
	}
	return mean
}

// Orthonormality returns |G - I|²/k, where G is the Gram matrix on the smaller side
// of m and k its size: 0 when rows (or columns) are orthonormal. It allocates.
func Orthonormality(m Mat[float64]) float64 {
	g := Gram(m)
	sum := 0.0
	for i := range g.Rows {
		for j, v := range g.Row(i) {
			if i == j {
				v--
			}
			sum += float64(v * v)
		}
	}
	return sum / float64(g.Rows)
}

// Norm returns the Euclidean (of a matrix's data: Frobenius) norm.
func Norm[T Float](x []T) float64 {
	sum := squares(x)
	if sum < 1e-280 || sum > 1e280 { // the squares may have left the range
		return scaledNorm(x)
	}
	return math.Sqrt(sum)
}

// squares returns Σ x[i]², in four strands that do not wait for one another.
func squares[T Float](x []T) float64 {
	var a, b, c, d float64
	for ; len(x) >= 4; x = x[4:] {
		x0, x1, x2, x3 := float64(x[0]), float64(x[1]), float64(x[2]), float64(x[3])
		a, b, c, d = a+float64(x0*x0), b+float64(x1*x1), c+float64(x2*x2), d+float64(x3*x3)
	}
	for _, v := range x {
		a += float64(float64(v) * float64(v))
	}
	return (a + b) + (c + d)
}

func scaledNorm[T Float](x []T) float64 {
	top := 0.0
	for _, v := range x {
		top = max(top, math.Abs(float64(v)))
	}
	if top == 0 || math.IsInf(top, 0) || math.IsNaN(top) {
		return top
	}
	sum := 0.0
	for _, v := range x {
		r := float64(v) / top
		sum += float64(r * r)
	}
	return top * math.Sqrt(sum)
}

// Angle returns the angle between a and b in degrees, 0 when one of them is 0.
func Angle[T Float](a, b []T) float64 {
	check(len(a) == len(b))
	na, nb := Norm(a), Norm(b)
	if na == 0 || nb == 0 {
		return 0
	}
	dot := 0.0
	for i := range a {
		dot += float64(float64(a[i]) / na * (float64(b[i]) / nb))
	}
	dot = min(1, max(-1, dot))
	return elem.Atan2(math.Sqrt((1-dot)*(1+dot)), dot) * 180 / math.Pi
}
