package shares

import (
	"sync"
	"time"

	"hebb/server/limits"
)

// Starts limits how many runs are started: by each, and by all together.
type Starts struct {
	each *Rates[Holder]

	mu  sync.Mutex
	all *limits.Bucket
}

// NewStarts has all buckets full.
func NewStarts() *Starts {
	return &Starts{each: NewRates[Holder](limits.StartRate, limits.StartBurst), all: limits.NewBucket(limits.AllStartRate, limits.AllStartBurst)}
}

// May says whether somebody may start a run now. What all have used up together stops only
// those who have had a part in it.
func (s *Starts) May(by Holder, now time.Time) bool {
	ok, fresh := s.each.Take(by.Who(), now)
	if !ok {
		return false
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.all.Take(now) || fresh
}
