//go:build !amd64 || noasm || gccgo || safe

package num

// assembly says whether there is any.
const assembly = false

func tanhEights[T Float](y, x *T, n int)                      { panic("num: no assembly") }
func softplusEights[T Float](y, s, z *T, n int, beta float64) { panic("num: no assembly") }
func adamEights[T Float](w, g, m, v *T, n int, c *[7]T)       { panic("num: no assembly") }
func momentumEights[T Float](w, g, m *T, n int, c *[2]T)      { panic("num: no assembly") }
func largestEights[T Float](x *T, n int) T                    { panic("num: no assembly") }
func apartEights[T Float](x, y *T, n int) T                   { panic("num: no assembly") }
func towardsEights[T Float](x, y *T, h T, n int)              { panic("num: no assembly") }
