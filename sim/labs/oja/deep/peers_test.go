package deep

import (
	"fmt"
	"testing"

	"hebb/internal/peers"
	"hebb/sim/num"
)

// BenchmarkPeers sets the online step beside PyTorch.
func BenchmarkPeers(b *testing.B) {
	for _, c := range []struct {
		name, peer, script string
		target             float64
	}{
		{"straightforward", "PyTorch, as one writes it", "online_torch.py", 30},
		{"tuned", "PyTorch, tuned by hand", "online_torch_tuned.py", 5},
	} {
		b.Run(c.name, func(b *testing.B) {
			d := startDeep(b, map[string]string{"precision": "float32", "theta0": "0.003", "theta2": "-0.001", "theta9": "0.001", "feedback": "fix"})
			peers.Compare(b, peers.Row{
				Work: "online step with error, error-Hebb and Oja terms, 784-170-130-100-70-10, float32", Unit: "image",
				Peer: c.peer, Script: "testdata/peers/" + c.script, Target: c.target,
				Inputs: onlineInputs(d), Check: 50, Within: 1e-4,
				Run: func(n int) {
					for range n {
						d.Step()
					}
				},
				Results: func() map[string][]float64 { return turnedWeights(d.core.(*state[float32]).n.W) },
			})
		})
	}
}

// onlineInputs are the weights as they start, a row for each postsynaptic unit, and the
// images that come.
func onlineInputs(d *deep) map[string]peers.Array {
	c := d.core.(*state[float32])
	in := map[string]peers.Array{"rates": {Data: []float64{d.theta0, d.theta2, d.theta9, d.beta}}}
	for l := range c.n.W {
		for name, m := range map[string]num.Mat[float32]{"w": c.n.W[l], "b": c.n.B[l]} {
			turned := make([]float32, len(m.Data))
			num.TransposeTo(turned, m)
			in[fmt.Sprint(name, l)] = peers.Array{Shape: []int{m.Cols, m.Rows}, Data: turned}
		}
	}
	const many = 2000
	images, labels := make([]float32, many*d.sizes[0]), make([]int64, many)
	pixels := make([]float64, d.sizes[0])
	for i := range many {
		labels[i] = int64(d.images.load(false, c.order.At(uint64(i)), pixels))
		num.Convert(images[i*len(pixels):(i+1)*len(pixels)], pixels)
	}
	in["images"] = peers.Array{Shape: []int{many, len(pixels)}, Data: images}
	in["labels"] = peers.Array{Data: labels}
	return in
}

// turnedWeights are the weights as the peer holds them.
func turnedWeights(w []num.Mat[float32]) map[string][]float64 {
	r := map[string][]float64{}
	for l, m := range w {
		turned := make([]float64, len(m.Data))
		num.TransposeTo(turned, m)
		r[fmt.Sprint("w", l)] = turned
	}
	return r
}
