package deep

import (
	"hebb/sim"
	"hebb/sim/num"
)

// How many receptive fields are shown: of the first layer, and of the others.
const (
	firstFields = 64
	deepFields  = 25
)

// outputs lists what can be seen of a network.
func (c *state[T]) outputs(d *deep) []sim.Output {
	var out []sim.Output
	add := func(o sim.Output) { out = append(out, o) }
	series := func(n int, o sim.Output, each func(l int, o *sim.Output)) {
		out = append(out, sim.Series(n, o, each)...)
	}
	sizes, sh, L := d.sizes, d.images.shape(), d.depth()
	unit, degrees := [2]float64{0, 1}, [2]float64{0, 180}

	recent := func(ring []float64) sim.Read { return sim.By(func() float64 { return num.Recent(ring, c.unit) }) }
	add(sim.Output{Name: "loss", Symbol: `-\log y_L`, Label: "training loss", Unit: "nats", Kind: sim.Scalar, From: sim.Recorded, Log: true, Read: recent(c.loss),
		Doc: "Cross entropy of the last 200 training images, each before the network learned from it."})
	add(sim.Output{Name: "accuracy", Label: "training accuracy", Kind: sim.Scalar, From: sim.Recorded, Range: unit, Read: recent(c.right),
		Doc: "Fraction of the last 200 training images that were classified correctly, each before the network learned from it."})
	series(L, sim.Output{Name: "ynorm", Symbol: `|y_{%d}|`, Label: "activity, layer %d", Kind: sim.Scalar, From: sim.Recorded, Log: true,
		Doc: "Length of the activity vector of layer %d, averaged over about the last 100 images."},
		func(l int, o *sim.Output) { o.Read = sim.At(&c.ynorm[l-1]) })
	series(L, sim.Output{Name: "enorm", Symbol: `|e_{%d}|`, Label: "error, layer %d", Kind: sim.Scalar, From: sim.Recorded, Log: true,
		Doc: "Length of the error vector of layer %d, averaged over about the last 100 images."},
		func(l int, o *sim.Output) { o.Read = sim.At(&c.enorm[l-1]) })

	add(sim.Output{Name: "image", Symbol: `y_0`, Label: "image", Kind: sim.Image, Shape: []int{sh.rows, sh.cols}, Pack: sim.U8, Range: unit, Read: sim.Copy(&c.n.Y[0]),
		Doc: "The image that the network has just seen."})
	add(sim.Output{Name: "label", Label: "class", Kind: sim.Scalar, Doc: "The class of the image.", Read: sim.At(&c.label)})
	add(sim.Output{Name: "guess", Label: "guess", Kind: sim.Scalar, Doc: "The class that the network found likeliest.", Read: sim.By(func() float64 { return float64(num.Argmax(c.n.Y[L])) })})
	add(sim.Output{Name: "p", Symbol: `y_L`, Label: "class probabilities", Kind: sim.Vector, Shape: []int{sizes[L]}, Range: unit, Read: sim.Copy(&c.n.Y[L]),
		Doc: "The output of the network: one probability for each class."})
	series(L-1, sim.Output{Name: "y", Symbol: `y_{%d}`, Label: "layer %d", Kind: sim.Vector, Doc: "Activities of layer %d for the present image."},
		func(l int, o *sim.Output) { o.Shape, o.Read = []int{sizes[l]}, sim.Copy(&c.n.Y[l]) })
	series(L, sim.Output{Name: "e", Symbol: `e_{%d}`, Label: "error of layer %d", Kind: sim.Vector, Doc: "Errors of layer %d for the present image."},
		func(l int, o *sim.Output) { o.Shape, o.Read = []int{sizes[l]}, sim.Copy(&c.n.E[l]) })
	series(L, sim.Output{Name: "w", Symbol: `W_{%d}`, Label: "matrix %d", Kind: sim.Matrix, Pack: sim.I8,
		Doc: "Weights of matrix %d: a row for each postsynaptic unit, a column for each presynaptic unit."},
		func(l int, o *sim.Output) {
			o.Shape, o.Read = []int{sizes[l], sizes[l-1]}, sim.Fill(func(dst []float32) { num.TransposeTo(dst, c.n.W[l-1]) })
		})
	series(L-1, sim.Output{Name: "fields", Label: "receptive fields, layer %d", Kind: sim.Tiles, Pack: sim.I8,
		Doc: "What the first units of layer %d respond to, to first order: the product of the matrices from the image up."},
		func(l int, o *sim.Output) {
			o.Shape, o.Read = []int{min(sizes[l], fieldsOf(l)), sh.rows, sh.cols}, sim.Fill(func(dst []float32) { c.fields(dst, l-1) })
		})

	type m = *measurement[T]
	add(sim.Output{Name: "test_accuracy", Label: "test accuracy", Kind: sim.Scalar, From: sim.Probed, Probe: probeTest, Range: unit,
		Doc: "Fraction of held-out images that are classified correctly.", Read: sim.Of(func(m m) float64 { return m.accuracy })})
	add(sim.Output{Name: "test_loss", Label: "test loss", Unit: "nats", Kind: sim.Scalar, From: sim.Probed, Probe: probeTest, Log: true,
		Doc: "Mean cross entropy on held-out images.", Read: sim.Of(func(m m) float64 { return m.loss })})
	probed := func(n int, o sim.Output, probe, name, symbol, label, doc string, x func(m m, l int) float64) {
		o.Kind, o.From, o.Probe, o.Name, o.Symbol, o.Label, o.Doc = sim.Scalar, sim.Probed, probe, name, symbol, label, doc
		series(n, o, func(l int, o *sim.Output) { o.Read = sim.Of(func(m m) float64 { return x(m, l) }) })
	}
	angles, logs := sim.Output{Unit: "degrees", Range: degrees}, sim.Output{Log: true}
	probed(L-1, angles, probeSignals, "angle", `\alpha_{%d}`, "angle, layer %d",
		"Angle between the error of layer %d and backprop's, both averaged over 300 held-out images first.", func(m m, l int) float64 { return m.signals.AngleOfMeans[l] })
	probed(L-1, angles, probeSignals, "each", `\langle\alpha_{%d}\rangle`, "mean angle, layer %d",
		"Angle between the error of layer %d and backprop's for each of 300 held-out images, averaged.", func(m m, l int) float64 { return m.signals.MeanOfAngles[l] })
	probed(L-1, logs, probeSignals, "dim", `d_{%d}`, "dimension, layer %d",
		"Effective dimension (tr C)²/tr C² of the activity of layer %d over 300 held-out images.", func(m m, l int) float64 { return m.dimension[l] })
	probed(L-1, logs, probeSignals, "var", `\mathrm{tr}\,C_{%d}`, "variance, layer %d",
		"Summed variance of the activity of layer %d over 300 held-out images.", func(m m, l int) float64 { return m.variance[l] })
	probed(L, logs, probeSignals, "ew", `|z - W W^{\top} y|^2_{%d}`, "distance from rest, matrix %d",
		"Squared distance between the pre-activation of layer %d and what its own activity, sent back and forth, would give: a mean over 300 held-out images. The paper’s E_W is such a sum.", func(m m, l int) float64 { return m.signals.EW[l-1] })

	series(L, sim.Output{Name: "sv", Symbol: `\sigma(W_{%d})`, Label: "matrix %d", Kind: sim.Vector, From: sim.Probed, Probe: probeSpectrum, Log: true,
		Doc: "Singular values of matrix %d, the largest first."},
		func(l int, o *sim.Output) {
			o.Shape, o.Read = []int{min(sizes[l-1], sizes[l])}, sim.CopyOf(func(m m) []float64 { return m.matrices[l-1].Singular })
		})
	probed(L, logs, probeSpectrum, "ortho", `|G_{%d}-1|^2/k`, "orthonormality error, matrix %d",
		"Squared distance of the Gram matrix of matrix %d, on its smaller side, from the identity, divided by its size.", func(m m, l int) float64 { return m.matrices[l-1].Ortho })
	probed(L, logs, probeSpectrum, "fro", `|W_{%d}|_F`, "size, matrix %d", "Frobenius norm of matrix %d.", func(m m, l int) float64 { return m.matrices[l-1].Frobenius })
	probed(L, logs, probeSpectrum, "spec", `|W_{%d}|_2`, "largest stretch, matrix %d", "Spectral norm of matrix %d: its largest singular value.", func(m m, l int) float64 { return m.matrices[l-1].Spectral })
	probed(L, angles, probeSpectrum, "wb", `\angle(W_{%d},B)`, "weights against feedback, matrix %d",
		"Angle between the weights of matrix %d and its fixed random feedback weights.", func(m m, l int) float64 { return m.matrices[l-1].AngleWB })
	return out
}

func fieldsOf(l int) int {
	if l == 1 {
		return firstFields
	}
	return deepFields
}
