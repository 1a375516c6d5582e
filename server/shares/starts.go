package shares

import (
	"sync"
	"time"

	"hebb/server/limits"
)

// Reads limits how often something is read: by each session, and by each address of those
// who have none, which can be many people.
type Reads struct{ each, alone *Rates[Holder] }

// NewReads lets a session read burst times and rate times more a second, an address without
// one aloneBurst and aloneRate.
func NewReads(rate, burst, aloneRate, aloneBurst float64) *Reads {
	return &Reads{NewRates[Holder](rate, burst), NewRates[Holder](aloneRate, aloneBurst)}
}

// May says whether somebody may read now.
func (r *Reads) May(by Holder, now time.Time) bool {
	rates := r.alone
	if by.Session != "" {
		rates = r.each
	}
	ok, _ := rates.Take(by.Who(), now)
	return ok
}

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
