package num

// ConvShape says what a convolution works on. Images lie with the batch innermost:
// channel c, row y, column x of image i is element ((c*Height+y)*Width+x)*Batch + i, and
// the output likewise with its own height and width. Weights are [out][in][row][column].
// The stride is 1, and like everywhere in this trade nothing is turned round: output
// (y, x) sees input (y+i-Pad, x+j-Pad) through weight (i, j). What is infinite or NaN may
// count where it meets the padding, too: 0 times it is NaN.
type ConvShape struct {
	In, Height, Width int // channels, rows and columns of the input
	Out               int // channels of the output
	Kernel            int // rows and columns of a kernel
	Pad               int // rows and columns of zeros around the input, less than Kernel
	Batch             int
}

// OutHeight is how many rows the output has.
func (s ConvShape) OutHeight() int { return s.Height + 2*s.Pad - s.Kernel + 1 }

// products is how many a convolution makes.
func (s ConvShape) products() int { return s.Outputs() * s.In * s.Kernel * s.Kernel }

// OutWidth is how many columns the output has.
func (s ConvShape) OutWidth() int { return s.Width + 2*s.Pad - s.Kernel + 1 }

// Inputs is how many numbers the input has.
func (s ConvShape) Inputs() int { return s.In * s.Height * s.Width * s.Batch }

// Outputs is how many numbers the output has.
func (s ConvShape) Outputs() int { return s.Out * s.OutHeight() * s.OutWidth() * s.Batch }

// Weights is how many weights there are; there are Out biases besides.
func (s ConvShape) Weights() int { return s.Out * s.In * s.Kernel * s.Kernel }

// ok says whether the shape is one that can be.
func (s ConvShape) ok() bool {
	return s.In > 0 && s.Out > 0 && s.Kernel > 0 && s.Batch >= 0 && s.Pad >= 0 && s.Pad < s.Kernel && s.OutHeight() > 0 && s.OutWidth() > 0
}

// Conv does out = w * in + bias. There need not be a bias: nil.
func Conv[T Float](out, in, w, bias []T, s ConvShape) {
	check(s.ok() && len(out) == s.Outputs() && len(in) == s.Inputs() && len(w) == s.Weights() && (bias == nil || len(bias) == s.Out))
	tell(s.products())
	if !fastConv(out, in, w, bias, s, false) {
		plainConv(out, in, w, bias, s, false)
	}
}

// ConvBackInput does gin = what the gradient gout of the output is to the input.
func ConvBackInput[T Float](gin, gout, w []T, s ConvShape) {
	check(s.ok() && len(gout) == s.Outputs() && len(gin) == s.Inputs() && len(w) == s.Weights())
	tell(s.products())
	if !fastConv(gin, gout, w, nil, s.back(), true) {
		plainConv(gin, gout, w, nil, s.back(), true)
	}
}

// ConvBackWeights adds to dw, and to db if it is not nil, what the gradient gout of the
// output is to the weights and biases, summed over the batch.
func ConvBackWeights[T Float](dw, db, gout, in []T, s ConvShape) {
	check(s.ok() && len(gout) == s.Outputs() && len(in) == s.Inputs() && len(dw) == s.Weights() && (db == nil || len(db) == s.Out))
	tell(s.products())
	k := Use[T]()
	plane := s.OutHeight() * s.OutWidth() * s.Batch
	for o := range db {
		db[o] += k.Sum(gout[o*plane : (o+1)*plane])
	}
	if !fastConvWeights(dw, gout, in, s) {
		plainConvWeights(dw, gout, in, s)
	}
}

// back is the shape of the convolution that takes gradients back to the input: with
// the kernels turned round and channels exchanged it is one, too.
func (s ConvShape) back() ConvShape {
	return ConvShape{In: s.Out, Height: s.OutHeight(), Width: s.OutWidth(), Out: s.In, Kernel: s.Kernel, Pad: s.Kernel - 1 - s.Pad, Batch: s.Batch}
}
