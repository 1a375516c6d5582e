package sim

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
)

// Read is where an output's value is read from, bound as a Field's Value is to the
// sim's own variable. A value of a probe is read from what the probe has measured.
type Read struct {
	number    func() float64
	float     *float64 // where number finds it, if there
	whole     *int
	array     func(dst []float32) (rows int)
	measured  func(Measurement) float64
	measuring func(m Measurement, dst []float32) (rows int)
}

// allRows is what a reader returns that has filled an output.
const allRows = -1

// At reads a scalar from a variable.
func At[T float64 | float32 | int | uint64](x *T) Read {
	r := Read{number: func() float64 { return float64(*x) }}
	r.float, _ = any(x).(*float64)
	r.whole, _ = any(x).(*int)
	return r
}

// By reads a scalar that a function works out. It changes nothing and allocates nothing.
func By(x func() float64) Read { return Read{number: x} }

// If reads 1 where something is so, and 0 where it is not.
func If(is func() bool) Read {
	return Read{number: func() float64 {
		if is() {
			return 1
		}
		return 0
	}}
}

// Copy reads an array from a slice, row by row. A vector may be shorter than its shape,
// anything may be empty.
func Copy[T float32 | float64](x *[]T) Read {
	return Read{array: func(dst []float32) int { return fill(dst, *x) }}
}

// Fill reads an array that a function writes.
func Fill(write func(dst []float32)) Read {
	return Read{array: func(dst []float32) int { write(dst); return allRows }}
}

// Rows reads an array that a function writes, of which it fills only so many entries
// along the first dimension: a path that still grows.
func Rows(write func(dst []float32) (rows int)) Read { return Read{array: write} }

// Of reads a scalar from what a probe has measured.
func Of[M any](x func(m M) float64) Read {
	return Read{measured: func(m Measurement) float64 { return x(as[M](m)) }}
}

// CopyOf reads an array from what a probe has measured, as Copy does.
func CopyOf[M any, T float32 | float64](x func(m M) []T) Read {
	return Read{measuring: func(m Measurement, dst []float32) int { return fill(dst, x(as[M](m))) }}
}

// RowsOf reads an array that a function writes of what a probe has measured, as Rows does.
func RowsOf[M any](write func(m M, dst []float32) (rows int)) Read {
	return Read{measuring: func(m Measurement, dst []float32) int { return write(as[M](m), dst) }}
}

func as[M any](m Measurement) M {
	x, ok := m.(M)
	if !ok {
		panic(fmt.Sprintf("sim: an output reads %v, but its probe has measured %T", reflect.TypeFor[M](), m))
	}
	return x
}

// fill copies x and returns how many rows that are.
func fill[T float32 | float64](dst []float32, x []T) int {
	if same, ok := any(x).([]float32); ok {
		copy(dst, same)
	} else {
		for i, v := range x {
			dst[i] = float32(v)
		}
	}
	if len(x) < len(dst) {
		return len(x)
	}
	return allRows
}

// Work is what several outputs share: it is done once a look, before the first of them
// is read, and not at all when nobody wants one.
type Work struct {
	do   func()
	done bool
}

// Once returns work to be done at most once a look.
func Once(do func()) *Work { return &Work{do: do} }

func (w *Work) ready() {
	if !w.done {
		w.done = true
		w.do()
	}
}

// Recorder reads the recorded scalars of a sim, in the order of its outputs. It has them
// sorted by how they are read, so that a unit takes no decision: variables are loaded, and
// only what is worked out is called.
type Recorder struct {
	n      int
	floats []place[*float64]
	wholes []place[*int]
	calls  []place[func() float64]
	works  []*Work
	late   []place[func() float64] // what reads what works have made
}

// place is where a value is read from, and where in the row it belongs.
type place[T any] struct {
	at   int
	from T
}

// NewRecorder returns a recorder of the outputs of an initialised sim. It is good until
// the next Init.
func NewRecorder(outputs []Output) *Recorder {
	r := &Recorder{}
	for i := range outputs {
		o := &outputs[i]
		switch read := &o.Read; {
		case o.From != Recorded:
			continue
		case o.After != nil:
			r.late = append(r.late, place[func() float64]{r.n, read.number})
			if !slices.Contains(r.works, o.After) {
				r.works = append(r.works, o.After)
			}
		case read.float != nil:
			r.floats = append(r.floats, place[*float64]{r.n, read.float})
		case read.whole != nil:
			r.wholes = append(r.wholes, place[*int]{r.n, read.whole})
		default:
			r.calls = append(r.calls, place[func() float64]{r.n, read.number})
		}
		r.n++
	}
	return r
}

// Len is how many scalars are recorded.
func (r *Recorder) Len() int { return r.n }

// Record writes the scalars of the unit that has just been completed.
func (r *Recorder) Record(dst []float64) {
	dst = dst[:r.n]
	for i := range r.floats {
		p := &r.floats[i]
		dst[p.at] = *p.from
	}
	for i := range r.wholes {
		p := &r.wholes[i]
		dst[p.at] = float64(*p.from)
	}
	for i := range r.calls {
		p := &r.calls[i]
		dst[p.at] = p.from()
	}
	for _, w := range r.works {
		w.do()
	}
	for i := range r.late {
		p := &r.late[i]
		dst[p.at] = p.from()
	}
}

// CheckOutputs says what is wrong with how outputs are declared and bound, or nil.
func CheckOutputs(outputs []Output, probes []Probe) error {
	seen, measured := map[string]bool{}, map[string]bool{}
	for i := range outputs {
		o := &outputs[i]
		if seen[o.Name] {
			return fmt.Errorf("output %s is declared twice", o.Name)
		}
		seen[o.Name] = true
		if o.Probe != "" {
			measured[o.Probe] = true
		}
		if err := o.check(); err != nil {
			return fmt.Errorf("output %s %w", o.Name, err)
		}
	}
	for _, p := range probes {
		if !measured[p.Name] {
			return fmt.Errorf("probe %s measures what no output shows", p.Name)
		}
		delete(measured, p.Name)
	}
	for name := range measured {
		return fmt.Errorf("outputs are of probe %s, which there is not", name)
	}
	return nil
}

func (o *Output) check() error {
	r, n := &o.Read, 0
	for _, bound := range []bool{r.number != nil, r.array != nil, r.measured != nil, r.measuring != nil} {
		if bound {
			n++
		}
	}
	scalar, probed := r.number != nil || r.measured != nil, r.measured != nil || r.measuring != nil
	switch {
	case n == 0:
		return errors.New("is read from nowhere")
	case (o.From == Probed) != (o.Probe != ""):
		return errors.New("comes of a probe and does not say which, or says one and does not")
	case (o.From == Probed) != probed:
		return errors.New("is read from the sim where it comes of a probe, or from a measurement where it does not")
	case (o.Kind == Scalar) != scalar:
		return fmt.Errorf("is a %s and is read as if it were not", o.Kind)
	case o.From == Recorded && o.Kind != Scalar:
		return errors.New("is recorded and no scalar")
	case o.After != nil && probed:
		return errors.New("is measured, and waits for work of the sim")
	}
	return nil
}
