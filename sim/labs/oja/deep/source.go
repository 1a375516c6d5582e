package deep

import (
	"hebb/sim/data"
	"hebb/sim/num"
)

// shape is what a source of images looks like.
type shape struct{ rows, cols, classes int }

// source is where images come from. It is shared by sims, and nobody writes to it.
type source interface {
	shape() shape
	count(test bool) int
	// load writes the pixels of image i, from 0 to 1, and returns its label.
	load(test bool, i int, x []float64) (label int)
	// order is the order in which n images are shown under a seed.
	order(seed uint64, n int) order
}

type order interface{ At(index uint64) int }

// digits are grey images with levels 0..255.
type digits struct{ set *data.Set }

// openSet opens an image set by name. Its errors name the field.
func openSet(name string) (digits, error) {
	set, err := data.Choose("data", name)
	if err != nil {
		return digits{}, err
	}
	return digits{set}, nil
}

func (d digits) shape() shape        { return shape{d.set.Rows, d.set.Cols, d.set.Classes} }
func (d digits) count(test bool) int { return d.set.Part(test).N }

func (d digits) load(test bool, i int, x []float64) int {
	return data.Load(d.set.Part(test), i, x)
}

func (d digits) order(seed uint64, n int) order {
	return data.Order(uint64(num.NewKey(seed, "order", 0)), n)
}
