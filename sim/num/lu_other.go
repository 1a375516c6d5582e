//go:build !amd64 || noasm || gccgo || safe

package num

func (f *LU[T]) fastUpdate(j, from int, top []T, inverse T) bool { return false }

func fastTriangle[T Float](t place2[T], inverse []T, lower bool, b place2[T], n, m int) bool {
	return false
}

func fastSubtract[T Float](c, x, y place2[T], m, n, inner int) bool { return false }
