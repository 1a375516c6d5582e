package predictive

import (
	"hebb/sim"
	"hebb/sim/optim"
	"hebb/sim/precision"
)

// training is the sim of learning: a unit is a step, one batch inferred and learned
// from.
type training struct {
	sim.None
	setting
	size      int
	optimiser string
	rate      float64
	momentum  float64
	every     int
	test      int

	core trainingCore
}

// trainingCore is the state of a training in one precision.
type trainingCore interface {
	step(t *training) sim.Step
	outputs(t *training) []sim.Output
	state(t *training, s *sim.Sections)
	capture(t *training, probe int, old sim.Measurement) sim.Measurement
}

var _ sim.Sim = (*training)(nil)

func newTraining() *training {
	t := &training{setting: newSetting(), size: 100, optimiser: optim.Adam, rate: 0.002, every: 10, test: 1000}
	t.precision, t.loss = precision.Single, ce
	return t
}

func (t *training) Fields() []sim.Field {
	const learning = "Learning"
	list := t.inference(sim.NextUnit,
		sim.Option{Name: algStrict, Label: "Strict", Doc: "Predictions and slopes follow the beliefs: a descent on the energy."},
		sim.Option{Name: algFixed, Label: "FixedPred", Doc: "Predictions and slopes stay at the feed-forward pass."},
		sim.Option{Name: algExact, Label: "Exact", Doc: "Backprop's errors, written as errors of beliefs, then local updates."},
		sim.Option{Name: algBackprop, Label: "backprop", Doc: "A plain reverse pass."},
		sim.Option{Name: algClosed, Label: "closed form", Doc: "FixedPred without a single sweep: backprop's update of each layer times its gain."})
	list = append(list,
		sim.Field{Name: "optimiser", Label: "optimiser", Group: learning, Acts: sim.Restart, Value: sim.Choice(&t.optimiser,
			sim.Option{Name: optim.Adam, Label: "Adam", Doc: "Nearly blind to the scale of a layer's update, so that FixedPred trains as backprop does."},
			sim.Option{Name: optim.SGD, Label: "SGD", Doc: "Takes updates as they are: FixedPred's gains become learning rates of the layers."}),
			Doc: "What turns an update into a change of weights; as torch defines it."},
		sim.Field{Name: "rate", Label: "learning rate", Group: learning, Acts: sim.NextUnit, Value: sim.FloatOff(&t.rate, 1e-5, 2, sim.Log),
			Doc: "Learning rate of the optimiser; 0 learns nothing."},
		sim.Field{Name: "momentum", Label: "momentum", Group: learning, Acts: sim.NextUnit, Value: sim.Float(&t.momentum, 0, 0.99, sim.Linear),
			Doc: "Of SGD: which part of the last change is made again."},
		sim.Field{Name: "batch", Symbol: `B`, Label: "images in a batch", Group: groupData, Acts: sim.Restart, Value: sim.Int(&t.size, 1, 512),
			Doc: "How many images make a step. The authors take 300."})
	list = append(list, t.network()...)
	list = append(list,
		sim.Field{Name: "compare", Label: "compare every", Unit: "steps", Group: groupRun, Acts: sim.NextUnit, Value: sim.Int(&t.every, 0, 1000),
			Doc: "Every how many steps the update is held against backprop's at the same weights and images; 0: never. It costs a backward pass."},
		sim.Field{Name: "test", Label: "test images", Group: groupRun, Acts: sim.NextUnit, Value: sim.Int(&t.test, 100, 10000),
			Doc: "On how many held-out images the test accuracy is measured."})
	list = append(list, t.beyond(sim.NextUnit)...)
	return append(list, t.numbers())
}

func (t *training) Init(env sim.Env) error {
	if err := t.open(env); err != nil {
		return err
	}
	if n := t.images.count(false); t.size > n {
		return &sim.FieldError{Field: "batch", Reason: "there are only " + sim.Number(float64(n)) + " training images"}
	}
	chunk := int64(t.lanes()) * (t.perImage() + t.onTheWay())
	need := precision.Bytes(t.precision)*(chunk+8*int64(t.lay.Params)) + precision.Bytes(t.precision)*(chunk+2*int64(t.lay.Params)) + 8*(chunk+2*int64(t.lay.Params))
	if err := t.fits(need); err != nil {
		return err
	}
	if err := env.Ended(); err != nil {
		return err
	}
	t.core = precision.Of(t.precision, newLearn[float32], newLearn[float64], t)
	return env.Ended()
}

func (t *training) Outputs() []sim.Output { return t.core.outputs(t) }
func (t *training) Step() sim.Step        { return t.core.step(t) }
func (t *training) State(s *sim.Sections) { t.core.state(t, s) }

// order of the training images in batches. A pass shows whole batches only.
func (t *training) shuffled() order {
	n := t.images.count(false)
	o := t.order(t.size)
	if n%t.size == 0 {
		return o
	}
	return wholeBatches{o, uint64(n), uint64(n / t.size * t.size)}
}
