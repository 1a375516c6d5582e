package predictive

import (
	"context"
	"math"

	"hebb/sim/labs/predictive/layout"
	"hebb/sim/num"
)

// curvature is the largest eigenvalue of the Hessian of the energy at the
// feed-forward pass, by power iteration on differences of its gradient. A sweep of
// Strict is stable for a rate below 2 divided by it. It works in float64, on copies.
type curvature struct {
	c     *chunk[float64]
	m     method
	z, g0 [][]float64 // [layer][unit][lane]: the direction, and the gradient at v̂
	norm  []float64   // images: of each image's direction
	ray   []float64   // images: its Rayleigh quotient
}

const (
	powerSteps = 40
	nudge      = 1e-7
)

func newCurvature(lay *layout.Layout, width int) *curvature {
	c := newChunk(newNetwork[float64](lay), width, true, nil)
	k := &curvature{c: c, z: make([][]float64, lay.Depth()), g0: make([][]float64, lay.Depth()),
		norm: make([]float64, width), ray: make([]float64, width)}
	for l := 1; l < lay.Depth(); l++ {
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
		for j := range c.layer(l).Size() {
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

// step multiplies the direction of every image by its Hessian and returns the largest
// of their Rayleigh quotients. Images do not hear of each other: each has a Hessian of
// its own, with wider gaps between its eigenvalues than all have together.
func (k *curvature) step() float64 {
	c := k.c
	clear(k.norm)
	clear(k.ray)
	each := func(z []float64, do func(i, lane int)) {
		for i := 0; i < len(z); i += c.lanes {
			for b := range c.n {
				do(i+b, b)
			}
		}
	}
	for l := 1; l < c.depth(); l++ {
		z := c.in(c.layer(l), k.z[l])
		each(z, func(i, b int) { k.norm[b] += float64(z[i] * z[i]) })
	}
	for b, v := range k.norm {
		if v > 0 {
			k.norm[b] = 1 / math.Sqrt(v)
		}
	}
	for l := 1; l < c.depth(); l++ {
		z, v, vhat := c.in(c.layer(l), k.z[l]), c.d[l], c.vhat[l]
		each(z, func(i, b int) {
			z[i] *= k.norm[b]
			v[i] = vhat[i] + float64(nudge*z[i])
		})
	}
	k.slope(c.bp)
	for l := 1; l < c.depth(); l++ {
		z, g, g0 := c.in(c.layer(l), k.z[l]), c.bp[l], k.g0[l]
		each(z, func(i, b int) {
			h := (g[i] - g0[i]) / nudge
			k.ray[b] += float64(h * z[i])
			z[i] = h
		})
	}
	top := 0.0
	for _, v := range k.ray[:c.n] {
		top = max(top, v)
	}
	return top
}

// largest is the largest eigenvalue among the images that load puts into the chunk,
// part by part, until ctx ends.
func (k *curvature) largest(ctx context.Context, parts int, load func(part int)) (top float64, err error) {
	for p := range parts {
		load(p)
		k.start(p)
		lambda := 0.0
		for range powerSteps {
			if err := ctx.Err(); err != nil {
				return 0, err
			}
			lambda = k.step()
		}
		top = max(top, lambda)
	}
	return top, nil
}
