package num

// eachTap calls do for every weight and every row of the output: weight e takes n
// numbers of the input from place from on to as many of the output from place at on.
func eachTap(s ConvShape, do func(e, at, from, n int)) {
	oh, ow := s.OutHeight(), s.OutWidth()
	for o := range s.Out {
		for c := range s.In {
			for i := range s.Kernel {
				y0, y1 := reach(oh, s.Height, i, s.Pad)
				for j := range s.Kernel {
					x0, x1 := reach(ow, s.Width, j, s.Pad)
					e := ((o*s.In+c)*s.Kernel+i)*s.Kernel + j
					for y := y0; y < y1 && x0 < x1; y++ {
						at, from := (o*oh+y)*ow+x0, (c*s.Height+y+i-s.Pad)*s.Width+x0+j-s.Pad
						do(e, at*s.Batch, from*s.Batch, (x1-x0)*s.Batch)
					}
				}
			}
		}
	}
}

func plainConv[T Float](k Kernels[T], out, in, w, bias []T, s ConvShape) {
	clear(out)
	if bias != nil {
		addToRows(Mat[T]{s.Out, len(out) / s.Out, out}, bias)
	}
	eachTap(s, func(e, at, from, n int) { k.Axpy(w[e], in[from:from+n], out[at:at+n]) })
}

func plainConvBack[T Float](k Kernels[T], gin, gout, w []T, s ConvShape) {
	clear(gin)
	eachTap(s, func(e, at, from, n int) { k.Axpy(w[e], gout[at:at+n], gin[from:from+n]) })
}

func plainConvWeights[T Float](k Kernels[T], dw, gout, in []T, s ConvShape) {
	eachTap(s, func(e, at, from, n int) { dw[e] += k.Dot(gout[at:at+n], in[from:from+n]) })
}
