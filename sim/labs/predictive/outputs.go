package predictive

import (
	"fmt"

	"hebb/sim"
	"hebb/sim/labs/predictive/layout"
)

// places says where each output stands. A slice has an entry for each layer, from 1.
type places struct {
	energy, loss, dv              int
	f, r, a, er, c, stalled       []int
	surprise, surpriseBP          int
	accuracy, cost, spent, sweeps int // of training
	recorded                      int
	image, label, guess, prepared int
	lessons, lessonLoss           int // of the explorer
	v, p, eps, bp                 []int
	mapV, mapEps, mapBP           int
	lambdaMax, etaMax             int
	testAccuracy, testLoss        int
	reference                     int
}

// describer collects outputs.
type describer struct{ list []sim.Output }

func (d *describer) add(o sim.Output) int {
	d.list = append(d.list, o)
	return len(d.list) - 1
}

// series adds an output for each number from 1 to n; in texts %d is the number.
func (d *describer) series(n int, proto sim.Output) []int {
	var at []int
	for l := 1; l <= n; l++ {
		o := proto
		o.Name = fmt.Sprintf("%s%d", proto.Name, l)
		o.Symbol = fmt.Sprintf(proto.Symbol, l)
		o.Label = fmt.Sprintf(proto.Label, l)
		o.Doc = fmt.Sprintf(proto.Doc, l)
		at = append(at, d.add(o))
	}
	return at
}

