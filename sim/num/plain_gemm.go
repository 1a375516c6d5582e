package num

func (k plain[T]) Gemm(c Mat[T], alpha T, a, b Mat[T], beta T) {
	check(a.Cols == b.Rows && c.Rows == a.Rows && c.Cols == b.Cols)
	k.product(c, alpha, place2[T]{a.Data, 0, a.Cols, 1}, a.Cols, place2[T]{b.Data, 0, 1, b.Cols}, beta)
}

func (k plain[T]) GemmNT(c Mat[T], alpha T, a, b Mat[T], beta T) {
	check(a.Cols == b.Cols && c.Rows == a.Rows && c.Cols == b.Rows)
	k.product(c, alpha, place2[T]{a.Data, 0, a.Cols, 1}, a.Cols, place2[T]{b.Data, 0, b.Cols, 1}, beta)
}

func (k plain[T]) GemmTN(c Mat[T], alpha T, a, b Mat[T], beta T) {
	check(a.Rows == b.Rows && c.Rows == a.Cols && c.Cols == b.Cols)
	k.product(c, alpha, place2[T]{a.Data, 0, 1, a.Cols}, a.Rows, place2[T]{b.Data, 0, 1, b.Cols}, beta)
}

// product does C = alpha X Yᵀ + beta C: both have their rows along the inner index.
func (k plain[T]) product(c Mat[T], alpha T, x place2[T], inner int, y place2[T], beta T) {
	if inner == 0 || beta != 0 && beta != 1 {
		if !rescale(k, c, beta, inner) {
			return
		}
		beta = 1
	}
	if len(c.Data) > 0 {
		multiply(place2[T]{c.Data, 0, c.Cols, 1}, c.Rows, c.Cols, inner, alpha, x, y, beta != 0)
	}
}

// rescale does C *= beta. It says whether there is a product of length inner to add.
func rescale[T Float](k Kernels[T], c Mat[T], beta T, inner int) bool {
	switch beta {
	case 0:
		clear(c.Data)
	case 1:
	default:
		k.Scale(beta, c.Data)
	}
	return inner > 0 && len(c.Data) > 0
}

// deepest is the most elements of the inner index that are summed in one block.
const deepest = 320

// multiply does C = alpha X Yᵀ or C += alpha X Yᵀ, with m x n elements of C, whose rows
// are in one piece. An element is the sum over blocks of the inner index, whose sizes
// depend on inner alone, of alpha times sums in order.
func multiply[T Float](c place2[T], m, n, inner int, alpha T, x, y place2[T], add bool) {
	const width = 64
	var sums [width]T
	for k0, depth := range blocks(inner, deepest) {
		for i := range m {
			for j0 := 0; j0 < n; j0 += width {
				sum := sums[:min(width, n-j0)]
				from, xs := y.to(j0, k0), x.to(i, k0)
				if y.row == 1 {
					sumRows(sum, xs, from, depth)
				} else {
					sumColumns(sum, xs, from, depth)
				}
				at := c.to(i, j0).at
				for j, v := range sum {
					if add || k0 > 0 {
						c.data[at+j] = fma(alpha, v, c.data[at+j])
					} else {
						c.data[at+j] = alpha * v
					}
				}
			}
		}
	}
}

// sumRows goes along a row of Y's elements for each inner index.
func sumRows[T Float](sum []T, x, y place2[T], depth int) {
	clear(sum)
	for k := range depth {
		at := y.at + k*y.col
		axpy(x.data[x.at+k*x.col], y.data[at:at+len(sum)], sum)
	}
}

// blocks cuts n into as few blocks as possible of at most size, all nearly as large,
// and yields where each starts and how large it is.
func blocks(n, size int) func(yield func(start, size int) bool) {
	return func(yield func(start, size int) bool) {
		parts := (n + size - 1) / size
		small, more := n/parts, n%parts
		for i, at := 0, 0; i < parts; i++ {
			s := small
			if i < more {
				s++
			}
			if !yield(at, s) {
				return
			}
			at += s
		}
	}
}
