package predictive

import (
	"fmt"

	"hebb/sim"
	"hebb/sim/data"
)

// setting holds the fields that both views have.
type setting struct {
	layers   string
	depth    int
	width    int
	act      string
	data     string
	init     string
	seedling int
	loader   bool
	loss     string
	lambda   float64
	random   bool
	pi       []float64

	alg       string
	sign      string
	at        string
	schedule  string
	eta       float64
	n         int
	tol       float64
	precision string

	given source // of a test; nil: the set that the field data names

	seed   uint64
	memory int64
	images source
	lay    *layout
}

const (
	lenet      = "conv 10x3 relu pool2 | conv 5x3 relu flatten | dense 50 relu | dense 30 relu | dense 10"
	plainDense = "dense 100 relu | dense 50 relu | dense"
	maxSweeps  = 1000
	naive32    = "naive32"
	safe32     = "float32"
	float64s   = "float64"
	torchInit  = "torch"
)

func newSetting() setting {
	return setting{layers: plainDense, width: 50, act: "relu", data: "mnist", init: "keyed", loss: mse, lambda: 1,
		alg: algStrict, sign: "2024", at: "v", schedule: "sync", eta: 0.1, n: 20, precision: float64s}
}

// open finds the images and lays the network out.
func (s *setting) open(env sim.Env) error {
	s.seed, s.memory = env.Seed, env.Memory
	s.images = s.given
	if s.images == nil {
		var err error
		if s.images, err = openSet(s.data); err != nil {
			return err
		}
	}
	text := s.layers
	if s.depth > 0 {
		text = ""
		for range s.depth {
			text += fmt.Sprintf("dense %d %s | ", s.width, s.act)
		}
		text += fmt.Sprintf("dense %d", s.images.classes())
	}
	lay, err := fit(text, s.images.shape(), s.images.classes())
	if err != nil {
		return err
	}
	s.lay = lay
	if hidden := lay.depth() - 1; len(s.pi) > 1 && len(s.pi) != hidden {
		return &sim.FieldError{Field: "precisions", Reason: fmt.Sprintf("%d numbers for %d hidden layers: give one for each, or one for all, or none", len(s.pi), hidden)}
	}
	return nil
}

// bytes is the size of a number in the chosen precision.
func (s *setting) bytes() int64 {
	if s.precision == float64s {
		return 8
	}
	return 4
}

// perImage is how many numbers a chunk holds for one image, those on the way apart;
// see newChunk.
func (s *setting) perImage() int64 {
	n := 2 * s.images.classes()
	for i, b := range s.lay.blocks {
		n += b.from.size() + 4*b.to.size()
		owned := i == 0 // in the first block activations overwrite what they get
		for j := range b.ops {
			o := &b.ops[j]
			switch {
			case o.learns():
				n += 2*o.to.size() + o.from.size()
			case o.acts() && owned && j > 0:
				n += o.to.size()
			case o.acts():
				n += 4 * o.to.size()
			case o.kind == pool:
				n += 2 * o.to.size()
			}
		}
	}
	return int64(n)
}

// onTheWay is how many numbers a chunk holds for one image besides.
func (s *setting) onTheWay() int64 {
	most := 0
	for _, b := range s.lay.blocks {
		for i := range b.ops {
			most = max(most, b.ops[i].from.size(), b.ops[i].to.size())
		}
	}
	return 3 * int64(most)
}

// fits refuses a sim of more memory than allowed.
func (s *setting) fits(need int64) error {
	if s.memory > 0 && need > s.memory {
		return &sim.FieldError{Field: "layers", Reason: fmt.Sprintf("this network needs %d MB, more than the %d MB allowed; make its layers smaller, or pool before", need>>20+1, s.memory>>20)}
	}
	return nil
}

// lanes is how many images a chunk holds: as many as fit into the cache.
func (s *setting) lanes() int {
	if s.perImage() > 8_000 {
		return 32
	}
	return 64
}

// method is what the fields say now.
func (s *setting) method(batch int) method {
	L := s.lay.depth()
	m := method{loss: s.loss, batch: batch, pi: make([]float64, L+1)}
	m.follow(s)
	s.weigh(m.pi)
	return m
}

// follow takes over what of the fields can change during a run, but the weights of
// errors.
func (m *method) follow(s *setting) {
	m.alg, m.old, m.atVhat, m.sequential, m.random = s.alg, s.sign == "2021", s.at == "vhat", s.schedule == "sequential", s.random
	m.eta, m.lambda = s.eta, s.lambda
}

// weigh writes the weights of the errors of every layer.
func (s *setting) weigh(pi []float64) {
	for l := range pi {
		pi[l] = s.weight(l)
	}
}

// weight is that of the errors of layer l; the output's is 1, lambda apart.
func (s *setting) weight(l int) float64 {
	switch {
	case l < 1 || l >= s.lay.depth() || len(s.pi) == 0:
		return 1
	case len(s.pi) == 1:
		return s.pi[0]
	case l <= len(s.pi):
		return s.pi[l-1]
	}
	return 1
}

// naive says that states are beliefs, as published.
func (s *setting) naive() bool { return s.precision == naive32 }

// order of the training images.
func (s *setting) order(batch int) order {
	n := s.images.count(false)
	if s.init == torchInit {
		extra := 0
		if s.loader {
			extra = s.images.count(true)
		}
		return newNotebook(uint32(s.seedling), n, batch, extra)
	}
	return newKeyed(s.seed, n)
}

const (
	groupInference = "Inference"
	groupNetwork   = "Network"
	groupData      = "Data"
	groupRun       = "Run"
	groupBeyond    = "Beyond the paper"
)

// fields are those that both views have, in the order of the page; acts says when a
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
			Doc: "What the output is told."},
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
		{Name: "precisions", Symbol: `\pi_l`, Label: "error weights", Group: groupBeyond, Acts: sim.NextUnit, Value: sim.List(&s.pi, 0, maxBlocks-1, 0.01, 100, false),
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
		{Name: "layers", Label: "layers", Group: groupNetwork, Acts: sim.Restart, Value: sim.Text(&s.layers, maxText, "blocks with | between, each of "+vocabulary, checkLayers),
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
		sim.Option{Name: float64s, Label: "float64", Doc: "Fifteen digits."},
		sim.Option{Name: safe32, Label: "float32, safe", Doc: "Seven digits, kept by storing displacements and errors instead of beliefs."},
		sim.Option{Name: naive32, Label: "float32, naive", Doc: "Beliefs stored as published: small steps are lost in rounding."}),
		Doc: "What numbers the beliefs are kept in. The published plateaus come from the naive form."}
}

// flops counts the multiply-adds, doubled, of one image.
type flops struct {
	forward, down, learn int64
	units                int64   // numbers that all operations give; not doubled
	block                []int64 // of each block's dense and convolutional operations
}

func countFlops(lay *layout) flops {
	var f flops
	for i, b := range lay.blocks {
		n := int64(0)
		for j := range b.ops {
			f.units += int64(b.ops[j].to.size())
			if o := &b.ops[j]; o.learns() {
				places := 1
				if o.kind == conv {
					places = o.to.h * o.to.w
				}
				n += 2 * int64(o.w.n) * int64(places)
			}
		}
		f.block = append(f.block, n)
		f.forward += n
		f.learn += n
		if i > 0 {
			f.down += n
		}
	}
	return f
}

// sweep is what one sweep costs an image.
func (f *flops) sweep(alg string) int64 {
	if alg == algStrict {
		return 2 * f.down
	}
	return f.down
}
