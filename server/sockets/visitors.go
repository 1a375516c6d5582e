package sockets

import (
	"context"
	"sync"

	"hebb/server/limits"
)

// visitors counts the pages that watch and can send them all home.
type visitors struct {
	closing context.Context // ends with the server
	close   context.CancelCauseFunc

	mu sync.Mutex
	n  int
	in sync.WaitGroup
}

func newVisitors() *visitors {
	v := &visitors{}
	v.closing, v.close = context.WithCancelCause(context.Background())
	return v
}

// enter asks for a place; leave gives it back.
func (v *visitors) enter() bool {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.n >= limits.MaxSockets || v.closing.Err() != nil {
		return false
	}
	v.n++
	v.in.Add(1)
	return true
}

func (v *visitors) leave() {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.n--
	v.in.Done()
}

// count is how many watch.
func (v *visitors) count() int {
	v.mu.Lock()
	defer v.mu.Unlock()
	return v.n
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
