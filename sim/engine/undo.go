package engine

import (
	"context"
	"errors"
	"slices"

	"hebb/sim/experiment"
)

// Undo takes the newest change back, with all of its gesture, and returns to where it was
// made. What was done after it by others acts again from there on. See Advance for ctx.
func (e *Engine) Undo(ctx context.Context) error {
	to, ok := e.TakeBack()
	if !ok {
		return errors.New("there is nothing to undo since the start")
	}
	if err := e.Rewind(ctx, to, false); err != nil {
		return err
	}
	defer e.Aim(experiment.Position{})
	err := e.Advance(ctx, to, nil)
	e.Forget() // also on the way: another journal leads on from here
	return err
}

// TakeBack is Undo without the way back, for who goes it at a pace: the state is of no use
// until a Rewind that does not stay to where the change was made, and rounds that lead
// there; what was recorded beyond is dropped by Forget, once there. It is false when
// nothing has been done since the start.
func (e *Engine) TakeBack() (to experiment.Position, ok bool) {
	last := e.lastGesture()
	if last == nil {
		return to, false
	}
	if e.Behind() {
		e.truncate()
	}
	to = e.journal[last[0]].Position
	for _, i := range slices.Backward(last) {
		e.journal = slices.Delete(e.journal, i, i+1)
	}
	e.checkpoints.truncate(experiment.Position{Unit: experiment.MaxUnit}, last[0])
	e.halts = slices.DeleteFunc(e.halts, func(h halt) bool { return h.Cursor > last[0] })
	return to, true
}

// CanUndo says whether there is something to undo.
func (e *Engine) CanUndo() bool { return e.applied > 0 }

// lastGesture returns the entries that are undone together as one change, of those
// that act at the position: their indices, least first.
func (e *Engine) lastGesture() []int {
	if e.applied == 0 {
		return nil
	}
	last := e.applied - 1
	g := e.journal[last].Gesture
	if g == 0 {
		return []int{last}
	}
	var all []int
	for i := range e.applied {
		if e.journal[i].Gesture == g {
			all = append(all, i)
		}
	}
	return all
}
