package sockets

import (
	"context"
	"slices"
	"sync"

	"hebb/server/limits"
	"hebb/server/reply"
	"hebb/server/shares"
)

// visitors counts the pages that watch and can send them home: all of them, or one whose
// place another needs more.
type visitors struct {
	closing context.Context // ends with the server
	close   context.CancelCauseFunc
	most    int

	mu    sync.Mutex
	seats []*seat
	in    sync.WaitGroup
}

// seat is the place of a page that watches.
type seat struct {
	shares.Holder
	ctx  context.Context // ends when the page has to go
	send context.CancelCauseFunc
}

func newVisitors() *visitors {
	v := &visitors{most: limits.MaxSockets}
	v.closing, v.close = context.WithCancelCause(context.Background())
	return v
}

// enter asks for a place; leave gives it back.
func (v *visitors) enter(by shares.Holder) (*seat, error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.closing.Err() != nil {
		return nil, reply.Refuse(503, "Hebb is shutting down.")
	}
	most, has, who := limits.SocketsEach, 0, "of your browser"
	if by.Session == "" {
		most, who = limits.SocketsAlone, "from your address, without a session,"
	}
	for _, s := range v.seats {
		if s.Session == by.Session && (s.Session != "" || s.Address == by.Address) {
			has++
		}
	}
	if has >= most {
		return nil, reply.Refuse(429, "%d pages %s are watching already; no more fit. Close some.", has, who)
	}
	if len(v.seats) >= v.most {
		places := make([]shares.Place, len(v.seats))
		for i, s := range v.seats {
			places[i].Holder = s.Holder
		}
		i := shares.Yields(places, by)
		if i < 0 {
			return nil, reply.Refuse(503, "%d pages are watching already; no more fit.", v.most)
		}
		v.seats[i].send(errPlace)
		v.seats = slices.Delete(v.seats, i, i+1)
	}
	s := &seat{Holder: by}
	s.ctx, s.send = context.WithCancelCause(v.closing)
	v.seats = append(v.seats, s)
	v.in.Add(1)
	return s, nil
}

func (v *visitors) leave(s *seat) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if i := slices.Index(v.seats, s); i >= 0 { // it may have been taken away
		v.seats = slices.Delete(v.seats, i, i+1)
	}
	s.send(nil)
	v.in.Done()
}

// count is how many watch.
func (v *visitors) count() int {
	v.mu.Lock()
	defer v.mu.Unlock()
	return len(v.seats)
}

// sendHome says goodbye to all and waits until they have gone, or until ctx ends.
func (v *visitors) sendHome(ctx context.Context) {
	v.mu.Lock() // so that nobody enters between closing and waiting
	v.close(errShutdown)
	v.mu.Unlock()
	gone := make(chan struct{})
	go func() {
		v.in.Wait()
		close(gone)
	}()
	select {
	case <-gone:
	case <-ctx.Done():
	}
}
