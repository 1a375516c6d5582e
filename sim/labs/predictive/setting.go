package predictive

import (
	"fmt"

	"hebb/sim"
	"hebb/sim/labs/predictive/layout"
	"hebb/sim/labs/predictive/torch"
	"hebb/sim/precision"
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
	env    sim.Env
	images source
	lay    *layout.Layout
}

const (
	maxSweeps = 1000
	naive32   = "naive32" // float32, and beliefs themselves are stored
	torchInit = "torch"
)

func newSetting() setting {
	return setting{layers: layout.Plain, width: 50, act: "relu", data: "mnist", init: "keyed", loss: mse, lambda: 1,
		alg: algStrict, sign: "2024", at: "v", schedule: "sync", eta: 0.1, n: 20, precision: precision.Double}
}

// open finds the images and lays the network out.
func (s *setting) open(env sim.Env) error {
	s.seed, s.env = env.Seed, env
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
	lay, err := layout.Fit(text, s.images.shape(), s.images.classes())
	if err != nil {
		return err
	}
	s.lay = lay
	if hidden := lay.Depth() - 1; len(s.pi) > 1 && len(s.pi) != hidden {
		return &sim.FieldError{Field: "precisions", Reason: fmt.Sprintf("%d numbers for %d hidden layers: give one for each, or one for all, or none", len(s.pi), hidden)}
	}
	return nil
}

// perImage is how many numbers a chunk holds for one image, those on the way apart;
// see newChunk.
func (s *setting) perImage() int64 {
	n := 2 * s.images.classes()
	for i, b := range s.lay.Blocks {
		n += b.From.Size() + 4*b.To.Size()
		owned := i == 0 // in the first block activations overwrite what they get
		for j := range b.Ops {
			o := &b.Ops[j]
			switch {
			case o.Learns():
				n += 2*o.To.Size() + o.From.Size()
			case o.Acts() && owned && j > 0:
				n += o.To.Size()
			case o.Acts():
				n += 4 * o.To.Size()
			case o.Kind == layout.Pool:
				n += 2 * o.To.Size()
			}
		}
	}
	return int64(n)
}

// onTheWay is how many numbers a chunk holds for one image besides.
func (s *setting) onTheWay() int64 {
	most := 0
	for _, b := range s.lay.Blocks {
		for i := range b.Ops {
			most = max(most, b.Ops[i].From.Size(), b.Ops[i].To.Size())
		}
	}
	return 3 * int64(most)
}

// fits refuses a sim of more memory than allowed.
func (s *setting) fits(need int64) error {
	if !s.env.Fits(need) {
		return &sim.FieldError{Field: "layers", Reason: fmt.Sprintf("this network needs %d MB, more than the %d MB allowed; make its layers smaller, or pool before", need>>20+1, s.env.Memory>>20)}
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
	L := s.lay.Depth()
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
	case l < 1 || l >= s.lay.Depth() || len(s.pi) == 0:
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
		return torch.NewNotebook(uint32(s.seedling), n, batch, extra)
	}
	return newKeyed(s.seed, n)
}
