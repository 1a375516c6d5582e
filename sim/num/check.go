package num

func check(ok bool) {
	if !ok {
		panic("num: shapes do not fit")
	}
}

// sparse says whether at least half of x is 0: then it pays to go row by row and
// to skip.
func sparse[T Float](x []T) bool {
	zeros := 0
	for _, v := range x {
		if v == 0 {
			zeros++
		}
	}
	return 2*zeros >= len(x)
}
