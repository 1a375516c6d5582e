package predictive

import (
	"math"

	"hebb/sim/num"
)

// curvature is the largest eigenvalue of the Hessian of the energy at the
// feed-forward pass, by power iteration on differences of its gradient. A sweep of
// Strict is stable for a rate below 2 divided by it. It works in float64, on copies.
type curvature struct {
	c      *chunk[float64]
	m      method
	z, g0  [][]float64
	labels []int
}

const (
	powerSteps = 30
	nudge      = 1e-7
)

func newCurvature(lay *layout, width int) *curvature {
	c := newChunk(newNetwork[float64](lay), width, true)
	k := &curvature{c: c, z: make([][]float64, lay.depth()), g0: make([][]float64, lay.depth())}
	for l := 1; l < lay.depth(); l++ {
		k.z[l], k.g0[l] = make([]float64, len(c.d[l])), make([]float64, len(c.d[l]))
	}
	return k
}

// start turns the chunk's images into a first direction.
func (k *curvature) start(part int) {
	c := k.c
	c.forward()
	c.again(&k.m)
	k.slope(k.g0)
	for l := 1; l < c.depth(); l++ {
		key := num.NewKey(uint64(part), "power", l)
		clear(k.z[l])
		for j := range c.layer(l).size() {
			for b := range c.n {
				k.z[l][j*c.lanes+b] = key.Norm(j, b)
			}
		}
	}
}

// slope writes dF/dv at the beliefs.
func (k *curvature) slope(dst [][]float64) {
	c, L := k.c, k.c.depth()
	c.reached = 1
	c.predict(1)
	c.sums.clear()
	c.energy(&k.m)
	copy(c.used[L], c.cur[L])
	for l := 1; l < L; l++ {
		copy(c.used[l], c.cur[l])
	}
	for l := 1; l < L; l++ {
		down := c.in(c.layer(l), c.flow[2])
		t, _ := c.place(l)
		c.down(&k.m, l, t, c.used[l+1], down)
		e := c.in(c.layer(l), c.cur[l])
		for i, v := range e {
			dst[l][i] = down[i] - v
		}
	}
}

// step multiplies the direction by the Hessian and returns its Rayleigh quotient.
func (k *curvature) step() float64 {
	c := k.c
	norm := 0.0
	for l := 1; l < c.depth(); l++ {
		norm += squares(c.net.k, c.in(c.layer(l), k.z[l]))
	}
	if norm == 0 {
		return 0
	}
	per := 1 / math.Sqrt(norm)
	for l := 1; l < c.depth(); l++ {
		z, v, vhat := c.in(c.layer(l), k.z[l]), c.in(c.layer(l), c.d[l]), c.vhat[l]
		for i := range z {
			z[i] *= per
			v[i] = vhat[i] + nudge*z[i]
		}
	}
	k.slope(c.bp)
	lambda := 0.0
	for l := 1; l < c.depth(); l++ {
		z, g := c.in(c.layer(l), k.z[l]), c.bp[l]
		for i := range z {
			h := (g[i] - k.g0[l][i]) / nudge
			lambda += h * z[i]
			z[i] = h
		}
	}
	return lambda
}

// largest is the largest eigenvalue among the images that load puts into the chunk,
// part by part: images do not hear of each other, so the Hessian falls apart.
func (k *curvature) largest(parts int, load func(part int)) float64 {
	top := 0.0
	for p := range parts {
		load(p)
		k.start(p)
		lambda := 0.0
		for range powerSteps {
			lambda = k.step()
		}
		top = max(top, lambda)
	}
	return top
}
