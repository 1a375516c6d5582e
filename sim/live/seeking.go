package live

import (
	"hebb/sim/experiment"
	"time"
)

// quietMost is how long a seek back shows nothing on its way.
const quietMost = 300 * time.Millisecond

// seeking is a seek under way.
type seeking struct {
	on     bool
	to     experiment.Position
	back   bool // over known ground: commands that need a position wait until it is over
	began  time.Time
	then   func()              // at arrival
	onward experiment.Position // where the seek then goes on to, if it lies ahead
}

// quiet says that nothing is to be seen of the seek: it will soon be over.
func (t *seeking) quiet(now time.Time) bool { return t.on && t.back && now.Sub(t.began) < quietMost }

// seekForward sets out for a position ahead, showing the way.
func (r *Run) seekForward(to experiment.Position) {
	r.seeking = seeking{on: true, to: to, began: time.Now()}
	r.aim = to
}

// seekBack sets out for a position that is reached by loading a checkpoint and
// replaying. When stay is false the present state is of no use.
func (r *Run) seekBack(to experiment.Position, stay bool, then func()) {
	r.rewind(to, stay)
	r.seeking = seeking{on: true, to: to, back: true, began: time.Now(), then: then}
	r.pace.Check = 1
}

// finishSeek ends a seek that has come to its end, and pauses a run at rest.
func (r *Run) finishSeek() {
	if r.seeking.on {
		if r.Position.Before(r.seeking.to) && (r.seeking.back || !r.over()) {
			return
		}
		then, onward := r.seeking.then, r.seeking.onward
		r.cancelSeek()
		if then != nil {
			then()
		}
		r.out.urgent = true
		if r.Position.Before(onward) && !r.over() {
			r.seekForward(onward)
			return
		}
	}
	if r.playing && r.over() {
		r.playing, r.out.urgent, r.out.fields = false, true, true
	}
}

// cancelSeek ends a seek where it is.
func (r *Run) cancelSeek() {
	r.seeking, r.aim = seeking{}, experiment.Position{}
	r.pace.Restart()
}

// haltDiverged goes back to the state before the round in which a variant has diverged.
// There the variant halts; the others go on where they were going.
func (r *Run) haltDiverged() {
	at, onward := r.trouble.Position, r.Position
	if r.seeking.on && r.seeking.back {
		r.rewind(at, false)
		r.aim = r.seeking.to
		return
	}
	if r.seeking.on {
		onward = r.seeking.to
	}
	r.seekBack(at, false, nil)
	r.seeking.onward = onward
}
