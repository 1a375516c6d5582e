package num

import (
	"fmt"
	"testing"
	"unsafe"
)

// BenchmarkConv times the convolutions of a small network for digits: 28 x 28 pixels, 10
// kernels of 3 x 3, pooled, 5 kernels of 3 x 3.
func BenchmarkConv(b *testing.B) {
	b.Run("f32", benchConv[float32])
	b.Run("f64", benchConv[float64])
}

func benchConv[T Float](b *testing.B) {
	for _, batch := range []int{1, 16, 32, 64, 300} {
		for _, s := range []ConvShape{{1, 28, 28, 10, 3, 0, batch}, {10, 13, 13, 5, 3, 0, batch}, {64, 16, 16, 64, 3, 1, batch}} {
			if s.In == 64 && batch > 32 {
				continue
			}
			vec := func(seed uint64, n int) []T { v := make([]T, n); draw(seed, v, 1); return v }
			in, w, bias, out := vec(1, s.Inputs()), vec(2, s.Weights()), vec(3, s.Out), vec(4, s.Outputs())
			gin, dw, gout := vec(1, s.Inputs()), vec(1, s.Weights()), vec(6, s.Outputs())
			flops := 2 * float64(s.Outputs()*s.In*s.Kernel*s.Kernel)
			back := 0.0
			for i := range s.Kernel {
				for j := range s.Kernel {
					y0, y1 := reach(s.OutHeight(), s.Height, i, s.Pad)
					x0, x1 := reach(s.OutWidth(), s.Width, j, s.Pad)
					back += 2 * float64((y1-y0)*(x1-x0)*s.In*s.Out*s.Batch)
				}
			}
			name := func(what string) string {
				return fmt.Sprintf("%s/%dx%dx%d-%d/%d", what, s.In, s.Height, s.Width, s.Out, batch)
			}
			b.Run(name("Forward"), func(b *testing.B) { measure(b, func() { Conv(out, in, w, bias, s) }, flops, 0) })
			b.Run(name("BackInput"), func(b *testing.B) { measure(b, func() { ConvBackInput(gin, gout, w, s) }, back, 0) })
			b.Run(name("BackWeights"), func(b *testing.B) { measure(b, func() { ConvBackWeights(dw, nil, gout, in, s) }, back, 0) })
		}
		s := PoolShape{10, 26, 26, batch}
		in, out, win := make([]T, s.Inputs()), make([]T, s.Outputs()), make([]uint8, s.Outputs())
		draw(1, in, 1)
		size := float64(unsafe.Sizeof(in[0]))
		traffic := float64(s.Inputs())*size + float64(s.Outputs())*(size+1)
		b.Run(fmt.Sprintf("Pool/%d", batch), func(b *testing.B) { measure(b, func() { MaxPool(out, win, in, s) }, 0, traffic) })
		b.Run(fmt.Sprintf("PoolBack/%d", batch), func(b *testing.B) { measure(b, func() { MaxPoolBack(in, out, win, s) }, 0, traffic) })
	}
}

// reach is which places of 0..out-1 see a place of 0..in-1 through weight i, behind pad.
func reach(out, in, i, pad int) (from, to int) { return max(0, pad-i), min(out, in+pad-i) }
