package live

import (
	"time"

	"hebb/sim/experiment"
)

// quietMost is how long a seek back shows nothing on its way.
const quietMost = 300 * time.Millisecond

// seeking is a seek of a run under way.
type seeking struct {
	run    *Run
	on     bool
	to     experiment.Position
	back   bool // over known ground: commands that need a position wait until it is over
	began  time.Time
	then   func()              // at arrival
	onward experiment.Position // where the seek then goes on to, if it lies ahead
}

// quiet says that nothing is to be seen of the seek: it will soon be over.
func (s *seeking) quiet(now time.Time) bool { return s.on && s.back && now.Sub(s.began) < quietMost }

// seek goes to a position; the journal stays.
func (s *seeking) seek(to experiment.Position) {
	if e := s.run.engine; e.Position().Before(to) {
		s.rewind(to, true)
		s.forward(to)
		return
	}
	s.goBack(to, true, nil)
}

// forward sets out for a position ahead, showing the way.
func (s *seeking) forward(to experiment.Position) {
	*s = seeking{run: s.run, on: true, to: to, began: time.Now()}
	s.run.engine.Aim(to)
}

// goBack sets out for a position that is reached by loading a checkpoint and
// replaying. When stay is false the present state is of no use.
func (s *seeking) goBack(to experiment.Position, stay bool, then func()) {
	s.rewind(to, stay)
	*s = seeking{run: s.run, on: true, to: to, back: true, began: time.Now(), then: then}
	s.run.pace.Check = 1
}

// arrived says whether the run is where the seek leads, or gets no further.
func (s *seeking) arrived() bool {
	e := s.run.engine
	return e.Between() && !e.Position().Before(s.to) || !s.back && e.Over()
}

// rewind goes to where the way begins, unless the run is asked to end meanwhile.
func (s *seeking) rewind(to experiment.Position, stay bool) {
	s.run.lost = s.run.engine.Rewind(s.run.ctx, to, stay) != nil
}

// finish ends a seek that has come to its end, and pauses a run at rest.
func (s *seeking) finish() {
	r := s.run
	if s.on {
		if !s.arrived() {
			return
		}
		then, onward := s.then, s.onward
		s.cancel()
		if then != nil {
			then()
		}
		r.out.urgent = true
		if r.engine.Position().Before(onward) && !r.engine.Over() {
			s.forward(onward)
			return
		}
	}
	if r.playing && r.engine.Over() {
		r.playing, r.out.urgent, r.out.fields = false, true, true
	}
}

// cancel ends a seek where it is.
func (s *seeking) cancel() {
	*s = seeking{run: s.run}
	s.run.engine.Aim(experiment.Position{})
	s.run.pace.Restart()
}

// halt goes back to the state before the round in which a variant has diverged.
// There the variant halts; the others go on where they were going.
func (s *seeking) halt() {
	e := s.run.engine
	at, onward := e.Trouble(), e.Position()
	if s.on && s.back {
		s.rewind(at, false)
		e.Aim(s.to)
		return
	}
	if s.on {
		onward = s.to
	}
	s.goBack(at, false, nil)
	s.onward = onward
}
