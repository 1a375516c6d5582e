package rule

// Size is how many terms the pool has.
const Size = 10

// Theta are the coefficients of the pool, one a term.
type Theta [Size]float64

// Sees says what a synapse needs for a term. The terms of the pool leave their own
// weight, which is always there, and the pre-activation unmentioned.
type Sees uint16

const (
	PreActivity   Sees = 1 << iota // x, at the synapse
	PostActivity                   // y, at the synapse
	PreError                       // f, at the synapse
	PostError                      // e, at the synapse
	Feedback                       // u = Wᵀy: what the layer above would send down the same synapses
	Pooled                         // a sum over the whole layer
	OwnWeight                      // W, at the synapse
	Reward                         // one number for the whole network
	PreActivation                  // z = W x: what the postsynaptic unit has received in sum
)

// Term is one summand of a rule: F(W, x, y, f, e), scaled by its coefficient.
type Term struct {
	Name   string
	Symbol string // TeX of F
	Doc    string
	Sees   Sees
}

// The numbers of the terms.
const (
	Error = iota
	PostPreError
	ErrorHebb
	Decay
	PreErrorOnly
	SummedError
	FedPostPreError
	FedError
	DrivenPostPreError
	Oja
)

// Pool are the ten candidate terms. x and y are pre- and postsynaptic
// activities, f and e the errors there, W the matrix (rows are postsynaptic units).
var Pool = [Size]Term{
	Error: {"error", `-e_l y_{l-1}^{\top}`,
		"Postsynaptic error times presynaptic activity: the step down the gradient, if the error is the true one.",
		PostError | PreActivity},
	PostPreError: {"postsynaptic activity times presynaptic error", `-y_l e_{l-1}^{\top}`,
		"Postsynaptic activity times presynaptic error.", PostActivity | PreError},
	ErrorHebb: {"error Hebb", `-e_l e_{l-1}^{\top}`,
		"Errors on both sides of the synapse. With a negative coefficient it turns the weights towards the feedback weights.",
		PostError | PreError},
	Decay: {"decay", `-W_l`, "The weight itself: it shrinks.", 0},
	PreErrorOnly: {"presynaptic error alone", `-\mathbf{1} e_{l-1}^{\top}`,
		"Presynaptic error alone: every postsynaptic unit gets the same.", PreError},
	SummedError: {"error times summed activity", `-e_l \mathbf{1}^{\top} y_l y_{l-1}^{\top}`,
		"The error term, scaled by the summed activity of the postsynaptic layer.", PostError | PreActivity | PostActivity | Pooled},
	FedPostPreError: {"y fᵀ, scaled by yᵀWf", `-y_l y_l^{\top} W_l e_{l-1} e_{l-1}^{\top}`,
		"Postsynaptic activity times presynaptic error, scaled by how well the layer's feedback fits the presynaptic error.",
		PostActivity | PreError | Feedback | Pooled},
	FedError: {"error, scaled by yᵀWf", `-e_l y_l^{\top} W_l e_{l-1} y_{l-1}^{\top}`,
		"The error term, scaled by how well the layer's feedback fits the presynaptic error.",
		PostError | PreActivity | PreError | Feedback | Pooled},
	DrivenPostPreError: {"y fᵀ, scaled by eᵀWx", `-y_l y_{l-1}^{\top} W_l^{\top} e_l e_{l-1}^{\top}`,
		"Postsynaptic activity times presynaptic error, scaled by the match of postsynaptic error and pre-activation.",
		PostActivity | PreError | PostError | Pooled},
	Oja: {"Oja", `y_l y_{l-1}^{\top} - y_l y_l^{\top} W_l`,
		"Activities on both sides, minus what the layer's own feedback explains. It makes each layer keep what it receives, whatever the error says.",
		PostActivity | PreActivity | Feedback},
}

// NeedsPreError says whether some term in use looks at the presynaptic error.
func (th *Theta) NeedsPreError() bool {
	return th[1] != 0 || th[2] != 0 || th[4] != 0 || th[6] != 0 || th[7] != 0 || th[8] != 0
}

// NeedsFeedback says whether some term in use looks at u = Wᵀy.
func (th *Theta) NeedsFeedback() bool { return th[6] != 0 || th[7] != 0 || th[9] != 0 }

// Silent says whether the rule changes nothing.
func (th *Theta) Silent() bool { return *th == Theta{} }

// Terms is a set of terms of the pool: bit r is term r.
type Terms uint16

// All are all ten terms.
const All Terms = 1<<Size - 1

// Has says whether term r is in the set.
func (t Terms) Has(r int) bool { return t>>r&1 != 0 }

// Any says whether one of the terms is in the set.
func (t Terms) Any(terms ...int) bool {
	for _, r := range terms {
		if t.Has(r) {
			return true
		}
	}
	return false
}

// Sees is what a synapse needs for the terms of the set.
func (t Terms) Sees() (s Sees) {
	for r, term := range Pool {
		if t.Has(r) {
			s |= term.Sees
		}
	}
	return s
}

// Active are the terms whose coefficient is not 0.
func (th *Theta) Active() (t Terms) {
	for r, v := range th {
		if v != 0 {
			t |= 1 << r
		}
	}
	return t
}
