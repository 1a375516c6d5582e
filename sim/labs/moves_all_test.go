//go:build all

package labs

import (
	"bytes"
	"encoding/binary"
	"regexp"
	"strings"
	"testing"

	"hebb/presets"
	"hebb/sim"
	"hebb/sim/engine"
	"hebb/sim/experiment"
)

// TestEveryPresetMovesWithinASecond takes every preset as far as a second of its speed does,
// or a hundred rounds, of which each is some milliseconds of work, and holds that what its
// open figures show has changed by then.
func TestEveryPresetMovesWithinASecond(t *testing.T) {
	list, err := presets.Load(presets.Files, All)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range list {
		t.Run(p.Key(), func(t *testing.T) {
			t.Parallel()
			setup, view := p.Setup(p.Lab)
			e, err := engine.New(t.Context(), view, experiment.Experiment{Setup: setup}, engine.Options{})
			if err != nil {
				t.Fatal(err)
			}
			speed := max(1, uint64(p.Speed))
			if p.Speed == 0 {
				speed = max(1, uint64(view.Speed))
			}
			first, rounds := open(e, view), 100
			for rounds > 0 && e.Unit() < speed {
				rounds--
				if !e.Round(t.Context()) {
					t.Fatalf("it diverges in its first second, at %s", view.Unit.At(e.Unit()))
				}
				if !bytes.Equal(first, open(e, view)) {
					return
				}
			}
			t.Errorf("nothing has changed by %s, at %d a second", view.Unit.At(e.Unit()), speed)
		})
	}
}

// open is what the figures show of all variants that nobody has to unfold, bit by bit.
func open(e *engine.Engine, view *sim.View) []byte {
	var names []string
	for _, f := range view.Figures {
		if f.Place == sim.More {
			continue
		}
		for _, role := range f.Show {
			names = append(names, strings.ReplaceAll(role.Output, "*", `\d+`))
		}
	}
	shown := regexp.MustCompile("^(" + strings.Join(names, "|") + ")$")
	var b bytes.Buffer
	for _, v := range e.Variants() {
		outputs := v.Outputs()
		want := make([]bool, len(outputs))
		for i := range outputs {
			want[i] = shown.MatchString(outputs[i].Name)
		}
		v.Want(want)
		v.Copy()
		for i := range outputs {
			if !want[i] {
				continue
			}
			if outputs[i].Kind == sim.Scalar {
				x, ok := v.Scalar(i)
				binary.Write(&b, binary.LittleEndian, ok)
				binary.Write(&b, binary.LittleEndian, x)
			} else if f := v.Shown(i); f != nil {
				values, rows := f.Values(i)
				binary.Write(&b, binary.LittleEndian, int64(rows))
				binary.Write(&b, binary.LittleEndian, values)
			}
		}
	}
	return b.Bytes()
}
