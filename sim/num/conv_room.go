package num

// convRoom is where weights and images are put in another order.
type convRoom[T Float] struct{ w, bias, in []T }

// mostRows is how many output channels are computed at a time.
const mostRows = 6

// Idle ones.
var (
	convRooms32 = make(chan *convRoom[float32], 16)
	convRooms64 = make(chan *convRoom[float64], 16)
)

func convRooms[T Float]() chan *convRoom[T] {
	if is32[T]() {
		return any(convRooms32).(chan *convRoom[T])
	}
	return any(convRooms64).(chan *convRoom[T])
}

func getConvRoom[T Float]() *convRoom[T] {
	select {
	case r := <-convRooms[T]():
		return r
	default:
		return new(convRoom[T])
	}
}

func putConvRoom[T Float](r *convRoom[T]) {
	select {
	case convRooms[T]() <- r:
	default:
	}
}

// atLeast returns a slice of n elements, b if it has room.
func atLeast[T any](b []T, n int) []T {
	if cap(b) < n {
		b = make([]T, n)
	}
	return b[:n]
}

// packWeights puts the weights of as many output channels as are computed at a time
// side by side, tap for tap.
func packWeights[T Float](dst, w []T, s ConvShape, stride int, turned bool) {
	square := s.Kernel * s.Kernel
	taps := s.In * square
	for o := range s.Out {
		to := dst[o/stride*stride*taps+o%stride:]
		for c := range s.In {
			from := w[(o*s.In+c)*square:][:square]
			if turned {
				from = w[(c*s.Out+o)*square:][:square]
			}
			for e, v := range from {
				if turned {
					e = square - 1 - e
				}
				to[(c*square+e)*stride] = v
			}
		}
	}
}

// gradientCache is how many bytes of gradients are used again and again by one tap
// after another: they stay in the first cache.
const gradientCache = 16 << 10

// tap is where weight t of an output channel meets the input, without padding.
func (s ConvShape) tap(t int) int {
	square := s.Kernel * s.Kernel
	c, i, j := t/square, t%square/s.Kernel, t%s.Kernel
	return ((c*s.Height+i)*s.Width + j) * s.Batch
}

// padded is the shape with its zeros as part of the input.
func (s ConvShape) padded() ConvShape {
	s.Height, s.Width, s.Pad = s.Height+2*s.Pad, s.Width+2*s.Pad, 0
	return s
}

// padded is the input with its zeros around it.
func padded[T Float](r *convRoom[T], in []T, s ConvShape) []T {
	width, wide := s.Width*s.Batch, (s.Width+2*s.Pad)*s.Batch
	r.in = atLeast(r.in, s.In*(s.Height+2*s.Pad)*wide)
	at := 0
	for range s.In {
		zeros := s.Pad*wide + s.Pad*s.Batch
		for range s.Height {
			clear(r.in[at : at+zeros])
			at += zeros
			at += copy(r.in[at:], in[:width])
			in = in[width:]
			zeros = 2 * s.Pad * s.Batch
		}
		zeros = s.Pad*wide + s.Pad*s.Batch
		clear(r.in[at : at+zeros])
		at += zeros
	}
	return r.in
}
