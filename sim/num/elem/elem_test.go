package elem

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"math"
	"runtime"
	"testing"
)

// random is our own: package num builds on this one.
func random(x uint64) uint64 {
	x += 0x9e3779b97f4a7c15
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

// arguments are numbers of all sizes and signs, and those at which functions turn.
func arguments(n int) []float64 {
	x := []float64{0, math.Copysign(0, -1), 1, -1, math.Inf(1), math.Inf(-1), math.NaN(), 5e-324, -5e-324, 1e-310, 708.9, 709.79, 710, -745.1, -746, 1e300, -1e300,
		0.34657359, math.Ln2, -math.Ln2, math.Pi, math.Pi / 2, 1e9, 1e22, 0.625, 22, 44.1, math.MaxFloat64}
	for i := range uint64(n) {
		b := random(i)
		v := math.Ldexp(1+float64(b>>12)/(1<<52), int(random(b)%60)-40)
		if b&1 == 1 {
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
	ulps     float64 // where the standard library has assembly on this processor
}{
	{"Exp", Exp, math.Exp, 2}, {"Expm1", Expm1, math.Expm1, 0}, {"Log", Log, math.Log, 1}, {"Log1p", Log1p, math.Log1p, 0}, {"Log10", Log10, math.Log10, 2},
	{"Sin", Sin, math.Sin, 0}, {"Cos", Cos, math.Cos, 0}, {"Tanh", Tanh, math.Tanh, 4}, {"Atan", Atan, math.Atan, 0}, {"Asin", Asin, math.Asin, 0},
	{"Acos", Acos, math.Acos, 0}, {"Atanh", Atanh, math.Atanh, 0},
	{"Sincos, first", func(x float64) float64 { s, _ := Sincos(x); return s }, func(x float64) float64 { s, _ := math.Sincos(x); return s }, 0},
	{"Sincos, second", func(x float64) float64 { _, c := Sincos(x); return c }, func(x float64) float64 { _, c := math.Sincos(x); return c }, 0},
}

// apart is how many units in the last place two numbers differ by.
func apart(a, b float64) float64 {
	if a == b || a != a && b != b {
		return 0
	}
	return math.Abs(a-b) / (math.Nextafter(math.Abs(b), math.Inf(1)) - math.Abs(b))
}

func TestFunctionsAreThoseOfMath(t *testing.T) {
	if runtime.GOARCH != "amd64" {
		t.Skip("the library's are others here")
	}
	x := arguments(100_000)
	for _, f := range functions {
		most := f.ulps
		for _, v := range x {
			if f.name == "Exp" && v > 709 && v < 710 || (f.name == "Log" || f.name == "Log10") && v > 0 && v < 0x1p-1022 {
				continue // the library's assembly is wrong there
			}
			if got, want := f.ours(v), f.standard(v); !(apart(got, want) <= most) {
				t.Errorf("%s(%x) is %x, the library's %x", f.name, v, got, want)
				break
			}
		}
	}
	if got, want := Log(5e-324), -1074*math.Ln2; apart(got, want) > 1 {
		t.Errorf("Log(5e-324) is %v, want %v", got, want)
	}
	if got := Exp(709.78); math.Abs(got/1.7928227943945155e308-1) > 1e-13 {
		t.Errorf("Exp(709.78) is %v", got)
	}
	for i := range len(x) - 1 {
		a, b := x[i], x[i+1]
		if got, want := Hypot(a, b), math.Hypot(a, b); !(apart(got, want) <= 1) {
			t.Errorf("Hypot(%x, %x) is %x, the library's %x", a, b, got, want)
		}
		if got, want := Atan2(a, b), math.Atan2(a, b); !(apart(got, want) == 0) {
			t.Errorf("Atan2(%x, %x) is %x, the library's %x", a, b, got, want)
		}
		if math.Abs(b) < 100 {
			if got, want := Pow(math.Abs(a), b), math.Pow(math.Abs(a), b); !(math.Abs(got-want) <= 1e-13*math.Abs(want)) && !(got != got && want != want) && got != want {
				t.Errorf("Pow(%x, %x) is %x, the library's %x", math.Abs(a), b, got, want)
			}
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
	x := arguments(5000)
	for i, v := range x {
		for _, f := range functions {
			add(f.ours(v))
		}
		w := x[(i+1)%len(x)]
		add(Hypot(v, w))
		add(Atan2(v, w))
		add(Pow(v, w))
	}
	const want = "09864227ce39b549"
	if got := hex.EncodeToString(h.Sum(nil))[:16]; got != want {
		t.Errorf("the digits are %s, want %s", got, want)
	}
}

func BenchmarkFunctions(b *testing.B) {
	x := make([]float64, 512)
	for i := range x {
		x[i] = float64(random(uint64(i))>>11) / (1 << 53) * 6
	}
	for _, f := range functions[:12] {
		for who, do := range map[string]func(float64) float64{"ours": f.ours, "math": f.standard} {
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
