package live

import (
	"fmt"
	"slices"
	"time"
)

var errBusy = fmt.Errorf("%d commands are waiting already", maxQueue)

// queue is what waits to be carried out or answered by a run.
type queue struct {
	run       *Run
	commands  []request
	questions []func()        // asked from outside; only a quiet seek keeps them waiting
	settlers  []chan struct{} // closed when the run has nowhere to go but on
}

// request is a command under way.
type request struct {
	command Command
	answer  chan answer
}

type answer struct {
	number uint32
	err    error
}

// add puts a command behind those that wait.
func (q *queue) add(c request) {
	if len(q.commands) == maxQueue {
		c.answer <- answer{err: errBusy}
		return
	}
	q.commands = append(q.commands, c)
}

// execute executes what waits and need not wait longer.
func (q *queue) execute() {
	r := q.run
	for q.ready() && !r.ends() {
		next := q.commands[0]
		q.commands = slices.Delete(q.commands, 0, 1)
		r.housekeeping.used(time.Now())
		err := next.command.check(r)
		if err == nil {
			err = next.command.apply(r)
		}
		if err != nil {
			next.answer <- answer{err: err}
			continue
		}
		r.command++
		r.out.urgent, r.out.fields = true, true
		r.pace.Check = 1
		next.answer <- answer{number: r.command}
	}
	if len(q.questions) > 0 && (r.engine.Whole() || r.engine.Acting()) && !r.ends() && !r.seeking.quiet(time.Now()) {
		for _, ask := range q.questions {
			ask()
		}
		q.questions = nil
	}
}

// holds says whether the next command must wait.
func (q *queue) holds() bool {
	s := &q.run.seeking
	switch q.commands[0].command.when() {
	case anywhere:
		return false
	case away:
		return s.on && s.back && s.then != nil
	case measured:
		if q.run.engine.Pending() > 0 {
			return true
		}
	}
	return s.on && s.back || !q.run.engine.Between()
}

// ready says whether the next command need wait no longer.
func (q *queue) ready() bool { return len(q.commands) > 0 && !q.holds() }

// clears says whether the next command must find no measurement under way.
func (q *queue) clears() bool { return len(q.commands) > 0 && q.commands[0].command.when() == measured }

// settle lets go of those who have waited until nothing is left to be done.
func (q *queue) settle() {
	r := q.run
	if len(q.settlers) == 0 || r.seeking.on || len(q.commands) > 0 || r.engine.Pending() > 0 || !r.engine.Between() {
		return
	}
	for _, s := range q.settlers {
		close(s)
	}
	q.settlers = nil
}
