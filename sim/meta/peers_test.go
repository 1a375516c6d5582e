package meta

import (
	"fmt"
	"testing"
	"time"

	"hebb/internal/peers"
	"hebb/sim/net"
	"hebb/sim/num"
	"hebb/sim/rule"
)

// BenchmarkPeers sets an episode and its exact meta-gradient beside PyTorch's autograd.
func BenchmarkPeers(b *testing.B) {
	const T, Q = 250, 50
	sizes := []int{784, 170, 130, 100, 70, 47}
	f := made(1, sizes, T, Q)
	e := newEpisode(f, rule.Theta{0: .013, 2: -.06, 9: .008}, 1|1<<2|1<<9)
	in := map[string]peers.Array{"theta": {Data: []float32{.013, -.06, .008}}, "config": {Data: []float64{10, 0}},
		"train": table(f.X), "query": table(f.Xq), "train_labels": classes(f.Labels), "query_labels": classes(f.LabelsQ)}
	for l := range f.W {
		in[fmt.Sprint("w", l)], in[fmt.Sprint("b", l)] = table(f.W[l]), table(f.B[l])
	}
	peers.Compare(b, peers.Row{
		Work: "meta-learning episode, 250 updates and their exact gradient, 784-170-130-100-70-47, terms 0, 2, 9, float32", Unit: "episode",
		Peer: "PyTorch, as one writes it", Script: "testdata/peers/episode_torch.py", Target: 15, Inputs: in, Check: 1, Within: 1e-3, Turn: 2 * time.Second,
		Run: func(n int) {
			for range n {
				e.run()
			}
		},
		Results: func() map[string][]float64 {
			g := e.rev.Grad
			return map[string][]float64{"loss": {e.loss}, "gradient": {g[0], g[2], g[9]}}
		},
	})
}

// fullEpisode is an episode of full size in float32, that can be run again.
type fullEpisode struct {
	f     *file
	n     *net.Net[float32]
	start *net.Net[float64]
	each  []rule.Terms
	tape  *Tape[float32]
	rev   *Reverse[float32]
	loss  float64
}

func newEpisode(f *file, th rule.Theta, acts rule.Terms) *fullEpisode {
	e := &fullEpisode{f: f, n: net.New[float32](f.Sizes, f.Beta), start: f.net(),
		tape: NewTape[float32](f.Sizes, len(f.X)), rev: NewReverse[float32](f.Sizes)}
	for l := range e.n.W {
		num.Convert(e.n.B[l].Data, e.start.B[l].Data)
		e.n.Theta[l], e.each = th, append(e.each, acts)
	}
	return e
}

func (e *fullEpisode) run() {
	for l := range e.n.W {
		num.Convert(e.n.W[l].Data, e.start.W[l].Data)
	}
	e.tape.N, e.loss = 0, 0
	e.rev.Clear()
	for i, label := range e.f.Labels {
		num.Convert(e.n.Y[0], e.f.X[i])
		e.tape.Learn(e.n, label, net.Fix, e.each)
	}
	weight := 1 / float64(len(e.f.Xq))
	for i, label := range e.f.LabelsQ {
		num.Convert(e.n.Y[0], e.f.Xq[i])
		e.n.Forward()
		e.loss += weight * e.n.Loss(label)
		e.n.Signals(label, net.Sym)
		e.rev.Add(e.n, weight)
	}
	for i := len(e.f.Labels) - 1; i >= 0; i-- {
		e.rev.Step(e.n, &e.tape.Steps[i])
	}
}

func table(rows [][]float64) peers.Array {
	a := peers.Array{Shape: []int{len(rows), len(rows[0])}}
	var data []float32
	for _, row := range rows {
		for _, v := range row {
			data = append(data, float32(v))
		}
	}
	a.Data = data
	return a
}

func classes(labels []int) peers.Array {
	var data []int64
	for _, l := range labels {
		data = append(data, int64(l))
	}
	return peers.Array{Data: data}
}
