package pages

import (
	"context"
	"errors"
	"testing"
)

// While one looks for the run of a card, others wait for that card only, and no longer than
// they want; when the one gives up, another looks.
func TestShowsAreFoundWithoutALock(t *testing.T) {
	s := &shows{run: map[string]*show{}}
	begun, found := make(chan string), make(chan error)
	slow := func(last string) (string, error) {
		begun <- last
		if err := <-found; err != nil {
			return "", err
		}
		return "slow", nil
	}
	quick := func(string) (string, error) { return "quick", nil }
	done := make(chan string, 3)
	look := func(lab string, search func(string) (string, error)) {
		run, other, err := s.find(t.Context(), lab, search)
		switch {
		case err != nil:
			done <- err.Error()
		case other:
			done <- run + ", begun"
		default:
			done <- run
		}
	}
	go look("a", slow)
	<-begun
	look("b", quick)
	if got := <-done; got != "quick, begun" {
		t.Errorf("another card waits, and gets %q", got)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, _, err := s.find(ctx, "a", quick); !errors.Is(err, context.Canceled) {
		t.Errorf("who has gone waits: %v", err)
	}
	go look("a", quick)
	found <- context.Canceled // the first has left
	if a, b := <-done, <-done; a+b != "context canceledquick, begun" && b+a != "context canceledquick, begun" {
		t.Errorf("%q and %q", a, b)
	}
	look("a", func(last string) (string, error) { return last, nil })
	if got := <-done; got != "quick" {
		t.Errorf("the next gets %q", got)
	}
	// Two at a time share one search, also when it goes wrong.
	go look("a", slow)
	if last := <-begun; last != "quick" {
		t.Errorf("the run before is %q", last)
	}
	go look("a", func(string) (string, error) { return "", errors.New("it looks, too") })
	bad := errors.New("bad")
	go func() { found <- bad }()
	if a, b := <-done, <-done; a != "bad" && b != "bad" {
		t.Errorf("%q and %q", a, b)
	}
	func() {
		defer func() { recover() }()
		s.find(t.Context(), "c", func(string) (string, error) { panic("x") })
	}()
	if run, _, err := s.find(t.Context(), "c", quick); run != "quick" || err != nil {
		t.Errorf("after a panic: %q, %v", run, err)
	}
}
