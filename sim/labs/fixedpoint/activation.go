package fixedpoint

import "hebb/sim/num"

// rate is the rate function f of a network, elementwise.
type rate uint8

const (
	tanhRate rate = iota
	reluRate
	linearRate
)

func rateOf(name string) rate {
	switch name {
	case "relu":
		return reluRate
	case "linear":
		return linearRate
	}
	return tanhRate
}

// applyTo does y = f(z).
func applyTo[T num.Float](f rate, y, z []T) {
	switch f {
	case tanhRate:
		num.Tanh(y, z)
	case reluRate:
		for i, v := range z {
			y[i] = max(v, 0)
		}
	default:
		copy(y, z)
	}
}

// gains writes the slope f' at the current z, of which fz = f(z).
func gains[T num.Float](f rate, g, z, fz []T) {
	switch f {
	case tanhRate:
		for i, v := range fz {
			g[i] = 1 - v*v
		}
	case reluRate:
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
