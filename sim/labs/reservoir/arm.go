package reservoir

import (
	"math"

	"hebb/sim/num/elem"
)

// The shoulder.
const (
	baseX = 0.0
	baseY = -2.0
)

// standardArm are the authors' lengths.
func standardArm(segments int) []float64 {
	switch segments {
	case 2:
		return []float64{1.8, 1.8}
	case 3:
		return []float64{1.8, 1.2, 0.6}
	}
	lens := make([]float64, segments)
	copy(lens, []float64{1.8, 1.2, 0.6})
	for i := 3; i < segments; i++ {
		lens[i] = 0.1
	}
	return lens
}

// joints calls do with the shoulder, every joint and the hand. z are angles in half
// turns, each against the segment before; 0 points straight up.
func joints(z, lens []float64, do func(x, y float64)) {
	x, y, turn := baseX, baseY, 0.0
	do(x, y)
	for j, l := range lens {
		turn += z[j]
		sin, cos := elem.Sincos(math.Pi * turn)
		x, y = x+float64(l*sin), y+float64(l*cos)
		do(x, y)
	}
}

// hand is where the outputs put the pen or the arm.
func (s *motor) hand() [2]float64 {
	if s.task == penTask {
		return [2]float64{s.z[0], s.z[1]}
	}
	x, y, turn := baseX, baseY, 0.0
	for j, l := range s.lens {
		turn += s.z[j]
		sin, cos := elem.Sincos(math.Pi * turn)
		x, y = x+float64(l*sin), y+float64(l*cos)
	}
	return [2]float64{x, y}
}

// reach says between which distances from the shoulder the hand can be.
func reach(lens []float64) (near, far float64) {
	longest := 0.0
	for _, l := range lens {
		far += l
		longest = max(longest, l)
	}
	return max(0, float64(2*longest)-far), far
}
