package figure

import "hebb/sim"

// Trace draws scalars over units.
type Trace struct {
	Log       *bool    `json:"log,omitempty"`       // a logarithmic axis; left out: if all outputs are best seen on one
	LogX      bool     `json:"logx,omitempty"`      // units on a logarithmic axis
	Min       *float64 `json:"min,omitempty"`       // the axis; left out: the output's range, or what there is
	Max       *float64 `json:"max,omitempty"`       //
	Floor     float64  `json:"floor,omitempty"`     // of a logarithmic axis: what is less is drawn there
	Mark      *float64 `json:"mark,omitempty"`      // a line across
	Every     Output   `json:"every,omitempty"`     // units between two faint lines
	Reference Output   `json:"reference,omitempty"` // published values, as a path
	Less      bool     `json:"less,omitempty"`      // each variant less the first, which is left out
	Idle      float64  `json:"idle,omitempty"`      // where no value is larger there is nothing to see, and the card rests; 0: never
}

func (Trace) Kind() string { return "trace" }

// Roles: the others are drawn fainter than main, dashed, or in the colours of two sides.
func (Trace) Roles() []string { return []string{"", "main", "faint", "theory", "warm", "cool"} }

// Check says whether the axis can be drawn.
func (t Trace) Check() error {
	log := t.Log != nil && *t.Log
	switch {
	case t.Min != nil && t.Max != nil && !(*t.Min < *t.Max):
		return Outside("max", *t.Max, "more than min, which is "+sim.Number(*t.Min))
	case log && t.Min != nil && !(*t.Min > 0):
		return Outside("min", *t.Min, "more than 0 on a logarithmic axis")
	case log && t.Max != nil && !(*t.Max > 0):
		return Outside("max", *t.Max, "more than 0 on a logarithmic axis")
	case t.Idle < 0:
		return Outside("idle", t.Idle, "more than 0")
	case t.Floor < 0:
		return Outside("floor", t.Floor, "more than 0")
	}
	return nil
}

// Bars draws a bar for each scalar, or for each entry of a vector.
type Bars struct {
	Log   bool     `json:"log,omitempty"`
	Min   *float64 `json:"min,omitempty"` // the axis; left out: the output's range, or what there is
	Max   *float64 `json:"max,omitempty"`
	X     string   `json:"x,omitempty"`     // what the numbers below the bars are
	First *int     `json:"first,omitempty"` // the number of the first; left out: 1, or 0 of classes
}

func (Bars) Kind() string { return "bars" }

// Roles: a label is the number of the class that is right.
func (Bars) Roles() []string { return []string{"", "label"} }

// Check says whether the axis can be drawn.
func (b Bars) Check() error { return Trace{Log: &b.Log, Min: b.Min, Max: b.Max}.Check() }

// Map is what figures have that show numbers as colours.
type Map struct {
	Limit float64 `json:"limit,omitempty"` // of the colours; 0: what there is
}

func (Map) Roles() []string { return []string{""} }

// Check says whether the colours have a limit.
func (m Map) Check() error {
	if m.Limit < 0 {
		return Outside("limit", m.Limit, "0, for what there is, or more")
	}
	return nil
}

// Matrix draws matrices, one at a time.
type Matrix struct {
	Map
	Query Query[Weight] `json:"query,omitempty" sends:"matrix row col"` // one entry with all of its digits
}

func (Matrix) Kind() string { return "matrix" }

// Weight is the answer to a question about one entry of a matrix.
type Weight struct {
	W float64 `json:"w"`
	B float64 `json:"b"` // the feedback weight beside it
}

// Tiles draws stacks of small images.
type Tiles struct {
	Map
	Signed bool `json:"signed,omitempty"` // values have both signs, whatever their range says
}

func (Tiles) Kind() string { return "tiles" }

// Spectrum draws eigenvalues in the complex plane.
type Spectrum struct {
	Circle float64  `json:"circle,omitempty"` // its radius; 0: none
	Line   *float64 `json:"line,omitempty"`   // real part of an upright line, right of which all is unstable
}

func (Spectrum) Kind() string { return "spectrum" }

func (Spectrum) Roles() []string { return []string{""} }

// Check says whether the circle is one.
func (s Spectrum) Check() error {
	if s.Circle < 0 {
		return Outside("circle", s.Circle, "0, for none, or more")
	}
	return nil
}

// Plane draws points, ways and arrows on a plane of equal scales.
type Plane struct {
	Labels []string `json:"labels,omitempty"` // of the ways, each in a hue of its own
	Drag   *Ellipse `json:"drag,omitempty"`   // a cloud that can be taken hold of
	Act    Action   `json:"act,omitempty" sends:"neuron x y"`
}

func (Plane) Kind() string { return "plane" }

func (Plane) Roles() []string {
	return []string{"points", "ring", "axis", "target", "now", "theory", "faint", "path", "ghost", "arrow", "mark", "at"}
}

// Ellipse are the fields of a cloud of points.
type Ellipse struct {
	Angle Field `json:"angle"`
	Long  Field `json:"long"`
	Short Field `json:"short"`
	MeanX Field `json:"mean_x"`
	MeanY Field `json:"mean_y"`
}

// Network draws an image on its way through a network.
type Network struct{}

func (Network) Kind() string { return "network" }

func (Network) Roles() []string {
	return []string{"image", "fields", "layer", "classes", "label", "angle", "dimension", "norm"}
}
