package predictive

import (
	"hebb/sim"
	"hebb/sim/figure"
)

var relaxing = []sim.Equation{
	{Left: `\varepsilon_l =`, Terms: []sim.Term{{TeX: `\pi_l\,(f_l(v_{l-1}) - v_l)`, Fields: []string{"precisions"}}}},
	{Left: `\Delta v_l =`, Terms: []sim.Term{
		{TeX: `\eta\,\varepsilon_l`, Fields: []string{"eta"}},
		{TeX: `-\,\eta\,\varepsilon_{l+1} J_{l+1}`, Fields: []string{"eta"}},
	}},
	{Left: `\varepsilon_L =`, Terms: []sim.Term{{TeX: `\lambda\,\partial\mathcal L/\partial f_L(v_{L-1})`, Fields: []string{"lambda"}}}},
}

// ladder is the hero of both views.
func ladder(note string, place sim.Place, doc string, more ...sim.Role) sim.Figure {
	return sim.Figure{Name: "ladder", Draw: Ladder{}, Title: "Beliefs and errors", Note: note, Place: place, Doc: doc,
		Show: append([]sim.Role{{Role: "image", Output: "image"}, {Role: "label", Output: "label"}, {Role: "guess", Output: "guess"}, {Role: "prepared", Output: "prepared"},
			{Role: "belief", Output: "v*"}, {Role: "prediction", Output: "p*"}, {Role: "error", Output: "eps*"}, {Role: "bp", Output: "bp*"},
			{Role: "energy", Output: "f*"}, {Role: "angle", Output: "a*"}, {Role: "rel", Output: "r*"}, {Role: "stalled", Output: "stalled*"}}, more...)}
}

