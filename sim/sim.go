// Package sim is the contract of Hebb: what a lab is, what a running model must
// answer, and how a parameter, an action or a quantity is described as data.
//
// A sim knows no clock, no socket and no goroutine. Package live owns the loop
// that steps it; package server carries what live publishes to pages.
package sim

import (
	"context"
	"math"
	"strconv"
)

// Lab is a subject of study one can open. It is data: labs.All lists them.
type Lab struct {
	Name    string // key in URLs: [a-z][a-z0-9]*
	Title   string
	Summary string // one sentence for the gallery
	Doc     string // source text of the lab's doc.go; its package comment is the page text
	Sources []Source
	Views   []View // at least one; the first is what the lab opens with
}

// Source is where the science comes from.
type Source struct {
	Text string // authors, title, year
	URL  string
}

// View is one experiment of a lab: a model with its fields, outputs and figures.
type View struct {
	Name     string // key in URLs
	Title    string
	Summary  string
	Unit     Noun       // what Step counts
	Speed    float64    // units per second that a page opens with, slow enough to follow; 0: full
	Show     float64    // units per second in the gallery; 0: Speed
	Equation []Equation // the running rule, term by term
	Figures  []Figure   // the first with Place Hero is the hero
	New      func() Sim // a sim whose fields hold their defaults; not yet initialised
}

// Noun names a counted thing.
type Noun struct {
	One, Many string
	Seconds   float64 // how long one is, where it is a stretch of the model's own time
}

// At says where the n-th is: "image 2000", or "6.54 s".
func (n Noun) At(unit uint64) string {
	if n.Seconds > 0 {
		return strconv.FormatFloat(float64(unit)*n.Seconds, 'f', max(0, int(math.Ceil(-math.Log10(n.Seconds)))), 64) + " s"
	}
	return n.One + " " + strconv.FormatUint(unit, 10)
}

// Equation is one line: Left = the sum of its terms.
type Equation struct {
	Left  string // TeX
	Terms []Term
}

// Term is a summand that lights up with the fields that scale it.
type Term struct {
	TeX    string   // with its sign
	Fields []string // names of the fields that scale it; it fades when all of them are 0
}

// View returns the view of that name; the empty name is the first view.
func (l *Lab) View(name string) (*View, bool) {
	if name == "" {
		return &l.Views[0], true
	}
	for i := range l.Views {
		if l.Views[i].Name == name {
			return &l.Views[i], true
		}
	}
	return nil, false
}

// Sim is the state of one running model. Exactly one goroutine uses it.
//
// The order of calls is New, (set fields), Init, Outputs, then any of the others.
// Init may be called again after fields have changed: it builds a fresh state.
// Everything a sim does is a function of its fields, Env.Seed and the calls of
// Step and Action.Do; to read outputs, Capture and Queries change nothing and
// draw no random number.
type Sim interface {
	// Fields are the parameters, bound to this sim's own variables. The list and
	// its order never change. The default of a field is its value after New.
	Fields() []Field
	// Init builds the state. An error names the field and what would fit
	// (a *FieldError where one field is at fault), or is that of Env.Context, at which
	// it looks after every quantum of work.
	Init(Env) error
	// Outputs are what can be seen, bound to the state that Init has built: fixed until
	// the next Init, and asked for again after it. To read them allocates nothing.
	Outputs() []Output
	// Step does one quantum, at most about 10 ms. It allocates nothing.
	Step() Step
	// State lists everything that Step reads or changes, apart from fields and
	// what Init derives from fields and seed alone; see Sections.
	State(*Sections)

	// Actions, Probes, Queries and Capture may be left to an embedded None. What
	// Actions and Queries are called and take is known before Init, too.
	Actions() []Action
	Probes() []Probe
	Queries() []Query
	// Capture copies what probe p (an index into Probes) measures. old is what an
	// earlier Capture of the same probe returned and nobody uses any more, or nil.
	Capture(p int, old Measurement) Measurement
}

