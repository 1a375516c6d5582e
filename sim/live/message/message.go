// Package message is what a run sends to its viewers: messages that they share, the texts
// among them, and the journal put into words. It knows no run and no clock.
package message

import "sync"

// Message is one message to a viewer. It is shared among viewers and never changes.
type Message struct {
	Binary bool   // a frame; otherwise JSON text
	Data   []byte // not to be changed

	once     sync.Once
	prepared any
}

// Prepared returns what prepare made of the message the first time, so that two
// hundred connections share one encoding of it.
func (m *Message) Prepared(prepare func(*Message) any) any {
	m.once.Do(func() { m.prepared = prepare(m) })
	return m.prepared
}
