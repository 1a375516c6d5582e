package neuron

import (
	"math"
	"math/bits"

	"hebb/sim/num"
	"hebb/sim/num/elem"
)

// form is what one can do to the cloud by hand: rotate, stretch and shift it.
type form struct{ angle, long, short, meanX, meanY float64 }

// cloud is a set of points whose own mean is 0 and whose own covariance is the
// identity, exactly; a form then rotates, stretches and shifts the whole set. So
// the axes that the fields name are the axes of the very points that are drawn and
// learned from, not of a population behind them.
type cloud struct {
	z    num.Mat[float64] // N × d: the points before they are formed
	form form
	sd   []float64        // d: standard deviation of every dimension beyond the second
	m    num.Mat[float64] // d × d: M = E[x xᵀ] of the formed points
	val  []float64        // d: its eigenvalues λ, the largest first
	vec  num.Mat[float64] // d × d: and eigenvectors, row by row
	c, s float64          // cosine and sine of the angle
}

func newCloud(seed uint64, n, d int) cloud {
	c := cloud{z: num.NewMat[float64](n, d), sd: make([]float64, d), m: num.NewMat[float64](d, d),
		val: make([]float64, d), vec: num.NewMat[float64](d, d)}
	key := num.NewKey(seed, "cloud", 0)
	for i := range n {
		for k := range d {
			c.z.Data[i*d+k] = key.Norm(i, k)
		}
	}
	whiten(c.z)
	return c
}

// whiten makes the mean of every column 0, its mean square 1, and columns
// uncorrelated, one column after the other: a column depends on those before it
// only, so that the first two are the same whatever the number of columns.
func whiten(z num.Mat[float64]) {
	n := float64(z.Rows)
	for k := range z.Cols {
		for pass := 0; pass < 2; pass++ { // twice is enough for full precision
			mean := 0.0
			for i := range z.Rows {
				mean += z.At(i, k) / n
			}
			for i := range z.Rows {
				z.Data[i*z.Cols+k] -= mean
			}
			for l := range k {
				dot := 0.0
				for i := range z.Rows {
					dot += z.At(i, k) * z.At(i, l) / n
				}
				for i := range z.Rows {
					z.Data[i*z.Cols+k] -= float64(dot * z.At(i, l))
				}
			}
			sq := 0.0
			for i := range z.Rows {
				sq += z.At(i, k) * z.At(i, k) / n
			}
			for i := range z.Rows {
				z.Data[i*z.Cols+k] /= math.Sqrt(sq)
			}
		}
	}
}

// shape takes on a form. It costs nothing when the form is the old one.
func (c *cloud) shape(f form) {
	if f == c.form {
		return
	}
	c.form = f
	c.s, c.c = elem.Sincos(f.angle * math.Pi / 180)
	l, s := float64(f.long*f.long), float64(f.short*f.short)
	d := len(c.sd)
	clear(c.m.Data)
	c.m.Data[0] = float64(c.c*c.c*l) + float64(c.s*c.s*s) + float64(f.meanX*f.meanX)
	c.m.Data[1] = float64(c.c*c.s*(l-s)) + float64(f.meanX*f.meanY)
	c.m.Data[d] = c.m.Data[1]
	c.m.Data[d+1] = float64(c.s*c.s*l) + float64(c.c*c.c*s) + float64(f.meanY*f.meanY)
	sd := f.short
	for k := 2; k < d; k++ {
		sd *= 0.8
		c.sd[k] = sd
		c.m.Data[k*d+k] = sd * sd
	}
	c.components()
}

// components finds the eigenvectors of the second moment. It is block-diagonal: two
// by two, and numbers.
func (c *cloud) components() {
	d := len(c.val)
	a, b, e := c.m.Data[0], c.m.Data[1], c.m.Data[d+1]
	half, r := float64((a+e)/2), elem.Hypot((a-e)/2, b)
	sin, cos := elem.Sincos(elem.Atan2(2*b, a-e) / 2)
	clear(c.vec.Data)
	c.val[0], c.val[1] = half+r, half-r
	c.vec.Data[0], c.vec.Data[1] = cos, sin
	c.vec.Data[d], c.vec.Data[d+1] = -sin, cos
	for k := 2; k < d; k++ {
		c.val[k] = c.m.Data[k*d+k]
		c.vec.Data[k*d+k] = 1
	}
	for k := 1; k < d; k++ { // insertion; equal ones keep their order
		for j := k; j > 0 && c.val[j] > c.val[j-1]; j-- {
			c.val[j], c.val[j-1] = c.val[j-1], c.val[j]
			p, q := c.vec.Row(j-1), c.vec.Row(j)
			for i := range p {
				p[i], q[i] = q[i], p[i]
			}
		}
	}
}

// point writes point i of the formed cloud to x (its first len(x) coordinates).
func (c *cloud) point(x []float64, i int) {
	z := c.z.Row(i)
	p, q := c.form.long*z[0], c.form.short*z[1]
	x[0] = c.form.meanX + float64(c.c*p) - float64(c.s*q)
	x[1] = c.form.meanY + float64(c.s*p) + float64(c.c*q)
	for k := 2; k < len(x); k++ {
		x[k] = c.sd[k] * z[k]
	}
}

// pick returns which point sample t is.
func (c *cloud) pick(samples num.Key, t uint64) int {
	hi, _ := bits.Mul64(samples.Bits(int(t), 0), uint64(c.z.Rows))
	return int(hi)
}

// draw writes the first two coordinates of every point.
func (c *cloud) draw(dst []float32) {
	var x [2]float64
	for i := range len(dst) / 2 {
		c.point(x[:], i)
		dst[2*i], dst[2*i+1] = float32(x[0]), float32(x[1])
	}
}

// along writes point i, p along and q across the long axis.
func (c *cloud) along(dst []float32, i int, p, q float64) {
	dst[2*i], dst[2*i+1] = float32(c.form.meanX+float64(c.c*p)-float64(c.s*q)), float32(c.form.meanY+float64(c.s*p)+float64(c.c*q))
}

// drawComponents writes the first principal components, each in both senses.
func (c *cloud) drawComponents(dst []float32) {
	for i := range len(dst) / 4 {
		for k := range 2 {
			e := float32(c.vec.At(i, k))
			dst[4*i+k], dst[4*i+2+k] = e, -e
		}
	}
}
