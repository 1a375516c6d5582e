package live

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"math"
	"os"
	"path/filepath"
	"testing"

	"hebb/sim"
	"hebb/sim/engine"
	"hebb/sim/engine/history"
	"hebb/sim/experiment"
	"hebb/sim/live/frame"
	"hebb/sim/simtest/kinds"
)

var update = flag.Bool("update", false, "write testdata anew")

// goldenSim has one output of every kind and packing, with numbers that are easy to
// check by hand. The page's reader is tested with the bytes that it gives.
type goldenSim struct {
	sim.None
	half bool
}

func (s *goldenSim) Fields() []sim.Field { return nil }
func (s *goldenSim) Init(sim.Env) error  { return nil }
func (s *goldenSim) Step() sim.Step      { return sim.Step{Unit: true} }
func (s *goldenSim) State(*sim.Sections) {}
func (s *goldenSim) Probes() []sim.Probe { return []sim.Probe{{Name: "spectrum", Every: 2, On: true}} }

func (s *goldenSim) Outputs() []sim.Output {
	number := func(x float64) sim.Read { return sim.By(func() float64 { return x }) }
	array := func(v ...float32) sim.Read { return sim.Fill(func(dst []float32) { copy(dst, v) }) }
	v, rows := array(1, -2.5, 3e38), 3
	if s.half { // the other variant has an empty path
		v, rows = array(-0.5, 0, 0.5), 0
	}
	path := sim.Rows(func(dst []float32) int { copy(dst, []float32{1, 2, 3, 4, 5, 6}); return rows })
	eigenvalues := sim.CopyOf(func(m goldenSpectrum) []float32 { return []float32{0.5, 1, 0.5, -1} })
	return []sim.Output{
		{Name: "loss", Label: "loss", Kind: sim.Scalar, From: sim.Recorded, Read: number(0.1)},
		{Name: "tiny", Label: "tiny", Kind: sim.Scalar, From: sim.Recorded, Read: number(-2.5e-300)},
		{Name: "speed", Label: "speed", Kind: sim.Scalar, Read: number(30)},
		{Name: "radius", Label: "radius", Kind: sim.Scalar, From: sim.Probed, Probe: "spectrum", Read: sim.Of(func(goldenSpectrum) float64 { return 1.25 })},
		{Name: "v", Label: "v", Kind: sim.Vector, Shape: []int{3}, Read: v},
		{Name: "w", Label: "w", Kind: sim.Matrix, Shape: []int{2, 3}, Pack: sim.I8, Read: array(1, -1, 0.5, -0.25, 0, 0.01)},
		{Name: "tiles", Label: "tiles", Kind: sim.Tiles, Shape: []int{2, 2, 2}, Pack: sim.U8, Read: array(0, 0.5, 1, 2, -1, 0.25, 0.75, 0.1)},
		{Name: "image", Label: "image", Kind: sim.Image, Shape: []int{1, 5}, Pack: sim.U8, Read: array(0, 0.25, 0.5, 0.75, 1)},
		{Name: "path", Label: "path", Kind: sim.Path, Shape: []int{4, 2}, Read: path},
		{Name: "points", Label: "points", Kind: sim.Points, Shape: []int{2, 2}, From: sim.Probed, Probe: "spectrum", Read: eigenvalues},
		{Name: "zero", Label: "zero", Kind: sim.Vector, Shape: []int{3}, Pack: sim.I8, Read: array()},
		{Name: "bad", Label: "bad", Kind: sim.Vector, Shape: []int{3}, Read: array(1, float32(math.Inf(1)), 3)},
		{Name: "unseen", Label: "unseen", Kind: sim.Vector, Shape: []int{3}, Read: array()},
	}
}

type goldenSpectrum struct{}

func (s *goldenSim) Capture(int, sim.Measurement) sim.Measurement { return goldenSpectrum{} }

func (goldenSpectrum) Measure(context.Context) error { return nil }

// costly is a variant of which it is known what a unit costs.
type costly struct {
	*engine.Variant
	cost float64
}

func (c costly) Cost() float64 { return c.cost }

