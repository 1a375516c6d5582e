package net

import (
	"context"

	"hebb/sim/num"
)

// Measures are statistics of a network over a batch of N inputs. Index l of the
// slices is layer l = 0..L, of EW the connection from layer l to l+1.
type Measures struct {
	Loss, Accuracy float64
	// AngleOfMeans is the angle between the batch means of e_l and of backprop's
	// e_l at the same weights [degrees]; MeanOfAngles the mean of the angles of each
	// sample. The two differ by up to 25 degrees.
	AngleOfMeans, MeanOfAngles []float64 // L + 1: [degrees]
	// EW is the mean over the batch of |z_l - W_l W_lᵀ y_l|².
	EW []float64 // L: E_W
	// YNorm and ENorm are mean Euclidean norms, YMean the mean activity.
	YNorm, YMean, ENorm []float64 // L + 1: of layers 0..L
	// Y holds the activities: a row for each input.
	Y []num.Mat[float64] // inputs × n_l: the activities of each layer
}

// Dimension is the effective dimension (tr C)²/tr C² of the covariance C of layer
// l's activities, and tr C. It allocates.
func (m *Measures) Dimension(l int) (dimension, variance float64) {
	return num.Participation(m.Y[l], true)
}

// Measure computes the statistics over count inputs. load writes input i and
// returns its label. Errors of the input layer are measured only when Full is set.
// Activities and signals of the net are overwritten, weights are not. It allocates.
func (n *Net[T]) Measure(ctx context.Context, f Feedback, count int, load func(i int, x []T) (label int)) (*Measures, error) {
	L := len(n.W)
	m := &Measures{}
	for _, p := range []*[]float64{&m.AngleOfMeans, &m.MeanOfAngles, &m.YNorm, &m.YMean, &m.ENorm} {
		*p = make([]float64, L+1)
	}
	m.EW = make([]float64, L)
	m.Y = make([]num.Mat[float64], L+1)
	mean, truth, own := make([][]float64, L+1), make([][]float64, L+1), make([][]T, L+1)
	for l, size := range n.Sizes {
		m.Y[l] = num.NewMat[float64](count, size)
		mean[l], truth[l], own[l] = make([]float64, size), make([]float64, size), make([]T, size)
	}
	first := 1
	if n.Full {
		first = 0
	}
	rebuilt := make([]T, len(n.scratch))
	for i := range count {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		label := load(i, n.Y[0])
		n.Forward()
		m.Loss += n.Loss(label)
		if n.Class() == label {
			m.Accuracy++
		}
		n.Signals(label, f)
		for l := range n.Sizes {
			if l >= first {
				copy(own[l], n.E[l])
				add(mean[l], n.E[l])
				m.ENorm[l] += num.Norm(n.E[l])
			}
			m.YNorm[l] += num.Norm(n.Y[l])
			num.Convert(m.Y[l].Row(i), n.Y[l])
		}
		for l, w := range n.W {
			r := rebuilt[:w.Cols]
			n.k.Gemv(n.U[l], w, n.Y[l+1])
			n.k.GemvT(r, w, n.U[l])
			for j, z := range n.Z[l+1] {
				d := float64(z) - float64(r[j])
				m.EW[l] += float64(d * d)
			}
		}
		if f != Sym {
			n.Signals(label, Sym)
		}
		for l := first; l <= L; l++ {
			add(truth[l], n.E[l])
			if f != Sym {
				m.MeanOfAngles[l] += num.Angle(own[l], n.E[l])
			}
		}
	}
	for l := range n.Sizes {
		if f != Sym {
			m.AngleOfMeans[l] = num.Angle(mean[l], truth[l])
		}
		for _, v := range m.Y[l].Data {
			m.YMean[l] += v / float64(len(m.Y[l].Data))
		}
	}
	per := 1 / float64(count)
	m.Loss *= per
	m.Accuracy *= per
	for _, s := range [][]float64{m.MeanOfAngles, m.EW, m.YNorm, m.ENorm} {
		for l := range s {
			s[l] *= per
		}
	}
	return m, nil
}

func add[T num.Float](sum []float64, v []T) {
	for i, x := range v {
		sum[i] += float64(x)
	}
}

// Structure are statistics of one matrix.
type Structure struct {
	Singular                   []float64 // the largest first
	Ortho, Frobenius, Spectral float64
	AngleWB                    float64 // between weights and feedback [degrees]
}

// Structure looks at the matrix from layer l to l+1. It allocates.
func (n *Net[T]) Structure(l int) Structure {
	w := num.NewMat[float64](n.W[l].Rows, n.W[l].Cols)
	num.Convert(w.Data, n.W[l].Data)
	s := Structure{Ortho: num.Orthonormality(w), Frobenius: num.Norm(w.Data)}
	s.Singular, _ = num.SingularValues(w)
	if len(s.Singular) > 0 {
		s.Spectral = s.Singular[0]
	}
	if n.B != nil {
		s.AngleWB = num.Angle(n.W[l].Data, n.B[l].Data)
	}
	return s
}
