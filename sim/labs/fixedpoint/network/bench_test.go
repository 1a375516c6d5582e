package network

import (
	"math"
	"testing"

	"hebb/sim/num"
)

// What a batch pays before its first sample: 2/3 N³ + 2 N³ flops.
func BenchmarkClose(b *testing.B) {
	n := New(num.NewMat[float32](300, 300), Tanh, nil)
	Draw(n.W, num.NewKey(1, "bench", 0), 0.5/math.Sqrt(300))
	room, loop := NewRoom[float32](300), NewClosed[float32](300)
	for i := range loop.Gain {
		loop.Gain[i] = 0.8
	}
	for b.Loop() {
		loop.Close(n, room)
	}
}
