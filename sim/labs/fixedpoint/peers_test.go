package fixedpoint

import (
	"fmt"
	"testing"
	"time"

	"hebb/internal/peers"
	"hebb/sim/num"
)

// BenchmarkPeers sets a step of learning beside PyTorch: the published size, from the
// state at rest, and from the state at 5 τ after 500 small steps as the published script
// takes them.
func BenchmarkPeers(b *testing.B) {
	for _, c := range []struct {
		name, rule string
		number     int64
		steps      int
		within     float64
		target     float64
	}{
		{"dW1/rest", dW1, 1, 0, 1e-3, 20},
		{"dW3/rest", dW3, 3, 0, 1e-3, 20},
		{"dW1/5τ", dW1, 1, 500, 1e-3, 0},
		{"dW3/5τ", dW3, 3, 500, 1e-3, 0},
	} {
		b.Run(c.name, func(b *testing.B) {
			const eta, tol = 1e-4, 1e-6
			work, h, peer := "at rest", 0.1, "PyTorch, as one writes it"
			set := map[string]string{"n": "300", "batch": "512", "rule": c.rule, "eta": fmt.Sprint(eta), "solver": "exact", "tol": fmt.Sprint(tol)}
			if c.steps > 0 {
				work, h, peer = "at 5 τ, 500 steps", 0.01, "PyTorch, as published"
				set["solver"], set["h"], set["steps"], set["gains"] = "euler", fmt.Sprint(h), fmt.Sprint(c.steps), "rate"
			}
			s := newDigits()
			startAt(b, s, 7, set)
			core := s.core.(*digitsState[float32])
			peers.Compare(b, peers.Row{
				Work: fmt.Sprintf("Δ%s %s, N = 300, 512 digits, float32", c.rule[1:], work), Unit: "step", Peer: peer,
				Script: "testdata/peers/rest_torch.py", Target: c.target, Turn: 2 * time.Second,
				Inputs: digitInputs(s, core, c.number, c.steps, h, tol, eta), Check: 1, Within: c.within,
				Run: func(n int) {
					if st := steps(b, s, n); st.Trouble != nil {
						b.Fatal(st.Trouble)
					}
				},
				Results: func() map[string][]float64 {
					dw := make([]float64, len(core.dw.Data))
					num.Convert(dw, core.dw.Data)
					return map[string][]float64{"dW": dw}
				},
			})
		})
	}
}

// digitInputs are the weights as they start, and the images of the first batches.
func digitInputs(s *digits, c *digitsState[float32], rule int64, steps int, h, tol, eta float64) map[string]peers.Array {
	const batches = 4
	many := batches * s.batch
	images, labels := make([]float32, many*s.pixels), make([]int64, many)
	for i := range many {
		labels[i] = int64(load(&s.images.Train, c.order[0].At(uint64(i)), images[i*s.pixels:(i+1)*s.pixels]))
	}
	table := func(m num.Mat[float32]) peers.Array {
		return peers.Array{Shape: []int{m.Rows, m.Cols}, Data: append([]float32(nil), m.Data...)}
	}
	return map[string]peers.Array{
		"W": table(c.net.w), "Wx": table(c.wx), "C": table(c.head.c),
		"images": {Shape: []int{many, s.pixels}, Data: images}, "labels": {Data: labels},
		"config": {Data: []int64{rule, int64(steps)}}, "sizes": {Data: []float64{h, tol, eta}}, "batches": {Data: []int64{batches}},
	}
}
