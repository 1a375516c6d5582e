package predictive

import (
	"hebb/sim"
	"hebb/sim/data"
	"hebb/sim/labs/predictive/layout"
	"hebb/sim/precision"
)

const (
	groupInference = "Inference"
	groupNetwork   = "Network"
	groupData      = "Data"
	groupRun       = "Run"
	groupBeyond    = "Beyond the paper"
)

// inference are the fields of inference that both views have, in the order of the page; acts says when a
// change of the inference acts.
func (s *setting) inference(acts sim.When, algs ...sim.Option) []sim.Field {
	return []sim.Field{
		{Name: "alg", Label: "algorithm", Group: groupInference, Acts: acts, Value: sim.Choice(&s.alg, algs...),
			Doc: "How errors find their way down."},
		{Name: "eta", Symbol: `\eta`, Label: "step", Group: groupInference, Acts: sim.NextQuantum, Value: sim.Float(&s.eta, 0.01, 3, sim.Log),
			Doc: "How far one sweep moves each belief. Strict is stable below 2/λmax, FixedPred below 2."},
		{Name: "n", Symbol: `n`, Label: "sweeps", Unit: "sweeps", Group: groupInference, Acts: sim.NextQuantum, Value: sim.Int(&s.n, 1, maxSweeps),
			Doc: "How many times all beliefs are moved. An error travels one layer a sweep, so fewer sweeps than layers leave the lowest layers without any."},
		{Name: "loss", Label: "loss", Group: groupInference, Acts: sim.Restart, Value: sim.Choice(&s.loss,
			sim.Option{Name: mse, Label: "squared", Doc: "Mean squared distance to a one for the class and zeros elsewhere, over images and outputs."},
			sim.Option{Name: ce, Label: "cross entropy", Doc: "Minus the log of the softmax probability of the right class, averaged over images."}),
			Doc: "The loss at the output, between the network’s answer and the label."},
		{Name: "sign", Label: "sign", Group: groupInference, Acts: acts, Value: sim.Choice(&s.sign,
			sim.Option{Name: "2024", Label: "2024", Doc: "Beliefs go down the energy: the corrected code."},
			sim.Option{Name: "2021", Label: "2021", Doc: "The code behind the published figures: the error has the other sign, so beliefs go up the loss."}),
			Doc: "Which version of Strict. Angles and distances hardly differ; the energy falls with one and rises with the other."},
		{Name: "update_at", Label: "update at", Group: groupInference, Acts: acts, Value: sim.Choice(&s.at,
			sim.Option{Name: "v", Label: "beliefs", Doc: "Weights learn from the beliefs that they see: the code since 2022."},
			sim.Option{Name: "vhat", Label: "feed-forward", Doc: "Weights learn from the feed-forward activities, as for the published figures."}),
			Doc: "What Strict's weight update multiplies an error with."},
	}
}

func (s *setting) beyond(acts sim.When) []sim.Field {
	return []sim.Field{
		{Name: "lambda", Symbol: `\lambda`, Label: "loss weight", Group: groupBeyond, Acts: sim.NextQuantum, Value: sim.Float(&s.lambda, 0.1, 15000, sim.Log),
			Doc: "Weight of the loss against the errors of the hidden layers. The update is divided by it again before it is compared or used. With 1, as published, the loss is a mean over the batch, and beliefs hardly move."},
		{Name: "precisions", Symbol: `\pi_l`, Label: "error weights", Group: groupBeyond, Acts: sim.NextUnit, Value: sim.List(&s.pi, 0, layout.MaxBlocks-1, 0.01, 100, false),
			Doc: "Weights of the squared errors of the hidden layers, from below: their precisions. One number is for all; none means 1."},
		{Name: "schedule", Label: "schedule", Group: groupBeyond, Acts: acts, Value: sim.Choice(&s.schedule,
			sim.Option{Name: "sync", Label: "all at once", Doc: "Every layer looks at the errors before the sweep, as in the published code."},
			sim.Option{Name: "sequential", Label: "top down", Doc: "Each layer looks at the error above after that has moved. With step 1 a single sweep is backprop."}),
			Doc: "In which order a sweep moves the layers."},
		{Name: "tol", Label: "tolerance", Group: groupBeyond, Acts: sim.NextQuantum, Value: sim.FloatOff(&s.tol, 1e-8, 0.5, sim.Log),
			Doc: "Stop before n sweeps when the step |dv| has fallen to this part of the largest one; 0 always makes n sweeps."},
		{Name: "random_feedback", Label: "random feedback", Group: groupBeyond, Acts: acts, Value: sim.Bool(&s.random),
			Doc: "Errors come down through fixed random feedback weights instead of the transposed weights."},
	}
}

