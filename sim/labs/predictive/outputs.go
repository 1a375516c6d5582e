package predictive

import (
	"hebb/sim"
	"hebb/sim/labs/predictive/layout"
)

// quantity is what is drawn of a layer.
type quantity int

const (
	belief quantity = iota
	prediction
	mistake // the error, of prediction or for the output of the loss
	backprop
	quantities
)

// mapped are the quantities of which the first layer of maps is shown whole.
var mapped = [...]quantity{belief, mistake, backprop}

// drawn is where what both experiments show of one image is read from.
type drawn struct {
	label, guess, image sim.Read
	layer               func(q quantity, l int) sim.Read
	maps                func(q quantity) sim.Read // of the first layer of maps
}

// describe lists what both experiments show. own are what only one of them records, after
// the loss; further what it records beside the layers; and tells what else it shows.
func (s *setting) describe(n *noted, d drawn, exploring bool, own, further, tells []sim.Output) []sim.Output {
	lay, L := s.lay, s.lay.Depth()
	out := []sim.Output{
		recorded("energy", "F", "energy", "", "What Strict's sweeps lower: the loss plus half the squared errors of the hidden layers, summed over the batch. Under FixedPred, which lowers no energy, half the squared errors alone.", sim.At(&n.energy)).OnLog(),
		recorded("loss", `\mathcal L`, "loss", "", s.lossDoc(exploring), sim.At(&n.loss)).OnLog(),
	}
	out = append(out, own...)
	by := func(layers int, o sim.Output, x []float64) {
		out = append(out, sim.Series(layers, o, func(l int, o *sim.Output) { o.Read = sim.At(&x[l]) })...)
	}
	by(L, recorded("f", `F_{%d}`, "energy, layer %d", "", "Part of the energy that stands in layer %d: half its squared errors, or for the output the loss.", sim.Read{}).OnLog(), n.terms)
	by(L, recorded("r", `\rho_{%d}`, "distance, layer %d", "", "How far the update of the weights of layer %d is from backprop's, relative to that: |a−b|/|b|. 1 where there is no update yet.", sim.Read{}).OnLog(), n.rel)
	by(L, recorded("a", `\alpha_{%d}`, "angle, layer %d", "degrees", "Angle between the update of the weights of layer %d and backprop's. 90 where there is no update yet.", sim.Read{}).Within(0, 90), n.angle)
	if exploring {
		by(L, recorded("er", `\rho(\varepsilon_{%d})`, "distance of errors, layer %d", "", "How far the errors of layer %d are from backprop's, relative to those.", sim.Read{}).OnLog(), n.errors)
	}
	by(L, recorded("c", `|1-c_{%d}|`, "FixedPred in closed form, layer %d", "", "What FixedPred's distance in layer %d must be, in closed form: one minus the chance of enough heads in so many throws of a coin.", sim.Read{}).OnLog(), n.closed)
	by(L-1, recorded("stalled", `s_{%d}`, "lost steps, layer %d", "", "Part of the units of layer %d whose step in the last sweep was too small for the numbers and was lost in rounding. Only naive numbers lose any.", sim.Read{}).Within(0, 1), n.stalled)
	out = append(out, further...)

	out = append(out,
		sim.Output{Name: "image", Symbol: "v_0", Label: "image", Kind: sim.Image, Shape: picture(lay.Blocks[0].From), Pack: sim.U8, Range: [2]float64{0, 1}, Read: d.image, Doc: "The image whose beliefs are shown. It is clamped: no sweep moves it."},
		sim.Output{Name: "label", Label: "told", Kind: sim.Scalar, Read: d.label, Doc: "The class that the output is told."},
		sim.Output{Name: "guess", Label: "guess", Kind: sim.Scalar, Read: d.guess, Doc: "The class that the output says now."})
	out = append(out, tells...)
	layers := func(q quantity, name, symbol, label, doc string) {
		out = append(out, sim.Series(L, sim.Output{Name: name, Symbol: symbol, Label: label, Doc: doc, Kind: sim.Vector}, func(l int, o *sim.Output) {
			to := lay.Blocks[l-1].To
			if o.Shape, o.Read = []int{to.Size()}, d.layer(q, l); to.Image() {
				o.Kind, o.Shape = sim.Image, []int{to.H, to.W}
				o.Doc += " At each place, the length over the channels."
			}
			if lay.Blocks[l-1].Lost && q == belief {
				o.Doc += " The pool drops the last row or column of the odd map that it gets."
			}
		})...)
	}
	layers(belief, "v", `v_{%d}`, "belief, layer %d", "What layer %d holds, for the image shown. The output holds what the network says.")
	layers(prediction, "p", `\hat v_{%d}`, "prediction, layer %d", "What the layer below predicts layer %d to be.")
	layers(mistake, "eps", `\varepsilon_{%d}`, "error, layer %d", "Prediction minus belief of layer %d; for the output the derivative of the loss.")
	layers(backprop, "bp", `\delta_{%d}`, "backprop's error, layer %d", "What backprop's error of layer %d is: the derivative of the loss by its activity.")
	first := lay.Blocks[lay.Mapped()-1].To
	tiles := []int{first.C, max(1, first.H), max(1, first.W)}
	if !first.Image() {
		tiles = []int{1, 1, first.C}
	}
	maps := func(q quantity, name, label, doc string) {
		out = append(out, sim.Output{Name: name, Label: label, Kind: sim.Tiles, Shape: tiles, Pack: sim.I8, Read: d.maps(q), Doc: doc})
	}
	maps(belief, "mapv", "beliefs as maps", "The beliefs of the first layer of maps, channel by channel; of a net without maps, its first layer.")
	maps(mistake, "mape", "errors as maps", "The prediction errors of the first layer of maps, channel by channel.")
	maps(backprop, "mapb", "backprop’s errors as maps", "Backprop's errors of the first layer of maps, channel by channel.")
	return append(out,
		probed("lambda_max", `\lambda_{\max}`, "steepest curvature", "Largest eigenvalue of the Hessian of the energy at the feed-forward pass, estimated.", probeStability, sim.Of(func(m *stable) float64 { return m.top })),
		probed("eta_max", `2/\lambda_{\max}`, "largest stable step", "Strict's sweeps are stable for η below this.", probeStability, sim.Of((*stable).limit)))
}

func recorded(name, symbol, label, unit, doc string, read sim.Read) sim.Output {
	return sim.Output{Name: name, Symbol: symbol, Label: label, Unit: unit, Doc: doc, Kind: sim.Scalar, From: sim.Recorded, Read: read}
}

func probed(name, symbol, label, doc, probe string, read sim.Read) sim.Output {
	return sim.Output{Name: name, Symbol: symbol, Label: label, Doc: doc, Kind: sim.Scalar, From: sim.Probed, Probe: probe, Read: read}
}

// prepared is how much of the training before is done.
func prepared(done func() float64) sim.Output {
	return sim.Output{Name: "prepared", Label: "trained before", Kind: sim.Scalar, Range: [2]float64{0, 1}, Read: sim.By(done), Doc: "Part of the steps of backprop before the batch is frozen that are done."}
}

func (s *setting) lossDoc(exploring bool) string {
	what := "Mean squared distance of outputs from targets."
	if s.loss == ce {
		what = "Mean cross entropy of the right class, in nats."
	}
	if exploring {
		return what + " At the beliefs as they are."
	}
	return what + " Of the batch, feed-forward, before the network learned from it."
}

// picture is the shape in which an image is drawn: its channels below each other.
func picture(d layout.Dims) []int {
	if !d.Image() {
		return []int{1, d.C}
	}
	return []int{d.C * d.H, d.W}
}
