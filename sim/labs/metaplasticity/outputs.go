package metaplasticity

import (
	"fmt"

	"hebb/sim"
	"hebb/sim/num"
)

// index says where each output of a finder stands.
type index struct {
	theta                                   []int
	accuracy, mean, fa, bp                  int
	loss, meta, skipped, clipped            int
	alpha, ew                               []int // layers 1..L-1, matrices 1..L
	grad, share                             []int
	shares, lesson                          int
	progress, phase, image, p, label, guess int
	inner, now, classes, members            int
	recorded                                int
}

// name is what coefficient r is called in words.
func (f *finder) name(r int) string {
	if f.own {
		return f.program.Coefficients[r]
	}
	return fmt.Sprintf("θ%d", r)
}

// describe lists the outputs. Recorded scalars come first.
func describe(f *finder) (out []sim.Output, at index) {
	add := func(o sim.Output) int {
		out = append(out, o)
		return len(out) - 1
	}
	unit, degrees := [2]float64{0, 1}, [2]float64{0, 180}
	for r := range f.n {
		o := sim.Output{Name: fmt.Sprintf("theta%d", r), Symbol: fmt.Sprintf(`\theta_{%d}`, r), Label: f.name(r), Kind: sim.Scalar, From: sim.Recorded}
		if f.own {
			o.Name, o.Symbol = fmt.Sprintf("theta%d", r+1), fmt.Sprintf(`c_{%d}`, r+1)
			o.Doc = "The coefficient that the rule calls " + o.Label + "."
		} else {
			o.Label = f.rules[r].Name
			o.Doc = fmt.Sprintf("Coefficient of term %d. %s In symbols: %s.", r, f.rules[r].Doc, f.rules[r].Symbol)
		}
		at.theta = append(at.theta, add(o))
	}
	scalar := func(name, symbol, label, unit, doc string, from sim.From, log bool, limits [2]float64) int {
		return add(sim.Output{Name: name, Symbol: symbol, Label: label, Unit: unit, Doc: doc, Kind: sim.Scalar, From: from, Log: log, Range: limits})
	}
	none := [2]float64{}
	at.mean = scalar("mean_accuracy", "", "the rule", "", "Fraction of the query images that are classed rightly after a course of learning, averaged over the last 10 episodes.", sim.Recorded, false, unit)
	at.fa = scalar("fa_accuracy", "", "feedback alignment", "", "The same for a network that starts from the same weights, sees the same images and learns by the error term alone, through random feedback. Averaged over the last 10 episodes.", sim.Recorded, false, unit)
	at.bp = scalar("bp_accuracy", "", "backprop", "", "The same with the error sent back through the transposed weights. Averaged over the last 10 episodes.", sim.Recorded, false, unit)
	at.accuracy = scalar("accuracy", "", "last episode", "", "Fraction of the query images of the last episode that were classed rightly; an episode that exploded counts as 0.", sim.Recorded, false, unit)
	at.loss = scalar("loss", `\mathrm{CE}`, "query loss", "nats", "Mean cross entropy on the query images after the course. A network that says nothing has the logarithm of the number of classes.", sim.Recorded, true, none)
	at.meta = scalar("meta_loss", `\mathcal{L}`, "meta-loss", "nats", "Query loss plus λ times the summed sizes of the coefficients: what is made small.", sim.Recorded, true, none)
	at.skipped = scalar("skipped", "", "skipped", "episodes", "Episodes so far that exploded, or ended worse than saying nothing twice over, and were left out by the robust protocol.", sim.Recorded, false, none)
	at.clipped = scalar("clipped", "", "cut", "numbers", "Elements of the meta-gradient so far that the robust protocol has cut to five times their median.", sim.Recorded, false, none)
	L := len(f.sizes) - 1
	for l := 1; l < L; l++ {
		at.alpha = append(at.alpha, scalar(fmt.Sprintf("alpha%d", l), fmt.Sprintf(`\alpha_{%d}`, l), fmt.Sprintf("angle, layer %d", l), "degrees",
			fmt.Sprintf("Angle between the teaching signal of layer %d and backprop's, both averaged over the query images after the course.", l), sim.Recorded, false, degrees))
	}
	for l := 1; l <= L; l++ {
		at.ew = append(at.ew, scalar(fmt.Sprintf("ew%d", l), fmt.Sprintf(`E_{W_{%d}}`, l), fmt.Sprintf("matrix %d", l), "",
			fmt.Sprintf("Orthonormality error of matrix %d: |z - W Wᵀ y|², summed over the query images.", l), sim.Recorded, true, none))
	}
	at.recorded = len(out)

	for r := range f.n {
		name := fmt.Sprintf("%d", r)
		if f.own {
			name = fmt.Sprintf("%d", r+1)
		}
		at.grad = append(at.grad, scalar("g"+name, "", f.name(r), "", "Meta-gradient by this coefficient as the last episode gave it, without the part of λ: learning goes against it.", sim.Snapped, false, none))
	}
	for r := range f.n {
		name := fmt.Sprintf("%d", r)
		if f.own {
			name = fmt.Sprintf("%d", r+1)
		}
		at.share = append(at.share, scalar("share"+name, "", f.name(r), "", "Its share of the update by the present image: its size among the sizes of all terms, over all matrices.", sim.Snapped, false, unit))
	}
	at.shares = add(sim.Output{Name: "shares", Label: "shares of the update", Doc: "The share of each term (columns) in the update of each matrix (rows, the first at the pixels) by the present image.", Kind: sim.Matrix, Shape: []int{L, f.n}, Range: unit})
	at.lesson = -1
	if !f.own {
		at.lesson = add(sim.Output{Name: "lesson", Label: "what each image taught", Doc: "What each image of the last course (columns, in their order) adds to the meta-gradient by each coefficient (rows), as a share of the largest of its row.", Kind: sim.Matrix, Shape: []int{f.n, f.steps}, Pack: sim.I8})
	}
	at.progress = scalar("progress", "", "progress", "", "How much of the present episode's work is done.", sim.Snapped, false, unit)
	at.phase = scalar("phase", "", "phase", "", "0 while the network learns, 1 while it is asked, 2 while the gradient is carried back through the course, 3 when the episode is over.", sim.Snapped, false, [2]float64{0, 3})
	at.label = scalar("label", "", "class", "", "The class of the image that is shown, by number.", sim.Snapped, false, none)
	at.guess = scalar("guess", "", "guess", "", "The class that the network found likeliest.", sim.Snapped, false, none)
	at.now = scalar("now", "", "query accuracy now", "", "Fraction of 25 query images that the network would class rightly as it is at this moment of the episode.", sim.Snapped, false, unit)
	rows, cols := f.lib.size(f.half)
	at.image = add(sim.Output{Name: "image", Symbol: `x`, Label: "image", Doc: "An image of the course: the one just learned from, or the one that the gradient is being carried back through.", Kind: sim.Image, Shape: []int{rows, cols}, Pack: sim.U8, Range: unit})
	at.p = add(sim.Output{Name: "p", Symbol: `y_L`, Label: "class probabilities", Doc: "The answer of the network to this image: a probability for each class.", Kind: sim.Vector, Shape: []int{f.classes}, Range: unit})
	at.inner = add(sim.Output{Name: "inner", Label: "accuracy on the way", Doc: "Within the present course: images learned from, and the fraction of the last 20 of them that had been classed rightly before.", Kind: sim.Path, Shape: []int{f.steps, 2}})
	at.classes = add(sim.Output{Name: "classes", Label: "classes of the task", Doc: "The first image of each class of the present task.", Kind: sim.Tiles, Shape: []int{f.m, rows, cols}, Pack: sim.U8, Range: unit})
	at.members = add(sim.Output{Name: "members", Label: "numbers of the task's classes", Doc: "Which classes the present task is about, by number, in the order of their pictures.", Kind: sim.Vector, Shape: []int{f.m}})
	return out, at
}

