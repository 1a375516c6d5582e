package num

// Sign returns -1, 0 or 1.
func Sign(x float64) float64 {
	switch {
	case x > 0:
		return 1
	case x < 0:
		return -1
	}
	return 0
}

// Recent is the mean of what a ring has taken last: the number with index i went to
// ring[i%len(ring)], and there have been count of them.
func Recent(ring []float64, count uint64) float64 {
	n := min(count, uint64(len(ring)))
	if n == 0 {
		return 0
	}
	sum := 0.0
	for _, v := range ring[:n] {
		sum += v
	}
	return sum / float64(n)
}
