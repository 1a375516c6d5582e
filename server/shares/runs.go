package shares

import (
	"sync"

	"hebb/sim/live"
)

// Runs remembers for whom each run has been opened, and deals out the places of runs.
type Runs struct {
	mu sync.Mutex
	by map[string]Holder // by id
}

// NewRuns knows of no run yet.
func NewRuns() *Runs { return &Runs{by: map[string]Holder{}} }

// Opened says for whom a run has been opened.
func (s *Runs) Opened(id string, by Holder) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.by[id] = by
}

// For is the room of somebody who opens a run: none but what Yields gives.
func (s *Runs) For(asks Holder) live.Room {
	return func(open []*live.Run) *live.Run {
		s.mu.Lock()
		defer s.mu.Unlock()
		places, known := make([]Place, len(open)), map[string]Holder{}
		for i, r := range open {
			h, ok := s.by[r.ID()]
			if ok {
				known[r.ID()] = h
			} else {
				h = Holder{Session: r.Deed().Owner}
			}
			places[i] = Place{h, r.Unwatched()}
		}
		if len(s.by) > 2*len(open)+sweep { // of runs that have ended
			s.by = known
		}
		if i := Yields(places, asks); i >= 0 {
			return open[i]
		}
		return nil
	}
}

// sweep is how many runs that have ended are remembered, at least.
const sweep = 1024

// None is the room of those who only look: nobody gives way to them.
func None([]*live.Run) *live.Run { return nil }
