package problem

import (
	"math"

	"hebb/sim"
	"hebb/sim/num"
)

// Draw draws stimuli, a teacher and the noise on its answers, and returns the
// generator where it then stands.
func Draw(seed uint32, n, m int, stim, aim, noise float64, g []float64) (*Linear, num.Mat[float64], *Legacy, error) {
	rng := NewLegacy(seed)
	x, what, rhat := num.NewMat[float64](n, m), num.NewMat[float64](n, n), num.NewMat[float64](n, m)
	rng.Normals(x.Data, stim)
	rng.Normals(what.Data, aim/math.Sqrt(float64(n)))
	rng.Normals(rhat.Data, noise)
	p := New(g, x, num.NewMat[float64](n, m))
	if !p.State(what) {
		return nil, what, rng, &sim.FieldError{Field: "aim", Reason: "the teacher that this seed draws is singular: choose another seed or size"}
	}
	for i, v := range p.r.Data {
		rhat.Data[i] += v
	}
	return New(g, x, rhat), what, rng, nil
}

// Gains draws the gains of n neurons, evenly from 1 - spread to 1 + spread.
func Gains(seed uint64, n int, spread float64) []float64 {
	g := make([]float64, n)
	key := num.NewKey(seed, "gain", 0)
	for i := range g {
		g[i] = 1 + float64(spread*key.Uniform(i, 0))
	}
	return g
}
