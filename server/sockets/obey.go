package sockets

import (
	"context"
	"encoding/json"
	"errors"

	"hebb/server/wire"
	"hebb/sim"
)

var (
	errTooMany = errors.New("too many commands at once: Hebb takes 120 a second from one page")
	errBusy    = errors.New("the commands before it are still being carried out")
	errAsking  = errors.New("too many questions at once")
)

// obey carries out commands one after the other.
func (v *visitor) obey(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			return
		case m := <-v.commands:
			if is := v.crew.role(v); !may[m.kind()][is] { // driving may have been taken back meanwhile
				v.refuse(ctx, m.N, &barred{is})
				continue
			}
			c, err := m.command()
			number := uint32(0)
			if err == nil {
				number, err = v.run.Do(ctx, c)
			}
			if err != nil {
				v.refuse(ctx, m.N, err)
				continue
			}
			v.reply(ctx, m.N, wire.Done{Type: "done", N: m.N, Command: number})
		}
	}
}

// ask answers a figure's question beside everything else. It is dropped when the
// page leaves, or says that nobody waits for the answer.
func (v *visitor) ask(ctx context.Context, m *message) {
	select {
	case v.asking <- struct{}{}:
	default:
		v.refuse(ctx, m.N, errAsking)
		return
	}
	work, cancel := context.WithCancel(ctx)
	v.mu.Lock()
	v.asked[m.N] = cancel
	v.mu.Unlock()
	v.others.Go(func() {
		defer func() {
			v.cancel(m.N)
			<-v.asking
		}()
		value, err := v.run.Query(work, m.Variant, m.Ask, m.Args)
		if err != nil {
			v.refuse(ctx, m.N, err)
			return
		}
		v.reply(ctx, m.N, wire.Answer{Type: "answer", N: m.N, Value: value})
	})
}

// cancel ends the work on a question that is under way, if there is one of that number.
func (v *visitor) cancel(n uint64) {
	v.mu.Lock()
	cancel := v.asked[n]
	delete(v.asked, n)
	v.mu.Unlock()
	if cancel != nil {
		cancel()
	}
}

func (v *visitor) refuse(ctx context.Context, n uint64, err error) {
	answer := wire.Refused{Type: "refused", N: n, Reason: err.Error()}
	if _, ok := errors.AsType[*barred](err); ok {
		answer.Barred = true
	}
	if field, ok := errors.AsType[*sim.FieldError](err); ok {
		answer.Field = &field.Field
	}
	v.reply(ctx, n, answer)
}

func (v *visitor) reply(ctx context.Context, n uint64, answer any) {
	data, err := json.Marshal(answer)
	if err != nil {
		data, _ = json.Marshal(wire.Refused{Type: "refused", N: n, Reason: "the answer cannot be sent: " + err.Error()})
	}
	select {
	case v.replies <- data:
	case <-ctx.Done():
	}
}
