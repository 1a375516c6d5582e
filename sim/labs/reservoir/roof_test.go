package reservoir

import (
	"fmt"
	"math"
	"testing"
	"time"

	"hebb/sim"
	"hebb/sim/num"
)

// BenchmarkRoof says how near a step comes to what the cache can deliver. It counts the
// bytes that a step reads and changes and what it computes, measures how fast this
// processor reads, and reads and writes, as many bytes, and reports the time that they
// would take as a share of the time of a step. On an EPYC 7003 at about 3.2 GHz, where
// the third-level cache delivers 80 to 105 GB/s to a core:
//
//	                    MB read, changed   Mflop   µs     of the roof   J r    P
//	N =  300 float64 open    0.10  0.04     0.06    5.1      30 %       37 %   51 %
//	N =  300 float64 shut    0.10  0.01     0.03    4.1      29 %       40 %
//	N =  300 float32 open    0.07  0.02     0.06    4.7      21 %       24 %   45 %
//	N =  300 float32 shut    0.07  0.01     0.03    4.2      20 %       24 %
//	N = 1000 float64 open    1.01  0.42     0.54   42        38 %       36 %   55 %
//	N = 1000 float64 shut    1.01  0.03     0.24   31        41 %       46 %
//	N = 1000 float32 open    0.63  0.22     0.54   35        32 %       28 %   65 %
//	N = 1000 float32 shut    0.63  0.03     0.24   29        30 %       33 %
//
// It stays under 60 % because a sparse product is not a matter of bytes. Each of its
// links costs a load of its own, of one element of r, and the core does two such loads a
// cycle: with the vectors of weights 0.63 cycles a link, where its bytes would take 0.33.
// It takes 0.8, and as much at N = 300, where J lies in the second-level cache; columns
// in their natural order instead of random ones save a fourteenth, so the gathering does
// not wait for the cache. Half the bytes therefore hardly make it faster, and float32
// gains most at P. There every element that is changed is also multiplied twice, as row
// and as column; rows start at the diagonal, on average half a row long, and the last
// few columns of each are done in parts of a vector. The rest, 6 µs at N = 1000, is tanh
// (1.9), noise (1.4) and four products with vectors of 16 kB.
func BenchmarkRoof(b *testing.B) {
	for _, n := range []int{300, 1000} {
		for _, storage := range []string{"float64", "float32"} {
			for _, gate := range []string{"open", "shut"} {
				b.Run(fmt.Sprintf("N=%d/%s/%s", n, storage, gate), func(b *testing.B) {
					set := map[string]string{"n": fmt.Sprint(n), "storage": storage, "train": "0", "theta": "10", "eta": "0"}
					if gate == "shut" {
						set["theta"], set["eta"], set["transfer"] = "0", "0.0005", "0"
					}
					s := start(b, 2, 1, set)
					if storage == "float32" {
						benchRoof[float32](b, s, gate == "open")
					} else {
						benchRoof[float64](b, s, gate == "open")
					}
				})
			}
		}
	}
}

// best is the shortest of many times that something takes, in seconds.
func best(do func()) float64 {
	shortest := time.Duration(math.MaxInt64)
	for range 300 {
		began := time.Now()
		do()
		shortest = min(shortest, time.Since(began))
	}
	return shortest.Seconds()
}

func benchRoof[T num.Float](b *testing.B, s *motor, open bool) {
	for range 20 {
		s.Step()
	}
	// What a step reads, what it changes, and what it computes.
	j, p := s.j.(*links[T]).j, s.mastery.p.(*triangle[T])
	n, m, size := float64(s.n), float64(s.m), s.numberSize()
	links := float64(j.Bytes())
	half := size * n * (n + 1) / 2
	read := links + 8*n*3*m    // J, Q, W_x, W_m
	changed := 8 * n * (2 + m) // x, r, W_x
	flops := 2*links/(size+2) + n*(8*m+30)
	if open {
		changed += (half-8*n*m*float64(s.every))/float64(s.every) + 8*n*m/float64(s.every)
		flops += 3 * n * n / float64(s.every)
	}

	// How fast bytes come from where a step finds them.
	set := links
	if open {
		set += half
	}
	k, all := num.Use[T](), make([]T, int(set/size))
	reads := set / best(func() { k.Sum(all) })
	changes := set / best(func() { k.Scale(1, all) })
	bound := read/reads + changed/changes

	step, product, sweep := math.Inf(1), math.Inf(1), math.Inf(1)
	for b.Loop() {
		step = min(step, best(func() {
			if s.Step().Status != sim.Running {
				b.Fatal("the run has ended")
			}
		})/float64(s.chunk))
		product = min(product, best(func() { s.j.mul(s.drive, s.r) }))
		sweep = min(sweep, best(func() { p.sweep(1e-9, s.r) }))
	}
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(step*1e6, "µs/step")
	b.ReportMetric(bound*1e6, "µs/bytes")
	b.ReportMetric(100*bound/step, "%roof")
	b.ReportMetric(100*links/reads/product, "%roof-Jr")
	rest := step - product
	if open {
		b.ReportMetric(100*half/changes/sweep, "%roof-P")
		rest -= sweep / float64(s.every)
	}
	b.ReportMetric(rest*1e6, "µs/rest")
	b.ReportMetric(read/1e6, "MBread")
	b.ReportMetric(changed/1e6, "MBchanged")
	b.ReportMetric(flops/1e6, "Mflop")
	b.ReportMetric(reads/1e9, "GB/s-read")
	b.ReportMetric(2*changes/1e9, "GB/s-change")
}
