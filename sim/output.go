package sim

import (
	"context"
	"strconv"
	"strings"
)

// Output is one quantity that can be seen, as data, bound to where it is read from.
// Frames, history, legends, CSV columns, claims and the table of symbols all come from
// this record.
type Output struct {
	Name   string // key: [a-z][a-z0-9_]*; outputs of a series end in their number: y1, y2, ...
	Symbol string // TeX
	Label  string // a few words for legends
	Unit   string // "" for a pure number
	Doc    string
	Kind   Kind
	Shape  []int // Scalar: nil; Vector: n; Matrix: rows, cols; Tiles: count, rows, cols; Image: rows, cols; Path, Points: n, 2
	From   From
	Probe  string // name of the probe, with From == Probed
	Pack   Pack
	Log    bool        // best seen on a log axis
	Range  [2]float64  // natural limits for axes, {0, 0}: none
	Read   Read        // where the value is read from
	After  *Work       // what is done first, and only when this output is wanted; nil: nothing
	When   func() bool // whether there is a value after this unit, of what is recorded; nil: always
}

// RecordedScalar is a scalar that is recorded after every unit.
func RecordedScalar(name, symbol, label, doc string, read Read) Output {
	return Output{Name: name, Symbol: symbol, Label: label, Doc: doc, Kind: Scalar, From: Recorded, Read: read}
}

// ProbedScalar is a scalar that a probe measures.
func ProbedScalar(probe, name, symbol, label, doc string, read Read) Output {
	return Output{Name: name, Symbol: symbol, Label: label, Doc: doc, Kind: Scalar, From: Probed, Probe: probe, Read: read}
}

// In returns the output with its unit.
func (o Output) In(unit string) Output { o.Unit = unit; return o }

// OnLog returns the output as one that is best seen on a log axis.
func (o Output) OnLog() Output { o.Log = true; return o }

// Within returns the output with natural limits for axes.
func (o Output) Within(least, most float64) Output { o.Range = [2]float64{least, most}; return o }

// Only returns a recorded scalar as one that has a value only where something is so: a forecast
// that is made for one rule has none under another.
func (o Output) Only(when func() bool) Output { o.When = when; return o }

// Names says whether a name is that of an output: its own, or y* for y1, y2, ...
func Names(name, output string) bool {
	stem, series := strings.CutSuffix(name, "*")
	if !series {
		return name == output
	}
	number, ok := strings.CutPrefix(output, stem)
	return ok && number != "" && strings.Trim(number, "0123456789") == ""
}

// Series returns outputs 1 to n of a series. In the symbol, the label and the doc %d is
// the number; each completes what differs, its Read at least.
func Series(n int, all Output, each func(l int, o *Output)) []Output {
	list := make([]Output, n)
	for i := range list {
		o, number := &list[i], strconv.Itoa(i+1)
		*o = all
		o.Name += number
		for _, text := range []*string{&o.Symbol, &o.Label, &o.Doc} {
			*text = strings.ReplaceAll(*text, "%d", number)
		}
		each(i+1, o)
	}
	return list
}

// Kind says what an output is, and so how it can be drawn.
type Kind string

const (
	Scalar Kind = "scalar" // one number a unit: a curve
	Vector Kind = "vector"
	Matrix Kind = "matrix" // signed weights
	Tiles  Kind = "tiles"  // a stack of small images
	Image  Kind = "image"
	Path   Kind = "path"   // points in a plane, in order
	Points Kind = "points" // points in a plane, e.g. eigenvalues (re, im)
)

// From says who produces an output.
type From uint8

const (
	Snapped  From = iota // the sim, when somebody looks
	Recorded             // the sim, after every unit (scalars only); also kept in the history
	Probed               // a probe; its scalars are kept in the history
)

// Pack says how an output travels to the page.
type Pack uint8

const (
	F32 Pack = iota
	I8       // signed byte with one scale per output
	U8       // 0..1 in 255 steps
)

// Len is the number of values an output holds at most.
func (o *Output) Len() int {
	n := 1
	for _, s := range o.Shape {
		n *= s
	}
	return n
}

// Frame is one look at the outputs of one sim. What it holds is used again; nobody
// keeps it.
type Frame struct {
	outputs []Output
	want    []bool
	scalar  []float64
	slot    [][]float32
	rows    []int
}

// NewFrame returns a frame that wants nothing.
func NewFrame(outputs []Output) *Frame {
	n := len(outputs)
	return &Frame{outputs: outputs, want: make([]bool, n), scalar: make([]float64, n),
		slot: make([][]float32, n), rows: make([]int, n)}
}

// Bind has the frame read the same outputs of a sim that has been initialised again.
func (f *Frame) Bind(outputs []Output) { f.outputs = outputs }

// Want says whether output i is to be read.
func (f *Frame) Want(i int, want bool) {
	f.want[i] = want
	if want && f.slot[i] == nil && f.outputs[i].Kind != Scalar {
		f.slot[i] = make([]float32, f.outputs[i].Len())
		f.rows[i] = firstDim(&f.outputs[i])
	}
}

// Read reads what is wanted from the sim, and every scalar that is not recorded and takes
// no work. What probes measure stays as it is.
func (f *Frame) Read() {
	for i := range f.outputs {
		if w := f.outputs[i].After; w != nil {
			w.done = false
		}
	}
	for i := range f.outputs {
		o := &f.outputs[i]
		if o.From == Probed || !f.want[i] && (o.Kind != Scalar || o.From == Recorded || o.After != nil) {
			continue
		}
		if o.After != nil {
			o.After.ready()
		}
		if o.Kind == Scalar {
			f.scalar[i] = Absent
			if o.When == nil || o.When() {
				f.scalar[i] = o.Read.number()
			}
		} else {
			f.filled(i, o.Read.array(f.slot[i]))
		}
	}
}

// Measure has m measured, and reads the scalars of its probe and what else is wanted of
// them. It may run in any goroutine. Its error is that of ctx.
func (f *Frame) Measure(ctx context.Context, probe string, m Measurement) error {
	if err := m.Measure(ctx); err != nil {
		return err
	}
	for i := range f.outputs {
		o := &f.outputs[i]
		switch {
		case o.Probe != probe:
		case o.Kind == Scalar:
			f.scalar[i] = o.Read.measured(m)
		case f.want[i]:
			f.filled(i, o.Read.measuring(m, f.slot[i]))
		}
	}
	return nil
}

func (f *Frame) filled(i, rows int) {
	if rows == allRows {
		rows = firstDim(&f.outputs[i])
	}
	f.rows[i] = rows
}

// Restore puts output i back as Scalar and Values have returned it.
func (f *Frame) Restore(i int, scalar float64, values []float32, rows int) {
	f.Want(i, true)
	f.scalar[i] = scalar
	if f.outputs[i].Kind != Scalar {
		f.rows[i] = rows
		copy(f.slot[i], values)
	}
}

// Scalar returns a scalar output.
func (f *Frame) Scalar(i int) float64 { return f.scalar[i] }

// Values returns the filled part of output i and its shape's first dimension.
func (f *Frame) Values(i int) (v []float32, rows int) {
	rows = f.rows[i]
	v = f.slot[i]
	if d := firstDim(&f.outputs[i]); d > 0 && rows < d {
		v = v[:rows*(len(v)/d)]
	}
	return v, rows
}

func firstDim(o *Output) int {
	if len(o.Shape) == 0 {
		return 0
	}
	return o.Shape[0]
}