func (f *finder) Record(dst []float64) {
	at := &f.at
	for r, v := range f.theta {
		dst[at.theta[r]] = v
	}
	dst[at.accuracy], dst[at.mean], dst[at.fa], dst[at.bp] = f.last.accuracy, f.recent(found), f.recent(aligned), f.recent(backprop)
	dst[at.loss], dst[at.meta] = f.last.loss, f.last.meta
	dst[at.skipped], dst[at.clipped] = float64(f.skipped), float64(f.clipped)
	for l, v := range f.last.alpha {
		dst[at.alpha[l]] = v
	}
	for l, v := range f.last.ew {
		dst[at.ew[l]] = v
	}
}

// Snapshot copies what the frame wants.
func (f *finder) Snapshot(fr *sim.Frame) {
	at := &f.at
	f.Record(f.row)
	for i, v := range f.row {
		fr.Set(i, v)
	}
	res := f.runs[0].result()
	f.snapShares(fr)
	for r, g := range f.grad {
		fr.Set(at.grad[r], g)
	}
	fr.Set(at.progress, f.progress())
	fr.Set(at.phase, float64(f.phase))
	fr.Set(at.label, float64(res.label))
	fr.Set(at.guess, float64(num.Argmax(res.p)))
	if fr.Wanted(at.now) {
		fr.Set(at.now, f.runs[0].now(f))
	}
	if at.lesson >= 0 {
		if dst := fr.Slot(at.lesson); dst != nil {
			f.drawLesson(dst)
		}
	}
	if dst := fr.Slot(at.image); dst != nil {
		num.Convert(dst, res.image)
	}
	if dst := fr.Slot(at.p); dst != nil {
		num.Convert(dst, res.p)
	}
	if dst := fr.Slot(at.inner); dst != nil {
		f.drawInner(fr, dst, res.hits)
	}
	if dst := fr.Slot(at.classes); dst != nil {
		f.runs[0].thumbnails(f, dst)
	}
	if dst := fr.Slot(at.members); dst != nil {
		f.runs[0].members(dst)
	}
}

// snapShares writes each coefficient's part in the present update.
func (f *finder) snapShares(fr *sim.Frame) {
	image := f.mark
	if f.reached == adapting {
		image--
	} else if f.reached != rewinding {
		image = f.steps - 1
	}
	all := f.sizing
	f.runs[0].shares(f, max(image, 0), all)
	whole, matrix := 0.0, fr.Slot(f.at.shares)
	for l := range len(f.sizes) - 1 {
		row := all[l*f.n : (l+1)*f.n]
		sum := 0.0
		for r, v := range row {
			if row[r] = within(v); !(v >= 0) {
				row[r] = 0
			}
			sum += row[r]
		}
		whole += sum
		for r, v := range row {
			if matrix != nil {
				matrix[l*f.n+r] = float32(fraction(v, sum))
			}
		}
	}
	for r := range f.n {
		sum := 0.0
		for l := range len(f.sizes) - 1 {
			sum += all[l*f.n+r]
		}
		fr.Set(f.at.share[r], fraction(sum, whole))
	}
}

func fraction(part, whole float64) float64 {
	if whole > 0 {
		return part / whole
	}
	return 0
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

// drawInner writes the running accuracy of the course so far.
func (f *finder) drawInner(fr *sim.Frame, dst []float32, hits []float64) {
	const lately = 20
	n := f.steps
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
	fr.SetRows(f.at.inner, n)
}
