package reservoir

import (
	"fmt"
	"testing"

	"hebb/sim"
)

// What a step at N units, nnz recurrent links and M outputs moves and computes, in
// bytes and operations (float64; N = 1000: nnz = 95,000):
//
//	J r            10 nnz bytes        2 nnz         0.96 MB   190 k
//	Q z, W r, dW   8 N (5 M)           10 N M        0.08 MB    20 k
//	tanh, noise    8 N                 about 30 N    0.02 MB    30 k
//	P, each tenth  8 N² (read, write)  3 N²          8 MB       3 M
//
// With the gate shut P is left alone. Per step of ten: 1.8 MB and 0.54 M operations
// with the gate open, 1.0 MB and 0.24 M with it shut. BenchmarkRoof sets this beside what
// the cache delivers.
func BenchmarkStep(b *testing.B) {
	for _, n := range []int{300, 1000} {
		for _, c := range []struct {
			name string
			task task
			set  map[string]string
		}{
			{"force", 1, map[string]string{"rule": "force"}},
			{"rmhl", 2, map[string]string{"rule": "rmhl"}},
			{"supertrex/open", 2, map[string]string{"theta": "10", "eta": "0"}},
			{"supertrex/shut", 2, map[string]string{"transfer": "0"}},
		} {
			b.Run(fmt.Sprintf("N=%d/%s", n, c.name), func(b *testing.B) {
				c.set["n"], c.set["train"] = fmt.Sprint(n), "0"
				s := start(b, c.task, 1, c.set)
				b.ReportAllocs()
				steps := 0
				for b.Loop() {
					if st := s.Step(); st.Status != sim.Running {
						b.Fatal(st.Status, st.Trouble)
					}
					steps += s.chunk
				}
				seconds := b.Elapsed().Seconds()
				b.ReportMetric(seconds/float64(steps)*1e6, "µs/step")
				b.ReportMetric(float64(steps)/seconds, "steps/s")
				b.ReportMetric(float64(steps)*s.dt/1000/seconds, "realtimes")
			})
		}
	}
}
