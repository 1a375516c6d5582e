package metaplasticity

import (
	"fmt"

	"hebb/sim"
	"hebb/sim/net"
	"hebb/sim/precision"
	"hebb/sim/rule/formula"
)

// The groups of fields.
const (
	groupRule    = "Rule"
	groupPool    = "Pool"
	groupOuter   = "Meta-learning"
	groupTask    = "Task"
	groupNetwork = "Network"
	groupCompare = "Comparison"
	groupRun     = "Run"
)

// Fields are the parameters, in the order of the page.
func (f *finder) Fields() []sim.Field {
	var list []sim.Field
	if f.own {
		list = append(list, ruleField(&f.text, sim.Restart, "The rule whose coefficients are to be found."))
		for i, c := range coefficientFields(f.start, sim.NextQuantum, "Coefficient %d of the rule as it is now, counted in the order in which they appear in it. Move it and it is put there; learning goes on from there.") {
			c.Now = fmt.Sprintf("theta%d", i+1)
			list = append(list, c)
		}
	} else {
		list = append(list, f.poolFields()...)
	}
	list = append(list, feedbackFields(&f.feedback, sim.NextUnit)...)
	list = append(list,
		sim.Field{Name: "derivative", Label: "through the feedback", Group: groupRule, Acts: sim.NextUnit, Value: sim.Choice(&f.derivative,
			sim.Option{Name: "detached", Label: "given", Doc: "The meta-gradient takes the feedback weights as given."},
			sim.Option{Name: "total", Label: "followed", Doc: "The meta-gradient follows the weights into the feedback as well."}),
			Doc: "With backprop the feedback weights are the forward weights and so depend on the rule themselves. With other feedback it makes no difference."})
	if !f.own {
		list = append(list, sim.Field{Name: "only", Label: "terms on matrices", Group: groupRule, Acts: sim.NextUnit, Value: sim.List(&f.only, 0, 12, 1, 12, true),
			Doc: "The numbers of the matrices, from 1 at the pixels, on which the terms beside the error act. Empty: on all."})
	}
	list = append(list,
		sim.Field{Name: "lambda", Symbol: `\lambda`, Label: "L1 penalty", Group: groupOuter, Acts: sim.NextQuantum, Value: sim.FloatOff(&f.lambda, 0.01, 10, sim.Log),
			Doc: "Weight of the summed sizes of the coefficients in the meta-loss (L1). It makes rules short and hardly changes how well they learn."},
		sim.Field{Name: "rate", Symbol: `\eta_{\mathrm{meta}}`, Label: "meta-learning rate", Group: groupOuter, Acts: sim.NextQuantum, Value: sim.Float(&f.rate, 1e-5, 0.1, sim.Log),
			Doc: "Step of Adam on the coefficients, once an episode."},
		sim.Field{Name: "robust", Label: "robust", Group: groupOuter, Acts: sim.NextQuantum, Value: sim.Bool(&f.robust),
			Doc: "Cuts very large gradients, leaves diverged episodes out, and takes smaller steps for the decay and for term 5. Off: the protocol of the paper, which one very large gradient can stop."},
		sim.Field{Name: "frozen", Label: "freeze the rule", Group: groupOuter, Acts: sim.NextUnit, Value: sim.Bool(&f.frozen),
			Doc: "Keeps the coefficients as they are: every episode then measures the rule on another task."},
		sim.Field{Name: "parallel", Symbol: `P`, Label: "episodes at once", Group: groupOuter, Acts: sim.Restart, Value: sim.Int(&f.parallel, 1, 8),
			Doc: "So many episodes, on idle processors, make one step of the coefficients together: their mean gradient. Each counts as part of one."},

		sim.Field{Name: "data", Label: "images", Group: groupTask, Acts: sim.Restart, Value: sim.Choice(&f.data, sets()...),
			Doc: "What tasks are made of. The paper has EMNIST, which can be imported: hebb data add. With other images numbers differ; the order of the rules does not."},
		sim.Field{Name: "half", Label: "half size", Group: groupTask, Acts: sim.Restart, Value: sim.Bool(&f.half),
			Doc: "Takes means of 2 x 2 pixels: a small network follows many episodes a second."},
		sim.Field{Name: "classes", Symbol: `N`, Label: "classes known", Group: groupTask, Acts: sim.Restart, Value: sim.Int(&f.classes, 2, 345),
			Doc: "Outputs of the network. All stay there in every task. Which classes of the images they are depends on the seed."},
		sim.Field{Name: "m", Symbol: `M`, Label: "classes a task", Group: groupTask, Acts: sim.Restart, Value: sim.Int(&f.m, 1, 20),
			Doc: "How many classes an episode is about, drawn anew for each."},
		sim.Field{Name: "k", Symbol: `K`, Label: "images to learn", Group: groupTask, Acts: sim.Restart, Value: sim.Int(&f.k, 1, 200),
			Doc: "Of each class, images that the network learns from: M K in all, one at a time, once each."},
		sim.Field{Name: "q", Symbol: `Q`, Label: "query images", Group: groupTask, Acts: sim.Restart, Value: sim.Int(&f.q, 1, 50),
			Doc: "Of each class, other images that it is tested on at the end."})
	list = append(list, networkFields(&f.widths, &f.gain, &f.beta, sim.NextUnit)...)
	return append(list,
		sim.Field{Name: "compare", Label: "compare", Group: groupCompare, Acts: sim.NextUnit, Value: sim.Bool(&f.compare),
			Doc: "Lets feedback alignment and backprop learn the same tasks from the same weights."},
		sim.Field{Name: "fa_rate", Symbol: `\theta_0^{\mathrm{FA}}`, Label: "alignment's learning rate", Group: groupCompare, Acts: sim.NextUnit, Value: sim.Float(&f.faRate, 1e-4, 0.2, sim.Log),
			Doc: "Learning rate of the feedback alignment to compare with. Meta-learning ends at 0.011 to 0.014."},
		sim.Field{Name: "bp_rate", Symbol: `\theta_0^{\mathrm{BP}}`, Label: "backprop's learning rate", Group: groupCompare, Acts: sim.NextUnit, Value: sim.Float(&f.bpRate, 1e-4, 0.2, sim.Log),
			Doc: "Learning rate of the backprop to compare with. Meta-learning ends at 0.018 to 0.037."},
		precisionField(&f.precision))
}

