package sockets

import (
	"encoding/json"
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

	// Whose the run is.
	Drive *string `json:"drive"` // the run's key, or "" for none: the first message of a page
	Page  string  `json:"page"`  // with it: which page this is, in a word of its own, so that two are told apart
	Hand  *int    `json:"hand"`  // the follower of this number shall drive; 0: the owner
}

// Sizes of what a page says of itself.
const (
	maxKey  = 64
	maxPage = 64
)

// parseMessage reads a message strictly: a page that says more than we understand
// is of another version or no page of ours.
func parseMessage(data []byte) (*message, error) {
	if len(data) > limits.MaxMessage {
		return nil, fmt.Errorf("%d bytes are too many: at most %d", len(data), limits.MaxMessage)
	}
	if n, ok := ackOf(data); ok { // what two hundred pages say eight times a second
		return &message{Ack: &n}, nil
	}
	m := &message{}
	if err := experiment.Strict(data, m); err != nil {
		return m, fmt.Errorf("not understood: %w", err)
	}
	kinds := 0
	for _, is := range m.is() {
		if is {
			kinds++
		}
	}
	switch {
	case kinds != 1 && !(kinds == 2 && m.isCommand() && m.Set != nil && m.Do != ""):
		return m, errors.New("not understood: a message is one of set, do, ask, see, from, ack, hide, cancel, drive and hand")
	case m.Page != "" && m.Drive == nil:
		return m, errors.New("page: it comes with drive")
	case m.Drive != nil && len(*m.Drive) > maxKey:
		return m, fmt.Errorf("drive: it takes a key of at most %d bytes", maxKey)
	case len(m.Page) > maxPage:
		return m, fmt.Errorf("page: it takes at most %d bytes", maxPage)
	case m.Hand != nil && *m.Hand < 0:
		return m, fmt.Errorf("hand: %d is outside its range: it takes the number of a follower, or 0", *m.Hand)
	case m.From != nil && m.From[0] > math.MaxUint32:
		return m, errors.New("from: the epoch is too large")
	}
	return m, nil
}

// ackOf reads an acknowledgement in the form in which our pages write it; false for anything
// else, and for any other form of the same.
func ackOf(data []byte) (n uint32, ok bool) {
	const head, most = `{"ack":`, 10 // digits
	if len(data) < len(head)+2 || len(data) > len(head)+most || string(data[:len(head)]) != head || data[len(data)-1] != '}' {
		return 0, false
	}
	digits := data[len(head) : len(data)-1]
	if digits[0] == '0' && len(digits) > 1 {
		return 0, false
	}
	for _, c := range digits {
		if c < '0' || c > '9' {
			return 0, false
		}
		n = 10*n + uint32(c-'0')
	}
	return n, true
}

// is says which kinds of message this is.
func (m *message) is() map[kind]bool {
	return map[kind]bool{kindSet: m.Set != nil, kindDo: m.Do != "", kindAsk: m.Ask != "", kindSee: m.See != nil, kindFrom: m.From != nil, kindAck: m.Ack != nil,
		kindHide: m.Hide != nil, kindCancel: m.Cancel != nil, kindDrive: m.Drive != nil, kindHand: m.Hand != nil}
}

// kind is what the message is about; "" for nothing.
func (m *message) kind() kind {
	for k, is := range m.is() {
		if is {
			return k
		}
	}
	return ""
}

// withKey takes the key off a message that has it beside a command.
func withKey(data []byte) (key string, rest []byte, err error) {
	var keys map[string]json.RawMessage
	if err := experiment.Strict(data, &keys); err != nil {
		return "", nil, err
	}
	if text, ok := keys["drive"]; ok {
		if err := json.Unmarshal(text, &key); err != nil || len(key) > maxKey {
			return "", nil, fmt.Errorf("drive: it takes a key of at most %d bytes", maxKey)
		}
		delete(keys, "drive")
	}
	rest, err = json.Marshal(keys)
	return key, rest, err
}

func (m *message) isCommand() bool { return m.Set != nil || m.Do != "" }

// counted says whether the message counts against the rate of commands.
func (m *message) counted() bool { return m.isCommand() || m.Ask != "" || m.Hand != nil }
