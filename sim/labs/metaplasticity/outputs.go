package metaplasticity

import (
	"fmt"

	"hebb/sim"
	"hebb/sim/num"
)

// name is what coefficient r is called in words.
func (f *finder) name(r int) string {
	if f.own {
		return f.program.Coefficients[r]
	}
	return fmt.Sprintf("θ%d", r)
}

// ordinal is the number of coefficient r in names: the pool counts from 0, c1 is the first of a
// rule that somebody has written.
func (f *finder) ordinal(r int) int {
	if f.own {
		return r + 1
	}
	return r
}

func (f *finder) Outputs() []sim.Output {
	var out []sim.Output
	add := func(o sim.Output) { out = append(out, o) }
	unit, degrees, none := [2]float64{0, 1}, [2]float64{0, 180}, [2]float64{}
	scalar := func(name, symbol, label, unit, doc string, from sim.From, log bool, limits [2]float64, read sim.Read) {
		add(sim.Output{Name: name, Symbol: symbol, Label: label, Unit: unit, Doc: doc, Kind: sim.Scalar, From: from, Log: log, Range: limits, Read: read})
	}
	for r := range f.n {
		o := sim.Output{Name: fmt.Sprintf("theta%d", f.ordinal(r)), Kind: sim.Scalar, From: sim.Recorded, Read: sim.At(&f.theta[r])}
		if f.own {
			o.Symbol, o.Label = fmt.Sprintf(`c_{%d}`, r+1), f.name(r)
			o.Doc = "The coefficient that the rule calls " + f.name(r) + "."
		} else {
			o.Symbol, o.Label = fmt.Sprintf(`\theta_{%d}`, r), f.rules[r].Name
			o.Doc = fmt.Sprintf("Coefficient of term %d. %s In symbols: %s.", r, f.rules[r].Doc, f.rules[r].Symbol)
		}
		add(o)
	}
	recent := func(who role) sim.Read { return sim.By(func() float64 { return f.recent(who) }) }
	scalar("mean_accuracy", "", "the rule", "", "Fraction of the query images that are classified correctly after a course of learning, averaged over the last 10 episodes.", sim.Recorded, false, unit, recent(found))
	scalar("fa_accuracy", "", "feedback alignment", "", "The same for a network that starts from the same weights, sees the same images and learns by the error term alone, through random feedback. Averaged over the last 10 episodes.", sim.Recorded, false, unit, recent(aligned))
	scalar("bp_accuracy", "", "backprop", "", "The same with the error sent back through the transposed weights. Averaged over the last 10 episodes.", sim.Recorded, false, unit, recent(backprop))
	scalar("accuracy", "", "last episode", "", "Fraction of the query images of the last episode that were classified correctly; an episode that diverged counts as 0.", sim.Recorded, false, unit, sim.At(&f.last.accuracy))
	scalar("loss", `\mathrm{CE}`, "query loss", "nats", "Mean cross entropy on the query images after the course. A network that says nothing has the logarithm of the number of classes.", sim.Recorded, true, none, sim.At(&f.last.loss))
	scalar("meta_loss", `\mathcal{L}`, "meta-loss", "nats", "Query loss plus λ times the summed sizes of the coefficients: what is made small.", sim.Recorded, true, none, sim.At(&f.last.meta))
	scalar("skipped", "", "skipped", "episodes", "Episodes so far that diverged, or ended with more than twice the loss of equal probabilities, and were left out by the robust protocol.", sim.Recorded, false, none, sim.At(&f.skipped))
	scalar("clipped", "", "cut", "numbers", "Elements of the meta-gradient so far that the robust protocol has cut to five times their median.", sim.Recorded, false, none, sim.At(&f.clipped))
	L := len(f.sizes) - 1
	out = append(out, sim.Series(L-1, sim.Output{Name: "alpha", Symbol: `\alpha_{%d}`, Label: "angle, layer %d", Unit: "degrees", Kind: sim.Scalar, From: sim.Recorded, Range: degrees,
		Doc: "Angle between the teaching signal of layer %d and backprop's, both averaged over the query images after the course."},
		func(l int, o *sim.Output) { o.Read = sim.At(&f.last.alpha[l-1]) })...)
	out = append(out, sim.Series(L, sim.Output{Name: "ew", Symbol: `E_{W_{%d}}`, Label: "orthonormality error, matrix %d", Kind: sim.Scalar, From: sim.Recorded, Log: true,
		Doc: "Orthonormality error of matrix %d, as the paper has it: |z - W Wᵀ y|², a sum over the query images."},
		func(l int, o *sim.Output) { o.Read = sim.At(&f.last.ew[l-1]) })...)

	for r := range f.n {
		scalar(fmt.Sprintf("g%d", f.ordinal(r)), "", f.name(r), "", "Meta-gradient by this coefficient as the last episode gave it, without the part of λ: learning goes against it.", sim.Snapped, false, none, sim.At(&f.grad[r]))
	}
	sized := sim.Once(f.size)
	for r := range f.n {
		add(sim.Output{Name: fmt.Sprintf("share%d", f.ordinal(r)), Label: f.name(r), Kind: sim.Scalar, Range: unit, Read: sim.By(func() float64 { return shareOf(f.sizing, f.n, r) }), After: sized,
			Doc: "Its share of the update by the present image: its size among the sizes of all terms, over all matrices."})
	}
	add(sim.Output{Name: "shares", Label: "shares of the update", Kind: sim.Matrix, Shape: []int{L, f.n}, Range: unit, Read: sim.Fill(func(dst []float32) { shares(dst, f.sizing, f.n) }), After: sized,
		Doc: "The share of each term (columns) in the update of each matrix (rows, the first at the pixels) by the present image."})
	if !f.own {
		add(sim.Output{Name: "lesson", Label: "what each image taught", Kind: sim.Matrix, Shape: []int{f.n, f.steps}, Pack: sim.I8, Read: sim.Fill(f.drawLesson),
			Doc: "What each image of the last course (columns, in their order) adds to the meta-gradient by each coefficient (rows), as a share of the largest of its row."})
	}
	first := f.runs[0]
	res := first.result()
	scalar("progress", "", "progress", "", "How much of the present episode's work is done.", sim.Snapped, false, unit, sim.By(f.progress))
	scalar("phase", "", "phase", "", "0 while the network learns, 1 while it is asked, 2 while the gradient is carried back through the course, 3 when the episode is over.", sim.Snapped, false, [2]float64{0, 3}, sim.By(func() float64 { return float64(f.phase) }))
	scalar("label", "", "class", "", "The class of the image that is shown, by number.", sim.Snapped, false, none, sim.At(&res.label))
	scalar("guess", "", "guess", "", "The class that the network found likeliest.", sim.Snapped, false, none, sim.By(func() float64 { return float64(num.Argmax(res.p)) }))
	asked := sim.Once(func() { f.now = first.now(f) })
	add(sim.Output{Name: "now", Label: "query accuracy now", Kind: sim.Scalar, Range: unit, Read: sim.At(&f.now), After: asked,
		Doc: "Fraction of 25 query images that the network would classify correctly as it is at this moment of the episode."})
	rows, cols := f.lib.size(f.half)
	add(sim.Output{Name: "image", Symbol: `x`, Label: "image", Kind: sim.Image, Shape: []int{rows, cols}, Pack: sim.U8, Range: unit, Read: sim.Copy(&res.image),
		Doc: "An image of the course: the one just learned from, or the one that the gradient is being carried back through."})
	add(sim.Output{Name: "p", Symbol: `y_L`, Label: "class probabilities", Kind: sim.Vector, Shape: []int{f.classes}, Range: unit, Read: sim.Copy(&res.p),
		Doc: "The answer of the network to this image: a probability for each class."})
	add(sim.Output{Name: "inner", Label: "accuracy on the way", Kind: sim.Path, Shape: []int{f.steps, 2}, Read: sim.Rows(func(dst []float32) int { return f.drawInner(dst, res.hits) }),
		Doc: "Within the present episode: images learned from, and the fraction of the last 20 of them that had been classified correctly before."})
	add(sim.Output{Name: "classes", Label: "classes of the task", Kind: sim.Tiles, Shape: []int{f.m, rows, cols}, Pack: sim.U8, Range: unit, Read: sim.Fill(func(dst []float32) { first.thumbnails(f, dst) }),
		Doc: "The first image of each class of the present task."})
	add(sim.Output{Name: "members", Label: "numbers of the task's classes", Kind: sim.Vector, Shape: []int{f.m}, Read: sim.Fill(first.members),
		Doc: "Which classes the present task is about, by number, in the order of their pictures."})
	return out
}

