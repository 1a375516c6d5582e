package engine

import (
	"slices"

	"hebb/sim/experiment"
)

// checkpoint is the state of all variants at a position.
type checkpoint struct {
	At       experiment.Position
	Cursor   int // entries of the journal that it holds
	Every    []int
	Variants []saved

	shown [][]*shot // what the probes had measured
	size  int64
}

// Save keeps the present in memory, so that a way back from further on is short. Whoever
// owns the engine says when; how much room there is stands in Options.
func (e *Engine) Save() {
	if e.checkpoints.most > 0 {
		e.checkpoints.insert(e.checkpoint(e.checkpoints.reuse()))
	}
}

// Saves is how many checkpoints are in memory.
func (e *Engine) Saves() int { return len(e.checkpoints.list) }

// checkpoint writes the present over what c had.
func (e *Engine) checkpoint(c *checkpoint) *checkpoint {
	c.At, c.Cursor, c.Every, c.size = e.at, e.applied, append(c.Every[:0], e.every...), 0
	c.Variants, c.shown = resize(c.Variants, len(e.variants)), resize(c.shown, len(e.variants))
	for i, v := range e.variants {
		v.save(&c.Variants[i], &e.writer)
		c.shown[i] = append(c.shown[i][:0], v.shown...)
		c.size += c.Variants[i].size()
	}
	return c
}

// resize keeps the room that the elements of a list have.
func resize[T any](list []T, n int) []T {
	if cap(list) < n {
		return append(list[:cap(list)], make([]T, n-cap(list))...)
	}
	return list[:n]
}

// checkpoints are kept in the order of their positions. There are many
// near the present and fewer far from it, so that one step back is short and a
// long way back is no longer than in proportion.
type checkpoints struct {
	list  []*checkpoint
	bytes int64
	most  int64       // 0: none are kept
	spare *checkpoint // one that has been dropped; nil: there is none
}

// reuse returns a checkpoint to be written over.
func (cs *checkpoints) reuse() *checkpoint {
	c := cs.spare
	if c == nil {
		c = &checkpoint{}
	}
	cs.spare = nil
	return c
}

// insert adds a checkpoint and drops others until all fit. The newest always stays.
func (cs *checkpoints) insert(c *checkpoint) {
	i := cs.index(c.At)
	if cs.most == 0 || i < len(cs.list) && cs.list[i].At == c.At && cs.list[i].Cursor == c.Cursor {
		return
	}
	cs.list = slices.Insert(cs.list, i, c)
	cs.bytes += c.size
	for cs.bytes > cs.most && len(cs.list) > 1 {
		cs.drop(cs.least(c))
	}
}

// least returns the checkpoint that is missed least when the present is at c: the
// one whose loss makes the smallest gap in proportion to its distance.
func (cs *checkpoints) least(c *checkpoint) int {
	best, worst := 0, -1.0
	for i, x := range cs.list {
		if x == c {
			continue
		}
		from, to := 0.0, float64(c.At.Unit)
		if i > 0 {
			from = float64(cs.list[i-1].At.Unit)
		}
		if i+1 < len(cs.list) {
			to = float64(cs.list[i+1].At.Unit)
		}
		far := float64(c.At.Unit) - float64(x.At.Unit)
		if score := (to - from) / (max(far, -far) + 1); worst < 0 || score < worst {
			best, worst = i, score
		}
	}
	return best
}

func (cs *checkpoints) drop(i int) {
	cs.spare = cs.list[i]
	cs.bytes -= cs.spare.size
	cs.list = slices.Delete(cs.list, i, i+1)
}

// index returns where a checkpoint at p belongs: the first that is not before it.
func (cs *checkpoints) index(p experiment.Position) int {
	i, _ := slices.BinarySearchFunc(cs.list, p, func(c *checkpoint, p experiment.Position) int {
		switch {
		case c.At.Before(p):
			return -1
		case p.Before(c.At):
			return 1
		}
		return 0
	})
	return i
}

// find returns the newest checkpoint at or before a position that has completed at
// most limit units, or nil.
func (cs *checkpoints) find(to experiment.Position, limit int64) *checkpoint {
	for i := len(cs.list) - 1; i >= 0; i-- {
		if c := cs.list[i]; !to.Before(c.At) && int64(c.At.Unit) <= limit {
			return c
		}
	}
	return nil
}

// beyond says whether there are checkpoints after a position.
func (cs *checkpoints) beyond(p experiment.Position) bool {
	return len(cs.list) > 0 && p.Before(cs.list[len(cs.list)-1].At)
}

// truncate drops what lies beyond a position or holds more than so many entries.
func (cs *checkpoints) truncate(p experiment.Position, entries int) {
	cs.list = slices.DeleteFunc(cs.list, func(c *checkpoint) bool {
		gone := p.Before(c.At) || c.Cursor > entries
		if gone {
			cs.bytes -= c.size
		}
		return gone
	})
}

// show enters a late measurement where it belongs.
func (cs *checkpoints) show(variant, probe int, s *shot) {
	for _, c := range cs.list {
		if old := c.shown[variant][probe]; c.At.Unit >= s.unit && (old == nil || old.unit < s.unit) {
			c.shown[variant][probe] = s
		}
	}
}

// add gives every checkpoint a copy of variant A.
func (cs *checkpoints) add() {
	for _, c := range cs.list {
		a := c.Variants[0]
		a.State, a.Row = slices.Clone(a.State), slices.Clone(a.Row) // each is written over alone
		c.Variants = append(c.Variants, a)
		c.shown = append(c.shown, slices.Clone(c.shown[0]))
		c.size += a.size()
		cs.bytes += a.size()
	}
}

// remove takes variant i out of every checkpoint.
func (cs *checkpoints) remove(i int) {
	for _, c := range cs.list {
		size := c.Variants[i].size()
		c.size -= size
		cs.bytes -= size
		c.Variants = slices.Delete(c.Variants, i, i+1)
		c.shown = slices.Delete(c.shown, i, i+1)
	}
}

// move follows a rewriting of the journal.
func (cs *checkpoints) move(moved []int) {
	for _, c := range cs.list {
		c.Cursor = moved[c.Cursor]
	}
}
