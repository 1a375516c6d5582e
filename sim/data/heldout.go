package data

// heldOutOf is of how many images one is held out for tests when a set has no test
// images of its own: as many as MNIST has.
const heldOutOf = 7

// holdOut is how many of the n images of a class are held out: a seventh, rounded down,
// but one where there are two.
func holdOut(n int) int {
	if n < 2 {
		return 0
	}
	return max(1, n/heldOutOf)
}

// holdOut holds out a part of every class. Which images these are is a matter of the
// labels alone: the first in the order of the class's images under the class as seed.
// Both parts keep the order of the file. The images of m are moved.
func (m *Images) holdOut(classes int) (train, test Images) {
	of := make([][]int, classes)
	for i, l := range m.labels {
		of[l] = append(of[l], i)
	}
	held := make([]bool, m.N)
	n := 0
	for c, list := range of {
		k := holdOut(len(list))
		n += k
		for j := range k {
			held[list[Order(uint64(c), len(list)).At(uint64(j))]] = true
		}
	}
	train = Images{size: m.size, pixels: m.pixels[:0], labels: m.labels[:0]}
	test = Images{size: m.size, pixels: make([]uint8, 0, n*m.size), labels: make([]uint8, 0, n)}
	for i := range m.N {
		to := &train
		if held[i] {
			to = &test
		}
		to.pixels = append(to.pixels, m.pixels[i*m.size:(i+1)*m.size]...)
		to.labels = append(to.labels, m.labels[i])
		to.N++
	}
	return train, test
}
