package num

// Plus writes z = x + y. In all of these z may be x or y.
func Plus[T Float](z, x, y []T) { pairs(plusOf, z, x, y) }

// Minus writes z = x - y.
func Minus[T Float](z, x, y []T) { pairs(minusOf, z, x, y) }

// Times writes z = x y, element by element.
func Times[T Float](z, x, y []T) { pairs(timesOf, z, x, y) }

// AddTimes does z += x y, element by element, in one rounding.
func AddTimes[T Float](z, x, y []T) { pairs(addTimesOf, z, x, y) }

// LessTimes does z -= x y, likewise.
func LessTimes[T Float](z, x, y []T) { pairs(lessTimesOf, z, x, y) }

// pairwise is what becomes of two elements, or of three.
type pairwise uint8

const (
	plusOf pairwise = iota
	minusOf
	timesOf
	addTimesOf
	lessTimesOf
)

func pairs[T Float](f pairwise, z, x, y []T) {
	check(len(x) == len(z) && len(y) == len(z))
	if !fastPairs(f, z, x, y) {
		plainPairs(f, z, x, y)
	}
}

func plainPairs[T Float](f pairwise, z, x, y []T) {
	switch f {
	case plusOf:
		for i, v := range x {
			z[i] = v + y[i]
		}
	case minusOf:
		for i, v := range x {
			z[i] = v - y[i]
		}
	case timesOf:
		for i, v := range x {
			z[i] = v * y[i]
		}
	case addTimesOf:
		for i, v := range x {
			z[i] = fma(v, y[i], z[i])
		}
	case lessTimesOf:
		for i, v := range x {
			z[i] = fma(-v, y[i], z[i])
		}
	}
}
