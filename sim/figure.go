package sim

// Figure says where outputs are drawn, and how.
type Figure struct {
	Name  string // key, unique in the view
	Draw  Drawing
	Title string
	Note  string // the small print beside the title: unit, what is averaged
	Doc   string // "what is this?"
	Place Place
	Show  []Role
}

// Drawing is a kind of figure with its options: a struct that is written as JSON. Package
// figure has the kinds that several labs show, and checks them; what one lab shows stands
// with that lab.
type Drawing interface {
	// Kind names the custom element of web/figures: "trace" is hebb-trace.
	Kind() string
	// Roles are the parts that outputs can play, "" where all are alike.
	Roles() []string
}

// Role says what part an output plays in a figure. Output may end in * for a
// series: y* is y1, y2, ... in order. Role is empty where all are alike.
type Role struct{ Role, Output string }

// Place is where on the page a figure stands.
type Place string

const (
	Hero Place = "hero"
	Main Place = "main"
	More Place = "more" // behind "more figures"
)
