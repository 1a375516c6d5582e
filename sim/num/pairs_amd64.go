//go:build amd64 && !noasm && !gccgo && !safe

package num

var (
	pairs32 = [...]func(z, x, y *float32, n int){plusAsm32, minusAsm32, timesAsm32, addTimesAsm32, lessTimesAsm32}
	pairs64 = [...]func(z, x, y *float64, n int){plusAsm64, minusAsm64, timesAsm64, addTimesAsm64, lessTimesAsm64}
)

func fastPairs[T Float](f pairwise, z, x, y []T) bool {
	if !assembly {
		return false
	}
	if is32[T]() {
		pairs32[f](p32(p(z)), p32(p(x)), p32(p(y)), len(z))
	} else {
		pairs64[f](p64(p(z)), p64(p(x)), p64(p(y)), len(z))
	}
	return true
}
