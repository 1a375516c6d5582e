package deep

import (
	"fmt"

	"hebb/sim"
)

// How many receptive fields are shown: of the first layer, and of the others.
const (
	firstFields = 64
	deepFields  = 25
)

// index says where each output stands. A slice has one entry for each number of a
// series, from 1 upwards.
type index struct {
	loss, accuracy             int
	ynorm, enorm               []int // layers 1..L
	image, label, guess, p     int
	y                          []int // layers 1..L-1
	e                          []int // layers 1..L
	w                          []int // matrices 1..L
	fields                     []int // layers 1..L-1
	testAccuracy, testLoss     int
	angle, each                []int // layers 1..L-1
	dim, variance              []int // layers 1..L-1
	ew                         []int // matrices 1..L
	sv, ortho, fro, spec, with []int // matrices 1..L
	recorded                   int   // number of recorded scalars
}

// describe lists the outputs of a network. Recorded scalars come first.
func describe(sizes []int, sh shape) ([]sim.Output, index) {
	var out []sim.Output
	var at index
	add := func(o sim.Output) int {
		out = append(out, o)
		return len(out) - 1
	}
	// series adds one output for each number from 1 to n. In the texts %d is the number.
	series := func(n int, proto sim.Output, shape func(l int) []int) []int {
		var list []int
		for l := 1; l <= n; l++ {
			o := proto
			o.Name = fmt.Sprintf("%s%d", proto.Name, l)
			if proto.Symbol != "" {
				o.Symbol = fmt.Sprintf(proto.Symbol, l)
			}
			o.Label = fmt.Sprintf(proto.Label, l)
			o.Doc = fmt.Sprintf(proto.Doc, l)
			if shape != nil {
				o.Shape = shape(l)
			}
			list = append(list, add(o))
		}
		return list
	}
	L := len(sizes) - 1
	unit := [2]float64{0, 1}
	degrees := [2]float64{0, 180}

	at.loss = add(sim.Output{Name: "loss", Symbol: `-\log y_L`, Label: "training loss", Unit: "nats", Kind: sim.Scalar, From: sim.Recorded, Log: true,
		Doc: "Cross entropy of the last 200 training images, each before the network learned from it."})
	at.accuracy = add(sim.Output{Name: "accuracy", Label: "training accuracy", Kind: sim.Scalar, From: sim.Recorded, Range: unit,
		Doc: "Fraction of the last 200 training images that were classified correctly, each before the network learned from it."})
	at.ynorm = series(L, sim.Output{Name: "ynorm", Symbol: `|y_{%d}|`, Label: "activity, layer %d", Kind: sim.Scalar, From: sim.Recorded, Log: true,
		Doc: "Length of the activity vector of layer %d, averaged over about the last 100 images."}, nil)
	at.enorm = series(L, sim.Output{Name: "enorm", Symbol: `|e_{%d}|`, Label: "error, layer %d", Kind: sim.Scalar, From: sim.Recorded, Log: true,
		Doc: "Length of the error vector of layer %d, averaged over about the last 100 images."}, nil)
	at.recorded = len(out)

	at.image = add(sim.Output{Name: "image", Symbol: `y_0`, Label: "image", Kind: sim.Image, Shape: []int{sh.rows, sh.cols}, Pack: sim.U8, Range: unit,
		Doc: "The image that the network has just seen."})
	at.label = add(sim.Output{Name: "label", Label: "class", Kind: sim.Scalar, Doc: "The class of the image."})
	at.guess = add(sim.Output{Name: "guess", Label: "guess", Kind: sim.Scalar, Doc: "The class that the network found likeliest."})
	at.p = add(sim.Output{Name: "p", Symbol: `y_L`, Label: "class probabilities", Kind: sim.Vector, Shape: []int{sizes[L]}, Range: unit,
		Doc: "The output of the network: one probability for each class."})
	at.y = series(L-1, sim.Output{Name: "y", Symbol: `y_{%d}`, Label: "layer %d", Kind: sim.Vector,
		Doc: "Activities of layer %d for the present image."}, func(l int) []int { return []int{sizes[l]} })
	at.e = series(L, sim.Output{Name: "e", Symbol: `e_{%d}`, Label: "error of layer %d", Kind: sim.Vector,
		Doc: "Errors of layer %d for the present image."}, func(l int) []int { return []int{sizes[l]} })
	at.w = series(L, sim.Output{Name: "w", Symbol: `W_{%d}`, Label: "matrix %d", Kind: sim.Matrix, Pack: sim.I8,
		Doc: "Weights of matrix %d: a row for each postsynaptic unit, a column for each presynaptic unit."}, func(l int) []int { return []int{sizes[l], sizes[l-1]} })
	at.fields = series(L-1, sim.Output{Name: "fields", Label: "receptive fields, layer %d", Kind: sim.Tiles, Pack: sim.I8,
		Doc: "What the first units of layer %d respond to, to first order: the product of the matrices from the image up."},
		func(l int) []int { return []int{min(sizes[l], fieldsOf(l)), sh.rows, sh.cols} })

	at.testAccuracy = add(sim.Output{Name: "test_accuracy", Label: "test accuracy", Kind: sim.Scalar, From: sim.Probed, Probe: probeTest, Range: unit,
		Doc: "Fraction of held-out images that are classified correctly."})
	at.testLoss = add(sim.Output{Name: "test_loss", Label: "test loss", Unit: "nats", Kind: sim.Scalar, From: sim.Probed, Probe: probeTest, Log: true,
		Doc: "Mean cross entropy on held-out images."})
	signal := sim.Output{Kind: sim.Scalar, From: sim.Probed, Probe: probeSignals}
	of := func(o sim.Output, name, symbol, label, doc string) sim.Output {
		o.Name, o.Symbol, o.Label, o.Doc = name, symbol, label, doc
		return o
	}
	angles := signal
	angles.Unit, angles.Range = "degrees", degrees
	at.angle = series(L-1, of(angles, "angle", `\alpha_{%d}`, "angle, layer %d",
		"Angle between the error of layer %d and backprop's, both averaged over 300 held-out images first."), nil)
	at.each = series(L-1, of(angles, "each", `\langle\alpha_{%d}\rangle`, "mean angle, layer %d",
		"Angle between the error of layer %d and backprop's for each of 300 held-out images, averaged."), nil)
	logs := signal
	logs.Log = true
	at.dim = series(L-1, of(logs, "dim", `d_{%d}`, "dimension, layer %d",
		"Effective dimension (tr C)²/tr C² of the activity of layer %d over 300 held-out images."), nil)
	at.variance = series(L-1, of(logs, "var", `\mathrm{tr}\,C_{%d}`, "variance, layer %d",
		"Summed variance of the activity of layer %d over 300 held-out images."), nil)
	at.ew = series(L, of(logs, "ew", `|z - W W^{\top} y|^2_{%d}`, "distance from rest, matrix %d",
		"Squared distance between the pre-activation of layer %d and what its own activity, sent back and forth, would give: a mean over 300 held-out images. The paper’s E_W is such a sum."), nil)

	at.sv = series(L, sim.Output{Name: "sv", Symbol: `\sigma(W_{%d})`, Label: "matrix %d", Kind: sim.Vector, From: sim.Probed, Probe: probeSpectrum, Log: true,
		Doc: "Singular values of matrix %d, the largest first."}, func(l int) []int { return []int{min(sizes[l-1], sizes[l])} })
	matrix := sim.Output{Kind: sim.Scalar, From: sim.Probed, Probe: probeSpectrum, Log: true}
	at.ortho = series(L, of(matrix, "ortho", `|G_{%d}-1|^2/k`, "orthonormality error, matrix %d",
		"Squared distance of the Gram matrix of matrix %d, on its smaller side, from the identity, divided by its size."), nil)
	at.fro = series(L, of(matrix, "fro", `|W_{%d}|_F`, "size, matrix %d", "Frobenius norm of matrix %d."), nil)
	at.spec = series(L, of(matrix, "spec", `|W_{%d}|_2`, "largest stretch, matrix %d", "Spectral norm of matrix %d: its largest singular value."), nil)
	against := matrix
	against.Log, against.Unit, against.Range = false, "degrees", degrees
	at.with = series(L, of(against, "wb", `\angle(W_{%d},B)`, "weights against feedback, matrix %d",
		"Angle between the weights of matrix %d and its fixed random feedback weights."), nil)
	return out, at
}

func fieldsOf(l int) int {
	if l == 1 {
		return firstFields
	}
	return deepFields
}
