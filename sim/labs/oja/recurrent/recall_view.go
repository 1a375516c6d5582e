package recurrent

import (
	"hebb/sim"
	"hebb/sim/figure"
	"hebb/sim/labs/oja/plot"
	"hebb/sim/num"
)

func (s *recall) Fields() []sim.Field {
	return []sim.Field{
		{Name: "eta", Symbol: `\eta`, Label: "error rate", Unit: "1/trial", Doc: "How far one trial moves the weights against the gradient of its error.", Group: "Rule", Acts: sim.NextQuantum, Value: sim.FloatOff(&s.eta, 1e-4, 0.3, sim.Log)},
		{Name: "theta9", Symbol: `\theta_9`, Label: "Oja", Unit: "1/step", Doc: "Strength of Oja's rule, applied at every step of a trial; 0 leaves the error alone.", Group: "Rule", Acts: sim.NextQuantum, Value: sim.FloatOff(&s.theta9, 1e-4, 0.1, sim.Log)},
		{Name: "feedback", Label: "feedback", Doc: "What carries the error back in time.", Group: "Rule", Acts: sim.NextQuantum, Value: sim.Choice(&s.feedback,
			sim.Option{Name: "sym", Label: "backprop", Doc: "The transposes of V and C: the true gradient, by backpropagation through time."},
			sim.Option{Name: "fix", Label: "random", Doc: "Fixed random matrices in the place of V and C."})},
		{Name: "trunc", Symbol: `\tau`, Label: "truncation", Unit: "steps", Doc: "How many steps back the error is carried; 0 carries it to the start of the trial.", Group: "Rule", Acts: sim.NextQuantum, Value: sim.Int(&s.trunc, 0, maxDelay+1)},
		{Name: "oja_v", Label: "Oja on V", Doc: "Oja's rule acts on the recurrent weights.", Group: "Rule", Acts: sim.NextQuantum, Value: sim.Bool(&s.ojaV)},
		{Name: "oja_u", Label: "Oja on U", Doc: "Oja's rule acts on the input weights.", Group: "Rule", Acts: sim.NextQuantum, Value: sim.Bool(&s.ojaU)},
		{Name: "oja_c", Label: "Oja on C", Doc: "Oja's rule acts on the output weights, once a trial.", Group: "Rule", Acts: sim.NextQuantum, Value: sim.Bool(&s.ojaC)},
		{Name: "order", Label: "order", Doc: "How the steps of a trial add up under Oja's rule.", Group: "Rule", Acts: sim.NextQuantum, Value: sim.Choice(&s.order,
			sim.Option{Name: "sequential", Label: "one by one", Doc: "Every step starts from the weights that the one before has left."},
			sim.Option{Name: "summed", Label: "summed", Doc: "All steps start from the weights at the start of the trial; less stable."})},
		{Name: "delay", Symbol: `D`, Label: "delay", Unit: "steps", Doc: "How many steps of noise lie between the symbol and the question.", Group: "Task", Acts: sim.NextUnit, Value: sim.Int(&s.delay, 0, maxDelay)},
		{Name: "noise", Symbol: `\sigma`, Label: "noise", Doc: "Standard deviation of the noise on every input during the delay.", Group: "Task", Acts: sim.NextUnit, Value: sim.Float(&s.noise, 0, 1, sim.Linear)},
		{Name: "carry", Label: "carry the state over", Doc: "A trial begins with the state in which the last one ended, so that older symbols distract; otherwise it begins with a state of zeros.", Group: "Task", Acts: sim.NextUnit, Value: sim.Bool(&s.carry)},
		{Name: "symbols", Symbol: `K`, Label: "symbols", Doc: "How many symbols there are.", Group: "Task", Acts: sim.Restart, Value: sim.Int(&s.symbols, 2, maxSymbols)},
		{Name: "gain", Symbol: `g`, Label: "gain", Doc: "Scale of the recurrent weights at the start: each is normally distributed with standard deviation g/√n.", Group: "Network", Acts: sim.Restart, Value: sim.Float(&s.gain, 0.1, 3, sim.Linear)},
		{Name: "drive", Symbol: `u`, Label: "input weights", Doc: "Standard deviation of the input weights at the start.", Group: "Network", Acts: sim.Restart, Value: sim.Float(&s.drive, 0.01, 2, sim.Log)},
		{Name: "n", Symbol: `n`, Label: "units", Doc: "How many units the network has.", Group: "Network", Acts: sim.Restart, Value: sim.Int(&s.n, 5, 120)},
		{Name: "act", Symbol: `\phi`, Label: "activation", Doc: "What a unit makes of its pre-activation.", Group: "Network", Acts: sim.Restart, Value: actChoice(&s.act)},
		{Name: "beta", Symbol: `\beta`, Label: "sharpness", Doc: "How sharp the bend of the softplus is.", Group: "Network", Acts: sim.Restart, Value: sim.Float(&s.beta, 1, 20, sim.Linear)},
	}
}

