package num

// Tanh writes dst = tanh(src). dst may be src. The error is within 2 units in the last
// place in float32, and 2e-15 of the value in float64. The assembly takes eight at a
// time: the last few go through a buffer.
func Tanh[T Float](dst, src []T) {
	check(len(dst) == len(src))
	if !assembly {
		for i, v := range src {
			dst[i] = plainTanh(v)
		}
		return
	}
	n := len(src) &^ 7
	if n > 0 {
		tanhEights(&dst[0], &src[0], n)
	}
	if n < len(src) {
		var b [8]T
		copy(b[:], src[n:])
		tanhEights(&b[0], &b[0], 8)
		copy(dst[n:], b[:])
	}
}
