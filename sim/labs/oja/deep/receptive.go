package deep

import "hebb/sim/num"

// fields writes, for the first units of layer l+1, the row of W_l ... W_0 that leads
// from the image to each: its receptive field when the activation is left out.
func (c *state[T]) fields(dst []float32, l int) {
	pixels := c.n.Sizes[0]
	if l == 0 {
		w := c.n.W[0]
		units := len(dst) / pixels
		for j := range pixels {
			row := w.Row(j)
			for i := range units {
				dst[i*pixels+j] = float32(row[i])
			}
		}
		return
	}
	units := len(dst) / pixels
	k := num.Use[T]()
	// from: a row for each unit, a column for each unit of the layer reached so far.
	from, to := c.view(0, units, c.n.Sizes[l]), num.Mat[T]{}
	for j := range c.n.Sizes[l] {
		for i := range units {
			from.Data[i*from.Cols+j] = c.n.W[l].At(j, i)
		}
	}
	for m := l - 1; m >= 0; m-- {
		to = c.view((l-m)%2, units, c.n.Sizes[m])
		for i := range units {
			k.Gemv(to.Row(i), c.n.W[m], from.Row(i))
		}
		from = to
	}
	num.Convert(dst, from.Data)
}

// view is one of the two scratch matrices in a shape.
func (c *state[T]) view(which, rows, cols int) num.Mat[T] {
	return num.Mat[T]{Rows: rows, Cols: cols, Data: c.receptive[which].Data[:rows*cols]}
}
