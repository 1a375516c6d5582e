package live

import (
	"hebb/sim/experiment"
	"time"
)

// quietMost is how long a journey back shows nothing on its way.
const quietMost = 300 * time.Millisecond

// trip is a journey to a position.
type trip struct {
	on     bool
	to     experiment.Position
	back   bool // over known ground: commands that need a position wait until it is over
	began  time.Time
	then   func()              // at arrival
	onward experiment.Position // where the journey then goes on to, if it lies ahead
}

// quiet says that nothing is to be seen of the journey: it will soon be over.
func (t *trip) quiet(now time.Time) bool { return t.on && t.back && now.Sub(t.began) < quietMost }

// goOn sets out for a position ahead, showing the way.
func (r *Run) goOn(to experiment.Position) {
	r.trip = trip{on: true, to: to, began: time.Now()}
	r.aim = to
}

// goBack sets out for a position that is reached by loading a checkpoint and
// replaying. When stay is false the present state is of no use.
func (r *Run) goBack(to experiment.Position, stay bool, then func()) {
	r.leap(to, stay)
	r.trip = trip{on: true, to: to, back: true, began: time.Now(), then: then}
	r.pace.check = 1
}

// arrive ends a journey that has come to its end, and pauses a run at rest.
func (r *Run) arrive() {
	if r.trip.on {
		if r.Position.Before(r.trip.to) && (r.trip.back || !r.over()) {
			return
		}
		then, onward := r.trip.then, r.trip.onward
		r.stop()
		if then != nil {
			then()
		}
		r.out.urgent = true
		if r.Position.Before(onward) && !r.over() {
			r.goOn(onward)
			return
		}
	}
	if r.playing && r.over() {
		r.playing, r.out.urgent, r.out.fields = false, true, true
	}
}

// stop ends a journey where it is.
func (r *Run) stop() {
	r.trip, r.aim = trip{}, experiment.Position{}
	r.pace.restart()
}

// retreat goes back to the state before the round in which a variant has diverged.
// There the variant halts; the others go on where they were going.
func (r *Run) retreat() {
	at, onward := r.trouble.Position, r.Position
	if r.trip.on && r.trip.back {
		r.leap(at, false)
		r.aim = r.trip.to
		return
	}
	if r.trip.on {
		onward = r.trip.to
	}
	r.goBack(at, false, nil)
	r.trip.onward = onward
}
