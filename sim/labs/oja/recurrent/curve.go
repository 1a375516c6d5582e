package recurrent

import (
	"context"
	"math"

	"hebb/sim/num"
)

// curve is a copied network whose memory can be measured: it is driven by a stream
// of its own, and for every delay k a linear reader is fitted that tells from the
// present state what the input was k steps ago. Its squared correlation with the
// truth is r²(k); their sum is the memory capacity (Jaeger, "Short term memory in
// echo state networks", 2001).
type curve struct {
	net    recurrent
	key    num.Key // of the stream
	steps  int
	delays int

	r2 []float64 // what has been measured: r²(1), r²(2), ...
}

const (
	curveWashout = 100
	curveRidge   = 1e-6
)

func (c *curve) Measure(ctx context.Context) error {
	seq := make([]float64, c.steps)
	for t := range seq {
		seq[t] = c.key.Uniform(t, 0)
	}
	var err error
	c.r2, err = memoryCurve(ctx, &c.net, seq, c.delays, curveRidge, curveWashout)
	return err
}

// capacity is the sum of the curve.
func (c *curve) capacity() (sum float64) {
	for _, v := range c.r2 {
		sum += v
	}
	return sum
}

// memoryCurve drives net with seq from rest and returns r²(1) .. r²(delays). The
// reader sees the state and a constant, and is fitted with a ridge to all steps
// from the washout on. It allocates. Its error is that of ctx.
func memoryCurve(ctx context.Context, net *recurrent, seq []float64, delays int, ridge float64, washout int) ([]float64, error) {
	n := net.v.Rows
	from := max(washout, delays)
	states := num.NewMat[float64](max(0, len(seq)-from), n+1)
	h, prev := make([]float64, n), make([]float64, n)
	for t := range seq {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		net.advance(h, seq[t:t+1], prev)
		if t >= from {
			row := states.Row(t - from)
			copy(row, h)
			row[n] = 1
		}
		h, prev = prev, h
	}
	r2 := make([]float64, delays)
	gram := num.NewLU[float64](n + 1)
	net.k.GemmTN(gram.A, 1, states, states, 0)
	for i := range n + 1 {
		gram.A.Row(i)[i] += ridge
	}
	if !gram.Factor() {
		return r2, nil // the states have left all bounds: nothing can be read
	}
	w := num.NewMat[float64](n+1, 1)
	read := make([]float64, states.Rows)
	for k := 1; k <= delays; k++ {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		target := seq[from-k : len(seq)-k]
		net.k.GemvT(w.Data, states, target)
		gram.Solve(w)
		net.k.Gemv(read, states, w.Data)
		r2[k-1] = squaredCorrelation(read, target)
	}
	return r2, nil
}

// squaredCorrelation is 0 where one of the two does not vary.
func squaredCorrelation(a, b []float64) float64 {
	ma, mb := 0.0, 0.0
	for i := range a {
		ma += a[i] / float64(len(a))
		mb += b[i] / float64(len(a))
	}
	aa, bb, ab := 0.0, 0.0, 0.0
	for i := range a {
		x, y := a[i]-ma, b[i]-mb
		aa += float64(x * x)
		bb += float64(y * y)
		ab += float64(x * y)
	}
	r2 := ab / aa * (ab / bb)
	if math.IsNaN(r2) || math.IsInf(r2, 0) {
		return 0
	}
	return r2
}
