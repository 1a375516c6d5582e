package reservoir

import (
	"testing"
	"time"

	"hebb/internal/peers"
)

// BenchmarkPeers sets SUPERTREX beside NumPy: the pen task with 1,000 units, the
// robust profile, trials of 400 ms, on and on. Both sides go through many trials with
// the gate now open and now shut, so that the mean over a run is what is compared.
//
// With J and P kept in float32 the first 500 steps agree to what float32 can say.
func BenchmarkPeers(b *testing.B) {
	b.Run("float64", func(b *testing.B) { benchPeers(b, "float64", 8, 1e-9) })
	b.Run("float32", func(b *testing.B) { benchPeers(b, "float32", 10, 1e-5) })
}

func benchPeers(b *testing.B, storage string, target, within float64) {
	s := start(b, 1, 1, map[string]string{"rule": "supertrex", "profile": "modified", "n": "1000", "period": "400", "train": "0", "clock": "0", "storage": storage})
	const checked = 500 // steps
	s.follow()
	if s.perUnit*10 != checked {
		b.Fatalf("a unit has %d steps", s.perUnit)
	}
	peers.Compare(b, peers.Row{
		Work: "SUPERTREX, pen task, N = 1000, mean over a run, " + storage, Unit: "50-steps",
		Peer: "NumPy, as one writes it", Script: "testdata/peers/supertrex_numpy.py", Target: target, Turn: 3 * time.Second,
		Inputs: s.peerInputs(checked), Check: 10, Within: within,
		Run: func(n int) {
			for n > 0 {
				st := s.Step()
				if st.Trouble != nil {
					b.Fatal(st.Trouble)
				}
				if st.Unit {
					n--
				}
			}
		},
		Results: func() map[string][]float64 {
			return map[string][]float64{"z": append([]float64(nil), s.z...), "explorer": append([]float64(nil), s.wx.Data...), "x": append([]float64(nil), s.x...)}
		},
	})
}

// peerInputs are the network as it starts, and the noise of the first steps.
func (s *motor) peerInputs(steps int) map[string]peers.Array {
	n, m := s.n, s.m
	j := make([]float64, n*n)
	links := drawRecurrent(s.seed, n, s.density, s.lambda)
	for row := range n {
		for i := links.Start[row]; i < links.Start[row+1]; i++ {
			j[row*n+int(links.Col[i])] = links.Val[i]
		}
	}
	q := make([]float64, n*m)
	for i := range n {
		for k := range m {
			q[i*m+k] = s.q.Row(k)[i]
		}
	}
	target := make([]float64, 0, 2*s.numT)
	for t := range s.numT {
		x, y := s.target(t)
		target = append(target, x, y)
	}
	noise, exploration := make([]float64, steps*n), make([]float64, steps*m)
	for t := range steps {
		s.noise.addTo(noise[t*n:(t+1)*n], 1, t)
		s.noise.explore(exploration[t*m:(t+1)*m], t)
	}
	l := &s.law
	flag := func(on bool) float64 {
		if on {
			return 1
		}
		return 0
	}
	return map[string]peers.Array{
		"J": {Shape: []int{n, n}, Data: j}, "Q": {Shape: []int{n, m}, Data: q}, "x": {Data: append([]float64(nil), s.x...)},
		"target": {Shape: []int{s.numT, 2}, Data: target}, "S": {Data: []float64{}}, "clock": {Data: []float64{}},
		"noise": {Shape: []int{steps, n}, Data: noise}, "exploration": {Shape: []int{steps, m}, Data: exploration},
		"config": {Data: []float64{l.leak, s.alpha, s.gamma, l.etaX, l.lamE, l.lamZ, l.kappa, l.theta, l.slope,
			l.psiCoef, l.psiPow, l.phiGain, l.phiPow, flag(!l.teacherRaw), flag(l.oneSided)}},
	}
}
