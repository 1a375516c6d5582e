package data

import (
	"math"
	"slices"
	"testing"
)

func pass(p Permutation, number uint64, n int) []int {
	order := make([]int, n)
	for k := range order {
		order[k] = p.At(number*uint64(n) + uint64(k))
	}
	return order
}

func TestEveryPassVisitsEverySampleOnce(t *testing.T) {
	for _, n := range []int{1, 2, 3, 4, 5, 7, 8, 9, 10, 63, 64, 65, 240, 10_000, 60_000} {
		last := math.MaxUint64/uint64(n) - 1 // the last whole pass that an index reaches
		for _, number := range []uint64{0, 1, 2, 1000, last} {
			seen := make([]bool, n)
			for k, sample := range pass(Order(3, n), number, n) {
				if sample < 0 || sample >= n {
					t.Fatalf("n = %d, pass %d, position %d: sample %d", n, number, k, sample)
				}
				if seen[sample] {
					t.Fatalf("n = %d, pass %d: sample %d comes twice", n, number, sample)
				}
				seen[sample] = true
			}
		}
	}
}

func TestOrdersDiffer(t *testing.T) {
	const n = 60_000
	first := pass(Order(1, n), 0, n)
	for name, other := range map[string][]int{
		"the next pass": pass(Order(1, n), 1, n),
		"the next seed": pass(Order(2, n), 0, n),
	} {
		same := 0
		for k := range first {
			if first[k] == other[k] {
				same++
			}
		}
		// Two random permutations agree in 1 place on average, whatever n
		// (Poisson: more than 10 in one of 10⁸ cases).
		if same > 10 {
			t.Errorf("%s agrees with the first order in %d places", name, same)
		}
	}
	if !slices.Equal(first, pass(Order(1, n), 0, n)) {
		t.Error("one seed gave two orders")
	}
}

// Seeds and passes must both spread evenly over all orders: for n = 4 there are 24,
// each due 1000 times in 24 000. Chi-square with 23 degrees of freedom is above 65 in
// one case of 10⁵.
func TestSmallOrdersAreEvenlySpread(t *testing.T) {
	const n, draws = 4, 24_000
	for name, draw := range map[string]func(i int) []int{
		"seeds":  func(i int) []int { return pass(Order(uint64(i), n), 0, n) },
		"passes": func(i int) []int { return pass(Order(5, n), uint64(i), n) },
	} {
		counts := map[[n]int]int{}
		for i := range draws {
			counts[[n]int(draw(i))]++
		}
		const due = draws / 24.0
		chi := float64(24-len(counts)) * due
		for _, c := range counts {
			chi += (float64(c) - due) * (float64(c) - due) / due
		}
		if chi > 65 {
			t.Errorf("%s: %d orders, chi-square %.1f", name, len(counts), chi)
		}
	}
}

// Neighbours in the order must not be neighbours in the set, and a stretch of the
// order must be a fair sample of it.
func TestLongOrdersLookShuffled(t *testing.T) {
	const n = 60_000
	for seed := range uint64(4) {
		order := pass(Order(seed, n), 0, n)
		// Serial correlation of a random permutation: mean ≈ 0, deviation 1/√n = 0.0041.
		const mean = (n - 1) / 2.0
		const variance = (float64(n)*n - 1) / 12
		var c float64
		for k := range n - 1 {
			c += (float64(order[k]) - mean) * (float64(order[k+1]) - mean)
		}
		if c /= n * variance; math.Abs(c) > 5/math.Sqrt(n) {
			t.Errorf("seed %d: serial correlation %.4f", seed, c)
		}
		// The first 6000 over 100 equal ranges: 60 each; the deviation without
		// replacement is √(60·0.9) ≈ 7.4, so that chi-square over 54 has mean ≈ 99 and
		// deviation ≈ 14.
		counts := make([]int, 100)
		for _, sample := range order[:6000] {
			counts[sample/600]++
		}
		var chi float64
		for _, count := range counts {
			chi += float64((count-60)*(count-60)) / (60 * 0.9)
		}
		if chi > 99+5*14 || chi < 99-5*14 {
			t.Errorf("seed %d: chi-square %.1f", seed, chi)
		}
	}
}

// A link or a journal reproduces a run only as long as the order stays what it is.
func TestOrderIsForEver(t *testing.T) {
	if got := pass(Order(1, 60_000), 0, 60_000)[:5]; !slices.Equal(got, []int{28202, 50541, 23556, 31016, 26937}) {
		t.Errorf("n = 60000: %v", got)
	}
	if got := pass(Order(1, 7), 3, 7); !slices.Equal(got, []int{1, 4, 5, 0, 3, 2, 6}) {
		t.Errorf("n = 7, pass 3: %v", got)
	}
}

func TestOrderOfNothingPanics(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("no panic")
		}
	}()
	Order(1, 0)
}

func TestAtAllocatesNothing(t *testing.T) {
	p := Order(1, 60_000)
	var index uint64
	if got := testing.AllocsPerRun(1000, func() { p.At(index); index++ }); got != 0 {
		t.Errorf("%v allocations", got)
	}
}

func BenchmarkAt(b *testing.B) {
	p := Order(1, 60_000)
	var index uint64
	for b.Loop() {
		p.At(index)
		index++
	}
}
