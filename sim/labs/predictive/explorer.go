package predictive

import (
	"hebb/sim"
	"hebb/sim/precision"
)

// explorer is the sim of the inference: one batch stays, and sweep by sweep its
// beliefs relax. A unit is a sweep of the whole batch.
type explorer struct {
	sim.None
	setting
	size   int // images of the batch
	train  int // backprop steps before
	rate   float64
	from   string
	number int  // which batch
	swap   int  // added to the label
	sample int  // whose beliefs are shown
	afresh bool // of a test: train, whatever is kept

	core explorerCore
}

// explorerCore is the state of an explorer in one precision.
type explorerCore interface {
	step(e *explorer) sim.Step
	outputs(e *explorer) []sim.Output
	state(e *explorer, s *sim.Sections)
	again(e *explorer)
	next(e *explorer)
	freeze(e *explorer, env sim.Env) error
	capture(e *explorer, old sim.Measurement) sim.Measurement
}

var _ sim.Sim = (*explorer)(nil)

func newExplorer() *explorer {
	e := &explorer{setting: newSetting(), size: 100, rate: 0.002, from: "train"}
	e.n = 200
	return e
}

func (e *explorer) Fields() []sim.Field {
	list := e.inference(sim.NextUnit,
		sim.Option{Name: algStrict, Label: "Strict", Doc: "Predictions and slopes follow the beliefs: a descent on the energy."},
		sim.Option{Name: algFixed, Label: "FixedPred", Doc: "Predictions and slopes stay at the feed-forward pass."},
		sim.Option{Name: algExact, Label: "Exact", Doc: "Backprop's errors at once, written as errors of beliefs."})
	list = append(list,
		sim.Field{Name: "batch", Symbol: `B`, Label: "images in the batch", Group: groupData, Acts: sim.Restart, Value: sim.Int(&e.size, 1, 512),
			Doc: "How many images are relaxed together. They do not hear of each other, but the loss is their mean."},
		sim.Field{Name: "number", Label: "which batch", Group: groupData, Acts: sim.Restart, Value: sim.Int(&e.number, 0, 1000),
			Doc: "The first batch in the order of the images is number 0."},
		sim.Field{Name: "from", Label: "taken from", Group: groupData, Acts: sim.Restart, Value: sim.Choice(&e.from,
			sim.Option{Name: "train", Label: "training", Doc: "In the order in which training shows them."},
			sim.Option{Name: "test", Label: "test", Doc: "In the order of the file."}),
			Doc: "Which images the batch is made of."},
		sim.Field{Name: "swap", Label: "wrong label", Group: groupData, Acts: sim.NextUnit, Value: sim.Int(&e.swap, 0, 9),
			Doc: "Added to the class of every image before the output is told: 0 keeps the label, 5 labels a 7 as a 2."},
		sim.Field{Name: "sample", Label: "image shown", Group: groupData, Acts: sim.NextQuantum, Value: sim.Int(&e.sample, 0, 511),
			Doc: "Whose beliefs and errors are drawn. Beyond the batch it is the last."})
	list = append(list, e.network()...)
	list = append(list,
		sim.Field{Name: "train", Label: "trained before", Unit: "steps", Group: groupNetwork, Acts: sim.Restart, Value: sim.Int(&e.train, 0, 2000),
			Doc: "How many steps of backprop, with batches of 300, the network learns before the batch is frozen."},
		sim.Field{Name: "rate", Label: "learning rate before", Group: groupNetwork, Acts: sim.Restart, Value: sim.Float(&e.rate, 1e-4, 0.05, sim.Log),
			Doc: "Adam's rate in those steps."})
	list = append(list, e.beyond(sim.NextUnit)...)
	return append(list, e.numbers())
}

func (e *explorer) Init(env sim.Env) error {
	if err := e.open(env); err != nil {
		return err
	}
	places := int64((e.size+7)/8*8)*e.perImage() + int64(e.lanes())*e.onTheWay()
	if e.train > 0 {
		places += int64(e.lanes()) * (e.perImage() + e.onTheWay())
	}
	curvature := 8 * (int64(e.lanes())*(e.perImage()+e.onTheWay()) + int64(e.lay.Params) + int64(e.size)*int64(e.lay.Blocks[0].From.Size()))
	if err := e.fits(precision.Bytes(e.precision)*(places+6*int64(e.lay.Params)) + curvature); err != nil {
		return err
	}
	if err := env.Ended(); err != nil {
		return err
	}
	e.core = precision.Of(e.precision, newRelax[float32], newRelax[float64], e)
	return e.core.freeze(e, env)
}

func (e *explorer) Outputs() []sim.Output { return e.core.outputs(e) }
func (e *explorer) Step() sim.Step        { return e.core.step(e) }
func (e *explorer) State(s *sim.Sections) { e.core.state(e, s) }

func (e *explorer) Actions() []sim.Action {
	return []sim.Action{
		{Name: "again", Title: "Start over", Doc: "Puts all beliefs back to the feed-forward values of the same batch.", Do: func() error { e.core.again(e); return nil }},
		{Name: "next", Title: "Next batch", Doc: "Freezes the next batch of images instead.", Do: func() error { e.core.next(e); return nil }},
	}
}

// lane is where the shown sample is.
func (e *explorer) shown() int { return min(e.sample, e.size-1) }
