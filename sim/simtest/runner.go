package simtest

import (
	"bytes"
	"context"
	"encoding/binary"
	"fmt"
	"math"
	"strconv"
	"testing"

	"hebb/sim"
)

// memory is what tests let a sim hold.
const memory = 256 << 20

// start returns an initialised sim with some fields set.
func start(t *testing.T, view *sim.View, set map[string]string) sim.Sim {
	t.Helper()
	return startIn(t, view, set, nil)
}

func startIn(t *testing.T, view *sim.View, set map[string]string, pool sim.Pool) sim.Sim {
	t.Helper()
	s := view.New()
	if err := sim.Set(s.Fields(), set); err != nil {
		t.Fatal(err)
	}
	if err := s.Init(sim.Env{Seed: 5, Memory: memory, Pool: pool}); err != nil {
		t.Fatalf("Init: %v", err)
	}
	return s
}

// runner steps sims in lockstep by unit, as a run does: a round is one quantum of
// every sim that has not finished the unit.
type runner struct {
	t       *testing.T
	sims    []sim.Sim
	look    bool                    // read everything after each round, and now and then measure every probe
	between func(unit, round int)   // called before each round
	log     bytes.Buffer            // everything recorded, bit by bit
	frames  map[sim.Sim]*sim.Frame  // made once a sim
	old     map[int]sim.Measurement // what Capture may use again
	ended   map[sim.Sim]bool        // diverged or done
	unit    int
}

// run goes on for some units, or until most rounds have gone by.
func (r *runner) run(units, most int) {
	if r.ended == nil {
		r.ended, r.frames, r.old = map[sim.Sim]bool{}, map[sim.Sim]*sim.Frame{}, map[int]sim.Measurement{}
	}
	for range units {
		finished := map[sim.Sim]bool{}
		for round := 0; ; round++ {
			if r.between != nil {
				r.between(r.unit, round)
			}
			busy := false
			for _, s := range r.sims {
				if finished[s] || r.ended[s] {
					continue
				}
				busy = true
				step := s.Step()
				fmt.Fprintf(&r.log, "%d %v %v|", r.unit, step.Status, step.Unit)
				if step.Status == sim.Diverged && step.Trouble == nil {
					r.t.Errorf("diverged without a word on what")
				}
				if step.Unit {
					finished[s] = true
					r.record(s)
				}
				if step.Status == sim.Diverged || step.Status == sim.Done {
					r.ended[s] = true
				}
				if r.look && !r.ended[s] {
					r.glance(s)
					if r.unit%4 == 3 {
						r.view(s)
					}
				}
			}
			if !busy {
				break
			}
			if most--; most <= 0 {
				return
			}
		}
		r.unit++
	}
}

// record appends the recorded scalars.
func (r *runner) record(s sim.Sim) {
	rec := sim.NewRecorder(s.Outputs())
	dst := make([]float64, rec.Len())
	for i := range dst {
		dst[i] = math.NaN()
	}
	rec.Record(dst)
	for i, v := range dst {
		if math.IsNaN(v) || math.IsInf(v, 0) {
			r.t.Errorf("unit %d: recorded number %d is %v", r.unit, i, v)
		}
	}
	binary.Write(&r.log, binary.LittleEndian, dst)
}

// view reads everything and measures all probes, and returns both as
// one frame. Every number must be finite.
func (r *runner) view(s sim.Sim) *sim.Frame {
	f := r.glance(s)
	for p, probe := range s.Probes() {
		m := s.Capture(p, r.old[p])
		f.Measure(context.Background(), probe.Name, m)
		r.old[p] = m
	}
	r.finite(s, f)
	return f
}

// glance reads everything but probes.
func (r *runner) glance(s sim.Sim) *sim.Frame {
	outputs := s.Outputs()
	f := r.frames[s]
	if f == nil {
		f = sim.NewFrame(outputs)
		for i := range outputs {
			f.Want(i, true)
		}
		r.frames[s] = f
	}
	f.Read()
	r.finite(s, f)
	return f
}

func (r *runner) finite(s sim.Sim, f *sim.Frame) {
	outputs := s.Outputs()
	for i, o := range outputs {
		if o.Kind == sim.Scalar {
			if v := f.Scalar(i); math.IsNaN(v) || math.IsInf(v, 0) {
				r.t.Errorf("unit %d: %s is %v", r.unit, o.Name, v)
			}
			continue
		}
		values, _ := f.Values(i)
		for j, v := range values {
			if v-v != 0 {
				r.t.Errorf("unit %d: %s[%d] is %v", r.unit, o.Name, j, v)
				break
			}
		}
	}
}

// digest is everything that a run of these sims has produced and would go on from.
func (r *runner) digest() []byte {
	var b bytes.Buffer
	b.Write(r.log.Bytes())
	for _, s := range r.sims {
		sim.SaveState(s, &b)
	}
	return b.Bytes()
}

// picture is every value of a frame.
func picture(s sim.Sim, f *sim.Frame) []byte {
	var b bytes.Buffer
	for i, o := range s.Outputs() {
		if o.Kind == sim.Scalar {
			binary.Write(&b, binary.LittleEndian, f.Scalar(i))
			continue
		}
		v, rows := f.Values(i)
		fmt.Fprintf(&b, "%s %d:", o.Name, rows)
		binary.Write(&b, binary.LittleEndian, v)
	}
	return b.Bytes()
}

func itoa(n int) string { return strconv.Itoa(n) }

func abs(x float64) float64 { return math.Abs(x) }