// poolFields are a slider and a switch for each term.
func (f *finder) poolFields() (list []sim.Field) {
	for r, term := range f.rules {
		list = append(list, sim.Field{Name: fmt.Sprintf("theta%d", r), Symbol: fmt.Sprintf(`\theta_{%d}`, r), Label: term.Name, Group: groupRule, Acts: sim.NextQuantum, Now: fmt.Sprintf("theta%d", r),
			Value: sim.Float(&f.start[r], -term.Reach, term.Reach, sim.Linear),
			Doc:   fmt.Sprintf("Coefficient %d as it is now. Move it and it is put there; learning goes on from there. %s", r, term.Doc)})
	}
	for r, term := range f.rules {
		list = append(list, sim.Field{Name: fmt.Sprintf("use%d", r), Symbol: term.TeX, Label: term.Name, Group: groupPool, Acts: sim.NextUnit, Value: sim.Bool(&f.use[r]),
			Doc: fmt.Sprintf("Whether term %d is in the pool. A term that joins starts where its slider stands; one that leaves is 0.", r)})
	}
	return list
}

func ruleField(text *string, acts sim.When, doc string) sim.Field {
	return sim.Field{Name: "rule", Symbol: `\Delta W`, Label: "rule", Group: groupRule, Acts: acts, Doc: doc + " x and y are pre- and postsynaptic activities, f and e the errors there, W the weights; ' turns a column into a row.",
		Value: sim.Text(text, formula.MaxLength, "a local rule such as -eta*e*x' + theta*(y*x' - y*(y'*W))", checkRule)}
}

func checkRule(text string) error {
	_, err := formula.Compile(text, mostCoefficients)
	return err
}

func coefficientFields(values []float64, acts sim.When, doc string) (list []sim.Field) {
	for i := range mostCoefficients {
		list = append(list, sim.Field{Name: fmt.Sprintf("c%d", i+1), Symbol: fmt.Sprintf("c_{%d}", i+1), Label: fmt.Sprintf("coefficient %d", i+1), Group: groupRule, Acts: acts,
			Value: sim.FloatOff(&values[i], 1e-5, 1, sim.Log), Doc: fmt.Sprintf(doc, i+1)})
	}
	return list
}

