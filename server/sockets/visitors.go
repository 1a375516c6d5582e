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

// full says why there is no place for somebody; nil: there is one.
func (v *visitors) full(by shares.Holder) error {
	v.mu.Lock()
	defer v.mu.Unlock()
	_, err := v.place(by)
	return err
}

// place finds who would have to go for somebody, by number; -1: nobody. It is called with the
// lock held.
func (v *visitors) place(by shares.Holder) (goes int, err error) {
	if v.closing.Err() != nil {
		return -1, reply.Refuse(503, "Hebb is shutting down.")
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
		return -1, reply.Refuse(429, "%d pages %s are watching already; no more fit. Close some.", has, who)
	}
	if len(v.seats) < v.most {
		return -1, nil
	}
	places := make([]shares.Place, len(v.seats))
	for i, s := range v.seats {
		places[i].Holder = s.Holder
	}
	if goes = shares.Yields(places, by); goes < 0 {
		return -1, reply.Refuse(503, "%d pages are watching already; no more fit.", v.most)
	}
	return goes, nil
}

// enter asks for a place; leave gives it back.
func (v *visitors) enter(by shares.Holder) (*seat, error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	goes, err := v.place(by)
	if err != nil {
		return nil, err
	}
	if goes >= 0 {
		v.seats[goes].send(errPlace)
		v.seats = slices.Delete(v.seats, goes, goes+1)
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
