package engine_test

import (
	"context"
	"fmt"

	"hebb/sim/engine"
	"hebb/sim/experiment"
	"hebb/sim/simtest/toy"
)

// A neuron learns the main direction of its input by Oja's rule. Beside it learns a second
// one, from the same samples and ten times as fast. On the way the first gets that rate, too;
// and then we look what would have been, had it not.
func Example() {
	ctx := context.Background()
	view := &toy.Lab.Views[0]
	setup := experiment.NewSetup(toy.Lab, view)
	setup.Variants = []experiment.Variant{
		{Label: "slow", Set: map[string]string{"eta": "0.001"}},
		{Label: "fast", Set: map[string]string{"eta": "0.01"}},
	}
	e, err := engine.New(ctx, view, experiment.Experiment{Setup: setup}, engine.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	show := func(when string) {
		slow, _ := e.Value("a", "norm")
		fast, _ := e.Value("b", "norm")
		fmt.Printf("%-24s unit %d: |w| is %.3f and %.3f\n", when, e.Unit(), slow, fast)
	}

	e.Advance(ctx, experiment.Position{Unit: 300}, nil)
	show("both have learned:")

	e.Do(experiment.Entry{Variant: "a", Set: map[string]string{"eta": "0.01"}})
	e.Advance(ctx, experiment.Position{Unit: 600}, nil)
	show("with the faster rate:")

	e.Seek(ctx, experiment.Position{Unit: 300})
	show("back again:")

	e.Undo(ctx)
	e.Advance(ctx, experiment.Position{Unit: 600}, nil)
	show("had it not changed:")

	// Output:
	// both have learned:       unit 300: |w| is 0.149 and 0.721
	// with the faster rate:    unit 600: |w| is 0.814 and 1.000
	// back again:              unit 300: |w| is 0.149 and 0.721
	// had it not changed:      unit 600: |w| is 0.165 and 1.000
}
