package live

import (
	"hebb/sim/experiment"
	"slices"
)

// rewind makes ready for going to a position: it loads the newest checkpoint from
// which the position can be reached, unless stay allows to go on from here and that
// is shorter.
func (t *timeline) rewind(to experiment.Position, stay bool) {
	t.aim = to
	// A bucket that would be cut must be made again from its first unit on.
	limit := int64(to.Unit)
	for _, tables := range t.history {
		for _, h := range tables {
			if first, ok := h.Split(to.Unit); ok {
				limit = min(limit, int64(first)-1)
			}
		}
	}
	c := t.checkpoints.find(to, limit)
	if stay = stay && t.trouble == nil && !to.Before(t.Position); stay && (c == nil || !t.Position.Before(c.At)) {
		return
	}
	if c != nil && t.load(c) == nil {
		t.entries()
		return
	}
	t.restart()
	t.cursor, t.every, t.changed = 0, t.periods(), true
	t.begin()
}

// load takes the timeline to a checkpoint.
func (t *timeline) load(c *checkpoint) error {
	for i, v := range t.variants {
		if err := v.load(c.Variants[i]); err != nil {
			return err
		}
		copy(v.shown, c.shown[i])
	}
	t.Position, t.trouble, t.cursor, t.changed = c.At, nil, c.Cursor, true
	t.every = slices.Clone(c.Every)
	t.stopwatch.Drop()
	return nil
}
