package pool

import (
	"runtime"
	"sync/atomic"
	"testing"
)

// What parts of a sim compute does not depend on who does them.
func TestPool(t *testing.T) {
	h := New(0)
	defer h.Stop()
	p, q := h.Pool(), h.Pool()
	var sum, other atomic.Int64
	done := make(chan bool)
	go func() {
		defer close(done)
		for range 500 {
			q.Each(7, func(i int) { other.Add(int64(i)) })
		}
	}()
	part := func(i int) { sum.Add(int64(i)) }
	for range 500 {
		p.Each(100, part)
	}
	p.Each(0, part)
	<-done
	if sum.Load() != 500*4950 || other.Load() != 500*21 {
		t.Errorf("%d and %d", sum.Load(), other.Load())
	}
	if n := testing.AllocsPerRun(100, func() { p.Each(100, part) }); n != 0 {
		t.Errorf("%g allocations", n)
	}
}

// Helpers take part while there is a place for them, and give it back.
func TestPoolLeavesPlacesToRuns(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(4))
	h := New(2)
	defer h.Stop()
	slots := h.Places()
	p := h.Pool()
	slots <- struct{}{} // the run that asks
	for {               // until a helper waits for work
		var together atomic.Bool
		p.Each(2, func(int) {
			if len(slots) == 2 {
				together.Store(true)
			}
		})
		if len(slots) != 1 {
			t.Fatalf("%d places are taken afterwards", len(slots))
		}
		if together.Load() {
			break
		}
		runtime.Gosched()
	}
	slots <- struct{}{} // another run
	for range 100 {
		var here atomic.Int64
		p.Each(8, func(int) {
			if here.Add(1) > 1 {
				t.Error("a helper works though there is no place for it")
			}
			runtime.Gosched()
			here.Add(-1)
		})
	}
	if len(slots) != 2 {
		t.Errorf("%d places are taken", len(slots))
	}
}