// size writes the size of each coefficient's part in the present update.
func (f *finder) size() {
	image := f.mark
	if f.reached == adapting {
		image--
	} else if f.reached != rewinding {
		image = f.steps - 1
	}
	f.runs[0].shares(f, max(image, 0), f.sizing)
	shown(f.sizing)
}

// progress counts the work of an episode in images; the way back takes each twice the
// time.
func (f *finder) progress() float64 {
	asked, all := f.m*f.q, f.steps+f.m*f.q
	if !f.plan.frozen && !f.own {
		all += 2 * f.steps
	}
	done := 0
	switch f.phase {
	case adapting:
		done = f.step
	case asking:
		done = f.steps + f.step
	case rewinding:
		done = f.steps + asked + 2*(f.steps-f.step)
	case over:
		return 1
	}
	return float64(done) / float64(all)
}

// drawLesson writes a row for each coefficient, scaled to its own largest entry.
func (f *finder) drawLesson(dst []float32) {
	for r := range f.n {
		most := 0.0
		for i := range f.steps {
			if v := f.lesson[i*f.n+r]; finite(v) {
				most = max(most, v, -v)
			}
		}
		for i := range f.steps {
			v := f.lesson[i*f.n+r]
			dst[r*f.steps+i] = 0
			if most > 0 && finite(v) {
				dst[r*f.steps+i] = float32(v / most)
			}
		}
	}
}

// drawInner writes the running accuracy of the course so far and returns how long it is.
func (f *finder) drawInner(dst []float32, hits []float64) (n int) {
	const lately = 20
	n = f.steps
	if f.reached == over {
		n = 0
	} else if f.reached == adapting {
		n = f.mark
	}
	sum := 0.0
	for i := range n {
		sum += hits[i]
		if i >= lately {
			sum -= hits[i-lately]
		}
		dst[2*i], dst[2*i+1] = float32(i+1), float32(sum/float64(min(i+1, lately)))
	}
	return n
}
