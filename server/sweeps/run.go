package sweeps

import (
	"context"
	"errors"
	"iter"
	"sync"
	"time"

	"hebb/server/version"
	"hebb/sim/sweep"
)

// Task is a cell that is to be computed, and what people know it by.
type Task struct {
	*sweep.Order
	Key  string // of the order
	Name string
}

// Outcome is what became of a task.
type Outcome struct {
	Task
	Result *sweep.Result // nil: Err
	Err    error         // it failed, and may be tried again; or a *Conflict
}

// placing is how many results are on their way to the disk at a time.
const placing = 16

// Run has tasks computed by workers, each by whichever is free, and keeps what they come to in the
// folder. A task whose result is there already by then is left out. report is called for every
// other one, from one goroutine at a time, when its result is on the disk or it has failed; one that
// fails stops nothing. Run returns when all tasks are done, when ctx ends, with its error, or when
// the folder cannot be written to.
func Run(ctx context.Context, f *Folder, tasks iter.Seq[Task], workers []Worker, report func(Outcome)) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	todo := make(chan Task)
	go func() {
		defer close(todo)
		for t := range tasks {
			select {
			case todo <- t:
			case <-ctx.Done():
				return
			}
		}
	}()
	var said sync.Mutex
	say := func(o Outcome) {
		said.Lock()
		defer said.Unlock()
		report(o)
	}
	var working, writing sync.WaitGroup
	room := make(chan struct{}, placing)
	for _, w := range workers {
		working.Go(func() {
			for t := range todo {
				if ctx.Err() != nil {
					return
				}
				if r, err := f.Result(t.Key); err != nil {
					cancel(err)
					return
				} else if r != nil {
					continue
				}
				start := time.Now()
				r, err := w.Compute(ctx, t.Order)
				if ctx.Err() != nil {
					return
				}
				if err == nil {
					err = r.Fits(t.Order)
				}
				line := Line{Cell: t.Key, At: start.UTC(), Seconds: time.Since(start).Seconds(), Worker: w.Name(), Build: version.Build()}
				room <- struct{}{}
				writing.Go(func() {
					defer func() { <-room }()
					if err == nil {
						err = f.Place(r)
						if _, conflict := errors.AsType[*Conflict](err); err != nil && !conflict {
							cancel(err)
							return
						}
					}
					if err != nil {
						line.Error, r = err.Error(), nil
					}
					f.Log(line)
					say(Outcome{t, r, err})
				})
			}
		})
	}
	working.Wait()
	writing.Wait()
	return context.Cause(ctx)
}
