package predictive

import (
	"hebb/sim/labs/predictive/layout"

	_ "embed"

	"hebb/sim/data"
	"hebb/sim/num"
)

//go:embed doc.go
var doc string

// source is where images come from. It is shared by sims, and nobody writes to it.
type source interface {
	shape() layout.Dims
	classes() int
	count(test bool) int
	// load writes image i, from 0 to 1 and channel by channel, and returns its label.
	load(test bool, i int, x []float64) (label int)
	// target writes what the network should say to image i; false: one for the label's
	// class, zero for the others.
	target(i int, y []float64) bool
}

// digits are grey images with levels 0..255.
type digits struct{ set *data.Set }

// openSet opens an image set by name. Its errors name the field.
func openSet(name string) (source, error) {
	set, err := data.Choose("data", name)
	if err != nil {
		return nil, err
	}
	return digits{set}, nil
}

func (d digits) shape() layout.Dims         { return layout.Dims{C: 1, H: d.set.Rows, W: d.set.Cols} }
func (d digits) classes() int               { return d.set.Classes }
func (d digits) count(test bool) int        { return d.set.Part(test).N }
func (d digits) target(int, []float64) bool { return false }

// load rounds levels to float32, as torch's ToTensor does.
func (d digits) load(test bool, i int, x []float64) int {
	label := data.Load(d.set.Part(test), i, x)
	for j, v := range x {
		x[j] = float64(float32(v))
	}
	return label
}

// order says which training image comes at an index that counts for ever.
type order interface {
	At(index uint64) int
}

// keyed is the lab's own order: a fresh permutation for each pass.
type keyed struct{ p data.Permutation }

func (k keyed) At(index uint64) int { return k.p.At(index) }

func newKeyed(seed uint64, n int) order {
	return keyed{data.Order(uint64(num.NewKey(seed, "order", 0)), n)}
}

// wholeBatches leaves out the images at the end of a pass that make no whole batch.
type wholeBatches struct {
	order
	n, used uint64
}

func (w wholeBatches) At(index uint64) int { return w.order.At(index/w.used*w.n + index%w.used) }
