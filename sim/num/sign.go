package num

import (
	"math"
	"unsafe"
)

// SignTo does dst = sign(w) |b|, with sign(0) = 0.
func SignTo[T Float](dst, w, b []T) {
	check(len(dst) == len(w) && len(b) == len(w))
	if is32[T]() {
		d, w, b := slice32(dst), slice32(w), slice32(b)
		b = b[:len(d)]
		w = w[:len(d)]
		for i := range d {
			v := math.Float32bits(w[i])&(1<<31) | math.Float32bits(b[i])&^(1<<31)
			if w[i] == 0 {
				v = 0
			}
			d[i] = math.Float32frombits(v)
		}
		return
	}
	for i, v := range w {
		dst[i] = T(math.Copysign(float64(b[i]), float64(v)))
		if v == 0 {
			dst[i] = 0
		}
	}
}

// slice32 is x as what it is: T is float32 where this is called.
func slice32[T Float](x []T) []float32 {
	return unsafe.Slice((*float32)(unsafe.Pointer(unsafe.SliceData(x))), len(x))
}

func slice64[T Float](x []T) []float64 {
	return unsafe.Slice((*float64)(unsafe.Pointer(unsafe.SliceData(x))), len(x))
}
