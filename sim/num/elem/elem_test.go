package elem

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"math"
	"math/big"
	"testing"
)

// random is our own: package num builds on this one.
func random(x uint64) uint64 {
	x += 0x9e3779b97f4a7c15
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

// special are numbers at which functions turn.
var special = []float64{0, math.Copysign(0, -1), 1, -1, 2, -2, 3, -3, 0.5, -0.5, math.Inf(1), math.Inf(-1), math.NaN(), 5e-324, -5e-324, 1e-310,
	0x1p-1022, 708, 708.9, 709.78, 709.79, 710, -708, -745.1, -745.2, -746, 1e300, -1e300, 40, -40, 0x1p-54, 0x1p-53, 0.125, -0.125, 1.0 / 16, -1.0 / 16,
	1 - 1.0/16, 1 + 1.0/16, 181.0 / 256, 181.0 / 128, 0.34657359, math.Ln2, -math.Ln2, math.Pi / 4, math.Pi / 2, math.Pi, 355, 1 << 20, 1e9, 1e22,
	0x1.8ac2a7c0d2ae4p+999, 6381956970095103 * 0x1p797, 22, 22.01, math.MaxFloat64, -math.MaxFloat64}

// arguments are special numbers and those next to them, and numbers of all sizes up to
// 2^most, and signs.
func arguments(n, most int) []float64 {
	var x []float64
	for _, v := range special {
		x = append(x, v, math.Nextafter(v, math.Inf(1)), math.Nextafter(v, math.Inf(-1)))
	}
	for i := range uint64(n) {
		b := random(i)
		v := math.Ldexp(1+float64(b>>12)/(1<<52), most-int(random(b)%60)/2*(1+int(b&1)))
		if b&2 == 2 {
			v = -v
		}
		x = append(x, v)
	}
	return x
}

var functions = []struct {
	name     string
	ours     func(float64) float64
	standard func(float64) float64
	ulps     float64    // at most
	most     int        // arguments are up to 2^most
	domain   [2]float64 // and between these
}{
	{"Exp", Exp, math.Exp, 0.6, 10, [2]float64{-800, 800}},
	{"Expm1", Expm1, math.Expm1, 0.7, 6, [2]float64{-200, 800}},
	{"Log", Log, math.Log, 0.6, 20, [2]float64{5e-324, math.MaxFloat64}},
	{"Log1p", Log1p, math.Log1p, 0.6, 6, [2]float64{-1 + 0x1p-53, math.MaxFloat64}},
	{"Sin", Sin, math.Sin, 0.9, 21, [2]float64{-math.MaxFloat64, math.MaxFloat64}},
	{"Cos", Cos, math.Cos, 0.9, 21, [2]float64{-math.MaxFloat64, math.MaxFloat64}},
	{"Tanh", Tanh, math.Tanh, 0.9, 5, [2]float64{-100, 100}},
	{name: "Sincos, first", ours: func(x float64) float64 { s, _ := Sincos(x); return s }},
	{name: "Sincos, second", ours: func(x float64) float64 { _, c := Sincos(x); return c }},
}

// worst is the largest error seen.
type worst struct {
	off float64
	at  [2]float64
}

func (w *worst) see(off float64, at ...float64) {
	if !(off <= w.off) {
		w.off = off
		copy(w.at[:], at)
	}
}

func (w *worst) report(t *testing.T, name string, most float64) {
	t.Helper()
	t.Logf("%s: at most %.3f units in the last place", name, w.off)
	if !(w.off <= most) {
		t.Errorf("%s%x is wrong by %.3f units in the last place, at most %v may be", name, w.at, w.off, most)
	}
}

// same says that two numbers are equal, by their sign too, or both NaN.
func same(a, b float64) bool {
	return a != a && b != b || math.Float64bits(a) == math.Float64bits(b)
}

func amount(t *testing.T, n int) int {
	if testing.Short() {
		return n / 10
	}
	return n
}

func TestErrorsAreSmall(t *testing.T) {
	for _, f := range functions {
		ref := references[f.name]
		if ref == nil {
			continue
		}
		var w, subnormal worst
		for _, x := range arguments(amount(t, 5000), f.most) {
			if x >= f.domain[0] && x <= f.domain[1] && (math.Abs(x) > 0x1p-200 || f.name == "Log") {
				if got := f.ours(x); math.Abs(got) < 0x1p-1022 {
					subnormal.see(off(got, ref(x)), x)
				} else {
					w.see(off(got, ref(x)), x)
				}
			}
		}
		w.report(t, f.name, f.ulps)
		subnormal.report(t, f.name+" where it is subnormal", 0.8)
	}
}

// What needs no computing is exact.
func TestExactCases(t *testing.T) {
	inf, nan, zero, tiny := math.Inf(1), math.NaN(), math.Copysign(0, -1), 5e-324
	for name, cases := range map[string][][2]float64{
		"Exp": {{0, 1}, {zero, 1}, {inf, inf}, {-inf, 0}, {nan, nan}, {1e-300, 1}, {-tiny, 1}, {709.782712893384, 0x1.fffffffffff2ap1023}, {709.7827128933841, inf},
			{1e300, inf}, {-1e300, 0}, {-745.1332191019411, tiny}, {-745.1332191019412, 0}},
		"Expm1": {{0, 0}, {zero, zero}, {inf, inf}, {-inf, -1}, {nan, nan}, {tiny, tiny}, {-1e-300, -1e-300}, {-1e300, -1}, {1e300, inf}},
		"Log":   {{1, 0}, {0, -inf}, {zero, -inf}, {inf, inf}, {-inf, nan}, {-1, nan}, {-tiny, nan}, {nan, nan}, {tiny, -744.4400719213812}},
		"Log1p": {{0, 0}, {zero, zero}, {-1, -inf}, {-1.5, nan}, {-inf, nan}, {inf, inf}, {nan, nan}, {tiny, tiny}, {-1e-300, -1e-300}},
		"Sin":   {{0, 0}, {zero, zero}, {inf, nan}, {-inf, nan}, {nan, nan}, {tiny, tiny}, {-1e-300, -1e-300}},
		"Cos":   {{0, 1}, {zero, 1}, {inf, nan}, {-inf, nan}, {nan, nan}, {tiny, 1}},
		"Tanh":  {{0, 0}, {zero, zero}, {inf, 1}, {-inf, -1}, {nan, nan}, {tiny, tiny}, {-1e-300, -1e-300}, {30, 1}, {-30, -1}, {1e300, 1}},
	} {
		for _, f := range functions {
			if f.name != name {
				continue
			}
			for _, c := range cases {
				if got := f.ours(c[0]); !same(got, c[1]) {
					t.Errorf("%s(%v) is %x, want %x", name, c[0], got, c[1])
				}
			}
		}
	}
}

// Close to where a sine or a cosine is 0, few digits are left.
func TestMultiplesOfARightAngle(t *testing.T) {
	var sin, cos worst
	for i := range uint64(amount(t, 4000)) {
		k := float64(random(i) >> (64 - i%50 - 1))
		if i%4 == 0 {
			k = math.Ldexp(k, int(random(i)%970))
		}
		x, _ := mul(refHalfPi, num(k)).Float64()
		if i%3 == 0 {
			x = -x
		}
		s, c := refSincos(x)
		a, b := Sincos(x)
		sin.see(off(a, s), x)
		cos.see(off(b, c), x)
	}
	sin.report(t, "Sin", 0.9)
	cos.report(t, "Cos", 0.9)
}

func TestPairs(t *testing.T) {
	var hypot, atan, pow, subnormal worst
	x := arguments(amount(t, 5000), 10)
	for i := range x {
		a, b := x[i], x[random(uint64(i))%uint64(len(x))]
		if got, want := Hypot(a, b), math.Hypot(a, b); want != want || want == 0 || want > math.MaxFloat64 {
			if !same(got, want) {
				t.Errorf("Hypot(%x, %x) is %x, want %x", a, b, got, want)
			}
		} else {
			p, q := new(big.Float).SetPrec(5000).SetFloat64(a), new(big.Float).SetPrec(5000).SetFloat64(b)
			p.Mul(p, p)
			q.Mul(q, q)
			hypot.see(off(got, at(300).Sqrt(p.Add(p, q))), a, b)
		}
		if got, want := Atan2(a, b), math.Atan2(a, b); math.Abs(want) < 1e-300 || a == 0 || b == 0 || math.IsInf(a+b, 0) || want != want {
			if !same(got, want) && !(math.Abs(got-want) <= 0x1p-1073) && !(math.Abs(got-want) <= 1e-15*math.Abs(want)) {
				t.Errorf("Atan2(%x, %x) is %x, want %x", a, b, got, want)
			}
		} else {
			atan.see(off(got, refAtan2(a, b)), a, b)
		}
		if i < 3*len(special) && !(math.Abs(a) < 0x1p-1022 && a != 0) { // of special numbers, and of all that have no value
			if got, want := Pow(a, b), math.Pow(a, b); !same(math.Abs(got), math.Abs(want)) && !(math.Abs(got-want) <= 1e-12*math.Abs(want)) {
				t.Errorf("Pow(%x, %x) is %x, want %x", a, b, got, want)
			}
		}
		if !(a > 0 && a <= math.MaxFloat64) || a == 1 || !(math.Abs(b) < 1000) || math.Abs(b) < 0x1p-100 {
			continue
		}
		for range 3 {
			y := mul(low(b), refLog(low(a)))
			if v, _ := y.Float64(); v < 709 && v > -744 {
				if got := Pow(a, b); got < 0x1p-1022 {
					subnormal.see(off(got, refExp(y)), a, b)
				} else {
					pow.see(off(got, refExp(y)), a, b)
				}
			}
			a = 1 + math.Mod(a, 1)*0x1p-20 // near 1, and a large power
			if a == 1 {
				break
			}
			b *= 0x1p17
		}
	}
	for n := range 1000 {
		if got, want := Pow(2, float64(n-500)), math.Ldexp(1, n-500); got != want {
			t.Errorf("Pow(2, %d) is %x", n-500, got)
		}
		if got, want := Pow(-3, float64(n%33)), math.Pow(-3, float64(n%33)); got != want {
			t.Errorf("Pow(-3, %d) is %v, want %v", n%33, got, want)
		}
	}
	hypot.report(t, "Hypot", 0.9)
	atan.report(t, "Atan2", 1.3)
	pow.report(t, "Pow", 0.6)
	subnormal.report(t, "Pow where it is subnormal", 0.8)
}

// What rises must not fall from one number to the next: where tables and polynomials
// change, and elsewhere.
func TestWhatRisesDoesNotFall(t *testing.T) {
	var from []float64
	for i := range 200 {
		v := float64(i) / 64
		from = append(from, v, -v, v*math.Ln2/2, v*math.Ln2/2+math.Ln2/128, 1-v/8)
	}
	from = append(from, arguments(500, 5)...)
	for _, f := range functions[:7] {
		if f.name == "Cos" {
			continue
		}
		for _, x := range from {
			if f.name == "Sin" && !(math.Abs(x) < 1.57) || f.name == "Log" && !(x > 0x1p-1000) || f.name == "Log1p" && !(x > -1) {
				continue
			}
			x = math.Nextafter(math.Nextafter(x, -1000), -1000)
			last := f.ours(x)
			for range 5 {
				x = math.Nextafter(x, math.Inf(1))
				next := f.ours(x)
				if next < last {
					t.Errorf("%s falls before %x", f.name, x)
				}
				last = next
			}
		}
	}
}

// Tanh and the sine are odd, the cosine even, and Sincos gives what these do.
func TestSymmetry(t *testing.T) {
	for _, x := range arguments(20_000, 30) {
		s, c := Sincos(x)
		if !same(s, Sin(x)) || !same(c, Cos(x)) || !same(Sin(-x), -s) || !same(Cos(-x), c) || !same(Tanh(-x), -Tanh(x)) {
			t.Errorf("at %x", x)
		}
	}
}

// TestDigits: what all of them give is written down here, for every processor.
func TestDigits(t *testing.T) {
	h := sha256.New()
	add := func(v float64) {
		if v != v {
			v = 0.123
		}
		h.Write(binary.LittleEndian.AppendUint64(nil, math.Float64bits(v)))
	}
	for _, most := range []int{10, 1000} {
		x := arguments(5000, most)
		for i, v := range x {
			for _, f := range functions {
				add(f.ours(v))
			}
			w := x[(i+1)%len(x)]
			add(Hypot(v, w))
			add(Atan2(v, w))
			add(Pow(v, w))
		}
	}
	const want = "69c4d9d70b53ee25"
	if got := hex.EncodeToString(h.Sum(nil))[:16]; got != want {
		t.Errorf("the digits are %s, want %s", got, want)
	}
}

func BenchmarkFunctions(b *testing.B) {
	x := make([]float64, 512)
	for i := range x {
		x[i] = float64(random(uint64(i))>>11) / (1 << 53) * 6
	}
	pair := func(f func(x, y float64) float64) func(float64) float64 {
		return func(v float64) float64 { return f(v, 1.7) }
	}
	list := append(functions[:7:7], functions[0], functions[0], functions[0], functions[0])
	list[7].name, list[7].ours, list[7].standard = "Hypot", pair(Hypot), pair(math.Hypot)
	list[8].name, list[8].ours, list[8].standard = "Atan2", pair(Atan2), pair(math.Atan2)
	list[9].name, list[9].ours, list[9].standard = "Pow", pair(Pow), pair(math.Pow)
	list[10].name = "Sincos"
	list[10].ours = func(v float64) float64 { s, c := Sincos(v); return s + c }
	list[10].standard = func(v float64) float64 { s, c := math.Sincos(v); return s + c }
	for _, f := range list {
		for _, who := range []string{"ours", "math"} {
			do := map[string]func(float64) float64{"ours": f.ours, "math": f.standard}[who]
			b.Run(f.name+"/"+who, func(b *testing.B) {
				sum := 0.0
				for b.Loop() {
					for _, v := range x {
						sum += do(v)
					}
				}
				b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/512, "ns/value")
				_ = sum
			})
		}
	}
}
