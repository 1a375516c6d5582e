package predictive

import (
	"errors"
	"strings"
	"testing"

	"hebb/sim"
	"hebb/sim/labs/predictive/layout"
)

func TestTooLargeIsRefused(t *testing.T) {
	for _, s := range []sim.Sim{newExplorer(), newTraining()} {
		if err := sim.Set(s.Fields(), map[string]string{"layers": "conv 256x3p1 relu | conv 256x3p1 relu flatten | dense 10", "batch": "512"}); err != nil {
			t.Fatal(err)
		}
		err := s.Init(sim.Env{Seed: 1, Memory: 256 << 20})
		var fe *sim.FieldError
		if !errors.As(err, &fe) || fe.Field != "layers" || !strings.Contains(err.Error(), "MB") {
			t.Errorf("a network too large: %v", err)
		}
	}
}

// Multiply-adds of an image in the paper's network: forward 147,340, what comes down 86,500.
func TestFlopsOfTheNetworkOfThePaper(t *testing.T) {
	lay, err := layout.Fit(layout.LeNet, layout.Dims{C: 1, H: 28, W: 28}, 10)
	if err != nil {
		t.Fatal(err)
	}
	if f := countFlops(lay); f.forward != 2*147340 || f.down != 2*86500 {
		t.Errorf("forward %d, down %d", f.forward, f.down)
	}
}
