package elem

import (
	"math"
	"math/big"
)

// References are power series in numbers of this many bits: enough to take the largest
// argument of a sine apart, and to see 1 + the least.
const prec = 1400

func num(x float64) *big.Float       { return new(big.Float).SetPrec(prec).SetFloat64(x) }
func at(p uint) *big.Float           { return new(big.Float).SetPrec(p) }
func add(a, b *big.Float) *big.Float { return at(a.Prec()).Add(a, b) }
func sub(a, b *big.Float) *big.Float { return at(a.Prec()).Sub(a, b) }
func mul(a, b *big.Float) *big.Float { return at(a.Prec()).Mul(a, b) }
func quo(a, b *big.Float) *big.Float { return at(a.Prec()).Quo(a, b) }

// series is Σ from k=0 of x^(step k + from)/(step k + from)!, with alternating signs or not.
func series(x *big.Float, from, step int, alternating bool) *big.Float {
	sum, p := at(x.Prec()), at(x.Prec()).SetInt64(1)
	for n := 0; ; {
		if n >= from && (n-from)%step == 0 {
			t := at(x.Prec()).Set(p)
			if alternating && (n-from)/step%2 == 1 {
				t.Neg(t)
			}
			if t.Sign() == 0 || sum.Sign() != 0 && t.MantExp(nil) < sum.MantExp(nil)-int(x.Prec()) {
				return sum
			}
			sum.Add(sum, t)
		}
		n++
		p = quo(mul(p, x), at(x.Prec()).SetInt64(int64(n)))
	}
}

// refExp is e^x: of x/2^10, squared ten times.
func refExp(x *big.Float) *big.Float {
	y := series(at(x.Prec()).SetMantExp(x, -10), 0, 1, false)
	for range 10 {
		y = mul(y, y)
	}
	return y
}

// refLog is where refExp gives x, by steps from what the library says.
func refLog(x *big.Float) *big.Float {
	start, _ := sub(x, at(x.Prec()).SetInt64(1)).Float64()
	if start = math.Log1p(start); !(math.Abs(start) < 0.1) {
		m := new(big.Float)
		k := x.MantExp(m)
		f, _ := m.Float64()
		start = math.Log(f) + float64(k)*math.Ln2
	}
	y := at(x.Prec()).SetFloat64(start)
	for range 2 {
		e := refExp(y)
		y = add(y, mul(at(x.Prec()).SetInt64(2), quo(sub(x, e), add(x, e))))
	}
	return y
}

var refHalfPi = func() *big.Float { // where the cosine is 0, by steps
	x := num(math.Pi / 2)
	for range 6 {
		x = add(x, series(x, 0, 2, true))
	}
	return x
}()

// refSincos leaves out whole turns.
func refSincos(x float64) (sin, cos *big.Float) {
	n := quo(num(x), refHalfPi)
	n.Quo(n, num(4))
	k, _ := add(n, num(math.Copysign(0.5, x))).Int(nil)
	r := at(300).Set(sub(num(x), mul(mul(at(prec).SetInt(k), num(4)), refHalfPi)))
	return series(r, 1, 2, true), series(r, 0, 2, true)
}

func refAtan2(y, x float64) *big.Float {
	start := math.Copysign(math.Atan2(math.Abs(y), x), y)
	s, c := series(at(300).SetFloat64(start), 1, 2, true), series(at(300).SetFloat64(start), 0, 2, true)
	bx, by := at(300).SetFloat64(x), at(300).SetFloat64(y)
	d := quo(sub(mul(by, c), mul(bx, s)), add(mul(bx, c), mul(by, s)))
	return add(at(300).SetFloat64(start), sub(d, quo(mul(d, mul(d, d)), at(300).SetInt64(3))))
}

func low(x float64) *big.Float { return at(300).SetFloat64(x) }

var one = low(1)

var references = map[string]func(x float64) *big.Float{
	"Exp":   func(x float64) *big.Float { return refExp(low(x)) },
	"Expm1": func(x float64) *big.Float { return sub(refExp(low(x)), one) },
	"Log":   func(x float64) *big.Float { return refLog(low(x)) },
	"Log1p": func(x float64) *big.Float { return refLog(add(low(x), one)) },
	"Sin":   func(x float64) *big.Float { s, _ := refSincos(x); return s },
	"Cos":   func(x float64) *big.Float { _, c := refSincos(x); return c },
	"Tanh": func(x float64) *big.Float {
		e := refExp(low(2 * x))
		return quo(sub(e, one), add(e, one))
	},
}

// off is by how many units in the last place got is beside a number.
func off(got float64, want *big.Float) float64 {
	near, _ := want.Float64()
	if math.IsInf(near, 0) || near == 0 && want.Sign() == 0 {
		if got == near {
			return 0
		}
		return math.Inf(1)
	}
	if math.IsInf(got, 0) || got != got {
		return math.Inf(1)
	}
	last := max(want.MantExp(nil)-53, -1074)
	d := new(big.Float).SetPrec(300).Sub(at(300).SetFloat64(got), want)
	units, _ := d.SetMantExp(d, -last).Float64()
	return math.Abs(units)
}
