package metaplasticity

import (
	"fmt"
	"math"

	"hebb/sim"
	"hebb/sim/num"
	"hebb/sim/num/elem"
	"hebb/sim/rule"
)

// Step does a few images of the present phase.
func (f *finder) Step() sim.Step {
	f.listen()
	switch f.phase {
	case over:
		f.latch()
		f.prepare()
		f.phase, f.step = adapting, 0
	case adapting:
		to := min(f.step+f.chunk, f.steps)
		for i := f.step; i < to; i++ {
			copy(f.trace[i*f.n:], f.theta)
		}
		f.share(adapting, f.step, to)
		f.step = to
		if t := f.trouble(); t != nil {
			return f.fail(t)
		}
		if f.step == f.steps {
			f.phase, f.step = asking, 0
		}
	case asking:
		to := min(f.step+f.chunk, f.m*f.q)
		f.share(asking, f.step, to)
		f.step = to
		if t := f.trouble(); t != nil {
			return f.fail(t)
		}
		if f.step < f.m*f.q {
			break
		}
		if f.plan.frozen || f.own {
			return f.finish()
		}
		f.phase, f.step = rewinding, f.steps
	case rewinding:
		from := max(f.step-f.chunk, 0)
		f.share(rewinding, from, f.step)
		if f.step = from; from == 0 {
			return f.finish()
		}
	}
	return sim.Step{}
}

// share gives each episode its part of the work.
func (f *finder) share(p phase, from, to int) {
	f.part.phase, f.part.from, f.part.to = p, from, to
	f.reached, f.mark = p, to
	n := f.parallel
	switch p {
	case adapting, asking:
		if f.plan.compare {
			n = len(f.runs)
		}
	case rewinding:
		f.mark = from
	}
	if f.pool == nil || n == 1 {
		for i := range n {
			f.job(i)
		}
		return
	}
	f.pool.Each(n, f.job)
}

func (f *finder) work(i int) {
	r := f.runs[i]
	switch f.part.phase {
	case over:
		r.prepare(f, f.number*uint64(f.parallel)+uint64(i))
	case adapting:
		r.adapt(f, f.part.from, f.part.to)
	case asking:
		r.query(f, f.part.from, f.part.to)
	case rewinding:
		r.back(f, f.part.from, f.part.to)
	}
}

// prepare draws the weights and the tasks of the present episode.
func (f *finder) prepare() {
	f.number = f.episode
	f.draw()
}

func (f *finder) draw() {
	f.share(over, 0, 0)
	for _, r := range f.runs[f.parallel:] { // they start like the first
		r.prepare(f, f.number*uint64(f.parallel))
	}
}

// replay does again what led from the start of the episode to the present: the same
// images with the same coefficients.
func (f *finder) replay() {
	reached, mark := f.reached, f.mark
	all := f.m * f.q
	if reached < adapting || reached > over || mark < 0 || mark > max(f.steps, all) {
		return
	}
	f.draw()
	if reached == over {
		return
	}
	forward := func(p phase, to int) {
		for i := 0; i < to; i += f.chunk {
			f.share(p, i, min(i+f.chunk, to))
		}
	}
	switch reached {
	case adapting:
		forward(adapting, min(mark, f.steps))
	case asking:
		forward(adapting, f.steps)
		forward(asking, min(mark, all))
	case rewinding:
		forward(adapting, f.steps)
		forward(asking, all)
		for i := f.steps; i > mark; i -= f.chunk {
			f.share(rewinding, max(i-f.chunk, 0), i)
		}
	}
	f.reached, f.mark = reached, mark
}

// trouble says what has exploded in the plain protocol, if anything has.
func (f *finder) trouble() *sim.Trouble {
	if f.robust {
		return nil
	}
	for _, r := range f.runs[:f.parallel] {
		if res := r.result(); res.fault != "" {
			return &sim.Trouble{What: res.fault, Size: math.Inf(1)}
		} else if res.layer > 0 {
			return &sim.Trouble{What: fmt.Sprintf("pre-activation z of layer %d", res.layer), Size: res.size}
		}
	}
	return nil
}

// fail gives the episode up; the next step begins it again.
func (f *finder) fail(t *sim.Trouble) sim.Step {
	f.phase, f.step = over, 0
	return sim.Step{Status: sim.Diverged, Trouble: t}
}

// finish sums the episode up and moves the coefficients.
func (f *finder) finish() sim.Step {
	sum, good := f.collect()
	if f.plan.frozen {
		f.complete()
		return sim.Step{Unit: true}
	}
	switch {
	case good == 0 && f.robust:
		for r := range f.theta {
			f.theta[r] *= shrunk
		}
		f.complete()
		return sim.Step{Unit: true}
	case good < f.parallel && !f.robust:
		for r, g := range sum {
			if !finite(g) {
				return f.fail(&sim.Trouble{What: "meta-gradient of " + f.name(r), Size: math.Abs(g)})
			}
		}
	}
	copy(f.grad, sum)
	var rates [rule.Most]float64
	if f.robust {
		f.clipped += uint64(f.guard.Cut(sum, f.takesPart))
	}
	for r := range sum {
		if f.takesPart(r) {
			rates[r] = f.rate
			if f.robust && !f.own {
				rates[r] *= f.rules[r].Pace
			}
			sum[r] += float64(f.lambda * num.Sign(f.theta[r]))
		}
	}
	f.adam.Step(f.theta, sum, rates[:f.n])
	f.complete()
	return sim.Step{Unit: true}
}

