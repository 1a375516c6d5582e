package net

import (
	"math"

	"hebb/sim/num"
)

// Init names how weights are drawn.
type Init string

const (
	XavierUniform  Init = "xavier"        // U(-r, r), r = sqrt(6/(n_in+n_out))
	XavierNormal   Init = "xavier_normal" // N(0, 2/(n_in+n_out))
	KaimingUniform Init = "kaiming"       // U(-r, r), r = sqrt(6/n_in)
	TorchDefault   Init = "torch"         // U(-r, r), r = 1/sqrt(n_in)
	Normal01       Init = "normal"        // N(0, 0.01²)
	Orthogonal     Init = "orthogonal"    // orthonormal rows or columns, whichever are fewer
)

// Draw fills w (a row for every presynaptic unit) as kind says, times gain. The draw for
// a weight depends on seed, purpose, layer and the two units it joins only, and its
// size is applied afterwards: nets of other depth, width or gain have it too.
// (Orthogonal matrices are made of such draws, and differ as a whole when a width
// does.) It allocates for Orthogonal.
func Draw[T num.Float](w num.Mat[T], kind Init, gain float64, seed uint64, purpose string, layer int) {
	key := num.NewKey(seed, purpose, layer)
	in, out := float64(w.Rows), float64(w.Cols)
	uniform := func(r float64) { num.Uniforms(w, key, gain*r) }
	normal := func(sd float64) {
		for j := range w.Rows {
			row := w.Row(j)
			for i := range row {
				row[i] = T(gain * sd * key.Norm(i, j))
			}
		}
	}
	switch kind {
	case XavierUniform:
		uniform(math.Sqrt(6 / (in + out)))
	case XavierNormal:
		normal(math.Sqrt(2 / (in + out)))
	case KaimingUniform:
		uniform(math.Sqrt(6 / in))
	case TorchDefault:
		uniform(1 / math.Sqrt(in))
	case Normal01:
		normal(0.01)
	case Orthogonal:
		orthogonal(w, gain, key)
	default:
		panic("net: there is no initialisation " + string(kind))
	}
}

func orthogonal[T num.Float](w num.Mat[T], gain float64, key num.Key) {
	a := num.NewMat[float64](max(w.Rows, w.Cols), min(w.Rows, w.Cols))
	tall := w.Rows >= w.Cols
	for j := range w.Rows {
		for i := range w.Cols {
			if tall {
				a.Row(j)[i] = key.Norm(i, j)
			} else {
				a.Row(i)[j] = key.Norm(i, j)
			}
		}
	}
	num.Orthonormalise(a)
	for i := range a.Data {
		a.Data[i] *= gain
	}
	if tall {
		num.Convert(w.Data, a.Data)
	} else {
		num.Transpose(w, a)
	}
}

// DrawAll draws the network's weights, and its feedback always Xavier with gain 1,
// so that only the way forward starts badly.
func (n *Net[T]) DrawAll(kind Init, gain float64, seed uint64) {
	for l := range n.W {
		Draw(n.W[l], kind, gain, seed, "weights", l)
		Draw(n.B[l], XavierUniform, 1, seed, "feedback", l)
		Draw(n.D[l], XavierUniform, 1, seed, "direct feedback", l)
	}
}
