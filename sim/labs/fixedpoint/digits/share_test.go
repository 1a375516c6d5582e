package digits

import (
	"bytes"
	"fmt"
	"sync"
	"testing"

	"hebb/sim"
	"hebb/sim/labs/fixedpoint/rules"
	"hebb/sim/simtest"
)

// crew is a pool of so many goroutines that stay.
type crew struct {
	n    int
	work chan func()
}

func newCrew(n int) *crew {
	c := &crew{n, make(chan func())}
	for range n {
		go func() {
			for f := range c.work {
				f()
			}
		}()
	}
	return c
}

func (c *crew) Each(n int, do func(i int)) {
	var all sync.WaitGroup
	all.Add(n)
	for i := range n {
		c.work <- func() { do(i); all.Done() }
	}
	all.Wait()
}

// inPlace is a pool of nobody else; it counts what it was asked.
type inPlace struct{ calls int }

func (p *inPlace) Each(n int, do func(i int)) {
	p.calls++
	for i := range n {
		do(i)
	}
}

func sharedDigits(t testing.TB, rule string, pool sim.Pool) *digits {
	s := newDigits()
	if err := sim.Set(s.Fields(), map[string]string{"n": "300", "batch": "128", "rule": rule, "solver": "exact"}); err != nil {
		t.Fatal(err)
	}
	if err := s.Init(sim.Env{Seed: 3, Pool: pool}); err != nil {
		t.Fatal(err)
	}
	return s
}

// Whoever does the products, the weights are the same to the last bit.
func TestStepsDoNotDependOnProcessors(t *testing.T) {
	one := &inPlace{}
	two, many := newCrew(2), newCrew(7)
	defer close(two.work)
	defer close(many.work)
	for _, rule := range []string{rules.DW1, rules.DW3} {
		var want []byte
		for _, pool := range []sim.Pool{nil, one, two, many} {
			s := sharedDigits(t, rule, pool)
			simtest.Steps(t, s, 3)
			var got bytes.Buffer
			sim.SaveState(s, &got)
			if want == nil {
				want = got.Bytes()
			}
			if !bytes.Equal(got.Bytes(), want) {
				t.Errorf("%s: another state with %T", rule, pool)
			}
		}
	}
	if one.calls == 0 {
		t.Error("nothing was shared out")
	}
}

func TestSharedStepsAllocateNothing(t *testing.T) {
	s := sharedDigits(t, rules.DW3, &inPlace{})
	simtest.Steps(t, s, 2)
	if n := testing.AllocsPerRun(3, func() { s.Step() }); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

// BenchmarkProcessors is the published step, N = 300 and 512 images, on one processor
// and with the products on two.
func BenchmarkProcessors(b *testing.B) {
	two := newCrew(2)
	defer close(two.work)
	for _, rule := range []string{rules.DW1, rules.DW3} {
		for n, pool := range []sim.Pool{nil, two} {
			b.Run(fmt.Sprintf("%s/%d", rule, n+1), func(b *testing.B) {
				s := newDigits()
				if err := sim.Set(s.Fields(), map[string]string{"n": "300", "batch": "512", "rule": rule, "solver": "exact", "eta": "0.01"}); err != nil {
					b.Fatal(err)
				}
				if err := s.Init(sim.Env{Seed: 1, Pool: pool}); err != nil {
					b.Fatal(err)
				}
				simtest.Steps(b, s, 1)
				for b.Loop() {
					simtest.Steps(b, s, 1)
				}
			})
		}
	}
}
