//go:build !amd64 || noasm || gccgo || safe

package num

func fastConv[T Float](out, in, w, bias []T, s ConvShape, turned bool) bool { return false }
func fastConvWeights[T Float](dw, gout, in []T, s ConvShape) bool           { return false }

func fastPool[T Float](out []T, win []uint8, in []T, below, n, count int) bool   { return false }
func fastPoolBack[T Float](gin, gout []T, win []uint8, below, n, count int) bool { return false }
