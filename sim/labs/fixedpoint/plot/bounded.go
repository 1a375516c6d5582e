package plot

// Small32 is v for a frame: finite, and within what a float32 holds.
func Small32(v float64) float32 { return float32(Bounded(v)) }

// Bounded is v held within ±1e30; what is not a number becomes the bound, for on
// screen it is beyond all axes.
func Bounded(v float64) float64 {
	const most = 1e30
	switch {
	case v > most || v != v:
		return most
	case v < -most:
		return -most
	}
	return v
}
