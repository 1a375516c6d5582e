package num

import (
	"syscall"
	"testing"
)

func TestConvTouchesNothingBeyondTheEnds(t *testing.T) {
	guardConv[float32](t)
	guardConv[float64](t)
}

func guardConv[T Float](t *testing.T) {
	for _, atEnd := range []bool{true, false} {
		for i, s := range convShapes()[:30] {
			var mapped [][]byte
			alloc := func(n int) []T {
				v, pages := guarded[T](t, n, atEnd)
				mapped = append(mapped, pages)
				return v
			}
			g := &maker[T]{seed: uint64(i), fill: 1, alloc: alloc}
			testConv(t, s, g)
			testPool(t, PoolShape{s.In, s.Height, s.Width, s.Batch}, g)
			for _, m := range mapped {
				if err := syscall.Munmap(m); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
}
