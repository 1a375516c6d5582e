package oja

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

func (d digits) images(test bool) *data.Images {
	if test {
		return &d.set.Test
	}
	return &d.set.Train
}

func (d digits) shape() shape        { return shape{d.set.Rows, d.set.Cols, d.set.Classes} }
func (d digits) count(test bool) int { return d.images(test).N }

func (d digits) load(test bool, i int, x []float64) int {
	m := d.images(test)
	for j, p := range m.Pixels(i) {
		x[j] = grey[p]
	}
	return m.Label(i)
}

// levels returns the grey levels of image i and its label: load without the floats.
func (d digits) levels(test bool, i int) ([]uint8, int) {
	m := d.images(test)
	return m.Pixels(i), m.Label(i)
}

func (d digits) order(seed uint64, n int) order {
	return data.Order(uint64(num.NewKey(seed, "order", 0)), n)
}

// grey are the 256 levels as activities: raw, without any centring or scaling.
var grey = func() (t [256]float64) {
	for i := range t {
		t[i] = float64(i) / 255
	}
	return t
}()
