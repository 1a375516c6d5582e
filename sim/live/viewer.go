package live

import "context"

// Viewer is one pair of eyes on a run. See, From, Ack and Hide may be called from
// any goroutine, Next from one.
type Viewer struct{}

// See says which outputs, of any variant, the viewer draws; y* stands for y1, y2, ...
// At first it draws none: frames then hold the scalars only.
func (v *Viewer) See(outputs []string) { panic("live: not yet") }

// From says what history the viewer has: everything up to unit, of that epoch. It
// gets no history before it has said so, and none again after a new epoch's hello
// until it has.
func (v *Viewer) From(epoch uint32, unit uint64) { panic("live: not yet") }

// Ack says that the frame of that number has been drawn, and all before it.
func (v *Viewer) Ack(seq uint32) { panic("live: not yet") }

// Hide says whether nobody looks: a hidden viewer gets nothing but texts.
func (v *Viewer) Hide(hide bool) { panic("live: not yet") }

// Next waits for the next message. After the run has ended and its goodbye has
// been read, or after Close, it returns ErrEnded.
func (v *Viewer) Next(ctx context.Context) (*Message, error) { panic("live: not yet") }

// Close ends the watching.
func (v *Viewer) Close() { panic("live: not yet") }
