package sockets

import (
	"errors"
	"fmt"

	"hebb/sim"
	"hebb/sim/live"
)

// commands are what do can be, and what it means.
var commands = map[string]func(m *message) live.Command{
	"play":     func(*message) live.Command { return live.Play{} },
	"pause":    func(*message) live.Command { return live.Pause{} },
	"step":     func(m *message) live.Command { return live.Step{Units: m.Count} },
	"back":     func(m *message) live.Command { return live.Back{Units: m.Count} },
	"seek":     func(m *message) live.Command { return live.Seek{Unit: m.Unit} },
	"replay":   func(*message) live.Command { return live.Replay{} },
	"speed":    func(m *message) live.Command { return live.Speed{Speed: m.Speed} },
	"undo":     func(*message) live.Command { return live.Undo{} },
	"reset":    func(*message) live.Command { return live.Reset{} },
	"seed":     func(m *message) live.Command { return live.Reseed{Seed: m.Seed} },
	"defaults": func(m *message) live.Command { return live.Defaults{Variant: m.Variant, Gesture: m.Gesture} },
	"act": func(m *message) live.Command {
		return live.Act{Name: m.Name, Args: m.Args, Variant: m.Variant, Gesture: m.Gesture}
	},
	"probe":  func(m *message) live.Command { return live.Probe{Name: m.Name, Every: m.Every, Gesture: m.Gesture} },
	"add":    func(m *message) live.Command { return live.Add{Label: m.Name} },
	"remove": func(m *message) live.Command { return live.Remove{Variant: m.Variant} },
	"label":  func(m *message) live.Command { return live.Label{Variant: m.Variant, Label: m.Name} },
}

// command is what a message asks of its run.
func (m *message) command() (live.Command, error) {
	switch {
	case m.Set != nil && m.Do != "":
		return nil, errors.New("a command sets fields or does something, not both")
	case m.Set != nil:
		return live.Set{Fields: m.Set, Variant: m.Variant, Gesture: m.Gesture}, nil
	case m.Do == "":
		return nil, errors.New("the command is empty")
	}
	make := commands[m.Do]
	if make == nil {
		return nil, fmt.Errorf("there is no command %q", sim.Clip(m.Do))
	}
	return make(m), nil
}
