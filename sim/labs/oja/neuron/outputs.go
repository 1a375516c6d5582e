package neuron

import (
	"math"

	"hebb/sim"
	"hebb/sim/num"
	"hebb/sim/num/elem"
)

const ringPoints = 65

func (s *neuron) Outputs() []sim.Output {
	m, targets := s.neurons, 2*min(s.neurons, 2)
	// A cloud turned by hand is seen turned although no sample has been taken since.
	shaped := sim.Once(s.shape)
	list := []sim.Output{
		{Name: "captured", Label: "variance kept", Doc: "How much of the cloud's mean square the neurons' directions keep together, beside the most that so many directions can keep.", Kind: sim.Scalar, From: sim.Recorded, Range: [2]float64{0, 1}, Read: sim.By(s.captured), After: shaped},
		{Name: "between", Label: "angle between neurons", Unit: "degrees", Doc: "Smallest angle between the weight vectors of two neurons: 90 when all are at right angles, and when there is only one.", Kind: sim.Scalar, From: sim.Recorded, Range: [2]float64{0, 90}, Read: sim.By(s.between)},
		{Name: "cloud", Symbol: `x`, Label: "points", Doc: "All points of the cloud, their first two coordinates.", Kind: sim.Points, Shape: []int{s.points, 2}, Read: sim.Fill(s.cloud.draw), After: shaped},
		{Name: "sample", Symbol: `x_t`, Label: "sample", Doc: "The point that the neurons have just seen.", Kind: sim.Points, Shape: []int{1, 2}, Read: sim.Rows(func(dst []float32) int {
			dst[0], dst[1] = float32(s.x[0]), float32(s.x[1])
			return int(min(s.t, 1))
		})},
		{Name: "ellipse", Label: "spread", Doc: "Two standard deviations around the middle of the cloud, in every direction.", Kind: sim.Path, Shape: []int{ringPoints, 2}, After: shaped, Read: ring(func(dst []float32, i int, sin, cos float64) {
			s.cloud.along(dst, i, 2*s.cloud.form.long*cos, 2*s.cloud.form.short*sin)
		})},
		{Name: "long_axis", Label: "long axis", Doc: "The long axis of the cloud, two standard deviations to either side.", Kind: sim.Path, Shape: []int{2, 2}, After: shaped, Read: sim.Fill(func(dst []float32) {
			s.cloud.along(dst, 0, -2*s.cloud.form.long, 0)
			s.cloud.along(dst, 1, 2*s.cloud.form.long, 0)
		})},
		{Name: "short_axis", Label: "short axis", Doc: "The short axis of the cloud, two standard deviations to either side.", Kind: sim.Path, Shape: []int{2, 2}, After: shaped, Read: sim.Fill(func(dst []float32) {
			s.cloud.along(dst, 0, 0, -2*s.cloud.form.short)
			s.cloud.along(dst, 1, 0, 2*s.cloud.form.short)
		})},
		{Name: "circle", Label: "length 1", Doc: "Weights of length 1 end on this circle.", Kind: sim.Path, Shape: []int{ringPoints, 2}, Read: ring(func(dst []float32, i int, sin, cos float64) {
			dst[2*i], dst[2*i+1] = float32(cos), float32(sin)
		})},
		{Name: "targets", Symbol: `\pm v`, Label: "components", Doc: "The principal components, of length 1, in both senses: the eigenvectors of the mean of x xᵀ. With one neuron the first, with more the first two.", Kind: sim.Points, Shape: []int{targets, 2}, Read: sim.Fill(s.cloud.drawComponents), After: shaped},
		{Name: "arrows", Symbol: `w`, Label: "weights", Doc: "Where the weight vectors end; they begin at the origin.", Kind: sim.Points, Shape: []int{m, 2}, Read: ends(s.w)},
		{Name: "averaged", Symbol: `\bar w`, Label: "averaged rule", Doc: "Where the weights would end if every step did what the rule does on average over the cloud. For one neuron this is a closed form.", Kind: sim.Points, Shape: []int{m, 2}, Read: ends(s.bar)},
		{Name: "y", Symbol: `y`, Label: "activity", Doc: "Activity of every neuron for the sample.", Kind: sim.Vector, Shape: []int{m}, Read: sim.Copy(&s.y)},
		{Name: "weights", Symbol: `W`, Label: "weights", Doc: "All weights, one row a neuron.", Kind: sim.Matrix, Shape: []int{m, s.dims}, Pack: sim.I8, Read: sim.Copy(&s.w.Data)},
		{Name: "lambda", Symbol: `\lambda`, Label: "variance along each component", Doc: "Eigenvalues of the mean of x xᵀ: how much the points vary along each principal component.", Kind: sim.Vector, Shape: []int{s.dims}, Read: sim.Copy(&s.cloud.val), After: shaped},
	}
	series := func(o sim.Output, read func(j int) sim.Read) {
		list = append(list, sim.Series(m, o, func(l int, o *sim.Output) { o.Read = read(l - 1) })...)
	}
	length := func(w num.Mat[float64]) func(j int) sim.Read {
		return func(j int) sim.Read { return sim.By(func() float64 { return num.Norm(w.Row(j)) }) }
	}
	angle := func(w num.Mat[float64]) func(j int) sim.Read {
		return func(j int) sim.Read { return sim.By(func() float64 { return s.angleTo(w.Row(j), j) }) }
	}
	path := []int{sim.TrailPoints + 1, 2}
	series(sim.Output{Name: "norm", Symbol: `|w_%d|`, Label: "length of w%d", Doc: "Length of weight vector %d.", Kind: sim.Scalar, From: sim.Recorded, Log: true}, length(s.w))
	series(sim.Output{Name: "angle", Symbol: `\alpha_%d`, Label: "angle of w%d", Unit: "degrees", Doc: "Angle between weight vector %d and principal component %d. With one neuron every rule brings it to 0; with more only Sanger's does.", Kind: sim.Scalar, From: sim.Recorded, Range: [2]float64{0, 90}, After: shaped}, angle(s.w))
	series(sim.Output{Name: "avgnorm", Symbol: `|\bar w_%d|`, Label: "averaged length %d", Doc: "Length of weight vector %d under the averaged rule.", Kind: sim.Scalar, From: sim.Recorded, Log: true}, length(s.bar))
	series(sim.Output{Name: "avgangle", Symbol: `\bar\alpha_%d`, Label: "averaged angle %d", Unit: "degrees", Doc: "Angle between weight vector %d and principal component %d under the averaged rule.", Kind: sim.Scalar, From: sim.Recorded, Range: [2]float64{0, 90}, After: shaped}, angle(s.bar))
	series(sim.Output{Name: "path", Label: "way of w%d", Doc: "Where weight vector %d has ended since the start.", Kind: sim.Path, Shape: path}, func(j int) sim.Read { return s.trails[j].Read(nil) })
	series(sim.Output{Name: "avgpath", Label: "averaged way %d", Doc: "Where weight vector %d would have ended under the averaged rule.", Kind: sim.Path, Shape: path}, func(j int) sim.Read { return s.averaged[j].Read(nil) })
	return list
}