func feedbackFields(feedback *string, acts sim.When) []sim.Field {
	return []sim.Field{{Name: "feedback", Label: "feedback", Group: groupRule, Acts: acts, Value: sim.Choice(feedback,
		sim.Option{Name: string(net.Fix), Label: "random", Doc: "Through fixed random weights, as in feedback alignment."},
		sim.Option{Name: string(net.Sym), Label: "backprop", Doc: "Through the same weights."},
		sim.Option{Name: string(net.DFA), Label: "direct", Doc: "Straight from the output, through fixed random weights."},
		sim.Option{Name: string(net.Sign), Label: "sign", Doc: "Through random weights with the signs of the forward weights."}),
		Doc: "How the error reaches the presynaptic units: what f is."}}
}

func networkFields(widths *[]float64, gain, beta *float64, acts sim.When) []sim.Field {
	return []sim.Field{
		{Name: "widths", Label: "widths", Group: groupNetwork, Acts: sim.Restart, Value: sim.List(widths, 1, 9, 1, 256, true),
			Doc: "Units of each hidden layer, from the pixels up. The paper's are 170,130,100,70."},
		{Name: "gain", Symbol: `g`, Label: "gain", Group: groupNetwork, Acts: sim.Restart, Value: sim.Float(gain, 0.05, 4, sim.Log),
			Doc: "Multiplies the initial weights, which are Xavier's; the feedback weights always start with 1."},
		{Name: "beta", Symbol: `\beta`, Label: "sharpness", Group: groupNetwork, Acts: acts, Value: sim.Float(beta, 1, 20, sim.Linear),
			Doc: "Sharpness of the softplus: the larger, the nearer to a rectifier. Above 20 meta-gradients diverge."},
	}
}

func precisionField(p *string) sim.Field {
	return precision.Field(p, groupRun, "Fast, and exact enough: meta-gradients keep five digits.", "Twice the digits, about half the speed.",
		"The numbers that networks compute in. The coefficients themselves are always float64.")
}

// Fields are the parameters, in the order of the page.
func (w *writer) Fields() []sim.Field {
	list := []sim.Field{
		ruleField(&w.text, sim.NextQuantum, "How every matrix changes after each image."),
		{Name: "last", Label: "rule of the last matrix", Group: groupRule, Acts: sim.NextQuantum,
			Value: sim.Text(&w.last, formula.MaxLength, "a local rule, or nothing: then that of the others", func(text string) error {
				if text == "" {
					return nil
				}
				return checkRule(text)
			}),
			Doc: "How the matrix to the classes changes, if otherwise. Empty: as all do. The same letter is the same coefficient in both rules."},
	}
	list = append(list, coefficientFields(w.c[:], sim.NextQuantum, "Coefficient %d of the rule, counted in the order in which they appear in it.")...)
	list = append(list, feedbackFields(&w.feedback, sim.NextQuantum)...)
	list = append(list, networkFields(&w.widths, &w.gain, &w.beta, sim.NextQuantum)...)
	return append(list,
		sim.Field{Name: "data", Label: "images", Group: "Data", Acts: sim.Restart, Value: sim.Choice(&w.data, sets()...),
			Doc: "Which images the network sees. Of each class every fifth image, the last ones, is held out."},
		sim.Field{Name: "half", Label: "half size", Group: "Data", Acts: sim.Restart, Value: sim.Bool(&w.half),
			Doc: "Takes means of 2 x 2 pixels."},
		sim.Field{Name: "classes", Symbol: `N`, Label: "classes", Group: "Data", Acts: sim.Restart, Value: sim.Int(&w.classes, 2, 345),
			Doc: "How many classes the network learns. Which of the images' classes they are depends on the seed."},
		sim.Field{Name: "test", Label: "test images", Group: "Data", Acts: sim.NextUnit, Value: sim.Int(&w.test, 50, 2000),
			Doc: "On how many held-out images test accuracy and loss are measured. Angles and the distance from rest are always those of 200 of them."},
		precisionField(&w.precision))
}
