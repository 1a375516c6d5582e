//go:build amd64 && !noasm && !gccgo && !safe

package num

import "math"

// convolver does convolutions with our own assembly. Its fields are the routines in
// one precision, by how many output channels they work on.
type convolver[T Float] struct {
	tile     [7]func(out *T, step int, w, in *T, shift int, taps *int32, k int, bias *T, n int)
	gradient [7][3]func(dw *T, dwStep int, grad *T, step, gNext int, in *T, shift0, shift1, inNext, rows, n int)
	pool     func(out *T, win *uint8, in *T, below, n, count int)
	poolBack func(gin, gout *T, win *uint8, below, n, count int)
}

var convolver32 = &convolver[float32]{
	tile: [7]func(out *float32, step int, w, in *float32, shift int, taps *int32, k int, bias *float32, n int){
		nil, conv1Asm32, conv2Asm32, conv3Asm32, conv4Asm32, conv5Asm32, conv6Asm32},
	gradient: [7][3]func(dw *float32, dwStep int, grad *float32, step, gNext int, in *float32, shift0, shift1, inNext, rows, n int){
		1: {1: convGradient1x1Asm32, 2: convGradient1x2Asm32}, 2: {1: convGradient2x1Asm32, 2: convGradient2x2Asm32},
		3: {1: convGradient3x1Asm32, 2: convGradient3x2Asm32}, 4: {1: convGradient4x1Asm32, 2: convGradient4x2Asm32},
		5: {1: convGradient5x1Asm32, 2: convGradient5x2Asm32}, 6: {1: convGradient6x1Asm32, 2: convGradient6x2Asm32}},
	pool: poolAsm32, poolBack: poolBackAsm32,
}

var convolver64 = &convolver[float64]{
	tile: [7]func(out *float64, step int, w, in *float64, shift int, taps *int32, k int, bias *float64, n int){
		nil, conv1Asm64, conv2Asm64, conv3Asm64, conv4Asm64, conv5Asm64, conv6Asm64},
	gradient: [7][3]func(dw *float64, dwStep int, grad *float64, step, gNext int, in *float64, shift0, shift1, inNext, rows, n int){
		1: {1: convGradient1x1Asm64, 2: convGradient1x2Asm64}, 2: {1: convGradient2x1Asm64, 2: convGradient2x2Asm64},
		3: {1: convGradient3x1Asm64, 2: convGradient3x2Asm64}, 4: {1: convGradient4x1Asm64, 2: convGradient4x2Asm64},
		5: {1: convGradient5x1Asm64, 2: convGradient5x2Asm64}, 6: {1: convGradient6x1Asm64, 2: convGradient6x2Asm64}},
	pool: poolAsm64, poolBack: poolBackAsm64,
}

// convolverOf returns nil where the assembly may not run.
func convolverOf[T Float]() *convolver[T] {
	if !assembly {
		return nil
	}
	if is32[T]() {
		return any(convolver32).(*convolver[T])
	}
	return any(convolver64).(*convolver[T])
}

// fastConv does a convolution, or one with the kernels turned round and the channels of
// the weights exchanged, as gradients need it.
func fastConv[T Float](out, in, w, bias []T, s ConvShape, turned bool) bool {
	f := convolverOf[T]()
	if f == nil || len(in) > math.MaxInt32 || s.Batch == 0 {
		return false
	}
	r := getConvRoom[T]()
	if s.fewImages(lanes[T]()) {
		in = padded(r, in, s)
		s = s.padded()
	}
	plan := planOf(s)
	taps := s.In * s.Kernel * s.Kernel
	r.w = atLeast(r.w, len(w)+mostRows*taps)
	packWeights(r.w, w, s, plan.stride, turned)
	if bias == nil {
		r.bias = atLeast(r.bias, s.Out)
		bias = r.bias
		clear(bias)
	}
	oh, ow := s.OutHeight(), s.OutWidth()
	plane := oh * ow * s.Batch
	for y := range oh {
		i0, i1 := max(0, s.Pad-y), min(s.Kernel, s.Height+s.Pad-y)
		for _, part := range plan.parts {
			perRow := 2 * s.In * (part.j1 - part.j0)
			list := part.taps[i0*perRow : i1*perRow]
			shift := ((y-s.Pad)*s.Width + part.x0 - s.Pad) * s.Batch
			for o, at := 0, 0; o < s.Out; o, at = o+plan.stride, at+plan.stride*taps {
				rows := min(plan.stride, s.Out-o)
				f.tile[rows](&out[o*plane+(y*ow+part.x0)*s.Batch], plane, &r.w[at], &in[0], shift,
					&list[0], len(list)/2, &bias[o], (part.x1-part.x0)*s.Batch)
			}
		}
	}
	putConvRoom(r)
	return true
}

func fastConvWeights[T Float](dw, gout, in []T, s ConvShape) bool {
	f := convolverOf[T]()
	if f == nil || len(in) > math.MaxInt32 || s.Batch == 0 {
		return false
	}
	r := getConvRoom[T]()
	if s.Pad > 0 {
		in = padded(r, in, s)
		s = s.padded()
	}
	oh, row, next := s.OutHeight(), s.OutWidth()*s.Batch, s.Width*s.Batch
	plane := oh * row
	stride := rowsAtATime(s.Out)
	high, most := s.gradientBlock(lanes[T]())
	taps := s.In * s.Kernel * s.Kernel
	for y0 := 0; y0 < oh; y0 += high {
		rows := min(high, oh-y0)
		for x0, n := range blocks(row, most) {
			for o := 0; o < s.Out; o += stride {
				outs := min(stride, s.Out-o)
				g := &gout[o*plane+y0*row+x0]
				shift := y0*next + x0
				for t := 0; t < taps; t += 2 {
					pair := min(2, taps-t)
					a := shift + s.tap(t)
					b := a
					if pair == 2 {
						b = shift + s.tap(t+1)
					}
					f.gradient[outs][pair](&dw[o*taps+t], taps, g, plane, row, &in[0], a, b, next, rows, n)
				}
			}
		}
	}
	putConvRoom(r)
	return true
}

// fastPool does the windows of one row of one channel, if there are enough images.
func fastPool[T Float](out []T, win []uint8, in []T, below, n, count int) bool {
	f := convolverOf[T]()
	if f == nil || n < lanes[T]() || count == 0 {
		return false
	}
	f.pool(&out[0], &win[0], &in[0], below, n, count)
	return true
}

func fastPoolBack[T Float](gin, gout []T, win []uint8, below, n, count int) bool {
	f := convolverOf[T]()
	if f == nil || n < lanes[T]() || count == 0 {
		return false
	}
	f.poolBack(&gin[0], &gout[0], &win[0], below, n, count)
	return true
}
