package reservoir

import "hebb/sim/num"

// noise is where a step's random numbers come from: a function of seed, purpose,
// step and unit. Variants of one run meet the same noise, whatever their rules.
type noise struct {
	reservoir, explorer, dopamine num.Key

	// given, when it is there, plays the noise of a test instead.
	given *givenNoise
}

type givenNoise struct {
	r, z [][]float64 // steps × n, steps × m: noise of rates and of outputs
	d    []float64   // steps: of the third factor
}

func newNoise(seed uint64) noise {
	return noise{reservoir: num.NewKey(seed, "reservoir noise", 0), explorer: num.NewKey(seed, "explorer noise", 0), dopamine: num.NewKey(seed, "dopamine noise", 0)}
}

// addTo does r += alpha u with u uniform in (-1, 1). One mix of 64 bits gives two
// numbers of 32 bits each, in the middle of their cells, so that their mean is 0.
func (n *noise) addTo(r []float64, alpha float64, t int) {
	if n.given != nil {
		if n.given.r != nil {
			for i, u := range n.given.r[t] {
				r[i] += float64(alpha * u)
			}
		}
		return
	}
	state := n.reservoir.Bits(t, 0)
	scale, half := float64(alpha/(1<<31)), float64(alpha/(1<<32))
	i := 0
	for ; i+1 < len(r); i += 2 {
		b := num.Mix(state)
		state += num.Golden
		r[i] += float64(scale*float64(int32(b))) + half
		r[i+1] += float64(scale*float64(int32(b>>32))) + half
	}
	if i < len(r) {
		r[i] += float64(scale*float64(int32(num.Mix(state)))) + half
	}
}

// explore writes one number for every output.
func (n *noise) explore(u []float64, t int) {
	if n.given != nil {
		clear(u)
		if n.given.z != nil {
			copy(u, n.given.z[t])
		}
		return
	}
	for j := range u {
		u[j] = n.explorer.Uniform(t, j)
	}
}

// corrupt is the random part of a corrupted third factor.
func (n *noise) corrupt(t int) float64 {
	if n.given != nil {
		return n.given.d[t]
	}
	return n.dopamine.Uniform(t, 0)
}
