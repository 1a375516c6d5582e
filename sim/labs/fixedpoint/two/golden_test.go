package two

import (
	"math"
	"testing"

	"hebb/sim"
	"hebb/sim/labs/fixedpoint/golden"
	"hebb/sim/labs/fixedpoint/network"
	"hebb/sim/labs/fixedpoint/plot"
	"hebb/sim/simtest"
)

func TestGoldenTwo(t *testing.T) {
	golden.Each(t, "twoneuron", func(t *testing.T, g *golden.File) {
		w := [4]float64(golden.Matrix(t, &g.Inputs, "W").Data)
		p := pair{f: network.Tanh, w: w, in: [2]float64(golden.Read[[]float64](t, &g.Inputs, "x"))}
		points := golden.Read[[]struct {
			R          [2]float64
			Trace, Det float64
			Kind       string
			Eig        [][2]float64
		}](t, &g.Expected, "fixed_points")
		list := p.fixed(nil)
		if len(list) != len(points) {
			t.Fatalf("%d fixed points, not %d", len(list), len(points))
		}
		for i, e := range points {
			g.Same(t, "fixed point", list[i][:], e.R[:], 1e-9)
			a, b, c, d := p.jacobian(list[i])
			g.One(t, "trace", a+d, e.Trace, 1e-9)
			g.One(t, "det", a*d-b*c, e.Det, 1e-9)
			kind, eig := p.kind(list[i])
			if kind != e.Kind {
				t.Errorf("%v is a %s, not a %s", e.R, kind, e.Kind)
			}
			for _, want := range e.Eig {
				best := math.Inf(1)
				for _, z := range eig {
					best = min(best, math.Hypot(real(z)-want[0], imag(z)-want[1]))
				}
				if best > 1e-8 {
					t.Errorf("eigenvalue %v is missing by %g", want, best)
				}
				g.Numbers++
			}
		}
		goldenWalk(t, g, w, p.in)
		x1 := golden.Read[[]float64](t, &g.Expected, "nullcline_r1")
		one, two := golden.Read[[]float64](t, &g.Expected, "nullcline1_r2"), golden.Read[[]float64](t, &g.Expected, "nullcline2_r1")
		for i, x := range x1 {
			y, _ := p.nullcline(0, x)
			g.One(t, "nullcline 1", y, one[i], 1e-9)
			y, _ = p.nullcline(1, x)
			g.One(t, "nullcline 2", y, two[i], 1e-9)
		}
		goldenMap(t, g)
	})
}

// goldenWalk lets the state of the view move by Euler steps of 0.05 from 0, four to an
// iteration.
func goldenWalk(t *testing.T, g *golden.File, w [4]float64, in [2]float64) {
	s := newTwo()
	s.model, s.show, s.eta, s.w0, s.i1, s.i2 = "tanh", "own", 0, w, in[0], in[1]
	simtest.Begin(t, s, 5, nil)
	for i, want := range golden.Read[[][2]float64](t, &g.Expected, "euler_h0p05_from_zero") {
		if i > 0 {
			simtest.Steps(t, s, 5) // 20 Euler steps
		}
		g.Same(t, "way of the state", s.r[:], want[:], 1e-9)
	}
}

// goldenMap asks for the landscape as the page does, a tile of one cell for each point.
func goldenMap(t *testing.T, g *golden.File) {
	grid := golden.Read[[]float64](t, &g.Inputs, "w_grid")
	transposed := func(key string) [][2]float64 {
		m := golden.Matrix(t, &g.Inputs, key)
		var list [][2]float64
		for j := range m.Cols {
			list = append(list, [2]float64{m.At(0, j), m.At(1, j)})
		}
		return list
	}
	rows := func(key string) [][2]float64 { return golden.Read[[][2]float64](t, &g.Inputs, key) }
	loss, abscissae, dets := golden.Read[[][]float64](t, &g.Expected, "linear_J"), golden.Read[[][]float64](t, &g.Expected, "linear_abscissa"), golden.Read[[][]float64](t, &g.Expected, "linear_det")
	tanh, status := golden.Read[[][]*float64](t, &g.Expected, "tanh_J_from_zero"), golden.Read[[][]string](t, &g.Expected, "tanh_status")
	x, r := transposed("X"), transposed("Rhat")
	lin := newTwo()
	lin.given, lin.w0 = &givenTwo{x, r}, [4]float64(golden.Matrix(t, &g.Inputs, "W_lin").Data)
	simtest.Begin(t, lin, 5, nil)
	non := newTwo()
	non.model, non.given, non.w0 = "tanh", &givenTwo{rows("Xb"), rows("T")}, [4]float64(golden.Matrix(t, &g.Inputs, "W_tanh").Data)
	simtest.Begin(t, non, 5, nil)
	for i, a := range grid {
		for j, b := range grid {
			_, det, abscissa := lossLinear([4]float64{lin.w0[0], a, b, lin.w0[3]}, x, r)
			g.One(t, "det", det, dets[i][j], 1e-9)
			g.One(t, "abscissa", abscissa, abscissae[i][j], 1e-9)
			if tile := cell(t, lin, a, b); tile.Values[0] == nil {
				t.Errorf("no loss at (%g, %g)", a, b)
			} else {
				g.One(t, "linear loss", *tile.Values[0], loss[i][j], 1e-9)
				if (tile.Kind[0] == 0) != (abscissa < 1) {
					t.Errorf("(%g, %g) is said to be of kind %d with abscissa %g", a, b, tile.Kind[0], abscissa)
				}
			}
			tile := cell(t, non, a, b)
			switch status[i][j] {
			case "settled":
				if tile.Values[0] == nil {
					t.Errorf("(%g, %g) does not settle", a, b)
				} else {
					g.One(t, "tanh loss", *tile.Values[0], *tanh[i][j], 1e-8)
				}
			case "oscillates":
				if tile.Values[0] != nil || tile.Kind[0] != 2 {
					t.Errorf("(%g, %g) should have no answer", a, b)
				}
			}
		}
	}
}

func cell(t *testing.T, s *two, w12, w21 float64) plot.Tile {
	t.Helper()
	q := s.Queries()[0]
	const half = 1e-3
	set := map[string]string{"n": "1", "x0": sim.Number(w12 - half), "x1": sim.Number(w12 + half), "y0": sim.Number(w21 - half), "y1": sim.Number(w21 + half)}
	if err := sim.Set(q.Args, set); err != nil {
		t.Fatal(err)
	}
	ask, err := q.Ask()
	if err != nil {
		t.Fatal(err)
	}
	answer, err := ask(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return answer.(plot.Tile)
}
