package deep

import (
	"hebb/sim"
	"hebb/sim/num"
)

// snapshot copies what the frame wants.
func (c *state[T]) snapshot(d *deep, f *sim.Frame) {
	at := &d.at
	f.Set(at.loss, num.Recent(c.loss, uint64(c.unit)))
	f.Set(at.accuracy, num.Recent(c.right, uint64(c.unit)))
	for l := range c.ynorm {
		f.Set(at.ynorm[l], c.ynorm[l])
		f.Set(at.enorm[l], c.enorm[l])
	}
	L := c.n.Depth()
	f.Set(at.label, float64(c.label))
	f.Set(at.guess, float64(num.Argmax(c.n.Y[L])))
	sim.Show(f, at.image, c.n.Y[0])
	sim.Show(f, at.p, c.n.Y[L])
	for l := range L {
		sim.Show(f, at.e[l], c.n.E[l+1])
		if dst := f.Slot(at.w[l]); dst != nil {
			num.TransposeTo(dst, c.n.W[l])
		}
		if l == L-1 {
			break
		}
		sim.Show(f, at.y[l], c.n.Y[l+1])
		if dst := f.Slot(at.fields[l]); dst != nil {
			c.fields(dst, l)
		}
	}
}

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
