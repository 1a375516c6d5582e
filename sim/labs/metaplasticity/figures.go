package metaplasticity

import (
	"hebb/sim"
	"hebb/sim/figure"
)

// finderFigures are those of the views whose unit is an episode.
func finderFigures(own bool) []sim.Figure {
	list := []sim.Figure{
		{Name: "terms", Draw: hero(own), Title: "The rule that is being found", Note: "coefficients over episodes, and the episode in progress", Place: sim.Hero,
			Doc: "A line for each coefficient: those that help grow, the others fall to zero. At the end of each line, its share of the update by the present image and an arrow for the meta-gradient. Below, the inner run: one network learns one task, image by image, is asked, and the gradient is carried back through the whole course.",
			Show: []sim.Role{{Role: "coef", Output: "theta*"}, {Role: "share", Output: "share*"}, {Role: "grad", Output: "g*"}, {Role: "progress", Output: "progress"}, {Role: "phase", Output: "phase"},
				{Role: "image", Output: "image"}, {Role: "p", Output: "p"}, {Role: "label", Output: "label"}, {Role: "guess", Output: "guess"}, {Role: "inner", Output: "inner"}, {Role: "now", Output: "now"}, {Role: "classes", Output: "classes"}, {Role: "members", Output: "members"}}},
		{Name: "accuracy", Draw: figure.Trace{Min: new(0.0), Max: new(1.0)}, Title: "Accuracy after one episode", Note: "on query images, mean of 10 episodes", Place: sim.Main,
			Doc:  "How often a network that has learned one task, an image at a time and each image once, classifies other images of it correctly. Beside the rule that is being found: feedback alignment and backprop on the same tasks, from the same weights. Chance is one in five when a task has five classes.",
			Show: []sim.Role{{Role: "main", Output: "mean_accuracy"}, {Role: "main", Output: "fa_accuracy"}, {Role: "main", Output: "bp_accuracy"}, {Role: "faint", Output: "accuracy"}}},
		{Name: "angle", Draw: figure.Trace{Min: new(0.0), Max: new(120.0), Mark: new(90.0), Idle: 0.01}, Title: "Angle of the teaching signals", Note: "to backprop's, after the episode, degrees", Place: sim.Main,
			Doc:  "The angle between the error that a layer gets and the one that backprop would give it, each averaged over the query images. At 90° the layer is taught nothing that would help.",
			Show: []sim.Role{{Output: "alpha*"}}},
		{Name: "ew", Draw: figure.Trace{Log: new(true)}, Title: "Orthonormality error", Note: "E_W of each matrix: a sum over the query images", Place: sim.Main,
			Doc:  "E_W of the paper, a sum over the query images: how far each layer's pre-activation is from what its activity, sent back through the transposed weights and forward again, would give. Oja's term lowers it in hidden layers; in the output matrix it can be large.",
			Show: []sim.Role{{Output: "ew*"}}},
		{Name: "loss", Draw: figure.Trace{}, Title: "Meta-loss", Note: "query loss, and with the L1 penalty, nats", Place: sim.More,
			Doc:  "What meta-learning minimises: the cross entropy on the query images after the course, plus λ times the summed sizes of the coefficients. Equal probabilities give the logarithm of the number of classes.",
			Show: []sim.Role{{Role: "main", Output: "meta_loss"}, {Role: "faint", Output: "loss"}}},
		{Name: "shares", Draw: figure.Matrix{}, Title: "Who changes the weights", Note: "share of each term (columns) in each matrix (rows), now", Place: sim.More,
			Doc:  "How much each term moves each matrix at the present image: its Frobenius norm among the summed norms of all.",
			Show: []sim.Role{{Output: "shares"}}},
		{Name: "classes", Draw: figure.Tiles{}, Title: "The task", Note: "the first image of each class", Place: sim.More,
			Doc:  "What the present episode is about. The network has never seen these weights, nor this task: only the rule is carried over to the next episode.",
			Show: []sim.Role{{Output: "classes"}}},
		{Name: "protocol", Draw: figure.Trace{}, Title: "Left out and cut", Note: "by the robust protocol, so far", Place: sim.More,
			Doc:  "Episodes that diverged and were left out, and elements of the meta-gradient that were cut to five times their median.",
			Show: []sim.Role{{Role: "main", Output: "skipped"}, {Role: "main", Output: "clipped"}}},
	}
	if own {
		return append(list, formulaFigure(sim.More))
	}
	return append(list, sim.Figure{Name: "lesson", Draw: figure.Matrix{}, Title: "Which image taught the rule", Note: "parts of the meta-gradient: terms (rows) by image of the course (columns)", Place: sim.More,
		Doc:  "The gradient is a sum over the images of the course. Each column is what one of them adds, each row a coefficient, scaled to its largest part.",
		Show: []sim.Role{{Output: "lesson"}}})
}

func formulaFigure(place sim.Place) sim.Figure {
	return sim.Figure{Name: "formula", Draw: Formula{Query: "explain", Field: "rule", Slots: "c", Examples: examples}, Title: "Your rule", Note: "checked as you type", Place: place,
		Doc: "A rule says how each weight changes from what its synapse can see: the activities and errors on both sides, the weight, sums over a layer, a reward for all. x and y are pre- and postsynaptic activities, f and e pre- and postsynaptic errors, W the weights, z = W*x the pre-activation, u = W'*y the feedback, r the reward and rbar its mean. ' turns a column into a row. Greek letters are coefficients and get the sliders."}
}

// hero is what the figure asks, and which fields switch terms.
func hero(own bool) Terms {
	t := Terms{Query: "task", Link: "link", Negligible: negligible}
	if !own {
		t.Member = "use"
	}
	return t
}

var examples = []Example{
	{"error", "-eta*e*x'"},
	{"error + Oja", "-eta*e*x' + theta*(y*x' - y*(y'*W))"},
	{"three terms", "-eta*e*x' + beta*e*f' + theta*(y*x' - y*(y'*W))"},
	{"Oja alone", "theta*(y*x' - y*(y'*W))"},
	{"Oja, neuron by neuron", "-eta*e*x' + theta*(y*x' - y.^2.*W)"},
	{"reward + Oja", "eta*(r - rbar)*y*x' + theta*(y*x' - y*(y'*W))"},
	{"decay", "-eta*e*x' - lambda*W"},
}