func (s *recall) Outputs() []sim.Output {
	recent := func(ring []float64) sim.Read { return sim.By(func() float64 { return num.Recent(ring, s.trials) }) }
	size := sim.By(func() float64 { return num.Norm(s.h) })
	guess := sim.By(func() float64 { return float64(num.Argmax(s.q.p)) })
	list := []sim.Output{
		{Name: "accuracy", Label: "accuracy", Doc: "Share of right answers in the last 300 trials.", Kind: sim.Scalar, From: sim.Recorded, Range: [2]float64{0, 1}, Read: recent(s.hits)},
		{Name: "loss", Symbol: `L`, Label: "loss", Unit: "nats", Doc: "Cross-entropy of the answers, averaged over the last 300 trials. Guessing costs ln K.", Kind: sim.Scalar, From: sim.Recorded, Log: true, Read: recent(s.losses)},
		{Name: "size", Symbol: `|h|`, Label: "size of the state", Doc: "Length of the state vector at the end of the trial.", Kind: sim.Scalar, From: sim.Recorded, Read: size},
		{Name: "gradient", Symbol: `|\partial L/\partial V|`, Label: "gradient", Doc: "Size of the last trial's error signal on the recurrent weights.", Kind: sim.Scalar, From: sim.Recorded, Log: true, Read: sim.At(&s.gradient)},
		{Name: "p", Symbol: `p`, Label: "answer", Doc: "The network's belief in every symbol at the end of the trial.", Kind: sim.Vector, Shape: []int{len(s.q.p)}, Range: [2]float64{0, 1}, Read: sim.Copy(&s.q.p)},
		{Name: "label", Label: "symbol", Doc: "The symbol that was shown in the last trial, from 0.", Kind: sim.Scalar, Read: sim.At(&s.q.label)},
		{Name: "guess", Label: "guess", Doc: "The symbol that the network named, from 0.", Kind: sim.Scalar, Read: guess},
		{Name: "states", Symbol: `h`, Label: "states", Doc: "Activity of every unit (rows) over the last 100 steps (columns, now at the right); with the standard delay of 10 about nine trials.", Kind: sim.Matrix, Shape: []int{s.n, rasterSteps}, Pack: sim.I8, Read: sim.Fill(s.states.draw)},
		{Name: "shown", Symbol: `x`, Label: "inputs", Doc: "What came in over the last 100 steps: one row a symbol.", Kind: sim.Matrix, Shape: []int{s.q.x.Cols, rasterSteps}, Pack: sim.I8, Read: sim.Fill(s.shown.draw)},
		{Name: "v", Symbol: `V`, Label: "recurrent weights", Doc: "The recurrent weights; row i holds those of unit i.", Kind: sim.Matrix, Shape: []int{s.n, s.n}, Pack: sim.I8, Read: sim.Copy(&s.net.v.Data)},
	}
	return append(list, spectrumOutputs(s.n)...)
}

// Recall is short-term memory with a task.
var Recall = sim.View{
	Name: "recall", Title: "Delayed recall", Summary: "A recurrent network sees a symbol, then noise, and is asked for the symbol.",
	Unit:  sim.Noun{One: "trial", Many: "trials"},
	Speed: 100,
	Equation: []sim.Equation{
		{Left: `h_t =`, Terms: []sim.Term{{TeX: `\phi(U x_t + V h_{t-1})`}}},
		{Left: `\Delta V =`, Terms: []sim.Term{{TeX: `-\,\eta\, \partial L/\partial V`, Fields: []string{"eta"}}, {TeX: `+\,\theta_9 \textstyle\sum_t h_t\, (h_{t-1} - V^\top h_t)^\top`, Fields: []string{"theta9"}}}},
	},
	Figures: []sim.Figure{
		{Name: "states", Draw: figure.Matrix{Map: figure.Map{Limit: 1}}, Title: "States", Note: "the last 100 steps, a row a unit", Place: sim.Hero,
			Doc:  "What every unit has done in the last 100 steps. A stripe that lasts from one symbol to the question is a memory.",
			Show: []sim.Role{{Output: "states"}}},
		{Name: "accuracy", Draw: figure.Trace{}, Title: "Accuracy", Note: "the last 300 trials", Place: sim.Main,
			Doc:  "Share of right answers. Guessing is right once in as many trials as there are symbols.",
			Show: []sim.Role{{Output: "accuracy"}}},
		{Name: "eigenvalues", Draw: figure.Spectrum{Circle: 1}, Title: "Eigenvalues of V", Note: "and the circle of radius 1", Place: sim.Main,
			Doc:  "A direction whose eigenvalue lies far inside the circle is forgotten before the question. Oja's rule moves them to the circle.",
			Show: []sim.Role{{Output: "eigenvalues"}}},
		{Name: "shown", Draw: figure.Matrix{}, Title: "Inputs", Note: "the last 100 steps, a row a symbol", Place: sim.More,
			Doc:  "A symbol is one step of 1 in its row; then noise.",
			Show: []sim.Role{{Output: "shown"}}},
		{Name: "answer", Draw: figure.Bars{}, Title: "Answer", Note: "belief in every symbol", Place: sim.More,
			Doc:  "What the network says at the end of the last trial.",
			Show: []sim.Role{{Output: "p"}, {Role: "label", Output: "label"}}},
		{Name: "loss", Draw: figure.Trace{Log: new(true)}, Title: "Loss", Note: "nats, the last 300 trials", Place: sim.More,
			Doc:  "Cross-entropy of the answers.",
			Show: []sim.Role{{Output: "loss"}}},
		{Name: "singular", Draw: plot.Strips{Mark: 1}, Title: "Singular values of V", Note: "the largest first", Place: sim.More,
			Doc:  "How much V stretches a state, direction by direction.",
			Show: []sim.Role{{Output: "sv"}}},
		{Name: "gradient", Draw: figure.Trace{Log: new(true)}, Title: "Error signal", Note: "size of the gradient on V", Place: sim.More,
			Doc:  "Size of the last trial’s gradient on the recurrent weights.",
			Show: []sim.Role{{Output: "gradient"}}},
		{Name: "weights", Draw: figure.Matrix{}, Title: "Recurrent weights", Place: sim.More,
			Doc:  "Row i holds the weights onto unit i.",
			Show: []sim.Role{{Output: "v"}}},
	},
	New: func() sim.Sim { return newRecall() },
}
