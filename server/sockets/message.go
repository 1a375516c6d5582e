package sockets

import (
	"errors"
	"fmt"
	"math"

	"hebb/server/limits"
	"hebb/sim/experiment"
)

// message is one message of a page, as it comes over the socket. A command or a
// question carries the page's own number n, which the answer repeats; what a page
// says about itself (see, from, ack, hide, cancel) carries none and is never answered.
type message struct {
	N uint64 `json:"n"`

	// A command: fields to set, or something to do.
	Set     map[string]string `json:"set"`
	Do      string            `json:"do"`
	Variant string            `json:"variant"` // "" for all
	Count   int               `json:"count"`   // step, back: how many units
	Unit    uint64            `json:"unit"`    // seek
	Seed    uint64            `json:"seed"`    // seed
	Speed   float64           `json:"speed"`   // speed
	Name    string            `json:"name"`    // act, probe, label
	Args    map[string]string `json:"args"`    // act, ask
	Every   int               `json:"every"`   // probe
	Gesture uint64            `json:"gesture"` // commands of one gesture are undone together

	// A question.
	Ask string `json:"ask"`

	// What the page says about itself.
	See  []string   `json:"see"`  // outputs that it draws
	From *[2]uint64 `json:"from"` // epoch and unit of the newest history it has
	Ack  *uint32    `json:"ack"`  // newest frame that it has drawn
	Hide *bool      `json:"hide"` // nobody looks at it

	Cancel *uint64 `json:"cancel"` // a question whose answer nobody waits for any more
}

// parseMessage reads a message strictly: a page that says more than we understand
// is of another version or no page of ours.
func parseMessage(data []byte) (*message, error) {
	if len(data) > limits.MaxMessage {
		return nil, fmt.Errorf("%d bytes are too many: at most %d", len(data), limits.MaxMessage)
	}
	m := &message{}
	if err := experiment.Strict(data, m); err != nil {
		return m, fmt.Errorf("not understood: %w", err)
	}
	kinds := 0
	for _, is := range []bool{m.isCommand(), m.Ask != "", m.See != nil, m.From != nil, m.Ack != nil, m.Hide != nil, m.Cancel != nil} {
		if is {
			kinds++
		}
	}
	switch {
	case kinds != 1:
		return m, errors.New("not understood: a message is one of set, do, ask, see, from, ack, hide and cancel")
	case m.From != nil && m.From[0] > math.MaxUint32:
		return m, errors.New("from: the epoch is too large")
	}
	return m, nil
}

func (m *message) isCommand() bool { return m.Set != nil || m.Do != "" }

// counted says whether the message counts against the rate of commands.
func (m *message) counted() bool { return m.isCommand() || m.Ask != "" }
