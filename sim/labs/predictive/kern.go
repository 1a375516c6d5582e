package predictive

import "hebb/sim/num"

// Layers are stored with the images of a chunk innermost: element (feature, image)
// is x[feature*lanes+image]. A dense layer is then a product of two matrices, and a
// convolution adds stretches of whole rows.

// product does y = W x + b for all lanes.
func product[T num.Float](k num.Kernels[T], y, w, b, x []T, out, in, lanes int) {
	if lanes == 1 {
		k.Gemv(y, num.Mat[T]{Rows: out, Cols: in, Data: w}, x)
		if b != nil {
			k.Axpy(1, b, y)
		}
		return
	}
	beta := T(0)
	if b != nil {
		beta = 1
		spread(y, b, lanes)
	}
	k.Gemm(num.Mat[T]{Rows: out, Cols: lanes, Data: y}, 1, num.Mat[T]{Rows: out, Cols: in, Data: w}, num.Mat[T]{Rows: in, Cols: lanes, Data: x}, beta)
}

// spread writes b[i] to every element of stretch i of y.
func spread[T num.Float](y, b []T, n int) {
	for i, v := range b {
		row := y[i*n : (i+1)*n]
		for j := range row {
			row[j] = v
		}
	}
}

// turned does gx = Wᵀ g.
func turned[T num.Float](k num.Kernels[T], gx, w, g []T, out, in, lanes int) {
	m := num.Mat[T]{Rows: out, Cols: in, Data: w}
	if lanes == 1 {
		k.GemvT(gx, m, g)
		return
	}
	k.GemmTN(num.Mat[T]{Rows: in, Cols: lanes, Data: gx}, 1, m, num.Mat[T]{Rows: out, Cols: lanes, Data: g}, 0)
}

// outer does dW += g xᵀ and db += Σ g.
func outer[T num.Float](k num.Kernels[T], dw, db, g, x []T, out, in, lanes int) {
	m := num.Mat[T]{Rows: out, Cols: in, Data: dw}
	if lanes == 1 {
		k.Ger(m, g, x)
		k.Axpy(1, g, db)
		return
	}
	k.GemmNT(m, 1, num.Mat[T]{Rows: out, Cols: lanes, Data: g}, num.Mat[T]{Rows: in, Cols: lanes, Data: x}, 1)
	for i := range db {
		db[i] += k.Sum(g[i*lanes : (i+1)*lanes])
	}
}

// squares returns Σ x², summed in float64 over short stretches.
func squares[T num.Float](k num.Kernels[T], x []T) float64 {
	const stretch = 512
	sum := 0.0
	for len(x) > stretch {
		sum += float64(k.Dot(x[:stretch], x[:stretch]))
		x = x[stretch:]
	}
	return sum + float64(k.Dot(x, x))
}
