package sweep

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"hebb/sim"
	"hebb/sim/engine"
	"hebb/sim/experiment"
	"hebb/sim/job"
)

// Arithmetic is what the digits of a cell depend on beside its document.
type Arithmetic struct {
	Version string `json:"arithmetic"` // of package num
	Digest  string `json:"digest"`     // what the view gives in it, as a hash
}

// Order is all that somebody needs to compute a cell.
type Order struct {
	Experiment experiment.Experiment // at its beginning
	Steps      uint64
	Measures   []experiment.Term
	Arithmetic
}

// Order is the order of a cell.
func (s *Sweep) Order(c *Cell, by Arithmetic) *Order {
	return &Order{c.Experiment, s.Steps, s.Measures, by}
}

type orderForm struct {
	Cell       string                `json:"cell"`
	Experiment experiment.Experiment `json:"experiment"`
	Steps      uint64                `json:"steps"`
	Measures   []string              `json:"measures"`
	Arithmetic
}

// MarshalJSON writes the order with its key, which UnmarshalJSON compares.
func (o Order) MarshalJSON() ([]byte, error) {
	return json.Marshal(orderForm{o.Key(), o.Experiment, o.Steps, o.measures(), o.Arithmetic})
}

// UnmarshalJSON reads an order, and refuses one whose key is another's.
func (o *Order) UnmarshalJSON(data []byte) error {
	var f orderForm
	if err := json.Unmarshal(data, &f); err != nil {
		return err
	}
	got := Order{Experiment: f.Experiment, Steps: f.Steps, Arithmetic: f.Arithmetic}
	for _, text := range f.Measures {
		t, err := ParseMeasure(text, f.Steps)
		if err != nil {
			return err
		}
		got.Measures = append(got.Measures, t)
	}
	if key := got.Key(); key != f.Cell {
		return fmt.Errorf("cell %s: what it is made of has the key %s", sim.Clip(f.Cell), key)
	}
	*o = got
	return nil
}

func (o *Order) measures() []string {
	var list []string
	for _, t := range o.Measures {
		list = append(list, MeasureText(t))
	}
	return list
}

// Key names the cell: 32 hexadecimal digits of the SHA-256 of the experiment (its document with
// all changes and its seed, without what it is called), the steps, the measures in any order, and
// the arithmetic.
func (o *Order) Key() string {
	list := o.measures()
	slices.Sort(list)
	data, err := json.Marshal(struct {
		Run      string   `json:"run"`
		Steps    uint64   `json:"steps"`
		Measures []string `json:"measures"`
		Arithmetic
	}{o.Experiment.Hash(), o.Steps, list, o.Arithmetic})
	if err != nil {
		panic("sweep: " + err.Error()) // texts and whole numbers always encode
	}
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:16])
}

// list are the measures as a job takes them.
func (o *Order) list() []experiment.Measurement {
	var list []experiment.Measurement
	for _, t := range o.Measures {
		list = append(list, experiment.Measurement{Setup: o.Experiment.Setup, Changes: o.Experiment.Journal, Term: t})
	}
	return list
}

// begin sets the cell up, finds its measures, and takes no step.
func (o *Order) begin(ctx context.Context, lab *sim.Lab, given job.Given) error {
	x := experiment.Experiment{Setup: o.Experiment.Setup, Journal: o.Experiment.Journal}
	_, err := job.Run(ctx, job.Job{Lab: lab, Experiment: x, Memory: given.Memory}, job.NewMeasured(o.list()))
	if _, none := errors.AsType[*engine.Diverged](err); none {
		return nil
	}
	return err
}

// Compute computes the cell. That a variant diverges is a result; an error is none.
func (o *Order) Compute(ctx context.Context, lab *sim.Lab, given job.Given) (*Result, error) {
	numbers, err := job.Measure(ctx, lab, o.list(), o.Experiment.Journal, 0, given)
	if err != nil {
		return nil, err
	}
	r := &Result{Version: Version, Cell: o.Key(), Arithmetic: o.Arithmetic}
	for i, n := range numbers {
		v := Value{Measure: MeasureText(o.Measures[i])}
		d, diverged := errors.AsType[*engine.Diverged](n.Err)
		switch {
		case diverged:
			v.Diverged = &Diverged{d.Unit, d.What}
		case n.Err != nil:
			return nil, n.Err
		case n.Value-n.Value != 0:
			return nil, fmt.Errorf("%s is %v", v.Measure, n.Value)
		default:
			v.Value = &numbers[i].Value
		}
		r.Values = append(r.Values, v)
	}
	slices.SortFunc(r.Values, func(a, b Value) int { return cmp.Compare(a.Measure, b.Measure) })
	return r, nil
}
