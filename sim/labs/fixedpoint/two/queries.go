package two

import (
	"context"
	"math"

	"hebb/sim"
	"hebb/sim/labs/fixedpoint/plot"
	"hebb/sim/num/elem"
)

// Field is the picture of a phase plane.
type Field struct {
	Arrows [][4]float64   `json:"arrows"`
	Null1  [][][2]float64 `json:"null1"`
	Null2  [][][2]float64 `json:"null2"`
}

// FixedPoint is what a fixed point is.
type FixedPoint struct {
	X           float64      `json:"x"`
	Y           float64      `json:"y"`
	Type        string       `json:"type"`
	Eigenvalues [][2]float64 `json:"eigenvalues"`
	J           *float64     `json:"J"`
	Answer      bool         `json:"answer"` // stable: the network can rest here
}

func (s *two) Queries() []sim.Query {
	at := func() []sim.Field {
		return []sim.Field{{Name: "x", Label: "r1", Doc: "Rate of neuron 1.", Value: sim.Float(&s.q.x, -1e3, 1e3, sim.Linear)}, {Name: "y", Label: "r2", Doc: "Rate of neuron 2.", Value: sim.Float(&s.q.y, -1e3, 1e3, sim.Linear)}}
	}
	return []sim.Query{
		{Name: "tile", Doc: "The loss over w12 (across) and w21 (up), with the other two weights as the section says.", Args: append(plot.Box(&s.q.x0, &s.q.x1, &s.q.y0, &s.q.y1), plot.TileArg(&s.tiles)), Answer: plot.Tile{},
			Ask: func() (func(context.Context) (any, error), error) {
				q, n, w, x, t, tanh := s.q, s.tiles, s.section(), s.x, s.t, s.tanh()
				return func(ctx context.Context) (any, error) {
					tile := plot.Tile{N: n, Values: make([]*float64, n*n), Kind: make([]int, n*n)}
					for i := range n {
						if err := ctx.Err(); err != nil {
							return nil, err
						}
						for j := range n {
							at := w
							at[1] = q.x0 + (q.x1-q.x0)*(float64(j)+0.5)/float64(n)
							at[2] = q.y0 + (q.y1-q.y0)*(float64(i)+0.5)/float64(n)
							if tanh {
								loss, settled := lossTanh(at, x, t)
								if !settled {
									tile.Kind[i*n+j] = 2
									continue
								}
								tile.Values[i*n+j] = plot.Number(loss)
								continue
							}
							loss, _, abscissa := lossLinear(at, x, t)
							tile.Values[i*n+j] = plot.Number(loss)
							if !(abscissa < 1) {
								tile.Kind[i*n+j] = 1
							}
						}
					}
					return tile, nil
				}, nil
			}},
		{Name: "field", Doc: "Where the rates move from every place of the plane, and where each neuron is at rest.", Args: plot.Box(&s.q.x0, &s.q.x1, &s.q.y0, &s.q.y1), Answer: Field{},
			Ask: func() (func(context.Context) (any, error), error) {
				q, p := s.q, s.pair()
				return func(context.Context) (any, error) { return fieldOf(p, q.x0, q.x1, q.y0, q.y1), nil }, nil
			}},
		{Name: "trajectory", Doc: "The way of the rates from a place, for 20 τ.", Args: at(), Answer: [][2]float64{},
			Ask: func() (func(context.Context) (any, error), error) {
				r, p := [2]float64{s.q.x, s.q.y}, s.pair()
				return func(context.Context) (any, error) {
					list := [][2]float64{r}
					for i := range 800 {
						if r = p.walk(r, 0.025); !(elem.Hypot(r[0], r[1]) < 1e3) {
							break
						}
						if i%4 == 3 {
							list = append(list, r)
						}
					}
					return list, nil
				}, nil
			}},
		{Name: "point", Doc: "What the fixed point nearest to a place is.", Args: at(), Answer: (*FixedPoint)(nil),
			Ask: func() (func(context.Context) (any, error), error) {
				r, p, list, k, targets := [2]float64{s.q.x, s.q.y}, s.pair(), append([][2]float64(nil), s.fixed()...), int(s.show[0]-'1'), s.t
				return func(context.Context) (any, error) {
					if len(list) == 0 {
						return (*FixedPoint)(nil), nil
					}
					best := list[0]
					for _, o := range list {
						if elem.Hypot(o[0]-r[0], o[1]-r[1]) < elem.Hypot(best[0]-r[0], best[1]-r[1]) {
							best = o
						}
					}
					kind, eig := p.kind(best)
					f := &FixedPoint{X: best[0], Y: best[1], Type: kind, Answer: real(eig[0]) < 0 && real(eig[1]) < 0}
					for _, z := range eig {
						f.Eigenvalues = append(f.Eigenvalues, [2]float64{real(z), imag(z)})
					}
					if k >= 0 && k < len(targets) {
						f.J = plot.Number(float64((best[0]-targets[k][0])*(best[0]-targets[k][0])) + float64((best[1]-targets[k][1])*(best[1]-targets[k][1])))
					}
					return f, nil
				}, nil
			}},
	}
}

// fieldOf draws a phase plane.
func fieldOf(p pair, x0, x1, y0, y1 float64) Field {
	const arrows, points = 20, 400
	f := Field{Arrows: [][4]float64{}, Null1: [][][2]float64{}, Null2: [][][2]float64{}}
	if !(x1 > x0 && y1 > y0) {
		return f
	}
	for i := range arrows {
		for j := range arrows {
			r := [2]float64{x0 + (x1-x0)*(float64(j)+0.5)/arrows, y0 + (y1-y0)*(float64(i)+0.5)/arrows}
			d := p.rhs(r)
			f.Arrows = append(f.Arrows, [4]float64{r[0], r[1], d[0], d[1]})
		}
	}
	for which, out := range []*[][][2]float64{&f.Null1, &f.Null2} {
		from, to, low, high, cross := x0, x1, y0, y1, p.w[1]
		if which == 1 {
			from, to, low, high, cross = y0, y1, x0, x1, p.w[2]
		}
		put := func(along, across float64) [2]float64 {
			if which == 1 {
				return [2]float64{across, along}
			}
			return [2]float64{along, across}
		}
		if math.Abs(cross) < 1e-9 {
			for _, x := range p.crossings(which, from, to) {
				*out = append(*out, [][2]float64{put(x, low), put(x, high)})
			}
			continue
		}
		var piece [][2]float64
		for i := range points + 1 {
			x := from + (to-from)*float64(i)/points
			y, good := p.nullcline(which, x)
			if good && y > low-(high-low) && y < high+(high-low) {
				piece = append(piece, put(x, y))
				continue
			}
			if len(piece) > 1 {
				*out = append(*out, piece)
			}
			piece = nil
		}
		if len(piece) > 1 {
			*out = append(*out, piece)
		}
	}
	return f
}

// fixed are the fixed points under the shown input. They are found again only when
// weights or input have changed.
func (s *two) fixed() [][2]float64 {
	c := &s.fixedCache
	if p := s.pair(); !c.ok || p != c.p {
		c.p, c.ok = p, true
		c.list = p.fixed(c.list)
	}
	return c.list
}