// Env is what a sim is given from outside.
type Env struct {
	Seed   uint64
	Memory int64 // most bytes the sim may hold; 0: no limit
	Pool   Pool  // for work split by fixed size; nil: do it in place

	// Context ends a long Init, whose state is then of no use; nil: nothing does. It never
	// enters a result.
	Context context.Context

	needs *int64 // where to say how many bytes the sim would hold; nil: it is to start
}

// Fits says whether a sim may hold so many bytes. Init asks before it makes anything that is
// large, and refuses when it may not. The number is what the sim holds at the most, with
// the copies that its probes measure, and no less.
func (e Env) Fits(need int64) bool {
	if e.needs != nil {
		*e.needs = need
		return false
	}
	return e.Memory <= 0 || need <= e.Memory
}

// Needs is how many bytes a sim would hold with its fields as they are. Nothing large is made.
// An error is one that Init would give, too.
func Needs(s Sim, seed uint64) (int64, error) {
	need := int64(-1)
	err := s.Init(Env{Seed: seed, needs: &need})
	if need >= 0 {
		return need, nil
	}
	return 0, err
}

// Ended is the error of a context that has ended, or nil.
func (e Env) Ended() error {
	if e.Context == nil {
		return nil
	}
	return e.Context.Err()
}

// Pool runs do(0) .. do(n-1), possibly at the same time, and returns when all are done.
// What the calls compute must not depend on their order.
type Pool interface {
	Each(n int, do func(i int))
}

// Step is what one quantum reports.
type Step struct {
	Status  Status
	Unit    bool     // the quantum completed a unit
	Trouble *Trouble // what diverged; only with Status Diverged
}

// Status says how a sim stands after a quantum.
type Status uint8

const (
	Running   Status = iota
	Converged        // has come to rest; stepping on would change nothing
	Diverged         // a number is not finite or beyond use; the unit does not count
	Done             // has come to its planned end
)

func (s Status) String() string {
	return [...]string{"running", "converged", "diverged", "done"}[s]
}

// Trouble names what diverged and how large it was.
type Trouble struct {
	What string  // e.g. "activity z of layer 3"
	Size float64 // may be infinite or NaN
}

// Action is something one can do to a running sim that is not a parameter.
// Its arguments are fields bound to scratch variables of the sim: they are set,
// then Do is called, between two quanta.
type Action struct {
	Name  string
	Title string // the button: "Draw layer again"
	Doc   string
	Args  []Field
	Do    func() error
}

// Probe is an expensive measurement, due every so many units, made in the
// background from a copied state. Its results are the outputs with From == Probed
// and Probe == Name.
type Probe struct {
	Name  string
	Title string
	Doc   string
	Every int  // default period in units
	On    bool // default
}

// Measurement is a copied state that can be measured.
type Measurement interface {
	// Measure works out what the outputs of its probe are read from. It is a pure
	// function of the captured state and may run in any goroutine. When ctx ends it
	// returns its error, after a quantum of work or one decomposition of a matrix; then
	// nothing is read, and Capture may use what is left again.
	Measure(ctx context.Context) error
}

// Query is asked by a figure, answered outside history and claims. Args are set
// as with an Action; Ask copies the state it needs, at most 10 ms; the function
// that it returns computes the answer (JSON-able) elsewhere and may be cancelled.
type Query struct {
	Name string
	Doc  string
	Args []Field
	// Answer is any value of the answer's type, for those who describe it: a struct, a
	// slice, or a nil pointer where there may be no answer.
	Answer any
	Ask    func() (func(context.Context) (any, error), error)
}

// None is embedded by sims that have no actions, probes or queries.
type None struct{}

func (None) Actions() []Action                    { return nil }
func (None) Probes() []Probe                      { return nil }
func (None) Queries() []Query                     { return nil }
func (None) Capture(int, Measurement) Measurement { panic("sim: Capture without Probes") }
