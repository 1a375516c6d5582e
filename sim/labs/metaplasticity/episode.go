package metaplasticity

import (
	"math"

	"hebb/sim/meta"
	"hebb/sim/net"
	"hebb/sim/num"
	"hebb/sim/rule"
	"hebb/sim/rule/formula"
)

// episode is one course of learning from fresh weights, and what it came to, in one
// precision.
type episode interface {
	prepare(f *finder, number uint64)
	adapt(f *finder, from, to int) // learns from images from … to-1
	query(f *finder, from, to int) // asks
	back(f *finder, from, to int)  // the way back through images to-1 … from
	result() *result
	now(f *finder) (right float64) // share of query images that are classified correctly as it stands
	shares(f *finder, image int, all []float64)
	thumbnails(f *finder, dst []float32)
	members(dst []float32)
	classes() []int
	weights() int
}

// result is what an episode has come to so far.
type result struct {
	layer int     // whose pre-activation is beyond use; then nothing goes on
	size  float64 // of that pre-activation
	fault string  // where a rule divided by zero

	right     int
	loss      float64   // sum over the query images
	alpha, ew []float64 // L - 1, L: angle of the teaching signals of each hidden layer [degrees], summed; E_W of each matrix
	grad      []float64 // coefficients: dL/dθ
	lesson    []float64 // steps × coefficients: what each image adds to grad
	hits      []float64 // steps: 1 where the image was classified correctly before it was learned from

	image, p []float64 // pixels, classes: the last image shown, and the answer
	label    int
}

func (r *result) bad() bool { return r.layer > 0 || r.fault != "" }

// role is what an episode is for.
type role uint8

const (
	found    role = iota // by the rule that is looked for
	aligned              // by feedback alignment, for comparison
	backprop             // by backprop, for comparison
	roles
)

type course[T num.Float] struct {
	role role
	n    *net.Net[T]
	task task
	res  result
	x    []float64 // pixels: the image in hand, 0 to 1

	tape *meta.Tape[T]
	rev  *meta.Reverse[T]
	tan  *meta.Tangent[T] // of a rule that somebody has written
	acts []rule.Terms     // matrices: the terms of the pool that act on each

	peek        *net.Net[T] // to look at while it learns
	mean, truth [][]float64 // [layer][n_l]: sums over the query images of e_l, and of backprop's
	rebuilt     []T         // n_{l+1}: W Wᵀ y of one matrix
	scratch     []T         // n_l × n_{l+1}: of shares
	room        []float64   // 2 n_{l+1}: scratch of shapes
}

// newCourse returns an episode for a finder. A comparison shares the feedback of like.
func newCourse[T num.Float](f *finder, r role, like *course[T]) *course[T] {
	c := &course[T]{role: r, task: newTask(f.m, f.k, f.q), x: make([]float64, f.sizes[0])}
	c.res.image, c.res.p = make([]float64, f.sizes[0]), make([]float64, f.sizes[len(f.sizes)-1])
	if r != found {
		c.n = like.n.Like()
		return c
	}
	L := len(f.sizes) - 1
	c.n = net.NewOf[T](f.rules, f.sizes, f.beta)
	c.rev = meta.NewReverseOf[T](f.rules, f.sizes)
	c.peek = c.n.Like()
	c.acts = make([]rule.Terms, L)
	c.res.grad, c.res.hits = make([]float64, f.n), make([]float64, f.steps)
	if f.own {
		rules := make([]*formula.Program, L)
		for l := range rules {
			rules[l] = f.program
		}
		c.tan = meta.NewTangent(meta.NewOwn(c.n, rules, true), f.n)
		c.tan.Coefficients = make([]float64, f.n)
	} else {
		c.tape = meta.NewTape[T](f.sizes, f.steps)
		c.res.lesson = make([]float64, f.steps*f.n)
	}
	widest, most := 0, 0
	for l, n := range f.sizes {
		c.mean, c.truth = append(c.mean, make([]float64, n)), append(c.truth, make([]float64, n))
		widest = max(widest, n)
		if l > 0 {
			most = max(most, n*f.sizes[l-1])
		}
	}
	c.res.alpha, c.res.ew = make([]float64, L-1), make([]float64, L)
	c.rebuilt, c.room = make([]T, widest), make([]float64, 2*widest)
	if f.own {
		c.scratch = make([]T, most)
	}
	return c
}

