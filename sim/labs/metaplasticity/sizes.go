package metaplasticity

// Sizes of terms in an update: a row for each matrix, a column for each of n coefficients.

// shown keeps sizes to what can be shown.
func shown(all []float64) {
	for i, v := range all {
		if all[i] = within(v); !(v >= 0) {
			all[i] = 0
		}
	}
}

// shares writes the share of each size in its row.
func shares(dst []float32, all []float64, n int) {
	for at := 0; at < len(all); at += n {
		row := all[at : at+n]
		for k, v := range row {
			dst[at+k] = float32(fraction(v, sum(row)))
		}
	}
}

// shareOf is that of a column in everything.
func shareOf(all []float64, n, column int) float64 {
	part, whole := 0.0, 0.0
	for at := 0; at < len(all); at += n {
		part += all[at+column]
		whole += sum(all[at : at+n])
	}
	return fraction(part, whole)
}

func sum(list []float64) (s float64) {
	for _, v := range list {
		s += v
	}
	return s
}

func fraction(part, whole float64) float64 {
	if whole > 0 {
		return part / whole
	}
	return 0
}
