package limits

import (
	"testing"
	"time"
)

// A hand moves a slider at most once per painted frame, for as long as it likes.
func TestBucketNeverMeetsAHand(t *testing.T) {
	b := NewBucket(CommandRate, CommandBurst)
	now := time.Unix(1000, 0)
	for i := range 60 * 60 { // a minute of 60 Hz
		if !b.Take(now) {
			t.Fatalf("command %d of a hand is refused", i)
		}
		now = now.Add(time.Second / 60)
	}
}

func TestBucketMeetsALoop(t *testing.T) {
	b := NewBucket(CommandRate, CommandBurst)
	now := time.Unix(1000, 0)
	passed := 0
	for range 10_000 { // in one second
		if b.Take(now) {
			passed++
		}
		now = now.Add(100 * time.Microsecond)
	}
	if most := CommandRate + CommandBurst; passed > most || passed < most-2 {
		t.Errorf("%d of a loop pass, want about %d", passed, most)
	}
	now = now.Add(time.Hour)
	passed = 0
	for b.Take(now) {
		passed++
	}
	if passed != CommandBurst {
		t.Errorf("after an hour of rest %d pass, want %d", passed, CommandBurst)
	}
}
