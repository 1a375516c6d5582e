package sim

// Output is one quantity that can be seen.
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
	Log    bool       // best seen on a log axis
	Range  [2]float64 // natural limits for axes, {0, 0}: none
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
	Snapped  From = iota // Snapshot, when somebody looks
	Recorded             // Record, every unit (scalars only); also kept in the history
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

// Frame is one look at the outputs of one sim. Slots are owned by the frame and
// used again; nobody keeps them.
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

// Want says whether output i is to be copied.
func (f *Frame) Want(i int, want bool) {
	f.want[i] = want
	if want && f.slot[i] == nil && f.outputs[i].Kind != Scalar {
		f.slot[i] = make([]float32, f.outputs[i].Len())
		f.rows[i] = firstDim(&f.outputs[i])
	}
}

// Wanted says whether output i is to be copied.
func (f *Frame) Wanted(i int) bool { return f.want[i] }

// Slot is where the values of output i go (row-major), or nil when nobody wants them.
func (f *Frame) Slot(i int) []float32 {
	if !f.want[i] {
		return nil
	}
	return f.slot[i]
}

// SetRows says that only the first rows entries along the first dimension of
// output i are filled: a path that still grows.
func (f *Frame) SetRows(i, rows int) { f.rows[i] = rows }

// Show copies x to output i, if somebody wants it.
func Show[T float32 | float64](f *Frame, i int, x []T) {
	if dst := f.Slot(i); dst != nil {
		for j, v := range x {
			dst[j] = float32(v)
		}
	}
}

// Set writes a scalar output.
func (f *Frame) Set(i int, v float64) { f.scalar[i] = v }

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
