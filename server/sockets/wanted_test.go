package sockets

import (
	"reflect"
	"strings"
	"testing"

	"hebb/sim/live"
)

// What a page asks for is the command that it means, with all that it says.
func TestCommands(t *testing.T) {
	for text, want := range map[string]live.Command{
		`{"n":1,"set":{"eta":"0.1"},"variant":"b","gesture":4}`: live.Set{Fields: map[string]string{"eta": "0.1"}, Variant: "b", Gesture: 4},
		`{"n":1,"do":"play"}`:                               live.Play{},
		`{"n":1,"do":"pause"}`:                              live.Pause{},
		`{"n":1,"do":"step","count":3}`:                     live.Step{Units: 3},
		`{"n":1,"do":"back","count":3}`:                     live.Back{Units: 3},
		`{"n":1,"do":"seek","unit":7}`:                      live.Seek{Unit: 7},
		`{"n":1,"do":"replay"}`:                             live.Replay{},
		`{"n":1,"do":"speed","speed":0.5}`:                  live.Speed{Speed: 0.5},
		`{"n":1,"do":"undo"}`:                               live.Undo{},
		`{"n":1,"do":"reset"}`:                              live.Reset{},
		`{"n":1,"do":"seed","seed":9}`:                      live.Reseed{Seed: 9},
		`{"n":1,"do":"defaults","variant":"a","gesture":2}`: live.Defaults{Variant: "a", Gesture: 2},
		`{"n":1,"do":"act","name":"cut","args":{"k":"1"},"variant":"c","gesture":5}`: live.Act{Name: "cut", Args: map[string]string{"k": "1"}, Variant: "c", Gesture: 5},
		`{"n":1,"do":"probe","name":"angle","every":20,"gesture":6}`:                 live.Probe{Name: "angle", Every: 20, Gesture: 6},
		`{"n":1,"do":"add","name":"bold"}`:                                           live.Add{Label: "bold"},
		`{"n":1,"do":"remove","variant":"b"}`:                                        live.Remove{Variant: "b"},
		`{"n":1,"do":"label","variant":"b","name":"bold"}`:                           live.Label{Variant: "b", Label: "bold"},
	} {
		m, err := parseMessage([]byte(text))
		if err != nil {
			t.Errorf("%s: %v", text, err)
			continue
		}
		if got, err := m.command(); err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%s is %#v, %v; want %#v", text, got, err, want)
		}
	}
	for text, says := range map[string]string{
		`{"n":1,"set":{"eta":"0.1"},"do":"play"}`: "not both",
		`{"n":1,"do":"dance"}`:                    `no command "dance"`,
	} {
		m, err := parseMessage([]byte(text))
		if err != nil {
			t.Errorf("%s: %v", text, err)
			continue
		}
		if _, err := m.command(); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%s: %v", text, err)
		}
	}
	if _, err := (&message{}).command(); err == nil || !strings.Contains(err.Error(), "empty") {
		t.Errorf("an empty one: %v", err)
	}
}
