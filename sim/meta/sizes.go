package meta

import (
	"math"

	"hebb/sim/num"
	"hebb/sim/rule"
)

// Sizes are the Frobenius norms of the terms of a pool at a moment of matrix l, which has
// the weights w: all are products of a column and a row but shares of w itself. room holds
// 2 n_{l+1} numbers.
func (m *Moment[T]) Sizes(rules rule.List, w num.Mat[T], l int, room []float64) (size rule.Theta) {
	in := m.local(l)
	sums := rule.SumsOf[float64](rules, rules.All(), num.Use[T](), &in)
	if !m.PostSignal {
		sums[rule.DotUF] = 0
	}
	left := 0.0
	for j, x := range in.X {
		rest := float64(x) - float64(in.U[j])
		left += float64(rest * rest)
	}
	columns := [...]float64{rule.ColE: num.Norm(in.E), rule.ColY: num.Norm(in.Y), rule.ColOne: math.Sqrt(float64(len(in.Y)))}
	parts := [...]float64{rule.RowX: num.Norm(in.X), rule.RowF: num.Norm(in.F), rule.RowRest: math.Sqrt(left)}
	for r := range rules {
		size[r] = math.Abs(sums[rules[r].Sum])
		switch f := &rules[r].Form; f.Post {
		case rule.ColW:
			size[r] *= num.Norm(w.Data)
		case rule.ColShape:
			p, y := room[:len(in.Y)], room[len(in.Y):2*len(in.Y)]
			num.Convert(y, in.Y)
			f.Shape.Value(p, y)
			size[r] *= num.Norm(p) * parts[f.Pre]
		default:
			size[r] = size[r] * columns[f.Post] * parts[f.Pre]
		}
	}
	return size
}
