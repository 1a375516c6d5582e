package live

import "time"

// quietMost is how long a journey back shows nothing on its way.
const quietMost = 300 * time.Millisecond

// trip is a journey to a position.
type trip struct {
	on    bool
	to    Position
	back  bool // over known ground: commands that need a position wait until it is over
	began time.Time
	then  func() // at arrival
}

// quiet says that nothing is to be seen of the journey: it will soon be over.
func (t *trip) quiet(now time.Time) bool { return t.on && t.back && now.Sub(t.began) < quietMost }

// goOn sets out for a position ahead, showing the way.
func (r *Run) goOn(to Position) {
	r.trip = trip{on: true, to: to, began: time.Now()}
	r.aim = to
}

// goBack sets out for a position that is reached by loading a checkpoint and
// replaying. When stay is false the present state is of no use.
func (r *Run) goBack(to Position, stay bool, then func()) {
	r.leap(to, stay)
	r.trip = trip{on: true, to: to, back: true, began: time.Now(), then: then}
	r.pace.check = 1
}

// arrive ends a journey that has come to its end.
func (r *Run) arrive() {
	switch {
	case !r.trip.on:
		if r.playing && r.resting() {
			r.playing, r.out.urgent, r.out.fields = false, true, true
		}
		return
	case r.Position.before(r.trip.to) && (r.trip.back || !r.resting()):
		return
	}
	then := r.trip.then
	r.stop()
	if then != nil {
		then()
	}
	r.out.urgent = true
}

// stop ends a journey where it is.
func (r *Run) stop() {
	r.trip, r.aim = trip{}, Position{}
	r.pace.restart()
}

// retreat goes back to the last state that one can use after a divergence, and
// pauses there.
func (r *Run) retreat() {
	r.failure, r.playing, r.out.fields = r.trouble, false, true
	r.goBack(r.Position, false, r.trip.then)
}
