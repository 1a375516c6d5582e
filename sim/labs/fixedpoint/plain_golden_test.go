package fixedpoint

import (
	"math"
	"testing"

	"hebb/sim"
)

func TestGoldenOne(t *testing.T) {
	eachGolden(t, "oned", func(t *testing.T, g *golden) {
		p := newScalar(read[[]float64](t, &g.Inputs, "x"), read[[]float64](t, &g.Inputs, "y"), read[float64](t, &g.Inputs, "g"))
		for key, got := range map[string]float64{"S": p.s, "C": p.c, "T": p.t, "w_singular": p.pole(), "w_star": p.best(), "J_min": p.least(), "J_plateau": p.t} {
			g.one(t, key, got, read[float64](t, &g.Expected, key), 1e-9)
		}
		want := read[[]float64](t, &g.Expected, "J_grid")
		for i, w := range read[[]float64](t, &g.Expected, "w_grid") {
			g.one(t, "J", p.loss(w), want[i], 1e-9)
		}
		for _, e := range read[[]struct{ Eta, Rho float64 }](t, &g.Expected, "logistic_rho") {
			g.one(t, "rho", p.rho(e.Eta), e.Rho, 1e-9)
		}
		for _, e := range read[[]struct {
			Rule    string
			Note    string
			W0, Eta float64
			W       []*float64
		}](t, &g.Expected, "runs") {
			s := newOne()
			s.rule, s.start, s.eta, s.given = e.Rule, e.W0, e.Eta, &p
			start(t, s)
			for k, w := range e.W {
				if w == nil {
					break
				}
				if k > 0 {
					if st := s.Step(); st.Status == sim.Diverged {
						if !escaped(*w) {
							t.Errorf("%s from %g stops at %d, at %v", e.Rule, e.W0, k, st.Trouble)
						}
						break
					}
				}
				g.one(t, e.Rule, s.w, *w, 1e-9)
			}
		}
	})
}

func TestGoldenTwo(t *testing.T) {
	eachGolden(t, "twoneuron", func(t *testing.T, g *golden) {
		w := [4]float64(matrix(t, &g.Inputs, "W").Data)
		p := pair{f: tanhRate, w: w, in: [2]float64(read[[]float64](t, &g.Inputs, "x"))}
		points := read[[]struct {
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
			g.same(t, "fixed point", list[i][:], e.R[:], 1e-9)
			a, b, c, d := p.jacobian(list[i])
			g.one(t, "trace", a+d, e.Trace, 1e-9)
			g.one(t, "det", a*d-b*c, e.Det, 1e-9)
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
		x1 := read[[]float64](t, &g.Expected, "nullcline_r1")
		one, two := read[[]float64](t, &g.Expected, "nullcline1_r2"), read[[]float64](t, &g.Expected, "nullcline2_r1")
		for i, x := range x1 {
			y, _ := p.nullcline(0, x)
			g.one(t, "nullcline 1", y, one[i], 1e-9)
			y, _ = p.nullcline(1, x)
			g.one(t, "nullcline 2", y, two[i], 1e-9)
		}
		goldenMap(t, g)
	})
}

// goldenWalk lets the state of the view move by Euler steps of 0.05 from 0, four to an
// iteration.
func goldenWalk(t *testing.T, g *golden, w [4]float64, in [2]float64) {
	s := newTwo()
	s.model, s.show, s.eta, s.w0, s.i1, s.i2 = "tanh", "own", 0, w, in[0], in[1]
	start(t, s)
	for i, want := range read[[][2]float64](t, &g.Expected, "euler_h0p05_from_zero") {
		if i > 0 {
			steps(t, s, 5) // 20 Euler steps
		}
		g.same(t, "way of the state", s.r[:], want[:], 1e-9)
	}
}

// goldenMap asks for the landscape as the page does, a tile of one cell for each point.
func goldenMap(t *testing.T, g *golden) {
	grid := read[[]float64](t, &g.Inputs, "w_grid")
	transposed := func(key string) [][2]float64 {
		m := matrix(t, &g.Inputs, key)
		var list [][2]float64
		for j := range m.Cols {
			list = append(list, [2]float64{m.At(0, j), m.At(1, j)})
		}
		return list
	}
	rows := func(key string) [][2]float64 { return read[[][2]float64](t, &g.Inputs, key) }
	loss, abscissae, dets := read[[][]float64](t, &g.Expected, "linear_J"), read[[][]float64](t, &g.Expected, "linear_abscissa"), read[[][]float64](t, &g.Expected, "linear_det")
	tanh, status := read[[][]*float64](t, &g.Expected, "tanh_J_from_zero"), read[[][]string](t, &g.Expected, "tanh_status")
	x, r := transposed("X"), transposed("Rhat")
	lin := newTwo()
	lin.given, lin.w0 = &givenTwo{x, r}, [4]float64(matrix(t, &g.Inputs, "W_lin").Data)
	start(t, lin)
	non := newTwo()
	non.model, non.given, non.w0 = "tanh", &givenTwo{rows("Xb"), rows("T")}, [4]float64(matrix(t, &g.Inputs, "W_tanh").Data)
	start(t, non)
	for i, a := range grid {
		for j, b := range grid {
			_, det, abscissa := lossLinear([4]float64{lin.w0[0], a, b, lin.w0[3]}, x, r)
			g.one(t, "det", det, dets[i][j], 1e-9)
			g.one(t, "abscissa", abscissa, abscissae[i][j], 1e-9)
			if tile := cell(t, lin, a, b); tile.Values[0] == nil {
				t.Errorf("no loss at (%g, %g)", a, b)
			} else {
				g.one(t, "linear loss", *tile.Values[0], loss[i][j], 1e-9)
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
					g.one(t, "tanh loss", *tile.Values[0], *tanh[i][j], 1e-8)
				}
			case "oscillates":
				if tile.Values[0] != nil || tile.Kind[0] != 2 {
					t.Errorf("(%g, %g) should have no answer", a, b)
				}
			}
		}
	}
}

func cell(t *testing.T, s *two, w12, w21 float64) Tile {
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
	return answer.(Tile)
}
