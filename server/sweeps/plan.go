package sweeps

import (
	"fmt"
	"io"
	"iter"
	"strconv"
	"strings"

	"hebb/sim"
	"hebb/sim/experiment"
	"hebb/sim/sweep"
)

// Plan is a sweep with all that is needed to deal out its cells.
type Plan struct {
	Sweep      *sweep.Sweep
	View       *sim.View
	Arithmetic sweep.Arithmetic
	Shard      Shard
}

// Tasks are the cells of the plan's shard, in their order.
func (p *Plan) Tasks() iter.Seq[Task] {
	return func(yield func(Task) bool) {
		for c := range p.Sweep.Cells(p.View) {
			o := p.Sweep.Order(c, p.Arithmetic)
			t := Task{o, o.Key(), c.Name(p.Sweep)}
			if p.Shard.Has(t.Key) && !yield(t) {
				return
			}
		}
	}
}

// Shard is the K-th of N parts of a sweep, from 1. Cells fall to shards by their hash, so that
// whoever computes one needs to know nothing of the others. The zero Shard is all.
type Shard struct{ K, N int }

// MaxShards is into how many parts a sweep is cut at most.
const MaxShards = 100_000

// ParseShard reads "3/16".
func ParseShard(text string) (Shard, error) {
	k, n, ok := strings.Cut(text, "/")
	var s Shard
	var err error
	if ok {
		if s.K, err = strconv.Atoi(k); err == nil {
			s.N, err = strconv.Atoi(n)
		}
	}
	if !ok || err != nil || s.N < 1 || s.N > MaxShards || s.K < 1 || s.K > s.N {
		return Shard{}, &sim.FieldError{Field: "-shard", Reason: fmt.Sprintf("%q is no part: it takes K/N, such as 3/16, with K from 1 to N and N up to %d", sim.Clip(text), MaxShards)}
	}
	return s, nil
}

// Has says whether a cell falls to the shard.
func (s Shard) Has(key string) bool {
	if s.N <= 1 {
		return true
	}
	x, err := strconv.ParseUint(key[:16], 16, 64)
	return err == nil && x%uint64(s.N) == uint64(s.K-1)
}

// WriteTable writes the cells of plans, as far as their folders have them, and counts those that
// are missing.
func WriteTable(w io.Writer, plans []*Plan, folders []*Folder) (missing int, err error) {
	var list []*sweep.Sweep
	for _, p := range plans {
		list = append(list, p.Sweep)
	}
	table, err := sweep.NewTable(w, list...)
	if err != nil {
		return 0, err
	}
	seen := map[string]bool{}
	for _, p := range plans {
		for t := range p.Tasks() {
			key := t.Key
			if seen[key] {
				continue
			}
			if len(plans) > 1 {
				seen[key] = true
			}
			var r *sweep.Result
			for _, f := range folders {
				if r, err = f.Result(key); err != nil {
					return missing, err
				} else if r != nil {
					break
				}
			}
			if r == nil {
				missing++
			}
			if err := table.Cell(t.Order, p.View, r); err != nil {
				return missing, err
			}
		}
	}
	return missing, table.Flush()
}

// SetTable writes the folder's own table.
func (f *Folder) SetTable(p *Plan) (missing int, err error) {
	err = f.replace(tableFile, func(w io.Writer) error {
		missing, err = WriteTable(w, []*Plan{p}, []*Folder{f})
		return err
	})
	return missing, err
}

// TableName is where the folder's table is.
func (f *Folder) TableName() string { return f.path(tableFile) }

// nameOf is what people call a set-up.
func nameOf(s *experiment.Setup) string {
	if s.Preset != "" {
		return s.Lab + "/" + s.Preset
	}
	return s.Lab + ", view " + s.View
}