// explorerView is one batch that stays.
var explorerView = sim.View{
	Name:     "explorer",
	Title:    "One batch, sweep by sweep",
	Summary:  "The network is told the classes of one batch and relaxes: beliefs move, errors travel down, and the update that would follow turns towards backprop’s.",
	Unit:     sim.Noun{One: "sweep", Many: "sweeps"},
	Speed:    8,
	Equation: relaxing,
	Figures: []sim.Figure{
		ladder("one image of the batch, every layer, now", sim.Hero,
			"The image at the bottom, the output at the top. On every rung what a layer holds and what the layer below predicts, and between them the error, growing from nothing to what backprop's would be. A layer that no error has reached yet says so. At the side: the angle of its weight update to backprop's, and their relative distance. While the network is trained before, one image is sent up through it as it is.",
			sim.Role{Role: "lesson", Output: "lessons"}, sim.Role{Role: "loss", Output: "lesson_loss"}),
		{Name: "distance", Draw: figure.Trace{Log: new(true), LogX: true}, Title: "Distance to backprop", Note: "|a−b|/|b| of each layer's weight update", Place: sim.Main,
			Doc:  "How far the weight update that would follow now is from backprop's. The dashed lines are what FixedPred must give, in closed form: it has nothing to do with weights or images. Looked at in every sweep up to 20, then in every fifth, beyond 100 in every twentieth.",
			Show: []sim.Role{{Role: "main", Output: "r*"}, {Role: "theory", Output: "c*"}}},
		{Name: "angle", Draw: figure.Trace{Min: new(0.0), LogX: true}, Title: "Angle to backprop", Note: "of each layer's weight update, degrees", Place: sim.Main,
			Doc:  "Below 90° a step still lowers the loss. 90 stands for a layer that no error has reached. FixedPred's is 0 as soon as there is one, save for rounding.",
			Show: []sim.Role{{Output: "a*"}}},
		{Name: "energy", Draw: figure.Trace{Log: new(false)}, Title: "Energy", Note: "loss plus half the squared errors", Place: sim.Main,
			Doc:  "What every sweep of Strict lowers, as long as the step is small enough. It starts as the loss.",
			Show: []sim.Role{{Output: "energy"}}},
		{Name: "parts", Draw: figure.Trace{Log: new(true), LogX: true}, Title: "Energy by layer", Note: "half the squared errors; at the top the loss", Place: sim.More,
			Doc:  "Where the energy stands. Errors enter at the top and spread down, one layer a sweep.",
			Show: []sim.Role{{Output: "f*"}}},
		{Name: "errors", Draw: figure.Trace{Log: new(true), LogX: true}, Title: "Distance of errors", Note: "to backprop's, each layer, every sweep", Place: sim.More,
			Doc:  "How far the errors themselves are from backprop's. It tells the same story as the weights and costs nothing.",
			Show: []sim.Role{{Role: "main", Output: "er*"}, {Role: "theory", Output: "c*"}}},
		{Name: "step", Draw: figure.Trace{Log: new(true), LogX: true}, Title: "Size of the step", Note: "|Δv| before it is multiplied by η", Place: sim.More,
			Doc:  "It falls to zero where the beliefs come to rest. Where it grows three times in a row, by half as much again, the relaxation is called divergent.",
			Show: []sim.Role{{Output: "dv"}}},
		{Name: "stability", Draw: figure.Trace{Min: new(0.0)}, Title: "Largest stable step", Note: "2/λmax; Strict is stable below", Place: sim.More,
			Doc:  "Two divided by the steepest curvature of the energy at the feed-forward pass. Training makes it smaller. FixedPred does not care: it is stable below 2.",
			Show: []sim.Role{{Output: "eta_max"}}},
		{Name: "maps", Draw: figure.Tiles{}, Title: "Beliefs as maps", Note: "first layer of maps, channel by channel", Place: sim.More,
			Doc:  "What the first layer of a convolutional net holds for the image shown.",
			Show: []sim.Role{{Output: "mapv"}}},
		{Name: "surprise", Draw: figure.Tiles{Signed: true}, Title: "Errors as maps", Note: "first layer of maps, channel by channel", Place: sim.More,
			Doc:  "Where in the image the first layer is surprised, channel by channel. Tell a wrong label and look again.",
			Show: []sim.Role{{Output: "mape"}}},
		{Name: "truth", Draw: figure.Tiles{Signed: true}, Title: "Backprop’s errors as maps", Note: "the same layer", Place: sim.More,
			Doc:  "What backprop would send to the first layer: what the errors beside should become.",
			Show: []sim.Role{{Output: "mapb"}}},
		{Name: "astonished", Draw: figure.Trace{Log: new(true)}, Title: "Surprise", Note: "mean length of errors over the first map", Place: sim.More,
			Doc:  "How large the errors of the first map are on average, for the first image of the batch: by predictive coding, and by backprop.",
			Show: []sim.Role{{Role: "main", Output: "surprise"}, {Role: "faint", Output: "surprise_bp"}}},
		{Name: "lost", Draw: figure.Trace{Min: new(0.0), Max: new(1.0)}, Title: "Steps lost in rounding", Note: "part of units, each layer", Place: sim.More,
			Doc:  "With naive numbers a step smaller than half the last digit of a belief changes nothing. These units have stopped although they are not at rest.",
			Show: []sim.Role{{Output: "stalled*"}}},
	},
	New: func() sim.Sim { return newExplorer() },
}

