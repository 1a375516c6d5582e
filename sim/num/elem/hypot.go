package elem

import "math"

// Hypot returns the root of x² + y². Powers of two keep the squares of what is very large
// or very small in range.
func Hypot(x, y float64) float64 {
	x, y = math.Abs(x), math.Abs(y)
	infinite := x > math.MaxFloat64 || y > math.MaxFloat64
	x, y = max(x, y), min(x, y)
	switch {
	case infinite:
		return math.Inf(1)
	case x > 0x1p500:
		return root(x*0x1p-600, y*0x1p-600) * 0x1p600
	case x < 0x1p-450:
		return root(x*0x1p600, y*0x1p600) * 0x1p-600
	}
	return root(x, y)
}

// root takes the root of a sum that is rounded once. x is the larger one. The square of a
// number's first half is exact; what the whole one's is more is a product.
func root(x, y float64) float64 {
	a, b := firstHalf(x), firstHalf(y)
	s := sum(float64(a*a), float64(b*b))
	return math.Sqrt(s.hi + (s.lo + (float64((x-a)*(x+a)) + float64((y-b)*(y+b)))))
}
