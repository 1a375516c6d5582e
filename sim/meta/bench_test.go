package meta

import (
	"testing"

	"hebb/sim/net"
	"hebb/sim/num"
	"hebb/sim/rule"
)

// An episode of full size: 250 online updates of 784-170-130-100-70-47, 50 query images
// and the exact meta-gradient.
func BenchmarkEpisode32(b *testing.B)     { episode[float32](b, 1|1<<2|1<<9) }
func BenchmarkEpisode64(b *testing.B)     { episode[float64](b, 1|1<<2|1<<9) }
func BenchmarkEpisodePool32(b *testing.B) { episode[float32](b, rule.Pool.All()) }
func BenchmarkEpisodeFA32(b *testing.B)   { episode[float32](b, 1) }

func episode[T num.Float](b *testing.B, acts rule.Terms) {
	const T0, Q = 250, 50
	sizes := []int{784, 170, 130, 100, 70, 47}
	f := made(1, sizes, T0, Q)
	n := net.New[T](sizes, 10)
	var th rule.Theta
	for r, v := range (rule.Theta{.013, 1e-5, -.06, 1e-5, 1e-5, 1e-6, 1e-5, 1e-5, 1e-5, .008}) {
		if acts.Has(r) {
			th[r] = v
		}
	}
	start := f.net()
	var each []rule.Terms
	for l := range n.W {
		num.Convert(n.B[l].Data, start.B[l].Data)
		n.Theta[l], each = th, append(each, acts)
	}
	tape, rev := NewTape[T](sizes, T0), NewReverse[T](sizes)
	for b.Loop() {
		for l := range n.W {
			num.Convert(n.W[l].Data, start.W[l].Data)
		}
		tape.N = 0
		rev.Clear()
		for i := range T0 {
			num.Convert(n.Y[0], f.X[i])
			tape.Learn(n, f.Labels[i], net.Fix, each)
		}
		for i, label := range f.LabelsQ {
			num.Convert(n.Y[0], f.Xq[i])
			n.Forward()
			n.Signals(label, net.Sym)
			rev.Add(n, 1./Q)
		}
		for i := T0 - 1; i >= 0; i-- {
			rev.Step(n, &tape.Steps[i])
		}
	}
	b.ReportMetric(rev.Grad[0], "grad0")
}
