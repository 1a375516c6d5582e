package metaplasticity

import (
	"fmt"
	"slices"

	"hebb/sim"
	"hebb/sim/data"
	"hebb/sim/num"
)

// choose picks n of the library's classes, in their order. Which they are depends on
// the seed only.
func choose(l *library, n int, seed uint64) ([]int, error) {
	if have := len(l.classes); n > have {
		return nil, &sim.FieldError{Field: "classes", Reason: fmt.Sprintf("%d classes, but the images have %d: first take %d or fewer", n, have, have)}
	}
	order := data.Order(uint64(num.NewKey(seed, "classes", 0)), len(l.classes))
	var list []int
	for i := range n {
		list = append(list, order.At(uint64(i)))
	}
	slices.Sort(list)
	return list, nil
}

// task is M of the classes, with K images of each to learn from and Q to be asked
// about, all different.
type task struct {
	K, Q    int
	classes []int              // outputs of the network
	order   data.Permutation   // in which the M K images come
	images  []data.Permutation // of each class
}

func newTask(m, k, q int) task {
	return task{K: k, Q: q, classes: make([]int, m), images: make([]data.Permutation, m)}
}

// draw makes the task of an episode.
func (t *task) draw(f *frame, episode uint64) {
	key := num.NewKey(f.seed, "task", int(episode))
	which := data.Order(key.Bits(0, 0), len(f.chosen))
	for i := range t.classes {
		t.classes[i] = which.At(uint64(i))
		t.images[i] = data.Order(key.Bits(1, i), len(f.lib.classes[f.chosen[t.classes[i]]].list))
	}
	t.order = data.Order(key.Bits(2, 0), len(t.classes)*t.K)
}

// train loads image i of the course and returns its label.
func (t *task) train(f *frame, i int, x []float64) (label int) {
	j := t.order.At(uint64(i))
	return t.load(f, j/t.K, j%t.K, x)
}

// query loads query image i and returns its label.
func (t *task) query(f *frame, i int, x []float64) (label int) {
	return t.load(f, i/t.Q, t.K+i%t.Q, x)
}

// load loads image i of the task's class c.
func (t *task) load(f *frame, c, i int, x []float64) (label int) {
	label = t.classes[c]
	f.lib.load(f.chosen[label], t.images[c].At(uint64(i)), f.half, x)
	return label
}

// frame is where tasks come from.
type frame struct {
	seed   uint64
	lib    *library
	chosen []int // classes of the library that the outputs stand for
	half   bool
}
