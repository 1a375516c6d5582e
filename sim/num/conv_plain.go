package num

// fewImages says whether zeros around the input are put there, and count: a column at the
// edge, which sees less of the kernels, would not fill a vector.
func (s ConvShape) fewImages(lanes int) bool { return s.Pad > 0 && s.Batch < lanes }

// plainConv sums along a kernel's rows: for each row of it all channels, for each of these
// the columns, of those that meet the input. Turned, the weights' channels are exchanged
// and the kernels turned round.
func plainConv[T Float](out, in, w, bias []T, s ConvShape, turned bool) {
	r := getConvRoom[T]()
	if s.fewImages(lanes[T]()) {
		in = padded(r, in, s)
		s = s.padded()
	}
	taps := s.In * s.Kernel * s.Kernel
	r.w = atLeast(r.w, len(w))
	packWeights(r.w, w, s, 1, turned)
	oh, ow := s.OutHeight(), s.OutWidth()
	for o := range s.Out {
		var start T
		if bias != nil {
			start = bias[o]
		}
		for y := range oh {
			i0, i1 := max(0, s.Pad-y), min(s.Kernel, s.Height+s.Pad-y)
			for _, part := range planOf(s).parts {
				at := ((o*oh+y)*ow + part.x0) * s.Batch
				row := out[at : at+(part.x1-part.x0)*s.Batch]
				for b := range row {
					row[b] = start
				}
				for i := i0; i < i1; i++ {
					for c := range s.In {
						for j := part.j0; j < part.j1; j++ {
							from := ((c*s.Height+y+i-s.Pad)*s.Width + part.x0 + j - s.Pad) * s.Batch
							axpy(r.w[o*taps+(c*s.Kernel+i)*s.Kernel+j], in[from:from+len(row)], row)
						}
					}
				}
			}
		}
	}
	putConvRoom(r)
}

// plainConvWeights adds to a weight the sum of one block of the output after another. In
// a block, partial sums by the place in a row go on from row to row.
func plainConvWeights[T Float](dw, gout, in []T, s ConvShape) {
	if s.Batch == 0 {
		return
	}
	r := getConvRoom[T]()
	if s.Pad > 0 {
		in = padded(r, in, s)
		s = s.padded()
	}
	oh, row, next := s.OutHeight(), s.OutWidth()*s.Batch, s.Width*s.Batch
	taps := s.In * s.Kernel * s.Kernel
	high, most := s.gradientBlock(lanes[T]())
	for y0 := 0; y0 < oh; y0 += high {
		for x0, n := range blocks(row, most) {
			for o := range s.Out {
				for t := range taps {
					var p partials[T]
					for y := y0; y < min(y0+high, oh); y++ {
						g, from := (o*oh+y)*row+x0, s.tap(t)+y*next+x0
						p.dot(gout[g:g+n], in[from:from+n])
					}
					dw[o*taps+t] += p.total()
				}
			}
		}
	}
	putConvRoom(r)
}

// gradientBlock is how many rows of the output, and at most how many numbers of a row,
// are summed before a weight takes the sum.
func (s ConvShape) gradientBlock(lanes int) (rows, most int) {
	most = gradientCache * lanes / 32 / rowsAtATime(s.Out)
	return max(1, most/(s.OutWidth()*s.Batch)), most
}
