package sockets

import (
	"fmt"
	"reflect"
	"testing"

	"hebb/sim/experiment"
)

// An acknowledgement that is read at once is what it would be when read with care.
// Floor: 2000 executions a second.
func FuzzAck(f *testing.F) {
	for _, n := range []uint64{0, 7, 10, 99, 123456789, 999999999, 1<<32 - 1, 1 << 32} {
		f.Add(fmt.Appendf(nil, `{"ack":%d}`, n))
	}
	for _, text := range []string{"", "{}", `{"ack":}`, `{"ack":00}`, `{"ack":-1}`, `{"ack":1.0}`, `{"ack":1 }`, `{"ack":1,"ack":2}`, `{"ACK":1}`, `{"ack":1}}`} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		n, ok := ackOf(data)
		if !ok {
			return
		}
		m := &message{}
		if err := experiment.Strict(data, m); err != nil || !reflect.DeepEqual(m, &message{Ack: &n}) {
			t.Errorf("%q is read as %d: %v", data, n, err)
		}
	})
}
