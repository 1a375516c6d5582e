package shares

import (
	"sync"
	"time"

	"hebb/server/limits"
)

// Rates limits how often each of many may do something.
type Rates[K comparable] struct {
	rate, burst float64

	mu   sync.Mutex
	each map[K]*limits.Bucket
}

// NewRates gives each a full bucket.
func NewRates[K comparable](rate, burst float64) *Rates[K] {
	return &Rates[K]{rate: rate, burst: burst, each: map[K]*limits.Bucket{}}
}

// maxBuckets is how many buckets are kept before those that are full again are dropped.
const maxBuckets = 4096

// Take takes a token of somebody's, if there is one; fresh says that none was missing.
func (r *Rates[K]) Take(who K, now time.Time) (ok, fresh bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	b := r.each[who]
	if b == nil {
		if len(r.each) >= maxBuckets {
			for k, b := range r.each {
				if b.Full(now) {
					delete(r.each, k)
				}
			}
		}
		b = limits.NewBucket(r.rate, r.burst)
		r.each[who] = b
	}
	fresh = b.Full(now)
	return b.Take(now), fresh
}
