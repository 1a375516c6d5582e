package deep

import (
	"fmt"
	"strings"
	"testing"

	"hebb/sim"
)

// BenchmarkTable measures the accuracy on 2,000 held-out images for some rows of our
// table of results, for the seeds 10 and 11, and prints them beside the expected
// means: about half a minute. It checks nothing; the claims of presets do.
//
//	go test ./sim/labs/oja -run - -bench Table -benchtime 1x
func BenchmarkTable(b *testing.B) {
	at := []int{500, 1000, 2000, 4000, 6000}
	for _, row := range []struct{ set, want string }{
		{"theta0=.003 theta9=0", ".33 .53 .73 .79 .84"},
		{"theta0=.01 theta9=0", ".56 .71 .78 .82 .86"},
		{"theta0=.003 theta9=.01", ".59 .65 .74 .77 .80"},
		{"gain=.5 theta0=.01 theta9=0", ".10 .10 .12 .23 .68"},
		{"gain=.5 theta0=.003 theta9=.01", ".43 .62 .70 .77 .80"},
		{"gain=.25 theta0=.003 theta9=0", ".10 .10 .11 .11 .11"},
		{"gain=.25 theta0=.003 theta9=.003 mask=all", ".09 .27 .60 .72 .75"},
		{"gain=.25 theta0=.003 theta9=.01", ".32 .59 .69 .76 .80"},
		{"init=normal theta0=.003 theta9=.01", ".23 .55 .69 .78 .82"},
		{"init=orthogonal theta0=.003 theta9=.01", ".54 .67 .75 .80 .81"},
		{"layers=10 theta0=.003 theta9=0", ".11 .11 .11 .11 .36"},
		{"layers=10 theta0=.01 theta9=0", ".11 .15 .38 .67 .75"},
		{"layers=10 theta0=.003 theta9=.01", ".44 .53 .61 .70 .73"},
		{"layers=10 gain=.5 theta0=.003 theta9=.01", ".15 .40 .59 .71 .73"},
		{"layers=10 gain=1.5 theta0=.003 theta9=0", ".53 .58 .72 .83 .85"},
		{"layers=10 init=orthogonal theta0=.003 theta9=.01", ".33 .56 .64 .68 .76"},
		{"feedback=fix theta0=.0029 theta9=0", "- .13 .21 .59 .66"},
		{"feedback=fix theta0=.01 theta9=.004 mask=all", "- .63 .73 .78 .76"},
		{"feedback=fix theta0=.0035 theta2=-.015 theta9=.002 mask=all", "- .58 .71 .78 .79"},
		{"feedback=dfa theta0=.007 theta9=.0025 mask=all", "- .60 .71 .79 .82"},
		{"feedback=sign theta0=.01 theta9=0", "- .67 .74 .81 .85"},
	} {
		set := map[string]string{}
		for _, word := range strings.Fields(row.set) {
			name, v, _ := strings.Cut(word, "=")
			set[name] = v
		}
		sums := make([]float64, len(at))
		seeds := []uint64{10, 11}
		for _, seed := range seeds {
			d := newDeep()
			if err := sim.Set(d.Fields(), set); err != nil {
				b.Fatal(err)
			}
			if err := d.Init(sim.Env{Seed: seed}); err != nil {
				b.Fatal(err)
			}
			done := 0
			for i, n := range at {
				if s := d.run(n - done); s.Status == sim.Running {
					sums[i] += d.accuracy(b)
				}
				done = n
			}
		}
		line := ""
		for _, s := range sums {
			line += fmt.Sprintf(" %.2f", s/float64(len(seeds)))
		}
		b.Logf("%-62s%s   expected %s", row.set, line, row.want)
	}
}
