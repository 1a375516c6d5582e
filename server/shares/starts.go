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

// NewStarts lets each start burst runs and rate more a second, and all together allBurst and
// allRate.
func NewStarts(rate, burst, allRate, allBurst float64) *Starts {
	return &Starts{each: NewRates[Holder](rate, burst), all: limits.NewBucket(allRate, allBurst)}
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
