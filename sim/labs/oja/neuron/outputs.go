package neuron

import (
	"fmt"
	"math"

	"hebb/sim"
	"hebb/sim/num"
)

// The outputs of the neuron view. Behind the single ones stand the series, one of
// each for every neuron, in the order of the series constants.
const (
	outCaptured = iota
	outBetween
	outCloud
	outSample
	outEllipse
	outLong
	outShort
	outCircle
	outTargets
	outArrows
	outAveraged
	outActivity
	outWeights
	outLambda
	outSeries
)

const (
	serNorm = iota
	serAngle
	serAvgNorm
	serAvgAngle
	serPath
	serAvgPath
	series
)

const ringPoints = 65

// index returns where output of a series stands for neuron j (from 0).
func (s *neuron) index(kind, j int) int { return outSeries + kind*s.neurons + j }

func (s *neuron) Outputs() []sim.Output {
	m, targets := s.neurons, 2*min(s.neurons, 2)
	list := []sim.Output{
		outCaptured: {Name: "captured", Label: "variance kept", Doc: "How much of the cloud's mean square the neurons' directions keep together, beside the most that so many directions can keep.", Kind: sim.Scalar, From: sim.Recorded, Range: [2]float64{0, 1}},
		outBetween:  {Name: "between", Label: "angle between neurons", Unit: "degrees", Doc: "Smallest angle between the weight vectors of two neurons: 90 when all are at right angles, and when there is only one.", Kind: sim.Scalar, From: sim.Recorded, Range: [2]float64{0, 90}},
		outCloud:    {Name: "cloud", Symbol: `x`, Label: "points", Doc: "All points of the cloud, their first two coordinates.", Kind: sim.Points, Shape: []int{s.points, 2}},
		outSample:   {Name: "sample", Symbol: `x_t`, Label: "sample", Doc: "The point that the neurons have just seen.", Kind: sim.Points, Shape: []int{1, 2}},
		outEllipse:  {Name: "ellipse", Label: "spread", Doc: "Two standard deviations around the middle of the cloud, in every direction.", Kind: sim.Path, Shape: []int{ringPoints, 2}},
		outLong:     {Name: "long_axis", Label: "long axis", Doc: "The long axis of the cloud, two standard deviations to either side.", Kind: sim.Path, Shape: []int{2, 2}},
		outShort:    {Name: "short_axis", Label: "short axis", Doc: "The short axis of the cloud, two standard deviations to either side.", Kind: sim.Path, Shape: []int{2, 2}},
		outCircle:   {Name: "circle", Label: "length 1", Doc: "Weights of length 1 end on this circle.", Kind: sim.Path, Shape: []int{ringPoints, 2}},
		outTargets:  {Name: "targets", Symbol: `\pm v`, Label: "components", Doc: "The principal components, of length 1, in both senses: the eigenvectors of the mean of x xᵀ. With one neuron the first, with more the first two.", Kind: sim.Points, Shape: []int{targets, 2}},
		outArrows:   {Name: "arrows", Symbol: `w`, Label: "weights", Doc: "Where the weight vectors end; they begin at the origin.", Kind: sim.Points, Shape: []int{m, 2}},
		outAveraged: {Name: "averaged", Symbol: `\bar w`, Label: "averaged rule", Doc: "Where the weights would end if every step did what the rule does on average over the cloud. For one neuron this is a closed form.", Kind: sim.Points, Shape: []int{m, 2}},
		outActivity: {Name: "y", Symbol: `y`, Label: "activity", Doc: "Activity of every neuron for the sample.", Kind: sim.Vector, Shape: []int{m}},
		outWeights:  {Name: "weights", Symbol: `W`, Label: "weights", Doc: "All weights, one row a neuron.", Kind: sim.Matrix, Shape: []int{m, s.dims}, Pack: sim.I8},
		outLambda:   {Name: "lambda", Symbol: `\lambda`, Label: "variance along each component", Doc: "Eigenvalues of the mean of x xᵀ: how much the points vary along each principal component.", Kind: sim.Vector, Shape: []int{s.dims}},
	}
	path := []int{sim.TrailPoints + 1, 2}
	of := [series]sim.Output{
		serNorm:     {Name: "norm", Symbol: `|w_%d|`, Label: "length of w%d", Doc: "Length of weight vector %d.", Kind: sim.Scalar, From: sim.Recorded, Log: true},
		serAngle:    {Name: "angle", Symbol: `\alpha_%d`, Label: "angle of w%d", Unit: "degrees", Doc: "Angle between weight vector %[1]d and principal component %[1]d. With one neuron every rule brings it to 0; with more only Sanger's does.", Kind: sim.Scalar, From: sim.Recorded, Range: [2]float64{0, 90}},
		serAvgNorm:  {Name: "avgnorm", Symbol: `|\bar w_%d|`, Label: "averaged length %d", Doc: "Length of weight vector %d under the averaged rule.", Kind: sim.Scalar, From: sim.Recorded, Log: true},
		serAvgAngle: {Name: "avgangle", Symbol: `\bar\alpha_%d`, Label: "averaged angle %d", Unit: "degrees", Doc: "Angle between weight vector %[1]d and principal component %[1]d under the averaged rule.", Kind: sim.Scalar, From: sim.Recorded, Range: [2]float64{0, 90}},
		serPath:     {Name: "path", Label: "way of w%d", Doc: "Where weight vector %d has ended since the start.", Kind: sim.Path, Shape: path},
		serAvgPath:  {Name: "avgpath", Label: "averaged way %d", Doc: "Where weight vector %d would have ended under the averaged rule.", Kind: sim.Path, Shape: path},
	}
	for _, o := range of {
		for j := range m {
			n := o
			n.Name = fmt.Sprintf("%s%d", o.Name, j+1)
			n.Label, n.Doc = fmt.Sprintf(o.Label, j+1), fmt.Sprintf(o.Doc, j+1)
			if o.Symbol != "" {
				n.Symbol = fmt.Sprintf(o.Symbol, j+1)
			}
			list = append(list, n)
		}
	}
	return list
}

func (s *neuron) Record(dst []float64) {
	s.shape()
	dst[0], dst[1] = s.captured(), s.between()
	for j, m := 0, s.neurons; j < m; j++ {
		dst[2+j] = num.Norm(s.w.Row(j))
		dst[2+m+j] = s.angleTo(s.w.Row(j), j)
		dst[2+2*m+j] = num.Norm(s.bar.Row(j))
		dst[2+3*m+j] = s.angleTo(s.bar.Row(j), j)
	}
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
