//go:build amd64 && !noasm && !gccgo && !safe

package num

import "unsafe"

func p32[T Float](p *T) *float32 { return (*float32)(unsafe.Pointer(p)) }
func p64[T Float](p *T) *float64 { return (*float64)(unsafe.Pointer(p)) }

// tanhEights does y = tanh x for n elements, a multiple of eight.
func tanhEights[T Float](y, x *T, n int) {
	if is32[T]() {
		tanhAsm32(p32(y), p32(x), n)
		return
	}
	tanhAsm64(p64(y), p64(x), n)
}

// softplusEights does the softplus and its slope for n elements, a multiple of eight.
func softplusEights[T Float](y, s, z *T, n int, beta float64) {
	if is32[T]() {
		c := softplusConstantsOf[float32](beta)
		softplusAsm32(p32(y), p32(s), p32(z), n, &c[0])
		return
	}
	c := softplusConstantsOf[float64](beta)
	softplusAsm64(p64(y), p64(s), p64(z), n, &c[0])
}

// adamEights does Adam for n elements, a multiple of eight.
func adamEights[T Float](w, g, m, v *T, n int, c *[7]T) {
	if is32[T]() {
		adamAsm32(p32(w), p32(g), p32(m), p32(v), n, p32(&c[0]))
		return
	}
	adamAsm64(p64(w), p64(g), p64(m), p64(v), n, p64(&c[0]))
}

func momentumEights[T Float](w, g, m *T, n int, c *[2]T) {
	if is32[T]() {
		momentumAsm32(p32(w), p32(g), p32(m), n, p32(&c[0]))
		return
	}
	momentumAsm64(p64(w), p64(g), p64(m), n, p64(&c[0]))
}

func largestEights[T Float](x *T, n int) T {
	if is32[T]() {
		return T(largestAsm32(p32(x), n))
	}
	return T(largestAsm64(p64(x), n))
}

func apartEights[T Float](x, y *T, n int) T {
	if is32[T]() {
		return T(apartAsm32(p32(x), p32(y), n))
	}
	return T(apartAsm64(p64(x), p64(y), n))
}

func towardsEights[T Float](x, y *T, h T, n int) {
	if is32[T]() {
		towardsAsm32(p32(x), p32(y), float32(h), n)
		return
	}
	towardsAsm64(p64(x), p64(y), float64(h), n)
}