// goldenFrames makes the two frames of testdata.
func goldenFrames(t *testing.T) (state, buckets []byte) {
	variants := 0
	lab := kinds.Lab("golden", func() sim.Sim { variants++; return &goldenSim{half: variants%2 == 0} })
	s := setupOf(t, lab, nil, nil)
	variants = 0
	e, err := engine.New(t.Context(), &lab.Views[0], experiment.Experiment{Setup: s}, engine.Options{History: true})
	if err != nil {
		t.Fatal(err)
	}
	want := make([][]bool, 2)
	var shown []costly
	for i, v := range e.Variants() {
		for o, output := range v.Outputs() {
			want[i] = append(want[i], output.Name != "unseen" && (i == 0 || o == 4 || o == 8))
		}
		v.Want(want[i])
		v.Copy()
		shown = append(shown, costly{v, float64(i) * 0.0015})
	}
	if err := e.Advance(t.Context(), experiment.Position{Unit: 3}, nil); err != nil {
		t.Fatal(err)
	}
	var encoder frame.Encoder
	state = frame.Encode(&encoder, frame.Head{Epoch: 5, Seq: 4_000_000_000, Command: 12, Position: experiment.Position{Unit: 1<<40 + 3, Round: 7}, Status: sim.Done, Playing: true, Rate: 1234.5, FPS: 29.5}, shown, want)

	h := &history.Table{Names: []string{"a", "b"}, Stride: 2} // as one that has been thinned once
	for u := range uint64(6) {
		h.Put(10*u, 0, []float64{float64(u) / 4, -math.MaxFloat64 * float64(u%2)})
	}
	h.Put(60, 0, []float64{-8, 0.125})
	return state, frame.History(5, 1, 2, h, 1)
}

// expected is frame.json and history.json: what a reader must make of the bytes.
func expected(t *testing.T, frame, history []byte) (string, string) {
	f, ok := readFrame(&Message{Binary: true, Data: frame})
	if !ok {
		t.Fatal("this is no frame")
	}
	var sections []map[string]any
	for _, s := range f.sections {
		sections = append(sections, map[string]any{"variant": s.variant, "type": s.kind, "output": s.output, "rows": s.rows, "cols": s.cols, "values": s.values})
	}
	a, err := json.MarshalIndent(map[string]any{"kind": 1, "epoch": f.epoch, "seq": f.seq, "command": f.command, "unit": f.unit, "round": f.round, "status": f.status,
		"playing": f.playing, "rate": f.rate, "fps": f.fps, "sections": sections}, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	h, ok := readHistory(&Message{Binary: true, Data: history})
	if !ok {
		t.Fatal("this is no history")
	}
	b, err := json.MarshalIndent(map[string]any{"kind": 2, "epoch": h.epoch, "variant": h.variant, "table": h.table, "buckets": h.n, "columns": h.m,
		"first": h.first, "last": h.last, "min": h.min, "max": h.max}, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	return string(a) + "\n", string(b) + "\n"
}

func TestGoldenFrames(t *testing.T) {
	frame, history := goldenFrames(t)
	frameJSON, historyJSON := expected(t, frame, history)
	for name, data := range map[string][]byte{"frame.bin": frame, "history.bin": history, "frame.json": []byte(frameJSON), "history.json": []byte(historyJSON)} {
		name := filepath.Join("testdata", name)
		if *update {
			if err := os.MkdirAll("testdata", 0o755); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(name, data, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(data, want) {
			t.Errorf("%s: the bytes have changed; if that is meant, run the test with -update and see to the page's reader", name)
		}
	}
	// By hand, lest reader and writer agree on the wrong thing.
	f, _ := readFrame(&Message{Binary: true, Data: frame})
	if got := f.get(0, 0xFFFF).values; got[0] != 0.1 || got[1] != -2.5e-300 || got[2] != 30 || got[3] != 1.25 || got[4] != 0 {
		t.Errorf("scalars: %v", got)
	}
	if got := f.get(0, 0xFFFE).values; len(got) != 2 || got[0] != 0 || got[1] != float64(float32(1.5e-3)) {
		t.Errorf("costs: %v", got)
	}
	if w := f.get(0, 5).values; w[0] != 127*float64(float32(1)/127) || w[1] != -w[0] || math.Abs(w[5]-0.01) > 0.004 || w[4] != 0 {
		t.Errorf("i8: %v", w)
	}
	if x := f.get(0, 6).values; x[3] != 255*float64(float32(1.0/255)) || x[4] != 0 || math.Abs(x[5]-0.25) > 0.002 {
		t.Errorf("u8: %v", x)
	}
	if f.get(0, 11) != nil || f.get(0, 12) != nil || f.get(1, 5) != nil || f.get(1, 4).values[0] != -0.5 || f.get(1, 8).rows != 0 || f.get(0, 8).rows != 3 {
		t.Error("the wrong outputs are there")
	}
	if f.unit != 1<<40+3 || f.seq != 4_000_000_000 || f.status != 3 || !f.playing {
		t.Errorf("%+v", f)
	}
}
