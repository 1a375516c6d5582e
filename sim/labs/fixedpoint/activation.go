package fixedpoint

import (
	"math"

	"hebb/sim/num"
)

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

// apply does y = f(z).
func (f rate) apply(y, z []float64) {
	switch f {
	case tanhRate:
		for i, v := range z {
			y[i] = math.Tanh(v)
		}
	case reluRate:
		for i, v := range z {
			y[i] = max(v, 0)
		}
	default:
		copy(y, z)
	}
}

// applyTo does y = f(z) in the precision of the network.
func applyTo[T num.Float](f rate, y, z []T) {
	switch y := any(y).(type) {
	case []float64:
		f.apply(y, any(z).([]float64))
	case []float32:
		z := any(z).([]float32)
		switch f {
		case tanhRate:
			tanh32(y, z)
		case reluRate:
			for i, v := range z {
				y[i] = max(v, 0)
			}
		default:
			copy(y, z)
		}
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

// tanh32 is right to float32: x times a ratio of polynomials in x², fitted to
// tanh(x)/x on |x| <= 9 with a relative error of 7e-9. Beyond, tanh is 1 in float32.
func tanh32(y, z []float32) {
	y = y[:len(z)]
	for i, v := range z {
		x := float64(v)
		if x > 9 {
			x = 9
		} else if x < -9 {
			x = -9
		}
		t := x * x
		p := 0.9999999933961279 + t*(0.13084012672141304+t*(0.0031039590627045845+t*(1.1154337362406643e-05+
			t*(-2.022533922323184e-08+t*(5.27800031903277e-11+t*-8.488836182388424e-14)))))
		q := 1 + t*(0.4641733977629959+t*(0.024495189805170025+t*0.0002546149327922347))
		y[i] = float32(x * p / q)
	}
}
