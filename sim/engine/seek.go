package engine

import (
	"context"
	"slices"

	"hebb/sim/experiment"
)

// Aim says where rounds to come lead, until it is said anew: measurements on the way that
// will not be shown there and are known already are left out. The zero position is no aim.
func (e *Engine) Aim(to experiment.Position) { e.aim = to }

// Rewind makes ready for going to a position: it loads the newest checkpoint from
// which the position can be reached, unless stay allows to go on from here and that
// is shorter. Pieces then lead to the position; it is their aim. When ctx ends, Rewind
// returns its error within a quantum, and the engine is of no use until another Rewind.
func (e *Engine) Rewind(ctx context.Context, to experiment.Position, stay bool) error {
	e.aim = to
	// A bucket that would be cut must be made again from its first unit on.
	limit := int64(to.Unit)
	for _, tables := range e.history {
		for _, h := range tables {
			if first, ok := h.Split(to.Unit); ok {
				limit = min(limit, int64(first)-1)
			}
		}
	}
	c := e.checkpoints.find(to, limit)
	if stay = stay && e.trouble == nil && !to.Before(e.at); stay && (c == nil || !e.at.Before(c.At)) {
		return nil
	}
	if c != nil && e.load(c) == nil {
		e.haltKnown()
		return nil
	}
	if err := e.restart(ctx); err != nil {
		return err
	}
	e.Begin()
	return nil
}

// load takes the engine to a checkpoint.
func (e *Engine) load(c *checkpoint) error {
	for i, v := range e.variants {
		if err := v.load(&c.Variants[i]); err != nil {
			return err
		}
		copy(v.shown, c.shown[i])
	}
	e.stand(c.At, c.Cursor)
	e.every, e.changed = slices.Clone(c.Every), true
	return nil
}