// ring reads a closed curve, whose point i is written for an angle.
func ring(put func(dst []float32, i int, sin, cos float64)) sim.Read {
	return sim.Fill(func(dst []float32) {
		for i, a := range angles {
			put(dst, i, a.sin, a.cos)
		}
	})
}

// angles are those of a ring.
var angles = func() (list [ringPoints]struct{ sin, cos float64 }) {
	for i := range list {
		list[i].sin, list[i].cos = elem.Sincos(2 * math.Pi * float64(i) / (ringPoints - 1))
	}
	return list
}()

// ends reads the first two coordinates of every row.
func ends(w num.Mat[float64]) sim.Read {
	return sim.Fill(func(dst []float32) {
		for j := range w.Rows {
			dst[2*j], dst[2*j+1] = float32(w.At(j, 0)), float32(w.At(j, 1))
		}
	})
}

// captured is tr(Q M Qᵀ), with Q an orthonormal basis of the weights, over the sum
// of the largest eigenvalues.
func (s *neuron) captured() float64 {
	k, d := num.Use[float64](), s.dims
	kept, best := 0.0, 0.0
	rank := 0
	for j := range s.neurons {
		best += s.cloud.val[j]
		q := s.basis[rank*d : (rank+1)*d]
		copy(q, s.w.Row(j))
		size := num.Norm(q)
		for l := range rank {
			p := s.basis[l*d : (l+1)*d]
			k.Axpy(-k.Dot(p, q), p, q)
		}
		left := num.Norm(q)
		if left <= 1e-9*size {
			continue // it adds no direction
		}
		k.Scale(1/left, q)
		rank++
		for i, lambda := range s.cloud.val {
			a := k.Dot(s.cloud.vec.Row(i), q)
			kept += float64(lambda * a * a)
		}
	}
	return math.Min(1, kept/best)
}
