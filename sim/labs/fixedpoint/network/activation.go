package network

import "hebb/sim/num"

// Rate is the rate function f of a network, elementwise.
type Rate uint8

const (
	Tanh Rate = iota
	ReLU
	Linear
)

// RateOf is the rate function of a name: tanh, relu or linear.
func RateOf(name string) Rate {
	switch name {
	case "relu":
		return ReLU
	case "linear":
		return Linear
	}
	return Tanh
}

// applyTo does y = f(z).
func applyTo[T num.Float](f Rate, y, z []T) {
	switch f {
	case Tanh:
		num.Tanh(y, z)
	case ReLU:
		for i, v := range z {
			y[i] = max(v, 0)
		}
	default:
		copy(y, z)
	}
}

// gains writes the slope f' at the current z, of which fz = f(z).
func gains[T num.Float](f Rate, g, z, fz []T) {
	switch f {
	case Tanh:
		for i, v := range fz {
			g[i] = 1 - T(v*v)
		}
	case ReLU:
		for i, v := range z {
			g[i] = 0
			if v > 0 {
				g[i] = 1
			}
		}
	default:
		for i := range g {
			g[i] = 1
		}
	}
}
