package predictive

import (
	"fmt"
	"testing"
	"time"

	"hebb/internal/peers"
	"hebb/sim/labs/predictive/layout"
	"hebb/sim/num"
	"hebb/sim/precision"
)

// BenchmarkPeers sets a training step beside PyTorch.
func BenchmarkPeers(b *testing.B) {
	const plainly, theirs = "PyTorch, as one writes it", "PyTorch, as Torch2PC goes about it"
	const convolutional = "training step, convolutional network, 300 images, "
	const one = "training step, 784-100-50-10, one image, "
	const strict20, fixed20 = "Strict, η .1, 20 sweeps", "FixedPred, η .1, 20 sweeps"
	for _, c := range []struct {
		name, work, peer, alg string
		algorithm             int64 // in the peer's list
		net                   int64
		target                float64
	}{
		{"conv/strict", convolutional + strict20, theirs, algStrict, 1, 0, 4},
		{"conv/fixed", convolutional + fixed20, theirs, algFixed, 2, 0, 15},
		{"conv/fixed/plain", convolutional + fixed20, plainly, algFixed, 0, 0, 0},
		{"dense1/strict", one + strict20, theirs, algStrict, 1, 1, 25},
		{"dense1/fixed", one + fixed20, theirs, algFixed, 2, 1, 25},
	} {
		layers, batch := layout.LeNet, "300"
		if c.net == 1 {
			layers, batch = layout.Plain, "1"
		}
		b.Run(c.name, func(b *testing.B) {
			const rate = 1e-5 // so small that no number of steps leads anywhere
			t := startTraining(b, map[string]string{"layers": layers, "batch": batch, "precision": precision.Single, "loss": mse,
				"alg": c.alg, "eta": "0.1", "n": "20", "compare": "0", "init": torchInit, "rate": fmt.Sprint(rate)})
			in := trainingInputs(t, 20)
			in["net"] = peers.Array{Data: []int64{c.net}}
			in["algorithm"] = peers.Array{Data: []int64{c.algorithm}}
			in["rates"] = peers.Array{Data: []float64{0.1, rate}}
			in["sweeps"] = peers.Array{Data: []int64{20}}
			core := t.core.(*learn[float32])
			peers.Compare(b, peers.Row{
				Work: c.work + ", float32", Unit: "step", Peer: c.peer, Script: "testdata/peers/pc_torch.py",
				Target: c.target, Turn: 800 * time.Millisecond, Inputs: in, Check: 1, Within: 5e-3,
				Run: func(n int) {
					for range n {
						step(b, t)
					}
				},
				Results: func() map[string][]float64 {
					r := map[string][]float64{}
					for i, s := range spans(t.lay) {
						v := make([]float64, s.N)
						num.Convert(v, layout.Part(core.grads, s))
						r[fmt.Sprint("g", i)] = v
					}
					return r
				},
			})
		})
	}
}

// spans are the parameters of a network in torch's order: weights, then bias,
// operation by operation.
func spans(lay *layout.Layout) []layout.Span {
	var list []layout.Span
	for _, b := range lay.Blocks {
		for i := range b.Ops {
			if o := &b.Ops[i]; o.Learns() {
				list = append(list, o.W, o.B)
			}
		}
	}
	return list
}

// trainingInputs are the parameters as they start, each in torch's shape, and the
// first batches.
func trainingInputs(t *training, batches int) map[string]peers.Array {
	c := t.core.(*learn[float32])
	in := map[string]peers.Array{}
	n := 0
	for _, b := range t.lay.Blocks {
		for i := range b.Ops {
			o := &b.Ops[i]
			if !o.Learns() {
				continue
			}
			shape := []int{o.Out, o.Fan()}
			if o.Kind == layout.Conv {
				shape = []int{o.Out, o.Fan() / (o.K * o.K), o.K, o.K}
			}
			in[fmt.Sprint("p", n)] = peers.Array{Shape: shape, Data: append([]float32(nil), layout.Part(c.net.theta, o.W)...)}
			in[fmt.Sprint("p", n+1)] = peers.Array{Shape: []int{o.Out}, Data: append([]float32(nil), layout.Part(c.net.theta, o.B)...)}
			n += 2
		}
	}
	pixels := t.lay.Blocks[0].From.Size()
	images, labels := make([]float32, batches*t.size*pixels), make([]int64, batches*t.size)
	x := make([]float64, pixels)
	for i := range labels {
		labels[i] = int64(t.images.load(false, c.order.At(uint64(i)), x))
		num.Convert(images[i*pixels:(i+1)*pixels], x)
	}
	shape := []int{batches, t.size, pixels}
	if t.lay.Blocks[0].Ops[0].Kind == layout.Conv {
		shape = []int{batches, t.size, 1, t.lay.Blocks[0].From.H, t.lay.Blocks[0].From.W}
	}
	in["images"] = peers.Array{Shape: shape, Data: images}
	in["labels"] = peers.Array{Shape: []int{batches, t.size}, Data: labels}
	return in
}