// describe lists the outputs of a network.
func (s *setting) describe(lay *layout.Layout, exploring bool) ([]sim.Output, places) {
	var d describer
	var at places
	L := lay.Depth()
	scalar := sim.Output{Kind: sim.Scalar, From: sim.Recorded}
	of := func(name, symbol, label, unit, doc string, log bool) sim.Output {
		o := scalar
		o.Name, o.Symbol, o.Label, o.Unit, o.Doc, o.Log = name, symbol, label, unit, doc, log
		return o
	}
	at.energy = d.add(of("energy", "F", "energy", "", "What Strict's sweeps lower: the loss plus half the squared errors of the hidden layers, summed over the batch. Under FixedPred, which lowers no energy, half the squared errors alone.", true))
	at.loss = d.add(of("loss", `\mathcal L`, "loss", "", s.lossDoc(exploring), true))
	if exploring {
		at.dv = d.add(of("dv", `|\Delta v|`, "step", "", "Length of the last step of all beliefs, before it is multiplied by η. It falls to zero at rest; where it grows the relaxation diverges.", true))
	} else {
		at.accuracy = d.add(of("accuracy", "", "training accuracy", "", "Part of the batch that was classified correctly, before the network learned from it.", false))
		d.list[at.accuracy].Range = [2]float64{0, 1}
		at.sweeps = d.add(of("sweeps", "n", "sweeps", "sweeps", "How many sweeps the last inference took.", false))
		at.cost = d.add(of("cost", "", "work of a step", "Gflop", "Additions and multiplications of the last step's inference and update, comparisons with backprop left out.", true))
		at.spent = d.add(of("spent", "", "work so far", "Gflop", "Additions and multiplications of all steps so far.", false))
	}
	at.f = d.series(L, of("f", `F_{%d}`, "energy, layer %d", "", "Part of the energy that stands in layer %d: half its squared errors, or for the output the loss.", true))
	at.r = d.series(L, of("r", `\rho_{%d}`, "distance, layer %d", "", "How far the update of the weights of layer %d is from backprop's, relative to that: |a−b|/|b|. 1 where there is no update yet.", true))
	at.a = d.series(L, of("a", `\alpha_{%d}`, "angle, layer %d", "degrees", "Angle between the update of the weights of layer %d and backprop's. 90 where there is no update yet.", false))
	for _, i := range at.a {
		d.list[i].Range = [2]float64{0, 90}
	}
	if exploring {
		at.er = d.series(L, of("er", `\rho(\varepsilon_{%d})`, "distance of errors, layer %d", "", "How far the errors of layer %d are from backprop's, relative to those.", true))
	}
	at.c = d.series(L, of("c", `|1-c_{%d}|`, "FixedPred in closed form, layer %d", "", "What FixedPred's distance in layer %d must be, in closed form: one minus the chance of enough heads in so many throws of a coin.", true))
	at.stalled = d.series(L-1, of("stalled", `s_{%d}`, "lost steps, layer %d", "", "Part of the units of layer %d whose step in the last sweep was too small for the numbers and was lost in rounding. Only naive numbers lose any.", false))
	for _, i := range at.stalled {
		d.list[i].Range = [2]float64{0, 1}
	}
	if exploring {
		at.surprise = d.add(of("surprise", "", "surprise", "", "Mean length of the errors over the places of the first map, for the first image.", true))
		at.surpriseBP = d.add(of("surprise_bp", "", "surprise by backprop", "", "The same of backprop's errors, times the loss weight.", true))
	}
	at.recorded = len(d.list)

	from := lay.Blocks[0].From
	at.image = d.add(sim.Output{Name: "image", Symbol: "v_0", Label: "image", Kind: sim.Image, Shape: picture(from), Pack: sim.U8, Range: [2]float64{0, 1}, Doc: "The image whose beliefs are shown. It is clamped: no sweep moves it."})
	at.label = d.add(sim.Output{Name: "label", Label: "told", Kind: sim.Scalar, Doc: "The class that the output is told."})
	at.guess = d.add(sim.Output{Name: "guess", Label: "guess", Kind: sim.Scalar, Doc: "The class that the output says now."})
	at.prepared = d.add(sim.Output{Name: "prepared", Label: "trained before", Kind: sim.Scalar, Range: [2]float64{0, 1}, Doc: "Part of the steps of backprop before the batch is frozen that are done."})
	if exploring {
		at.lessons = d.add(sim.Output{Name: "lessons", Label: "steps trained before", Unit: "steps", Kind: sim.Scalar, Doc: "How many steps of backprop the network has learned before the batch is frozen."})
		at.lessonLoss = d.add(sim.Output{Name: "lesson_loss", Label: "loss before", Kind: sim.Scalar, Log: true, Doc: "Loss of the last of those steps."})
	}
	shape := func(l int) (sim.Kind, []int) {
		if to := lay.Blocks[l-1].To; to.Image() {
			return sim.Image, []int{to.H, to.W}
		}
		return sim.Vector, []int{lay.Blocks[l-1].To.Size()}
	}
	layer := func(name, symbol, label, doc string) []int {
		var list []int
		for l := 1; l <= L; l++ {
			kind, sh := shape(l)
			o := sim.Output{Name: fmt.Sprintf("%s%d", name, l), Symbol: fmt.Sprintf(symbol, l), Label: fmt.Sprintf(label, l), Kind: kind, Shape: sh, Doc: fmt.Sprintf(doc, l)}
			if kind == sim.Image {
				o.Doc += " At each place, the length over the channels."
			}
			if lay.Blocks[l-1].Lost && name == "v" {
				o.Doc += " The pool drops the last row or column of the odd map that it gets."
			}
			list = append(list, d.add(o))
		}
		return list
	}
	at.v = layer("v", `v_{%d}`, "belief, layer %d", "What layer %d holds, for the image shown. The output holds what the network says.")
	at.p = layer("p", `\hat v_{%d}`, "prediction, layer %d", "What the layer below predicts layer %d to be.")
	at.eps = layer("eps", `\varepsilon_{%d}`, "error, layer %d", "Prediction minus belief of layer %d; for the output the derivative of the loss.")
	at.bp = layer("bp", `\delta_{%d}`, "backprop's error, layer %d", "What backprop's error of layer %d is: the derivative of the loss by its activity.")
	first := lay.Blocks[lay.Mapped()-1].To
	tiles := []int{first.C, max(1, first.H), max(1, first.W)}
	if !first.Image() {
		tiles = []int{1, 1, first.C}
	}
	maps := func(name, label, doc string) int {
		return d.add(sim.Output{Name: name, Label: label, Kind: sim.Tiles, Shape: tiles, Pack: sim.I8, Doc: doc})
	}
	at.mapV = maps("mapv", "beliefs as maps", "The beliefs of the first layer of maps, channel by channel; of a net without maps, its first layer.")
	at.mapEps = maps("mape", "errors as maps", "The prediction errors of the first layer of maps, channel by channel.")
	at.mapBP = maps("mapb", "backprop’s errors as maps", "Backprop's errors of the first layer of maps, channel by channel.")

	probed := func(name, symbol, label, doc, probe string) sim.Output {
		return sim.Output{Name: name, Symbol: symbol, Label: label, Doc: doc, Kind: sim.Scalar, From: sim.Probed, Probe: probe}
	}
	at.lambdaMax = d.add(probed("lambda_max", `\lambda_{\max}`, "steepest curvature", "Largest eigenvalue of the Hessian of the energy at the feed-forward pass, estimated.", probeStability))
	at.etaMax = d.add(probed("eta_max", `2/\lambda_{\max}`, "largest stable step", "Strict's sweeps are stable for η below this.", probeStability))
	if !exploring {
		at.testAccuracy = d.add(probed("test_accuracy", "", "test accuracy", "Part of held-out images that are classified correctly. No inference runs: without a label the feed-forward values already have the lowest energy.", probeTest))
		d.list[at.testAccuracy].Range = [2]float64{0, 1}
		at.testLoss = d.add(probed("test_loss", "", "test loss", "Loss on held-out images.", probeTest))
		d.list[at.testLoss].Log = true
		at.reference = d.add(sim.Output{Name: "reference", Label: "published", Kind: sim.Points, Shape: []int{publishedPoints, 2}, Doc: "Losses that the authors' notebook printed for this run, if it is one of theirs: step and loss."})
	}
	return d.list, at
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