func (c *course[T]) result() *result { return &c.res }

func (c *course[T]) weights() (n int) {
	for _, w := range c.n.W {
		n += len(w.Data)
	}
	return n
}

// prepare draws weights and task, and looks at the first image.
func (c *course[T]) prepare(f *finder, number uint64) {
	r := &c.res
	r.layer, r.size, r.fault, r.right, r.loss = 0, 0, "", 0, 0
	c.task.draw(&f.frame, number)
	c.n.Beta = f.plan.beta
	if c.role != found {
		first := f.runs[0].(*course[T])
		first.n.CopyTo(c.n)
		return
	}
	seed := uint64(num.NewKey(f.seed, "episode", int(number)))
	for l := range c.n.W {
		net.Draw(c.n.W[l], net.XavierUniform, f.gain, seed, "weights", l)
		net.Draw(c.n.B[l], net.XavierUniform, 1, seed, "feedback", l)
		if f.plan.feedback == net.DFA {
			net.Draw(c.n.D[l], net.XavierUniform, 1, seed, "direct feedback", l)
		}
	}
	clear(r.alpha)
	clear(r.ew)
	clear(r.grad)
	clear(r.hits)
	clear(r.lesson)
	for l := range c.mean {
		clear(c.mean[l])
		clear(c.truth[l])
	}
	c.rev.Clear()
	c.rev.Total = f.plan.total
	if c.tan != nil {
		c.tan.Clear()
		c.tan.Feedback, c.tan.Total, c.tan.Mean = f.plan.feedback, f.plan.total, 0
	} else {
		c.tape.N = 0
		for l := range c.acts {
			c.acts[l] = f.plan.acts(l)
		}
	}
	label := c.load(c.task.train(&f.frame, 0, c.x))
	c.n.Forward()
	c.noteAnswer(label)
}

func (c *course[T]) load(label int) int {
	num.Convert(c.n.Y[0], c.x)
	return label
}

// noteAnswer notes the present image and the answer to it.
func (c *course[T]) noteAnswer(label int) {
	num.Convert(c.res.image, c.n.Y[0])
	num.Convert(c.res.p, c.n.Y[c.n.Depth()])
	c.res.label = label
}

func (c *course[T]) adapt(f *finder, from, to int) {
	r := &c.res
	for i := from; i < to && !r.bad(); i++ {
		label := c.load(c.task.train(&f.frame, i, c.x))
		theta := f.trace[i*f.n : (i+1)*f.n]
		switch {
		case c.role == aligned:
			c.simple(f.plan.fa, label, net.Fix)
		case c.role == backprop:
			c.simple(f.plan.bp, label, net.Sym)
		case c.tan != nil:
			copy(c.tan.Coefficients, theta)
			if f.plan.frozen {
				if r.layer, r.size, r.fault = c.tan.Look(label); !r.bad() {
					c.tan.Change()
				}
			} else {
				r.layer, r.size, r.fault = c.tan.Learn(label)
			}
		default:
			for l := range c.n.Theta {
				c.n.Theta[l] = f.plan.rule(l, theta)
			}
			r.layer, r.size = c.tape.Learn(c.n, label, f.plan.feedback, c.acts)
		}
		if r.bad() {
			return
		}
		if c.role == found {
			if r.hits[i] = 0; c.n.Class() == label {
				r.hits[i] = 1
			}
			if i+1 == to {
				c.noteAnswer(label)
			}
		}
	}
}

// simple learns from the error alone.
func (c *course[T]) simple(rate float64, label int, f net.Feedback) {
	c.n.Forward()
	if c.res.layer, c.res.size = c.n.Diverged(); c.res.bad() {
		return
	}
	for l := range c.n.Theta {
		c.n.Theta[l] = rule.Theta{rule.Error: rate}
	}
	c.n.Learn(label, f)
}

