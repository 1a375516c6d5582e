package rule

// Term is one summand of a rule: F(W, x, y, f, e), scaled by its coefficient. x and y
// are pre- and postsynaptic activities, f and e the errors there, W the matrix (rows
// are postsynaptic units), u = Wᵀy and z = W x.
type Term struct {
	Name   string
	Symbol string // TeX of F, with the layers, as the paper has it
	TeX    string // of F at one matrix, without its sign
	Text   string // the term in the language of package formula: sign, % for the coefficient, F
	Doc    string
	Reach  float64 // how large a coefficient may be, either way, that is of use
	Pace   float64 // what steps of the coefficient are scaled by: less than 1 where F is large
	Form
}

// Form is what F is made of: Sign · Sum · Post Preᵀ, or Sign · Sum · W.
type Form struct {
	Sign  float64 // 1 or -1
	Sum   Sum
	Post  Column
	Pre   Row
	Shape *Shape // where Post is ColShape
}

// Sum is a number that is pooled over a layer.
type Sum uint8

const (
	NoSum Sum = iota // 1
	SumY             // S = Σ y
	DotUF            // c = u·f
	DotEZ            // d = e·z
	sums
)

// Column is what a term takes from the postsynaptic side.
type Column uint8

const (
	ColE     Column = iota // e
	ColY                   // y
	ColOne                 // 1: all units alike
	ColShape               // p(y), a shape of the term's own
	ColW                   // no product of a column and a row: W itself
)

// Row is what a term takes from the presynaptic side.
type Row uint8

const (
	RowX    Row = iota // x
	RowF               // f
	RowRest            // x - u: what the layer's own feedback leaves of its input
	Rows
)

// Shape makes a column of the postsynaptic activities, and takes a derivative back
// through it. All have n_post elements.
type Shape struct {
	Value func(p, y []float64)          // p = p(y)
	Back  func(ybar, pbar, y []float64) // ybar += (dp/dy)ᵀ pbar
}

// Sees says what a synapse needs for a term. Its own weight, which is always there,
// and the pre-activation no term of the pool mentions.
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

var (
	sumSees    = [...]Sees{SumY: PostActivity | Pooled, DotUF: Feedback | PreError | Pooled, DotEZ: PostError | Pooled}
	columnSees = [...]Sees{ColE: PostError, ColY: PostActivity, ColShape: PostActivity, ColW: 0}
	rowSees    = [...]Sees{RowX: PreActivity, RowF: PreError, RowRest: PreActivity | Feedback}
)

// Sees is what a synapse needs for the term.
func (f *Form) Sees() Sees {
	s := sumSees[f.Sum] | columnSees[f.Post]
	if f.Post != ColW {
		s |= rowSees[f.Pre]
	}
	return s
}