func (s *setting) network() []sim.Field {
	return []sim.Field{
		{Name: "layers", Label: "layers", Group: groupNetwork, Acts: sim.Restart, Value: sim.Text(&s.layers, layout.MaxText, "blocks with | between, each of "+layout.Vocabulary, layout.CheckLayers),
			Doc: "The network from the image up. Every block between bars is one layer of beliefs. A pool drops the last row or column of a map of odd side."},
		{Name: "depth", Label: "depth", Group: groupNetwork, Acts: sim.Restart, Value: sim.Int(&s.depth, 0, 8),
			Doc: "0 takes the layers as written. 1 to 8 takes so many hidden layers of equal width instead."},
		{Name: "width", Label: "width", Group: groupNetwork, Acts: sim.Restart, Value: sim.Int(&s.width, 2, 400),
			Doc: "Units of each hidden layer when depth sets the layers."},
		{Name: "activation", Label: "activation", Group: groupNetwork, Acts: sim.Restart, Value: sim.Choice(&s.act,
			sim.Option{Name: "relu", Label: "ReLU"}, sim.Option{Name: "tanh", Label: "tanh"}, sim.Option{Name: "softplus", Label: "softplus"}),
			Doc: "What hidden units do to their sum when depth sets the layers."},
		{Name: "init", Label: "first weights", Group: groupNetwork, Acts: sim.Restart, Value: sim.Choice(&s.init,
			sim.Option{Name: "keyed", Label: "by seed", Doc: "Uniform within 1/√inputs, from the run's seed."},
			sim.Option{Name: torchInit, Label: "authors’ seed", Doc: "The very numbers that the authors' notebooks drew, and their order of images."}),
			Doc: "Where the first weights and the order of the training images come from."},
		{Name: "torch_seed", Label: "authors’ seed", Group: groupNetwork, Acts: sim.Restart, Value: sim.Int(&s.seedling, 0, 1<<31-1),
			Doc: "Seed of the generator of torch; the notebooks have 0."},
		{Name: "test_loader", Label: "test in between", Group: groupNetwork, Acts: sim.Restart, Value: sim.Bool(&s.loader),
			Doc: "With the authors' seed: some notebooks shuffle the test images after every step, which changes the order of the second pass."},
		{Name: "data", Label: "images", Group: groupData, Acts: sim.Restart, Value: sim.Choice(&s.data, data.Options(nil)...),
			Doc: "Which images the network sees. Fashion holds the first 10,000; more can be imported: hebb data add."},
	}
}

func (s *setting) numbers() sim.Field {
	return sim.Field{Name: "precision", Label: "numbers", Group: groupRun, Acts: sim.Restart, Value: sim.Choice(&s.precision,
		sim.Option{Name: precision.Double, Label: "float64", Doc: "Fifteen digits."},
		sim.Option{Name: precision.Single, Label: "float32, safe", Doc: "Seven digits, kept by storing displacements and errors instead of beliefs."},
		sim.Option{Name: naive32, Label: "float32, naive", Doc: "Beliefs stored as published: small steps are lost in rounding."}),
		Doc: "What numbers the beliefs are kept in. The published plateaus come from the naive form."}
}
