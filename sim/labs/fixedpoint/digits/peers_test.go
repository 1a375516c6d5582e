package digits

import (
	"testing"
	"time"

	"hebb/internal/peers"
	"hebb/sim"
	"hebb/sim/data"
	"hebb/sim/labs/fixedpoint/rules"
	"hebb/sim/num"
)

// BenchmarkPeers sets a step at true fixed points, N = 300 and 512 images, beside
// PyTorch. The peer takes the Euler steps that the network needs to come to rest, and an
// N × N matrix for every image; what both learn is compared. See BenchmarkDigits for what
// bounds our side.
func BenchmarkPeers(b *testing.B) {
	for number, rule := range []string{rules.DW1, rules.DW3} {
		b.Run(rule, func(b *testing.B) {
			s := newDigits()
			if err := sim.Set(s.Fields(), map[string]string{"n": "300", "batch": "512", "rule": rule, "solver": "exact", "eta": "0.01"}); err != nil {
				b.Fatal(err)
			}
			if err := s.Init(sim.Env{Seed: 1}); err != nil {
				b.Fatal(err)
			}
			c := s.core.(*digitsState[float32])
			first := append([]float32(nil), c.net.W.Data...)
			const batches = 4
			images, labels := make([]float32, batches*s.batch*s.pixels), make([]int64, batches*s.batch)
			for i := range labels {
				labels[i] = int64(data.Load(&s.images.Train, c.order[0].At(uint64(i)), images[i*s.pixels:(i+1)*s.pixels]))
			}
			peers.Compare(b, peers.Row{
				Work: "learning step at fixed points, " + rule + ", N = 300, 512 images, float32", Unit: "step",
				Peer: "PyTorch, as one writes it", Script: "testdata/peers/digits_torch.py", Target: 20, Check: 1, Within: 2e-3, Turn: 1500 * time.Millisecond,
				Inputs: map[string]peers.Array{"W": square(c.net.W), "Wx": square(c.wx), "C": square(c.head.C), "rule": {Data: []int64{int64(number)}},
					"images": {Shape: []int{batches, s.batch, s.pixels}, Data: images}, "labels": {Shape: []int{batches, s.batch}, Data: labels},
					"config": {Data: []float64{s.eta, 1e-6}}},
				Run: func(n int) {
					for n > 0 {
						st := s.Step()
						if st.Status != sim.Running {
							b.Fatal(st.Status, st.Trouble)
						}
						if st.Unit {
							n--
						}
					}
				},
				Results: func() map[string][]float64 {
					change := make([]float64, len(first))
					for i, w := range c.net.W.Data {
						change[i] = (float64(first[i]) - float64(w)) / s.eta
					}
					s.eta = 0 // what is timed is the network as it starts, on both sides
					return map[string][]float64{"change": change}
				},
			})
		})
	}
}

func square(m num.Mat[float32]) peers.Array {
	return peers.Array{Shape: []int{m.Rows, m.Cols}, Data: append([]float32(nil), m.Data...)}
}
