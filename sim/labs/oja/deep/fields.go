package deep

import (
	"hebb/sim"
	"hebb/sim/data"
	"hebb/sim/net"
	"hebb/sim/precision"
)

// Fields are the parameters, in the order of the page.
func (d *deep) Fields() []sim.Field {
	const rule, network, images, run = "Rule", "Network", "Images", "Run"
	return []sim.Field{
		{Name: "theta0", Symbol: `\theta_0`, Label: "error", Group: rule, Acts: sim.NextQuantum, Value: sim.FloatOff(&d.theta0, 1e-4, 1e-1, sim.Log),
			Doc: "Learning rate of the error term: how far one image moves the weights down the error."},
		{Name: "theta9", Symbol: `\theta_9`, Label: "Oja", Group: rule, Acts: sim.NextQuantum, Value: sim.FloatOff(&d.theta9, 1e-4, 2e-2, sim.Log),
			Doc: "Learning rate of Oja's term: how fast each layer learns to keep what it receives. Beyond 2/|y|² its step would be unstable."},
		{Name: "mask", Label: "Oja’s term in", Group: rule, Acts: sim.NextQuantum, Value: sim.Choice(&d.mask,
			sim.Option{Name: "hidden", Label: "hidden", Doc: "All matrices but the last: recommended."},
			sim.Option{Name: "all", Label: "all", Doc: "All matrices, as published. Keep θ9 below θ0."},
			sim.Option{Name: "deep", Label: "all but first", Doc: "All matrices but the first."},
			sim.Option{Name: "own", Label: "listed", Doc: "The matrices listed below."}),
			Doc: "Which matrices Oja's term changes. On the output matrix it works against the classification."},
		{Name: "oja_on", Label: "listed matrices", Group: rule, Acts: sim.NextQuantum, Value: sim.List(&d.ojaOn, 0, 12, 1, 12, true),
			Doc: "With “listed”: the numbers of the matrices that Oja's term changes, from 1 at the pixels."},
		{Name: "theta2", Symbol: `\theta_2`, Label: "error Hebb", Group: rule, Acts: sim.NextQuantum, Value: sim.Float(&d.theta2, -0.2, 0.2, sim.Linear),
			Doc: "Learning rate of the error-Hebb term. Negative values turn the weights towards the random feedback weights."},
		{Name: "feedback", Label: "feedback", Group: rule, Acts: sim.NextQuantum, Value: sim.Choice(&d.feedback,
			sim.Option{Name: string(net.Sym), Label: "backprop", Doc: "Through the same weights."},
			sim.Option{Name: string(net.Fix), Label: "random", Doc: "Feedback alignment: through fixed random weights."},
			sim.Option{Name: string(net.DFA), Label: "direct", Doc: "Straight from the output, through fixed random weights."},
			sim.Option{Name: string(net.Sign), Label: "sign", Doc: "Through random weights with the signs of the forward weights."}),
			Doc: "How the error reaches the hidden layers. The random weights stay the same when you change back and forth."},
		{Name: "frozen", Label: "frozen matrices", Group: rule, Acts: sim.NextQuantum, Value: sim.List(&d.frozen, 0, 12, 1, 12, true),
			Doc: "The numbers of matrices that do not learn at all, from 1 at the pixels."},

		{Name: "layers", Symbol: `L`, Label: "layers", Group: network, Acts: sim.Restart, Value: sim.Int(&d.layers, 2, 12),
			Doc: "How many weight matrices lie between pixels and classes. Five and ten are the networks of our tables."},
		{Name: "widths", Label: "widths", Group: network, Acts: sim.Restart, Value: sim.List(&d.widths, 0, 11, 1, 1024, true),
			Doc: "Units of each hidden layer, one fewer than there are layers. Empty: they narrow from 170 towards the classes."},
		{Name: "init", Label: "initial weights", Group: network, Acts: sim.Restart, Value: sim.Choice(&d.init,
			sim.Option{Name: string(net.XavierUniform), Label: "Xavier", Doc: "Uniform, limit √(6/(in+out))."},
			sim.Option{Name: string(net.XavierNormal), Label: "Xavier normal", Doc: "Normal, variance 2/(in+out)."},
			sim.Option{Name: string(net.KaimingUniform), Label: "Kaiming", Doc: "Uniform, limit √(6/in)."},
			sim.Option{Name: string(net.TorchDefault), Label: "PyTorch", Doc: "Uniform, limit 1/√in: PyTorch's default."},
			sim.Option{Name: string(net.Normal01), Label: "normal .01", Doc: "Normal, standard deviation 0.01: far too small."},
			sim.Option{Name: string(net.Orthogonal), Label: "orthogonal", Doc: "Orthonormal rows or columns."}),
			Doc: "How the weights are drawn before the first image. Feedback weights are always Xavier with gain 1."},
		{Name: "gain", Symbol: `g`, Label: "gain", Group: network, Acts: sim.Restart, Value: sim.Float(&d.gain, 0.05, 4, sim.Log),
			Doc: "Multiplies all initial weights. Below 1 signals vanish on their way, above they grow."},
		{Name: "beta", Symbol: `\beta`, Label: "sharpness", Group: network, Acts: sim.NextQuantum, Value: sim.Float(&d.beta, 1, 20, sim.Linear),
			Doc: "Sharpness of the softplus: the larger, the nearer to a rectifier."},

		{Name: "data", Label: "images", Group: "Data", Acts: sim.Restart, Value: sim.Choice(&d.data, data.Options(nil)...),
			Doc: "Which images the network sees. More can be imported: hebb data add."},
		{Name: "train", Label: "training images", Group: images, Acts: sim.Restart, Value: sim.Int(&d.train, 10, 60000),
			Doc: "How many different training images there are. When all have been seen they come again in another order."},
		{Name: "label_noise", Label: "wrong labels", Group: images, Acts: sim.NextUnit, Value: sim.Float(&d.noise, 0, 1, sim.Linear),
			Doc: "The fraction of training images whose label is drawn at random."},
		{Name: "test", Label: "test images", Group: images, Acts: sim.NextUnit, Value: sim.Int(&d.test, 100, 10000),
			Doc: "On how many held-out images test accuracy and loss are measured. Angles, dimensions, variances and the distance from rest are always those of 300 of them."},

		precision.Field(&d.precision, run, "Fast.", "Twice the digits, half the speed.",
			"The numbers that the network computes in. Runs in the two part after some hundred images; their statistics agree."),
	}
}

// hiddenWidths returns the widths of the hidden layers.
func (d *deep) hiddenWidths() ([]int, error) {
	if len(d.widths) == 0 {
		return standardWidths(d.layers), nil
	}
	if len(d.widths) != d.layers-1 {
		return nil, &sim.FieldError{Field: "widths", Reason: plural(d.layers, "layer") + " need " + plural(d.layers-1, "width") + ", not " + sim.Number(float64(len(d.widths)))}
	}
	w := make([]int, len(d.widths))
	for i, v := range d.widths {
		w[i] = int(v)
	}
	return w, nil
}

func plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return sim.Number(float64(n)) + " " + noun + "s"
}

// standardWidths are the networks of the tables for 5 and 10 layers, and even steps
// from 170 downwards for other depths.
func standardWidths(layers int) []int {
	switch layers {
	case 5:
		return []int{170, 130, 100, 70}
	case 10:
		return []int{170, 150, 135, 120, 105, 90, 75, 60, 50}
	}
	last := 70
	if layers > 7 {
		last = 50
	}
	w := make([]int, layers-1)
	for i := range w {
		w[i] = 170
		if i > 0 {
			w[i] -= (170 - last) * i / (len(w) - 1)
		}
	}
	return w
}