// takesPart says whether coefficient r is learned.
func (f *finder) takesPart(r int) bool { return f.plan.terms.Has(r) }

// shrunk is what becomes of all coefficients when an episode explodes.
const shrunk = 0.9

// collect writes what the episodes came to, and returns the mean gradient of those that
// are of use, and how many those are.
func (f *finder) collect() (sum []float64, good int) {
	s := &f.last
	s.accuracy, s.loss = 0, 0
	clear(s.alpha)
	clear(s.ew)
	clear(f.sizing)
	sum = f.sizing[:f.n] // scratch that only a look uses
	asked, whole := float64(f.m*f.q), 0
	for _, r := range f.runs[:f.parallel] {
		res := r.result()
		fine := !res.bad()
		if fine {
			whole++
			s.accuracy += float64(res.right) / asked / float64(f.parallel)
			s.loss += res.loss / asked
			for l := range s.alpha {
				s.alpha[l] += res.alpha[l]
			}
			for l := range s.ew {
				s.ew[l] += within(res.ew[l])
			}
			for _, g := range res.grad {
				fine = fine && finite(g)
			}
			if f.robust {
				fine = fine && res.loss/asked <= 2*elem.Log(float64(f.classes))
			}
		}
		switch {
		case f.plan.frozen:
		case fine:
			good++
			for i, g := range res.grad {
				sum[i] += g
			}
		case f.robust:
			f.skipped++
		default: // the plain protocol takes what comes
			for i, g := range res.grad {
				sum[i] += g
			}
		}
	}
	if whole > 0 {
		s.loss /= float64(whole)
		for l := range s.alpha {
			s.alpha[l] /= float64(whole)
		}
		for l := range s.ew {
			s.ew[l] /= float64(whole)
		}
	}
	of := float64(f.parallel)
	if f.robust && good > 0 {
		of = float64(good)
	}
	for i := range sum {
		sum[i] /= of
	}
	s.meta = s.loss
	for _, v := range f.theta {
		s.meta += float64(f.lambda * math.Abs(v))
	}
	f.average(found, s.accuracy)
	if f.plan.compare {
		for i, r := range [...]role{aligned, backprop} {
			f.average(r, float64(f.runs[f.parallel+i].result().right)/asked)
		}
	}
	copy(f.lesson, f.runs[0].result().lesson)
	return sum, good
}

func (f *finder) average(r role, accuracy float64) {
	f.rings[r][f.counted[r]%averaged] = accuracy
	f.counted[r]++
}

// recent is the mean accuracy of the last episodes.
func (f *finder) recent(r role) float64 { return num.Recent(f.rings[r][:], f.counted[r]) }

func (f *finder) complete() {
	f.episode++
	f.phase, f.step = over, 0
}

func finite(x float64) bool { return x-x == 0 }

// within keeps a size that can explode to what can be shown.
func within(x float64) float64 {
	if x < math.MaxFloat32 {
		return x
	}
	return math.MaxFloat32
}

// State lists what Step reads and changes. Weights and tape are not among it: they
// follow from the plan and the coefficients with which each image was learned from, and
// are made again.
func (f *finder) State(s *sim.Sections) {
	f.plan.state(s)
	ph := int(f.phase)
	reached := int(f.reached)
	s.U64("episode", &f.episode)
	s.Int("phase", &ph)
	s.Int("step", &f.step)
	s.U64("number", &f.number)
	s.Int("reached", &reached)
	s.Int("mark", &f.mark)
	for _, v := range []struct {
		name string
		v    []float64
	}{{"theta", f.theta}, {"seen", f.seen}, {"trace", f.trace}, {"m", f.adam.M}, {"v", f.adam.V}, {"past", f.guard.Past},
		{"grad", f.grad}, {"lesson", f.lesson}, {"alpha", f.last.alpha}, {"ew", f.last.ew},
		{"found", f.rings[found][:]}, {"aligned", f.rings[aligned][:]}, {"backprop", f.rings[backprop][:]}} {
		s.F64(v.name, v.v)
	}
	s.Numbers("last", &f.last.accuracy, &f.last.loss, &f.last.meta)
	for _, v := range []struct {
		name string
		p    *uint64
	}{{"adam", &f.adam.T}, {"guard", &f.guard.N}, {"skipped", &f.skipped}, {"clipped", &f.clipped},
		{"n0", &f.counted[found]}, {"n1", &f.counted[aligned]}, {"n2", &f.counted[backprop]}} {
		s.U64(v.name, v.p)
	}
	f.phase, f.reached = phase(ph), phase(reached)
	if s.Loading() && s.Err() == nil {
		f.replay()
	}
}
