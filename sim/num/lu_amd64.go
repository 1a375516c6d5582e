//go:build amd64 && !noasm && !gccgo && !safe

package num

// factorer is what is left of a factorisation beside products.
type factorer[T Float] struct {
	triangle [leaf + 1]func(t *T, row, col int, inverse *T, step int, b *T, ldb, m int)
	panel    func(w, l *T, lda int, top *T, inverse T, rows int)
}

var factorer32 = &factorer[float32]{
	triangle: [leaf + 1]func(t *float32, row, col int, inverse *float32, step int, b *float32, ldb, m int){nil,
		triangle1Asm32, triangle2Asm32, triangle3Asm32, triangle4Asm32, triangle5Asm32, triangle6Asm32, triangle7Asm32, triangle8Asm32},
	panel: panelAsm32,
}

var factorer64 = &factorer[float64]{
	triangle: [leaf + 1]func(t *float64, row, col int, inverse *float64, step int, b *float64, ldb, m int){nil,
		triangle1Asm64, triangle2Asm64, triangle3Asm64, triangle4Asm64, triangle5Asm64, triangle6Asm64, triangle7Asm64, triangle8Asm64},
	panel: panelAsm64,
}

func factorerOf[T Float]() *factorer[T] {
	if !assembly {
		return nil
	}
	if is32[T]() {
		return any(factorer32).(*factorer[T])
	}
	return any(factorer64).(*factorer[T])
}

// fastUpdate takes column j's part out of the rows below it, in the columns from one on.
// Eight are read and written, so that there have to be eight; those that do not belong to
// it have a 0 in top.
func (f *LU[T]) fastUpdate(j, from int, top []T, inverse T) bool {
	k, size := factorerOf[T](), f.A.Rows
	if k == nil || size < leaf {
		return false
	}
	if next := (j + 1) * size; j+1 < size {
		k.panel(&f.A.Data[next+from], &f.A.Data[next+j], size, &top[0], inverse, size-j-1)
	}
	return true
}

func fastTriangle[T Float](t place2[T], inverse []T, lower bool, b place2[T], n, m int) bool {
	k := factorerOf[T]()
	if k == nil {
		return false
	}
	inverse = inverse[:n]
	if lower {
		k.triangle[n](&t.data[t.at], t.row, t.col, &inverse[0], 1, &b.data[b.at], b.row, m)
		return true
	}
	// From the last row upwards.
	t, b = t.to(n-1, n-1), b.to(n-1, 0)
	k.triangle[n](&t.data[t.at], -t.row, -t.col, &inverse[n-1], -1, &b.data[b.at], -b.row, m)
	return true
}

func fastSubtract[T Float](c, x, y place2[T], m, n, inner int) bool {
	f, ok := Use[T]().(*fast[T])
	if !ok {
		return false
	}
	f.multiply(&c.data[c.at], c.row, m, n, inner, -1,
		operand[T]{&x.data[x.at], x.row, x.col}, operand[T]{&y.data[y.at], y.row, y.col}.turned(), true)
	return true
}
