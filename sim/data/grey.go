package data

// Grey are the 256 grey levels as activities: level/255, rounded once, to float64. Rounded
// on to float32 they are what torch's ToTensor gives.
var Grey = func() (t [256]float64) {
	for i := range t {
		t[i] = float64(i) / 255
	}
	return t
}()

// Part is the test images, or those to learn from.
func (s *Set) Part(test bool) *Images {
	if test {
		return &s.Test
	}
	return &s.Train
}

// Load writes image i of m as activities and returns its label.
func Load[T float32 | float64](m *Images, i int, x []T) (label int) {
	pixels := m.Pixels(i)
	x = x[:len(pixels)]
	for j, p := range pixels {
		x[j] = T(Grey[p])
	}
	return m.Label(i)
}