func (c *course[T]) query(f *finder, from, to int) {
	r, n := &c.res, c.n
	L, all := n.Depth(), f.m*f.q
	for i := from; i < to && !r.bad(); i++ {
		label := c.load(c.task.query(&f.frame, i, c.x))
		n.Forward()
		if r.layer, r.size = n.Diverged(); r.bad() {
			return
		}
		r.loss += n.Loss(label)
		if n.Class() == label {
			r.right++
		}
		if c.role != found {
			continue
		}
		n.Watch = rule.Feedback
		n.Signals(label, net.Sym)
		c.rev.Add(n, 1/float64(all))
		c.rest()
		for l := 1; l < L; l++ {
			add(c.truth[l], n.E[l])
		}
		if f.plan.feedback != net.Sym {
			n.Watch = 0
			n.Signals(label, f.plan.feedback)
		}
		for l := 1; l < L; l++ {
			add(c.mean[l], n.E[l])
		}
	}
	if c.role != found || to < all || r.bad() {
		return
	}
	for l := range r.alpha {
		if f.plan.feedback != net.Sym {
			r.alpha[l] = num.Angle(c.mean[l+1], c.truth[l+1])
		}
	}
	if c.tan != nil && !f.plan.frozen {
		for k := range r.grad {
			r.grad[k] = c.tan.Gradient(k, c.rev.M)
		}
	}
}

// rest adds this image's distance from Oja's rest for each matrix.
func (c *course[T]) rest() {
	k := num.Use[T]()
	for l, w := range c.n.W {
		v := c.rebuilt[:w.Cols]
		k.GemvT(v, w, c.n.U[l])
		sum := 0.0
		for i, z := range c.n.Z[l+1] {
			d := float64(z) - float64(v[i])
			sum += float64(d * d)
		}
		c.res.ew[l] += sum
	}
}

func add[T num.Float](sum []float64, v []T) {
	for i, x := range v {
		sum[i] += float64(x)
	}
}

func (c *course[T]) back(f *finder, from, to int) {
	r := &c.res
	if c.role != found || r.bad() {
		return
	}
	for i := to - 1; i >= from; i-- {
		share := c.rev.Step(c.n, &c.tape.Steps[i])
		copy(r.lesson[i*f.n:(i+1)*f.n], share[:])
	}
	copy(r.grad, c.rev.Grad[:])
	m := &c.tape.Steps[from]
	num.Convert(r.image, m.Y[0])
	num.Convert(r.p, m.Y[c.n.Depth()])
	r.label = m.Label
}

// now asks a copy of the network.
func (c *course[T]) now(f *finder) float64 {
	if c.res.bad() {
		return 0
	}
	c.n.CopyTo(c.peek)
	all := f.m * f.q
	right := 0
	for i := range min(all, glance) {
		label := c.task.query(&f.frame, (i * all / min(all, glance)), c.x)
		num.Convert(c.peek.Y[0], c.x)
		c.peek.Forward()
		if c.peek.Class() == label {
			right++
		}
	}
	return float64(right) / float64(min(all, glance))
}

// glance is how many query images a look in the middle of an episode asks about.
const glance = 25

// shares writes the size of each term's part in the update by an image of the course:
// a row for each matrix, a column for each coefficient.
func (c *course[T]) shares(f *finder, image int, all []float64) {
	clear(all)
	if c.res.bad() {
		return
	}
	if c.tan != nil {
		for l, m := range c.tan.Machines {
			w := c.n.W[l]
			m.Shares(num.Mat[T]{Rows: w.Rows, Cols: w.Cols, Data: c.scratch[:len(w.Data)]}, all[l*f.n:(l+1)*f.n])
		}
		return
	}
	if c.tape.N == 0 {
		return
	}
	m := &c.tape.Steps[min(image, c.tape.N-1)]
	for l := range c.n.W {
		size := m.Sizes(f.rules, c.n.W[l], l, c.room)
		for r := range f.rules {
			all[l*f.n+r] = math.Abs(m.Theta[l][r]) * size[r]
		}
	}
}

// thumbnails draws the first image of each class of the task.
func (c *course[T]) thumbnails(f *finder, dst []float32) {
	for m := range c.task.classes {
		c.task.load(&f.frame, m, 0, c.x)
		num.Convert(dst[m*len(c.x):(m+1)*len(c.x)], c.x)
	}
}

// members writes the numbers of the task's classes.
func (c *course[T]) members(dst []float32) {
	for i, class := range c.task.classes {
		dst[i] = float32(class)
	}
}
