//go:build !amd64 || noasm || gccgo || safe

package num

func fastPairs[T Float](f pairwise, z, x, y []T) bool { return false }
