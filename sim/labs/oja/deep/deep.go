// Package deep is the view on a deep network that learns from one image at a time, by
// backprop or random feedback and, beside it, Oja's rule.
package deep

import (
	"fmt"

	"hebb/sim"
	"hebb/sim/net"
	"hebb/sim/precision"
	"hebb/sim/rule"
)

// deep is the sim of the deep network: the fields, and behind them a core in the
// precision that they ask for. A unit, and a quantum, is one image.
type deep struct {
	theta0, theta2, theta9 float64
	mask                   string
	ojaOn, frozen          []float64
	feedback               string
	layers                 int
	widths                 []float64
	init                   string
	gain, beta             float64
	train, test            int
	noise                  float64
	precision              string
	data                   string

	// extra, when it is there, is added to the rules of the matrices: for terms of
	// the pool that this view has no slider for.
	extra []rule.Theta

	seed   uint64
	source source // of a test; nil: the set that the field data names
	images source
	sizes  []int // units of layers 0..L
	core   core

	redraw struct{ layer int }
	asked  struct{ layer, to, from int }
	drawn  string // hex pixels of the query "classify"
	many   int    // argument of the query "wrong"
}

var _ sim.Sim = (*deep)(nil)

// core is the state of the network in one precision.
type core interface {
	step(d *deep) sim.Step
	outputs(d *deep) []sim.Output
	state(d *deep, s *sim.Sections)
	redraw(d *deep, layer int)
	weight(l, to, from int) (w, b float64)
	classifier(d *deep) classifier
	capture(d *deep, probe int, old sim.Measurement) sim.Measurement
}

func newDeep() *deep {
	return &deep{theta0: 0.003, theta9: 0.01, mask: "hidden", feedback: string(net.Sym),
		layers: 5, init: string(net.XavierUniform), gain: 1, beta: 10,
		train: 60000, test: 2000, precision: precision.Single, data: "mnist"}
}

// Init draws the network and sends the first image through it, so that there is
// something to see before the first step.
func (d *deep) Init(env sim.Env) error {
	hidden, err := d.hiddenWidths()
	if err != nil {
		return err
	}
	d.seed = env.Seed
	images := d.source // injected by a test
	if images == nil {
		if images, err = openSet(d.data); err != nil {
			return err
		}
	}
	shape := images.shape()
	d.sizes = append(append([]int{shape.rows * shape.cols}, hidden...), shape.classes)
	if need := d.need(); !env.Fits(need) {
		field := "layers"
		if len(d.widths) > 0 {
			field = "widths"
		}
		return &sim.FieldError{Field: field, Reason: fmt.Sprintf("this network needs %d MB, more than the %d MB allowed", need>>20, env.Memory>>20)}
	}
	d.images = images
	if err := env.Ended(); err != nil {
		return err
	}
	d.core = precision.Of(d.precision, newCore[float32], newCore[float64], d)
	return env.Ended()
}

// need is about how many bytes the sim holds: weights, feedback, and the copies
// that probes measure.
func (d *deep) need() int64 {
	const copies = 6
	weights, direct := int64(0), int64(0)
	L := len(d.sizes) - 1
	for l := range L {
		weights += int64(d.sizes[l]) * int64(d.sizes[l+1])
		direct += int64(d.sizes[l]) * int64(d.sizes[L])
	}
	return precision.Bytes(d.precision) * (weights*(2+copies) + direct)
}

// rules writes the rule of every matrix as the fields stand now.
func (d *deep) rules(theta []rule.Theta) {
	for l := range theta {
		if listed(d.frozen, l) {
			theta[l] = rule.Theta{}
			continue
		}
		var th rule.Theta
		if d.extra != nil {
			th = d.extra[l]
		}
		th[rule.Error] += d.theta0
		th[rule.ErrorHebb] += d.theta2
		if d.oja(l, len(theta)) {
			th[rule.Oja] += d.theta9
		}
		theta[l] = th
	}
}

// oja says whether Oja's term acts on matrix l of L.
func (d *deep) oja(l, L int) bool {
	switch d.mask {
	case "all":
		return true
	case "deep":
		return l > 0
	case "own":
		return listed(d.ojaOn, l)
	}
	return l < L-1
}

// listed says whether a list of numbers from 1 names matrix l.
func listed(list []float64, l int) bool {
	for _, v := range list {
		if int(v) == l+1 {
			return true
		}
	}
	return false
}

func (d *deep) Outputs() []sim.Output { return d.core.outputs(d) }
func (d *deep) Step() sim.Step        { return d.core.step(d) }
func (d *deep) State(s *sim.Sections) { d.core.state(d, s) }
func (d *deep) depth() int            { return len(d.sizes) - 1 }
func (d *deep) signal() net.Feedback  { return net.Feedback(d.feedback) }
