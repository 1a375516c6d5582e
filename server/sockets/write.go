package sockets

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"hebb/server/wire"
)

// write sends what the run publishes and what we reply. It alone writes.
func (v *visitor) write(ctx context.Context) {
	ping := time.NewTicker(pingEvery)
	defer ping.Stop()
	// Scripts cannot see pings, so that a page whose line is dead would go on showing
	// what it has last heard.
	alive := time.NewTicker(aliveEvery)
	defer alive.Stop()
	spoken := true // since the last beat
	var err error
	for err == nil {
		select {
		case <-v.viewer.Ready():
			var sent, ended bool
			if sent, ended, err = v.fetch(); ended && ctx.Err() == nil { // and has said so
				v.line.goodbye(codeNormal, "the run has ended")
				return
			}
			if spoken = spoken || sent; sent {
				v.stir()
			}
		case data := <-v.roles:
			spoken, err = true, v.line.say(data)
		case data := <-v.replies:
			spoken, err = true, v.line.say(data)
		case <-alive.C:
			if !spoken {
				err = v.line.say(aliveText)
			}
			spoken = false
		case <-ping.C:
			err = v.line.ping()
		case <-ctx.Done():
			v.goodbye(context.Cause(ctx))
			return
		}
	}
	v.leave(err)
	v.line.hangUp() // which also ends the reader
}

// fetch sends all that the run has for the page: a frame goes with the rows beside it.
func (v *visitor) fetch() (sent, ended bool, err error) {
	v.line.hold()
	for err == nil {
		m, over := v.viewer.Take()
		if m == nil {
			return sent, over != nil, errors.Join(err, v.line.release())
		}
		sent, err = true, v.line.send(m)
	}
	return sent, false, errors.Join(err, v.line.release())
}

// aliveText says that we are there, to a page that has heard nothing else for a beat.
var aliveText = text(wire.Alive{Type: "alive"})

func text(v any) []byte {
	data, err := json.Marshal(v)
	if err != nil {
		panic("sockets: " + err.Error()) // texts always encode
	}
	return data
}

func (v *visitor) goodbye(cause error) {
	code, retry := codeGoingAway, true
	switch {
	case errors.Is(cause, errLeft):
		return
	case cause == nil: // the place was given back
		return
	case errors.Is(cause, errTooMuch):
		code, retry = codeTooMuch, false
	case errors.Is(cause, errNotText):
		code, retry = codeNotText, false
	}
	v.line.say(text(wire.Bye{Type: "bye", Reason: cause.Error(), Retry: retry}))
	v.line.goodbye(code, cause.Error())
}
