package num

// MaxAbs returns the largest |x|, 0 of nothing, and NaN if one is NaN.
func MaxAbs[T Float](x []T) T {
	n := 0
	top := T(0)
	if assembly {
		if n = len(x) &^ 7; n > 0 {
			top = largestEights(&x[0], n)
		}
	}
	for _, v := range x[n:] {
		top = higher(top, v)
	}
	return top
}

// Distance returns the largest |x - y|, 0 of nothing, and NaN if one is NaN.
func Distance[T Float](x, y []T) T {
	check(len(x) == len(y))
	n := 0
	top := T(0)
	if assembly {
		if n = len(x) &^ 7; n > 0 {
			top = apartEights(&x[0], &y[0], n)
		}
	}
	for i := n; i < len(x); i++ {
		top = higher(top, x[i]-y[i])
	}
	return top
}

func higher[T Float](top, v T) T {
	if v < 0 {
		v = -v
	}
	if v > top || v != v {
		return v
	}
	return top
}

// Towards does x += h (y - x), a step of a state on its way to y.
func Towards[T Float](x, y []T, h T) {
	check(len(x) == len(y))
	n := 0
	if assembly {
		if n = len(x) &^ 7; n > 0 {
			towardsEights(&x[0], &y[0], h, n)
		}
		if n < len(x) { // the last few as the others, to the last bit
			var a, b [8]T
			copy(a[:], x[n:])
			copy(b[:], y[n:])
			towardsEights(&a[0], &b[0], h, 8)
			copy(x[n:], a[:])
		}
		return
	}
	for i, v := range y {
		x[i] = fma(v-x[i], h, x[i])
	}
}