// trainingView is learning from batch after batch.
var trainingView = sim.View{
	Name:    "training",
	Title:   "Learning with it",
	Summary: "Nets from the same seed on the same images, each taught by another algorithm: backprop, FixedPred, Strict.",
	Unit:    sim.Noun{One: "step", Many: "steps"},
	Speed:   20,
	Equation: append(append([]sim.Equation{}, relaxing...), sim.Equation{Left: `\Delta\theta_l =`, Terms: []sim.Term{
		{TeX: `-\,\mathrm{opt}\big(\varepsilon_l\,\partial f_l(v_{l-1})/\partial\theta_l\big)`, Fields: []string{"rate"}}}}),
	Figures: []sim.Figure{
		{Name: "loss", Draw: figure.Trace{Log: new(true), Reference: "reference"}, Title: "Loss", Note: "of each batch, before it is learned", Place: sim.Hero,
			Doc:  "The loss of the batch, feed-forward, before the network learns from it. Where the run is one of the authors', hollow dots are what their notebook printed.",
			Show: []sim.Role{{Output: "loss"}}},
		{Name: "lead", Draw: figure.Trace{Less: true, Log: new(false), Mark: new(0.0)}, Title: "Loss less that of A", Note: "on the same batch", Place: sim.Main,
			Doc:  "How much larger the loss of each other variant is than A's, on the same batch. Curves that lie on each other in the picture above can be told apart here: above zero a variant is behind A, below it ahead.",
			Show: []sim.Role{{Output: "loss"}}},
		{Name: "test", Draw: figure.Trace{Min: new(0.0), Max: new(1.0)}, Title: "Accuracy", Note: "on held-out images, and on the batch", Place: sim.Main,
			Doc:  "How often the largest output is the right one, on images that are never learned from.",
			Show: []sim.Role{{Role: "main", Output: "test_accuracy"}, {Role: "faint", Output: "accuracy"}}},
		{Name: "distance", Draw: figure.Trace{Log: new(true)}, Title: "Distance to backprop", Note: "|a−b|/|b| of each layer's weight update", Place: sim.Main,
			Doc:  "How far the update is from backprop's at the same weights and images: each net is held against its own gradient. The dashed lines are FixedPred's in closed form.",
			Show: []sim.Role{{Role: "main", Output: "r*"}, {Role: "theory", Output: "c*"}}},
		{Name: "angle", Draw: figure.Trace{Min: new(0.0), Idle: 0.01}, Title: "Angle to backprop", Note: "of each layer's weight update, degrees", Place: sim.Main,
			Doc:  "Below 90° a step lowers the loss.",
			Show: []sim.Role{{Output: "a*"}}},
		ladder("one image of the last batch that was compared", sim.More,
			"The beliefs and errors at the end of the inference, as in the other view, for the first image of the last batch that was held against backprop."),
		{Name: "energy", Draw: figure.Trace{Log: new(true)}, Title: "Energy by layer", Note: "at the end of the inference", Place: sim.More,
			Doc:  "Half the squared errors of every hidden layer; at the top the loss at the beliefs.",
			Show: []sim.Role{{Output: "f*"}}},
		{Name: "stability", Draw: figure.Trace{Min: new(0.0)}, Title: "Largest stable step", Note: "2/λmax; Strict is stable below", Place: sim.More,
			Doc:  "It shrinks while the network learns, so that a step that was stable at first may not stay so.",
			Show: []sim.Role{{Output: "eta_max"}}},
		{Name: "work", Draw: figure.Trace{}, Title: "Work", Note: "Gflop so far", Place: sim.More,
			Doc:  "How many additions and multiplications inference and update have taken since the start. Backprop takes the least.",
			Show: []sim.Role{{Output: "spent"}}},
		{Name: "testloss", Draw: figure.Trace{Log: new(true)}, Title: "Test loss", Note: "on held-out images", Place: sim.More,
			Doc:  "The loss on images that are never learned from.",
			Show: []sim.Role{{Output: "test_loss"}}},
		{Name: "maps", Draw: figure.Tiles{Signed: true}, Title: "Errors as maps", Note: "first layer of maps, channel by channel", Place: sim.More,
			Doc:  "The prediction errors of the first layer of maps for the image of the ladder.",
			Show: []sim.Role{{Output: "mape"}}},
		{Name: "sweeps", Draw: figure.Trace{}, Title: "Sweeps", Note: "until the tolerance is met", Place: sim.More,
			Doc:  "How many sweeps the longest part of the batch took: n, unless a tolerance stops it before. Each part of up to 64 images stops by itself.",
			Show: []sim.Role{{Output: "sweeps"}}},
	},
	New: func() sim.Sim { return newTraining() },
}
