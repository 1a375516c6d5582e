package templates

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"hebb/sim"
	"hebb/sim/experiment"
)

// Group is a foldable heading of the left column with its fields.
type Group struct {
	Title  string
	Open   bool
	Acts   string // said once beside the title when it is so for all fields
	Fields []Control
}

// Control is one field as the page shows it.
type Control struct {
	Name, Kind, Acts, ActsText string
	Now                        string // the output that says what the run has made of the value
	Symbol                     string // MathML
	Label, Unit, Doc, Allowed  string
	Value                      string
	Default                    string    // of variant A
	Defaults                   [3]string // of B, C, D where they differ from A's
	Own                        string    // the view's own default
	Min, Max                   string    // sliders only
	Scale                      string    // log or linear
	Off                        bool      // 0 beside the range means off
	Position                   int       // of the thumb, 0 to 1000
	Options                    []sim.Option
	Length                     int    // most characters
	Keys                       string // inputmode: which keys a touch screen shows
}

// ProbeModel is a measurement whose period one can set.
type ProbeModel struct {
	sim.Probe
	Every, Default int
	Many           string
}

// ActionModel is a thing to do, with its arguments.
type ActionModel struct {
	sim.Action
	Args []Control
}

// acts are the keys of sim.When in the page.
var acts = [...]string{sim.NextQuantum: "now", sim.NextUnit: "unit", sim.Restart: "restart"}

// groups keeps the order in which groups first come. A preset says which are open.
func groups(list []sim.Field, defaults []map[string]string, preset *experiment.Preset) []Group {
	var out []Group
	for _, c := range fields(list, defaults) {
		f, _ := sim.Find(list, c.Name)
		i := slices.IndexFunc(out, func(g Group) bool { return g.Title == f.Group })
		if i < 0 {
			i = len(out)
			open := preset == nil || len(preset.Open) == 0 || slices.Contains(preset.Open, f.Group)
			out = append(out, Group{Title: f.Group, Open: open, Acts: c.Acts})
		}
		out[i].Fields = append(out[i].Fields, c)
		if out[i].Acts != c.Acts {
			out[i].Acts = ""
		}
	}
	return out
}

func fields(list []sim.Field, defaults []map[string]string) []Control {
	out := make([]Control, len(list))
	for i, f := range list {
		out[i] = control(f, defaults)
	}
	return out
}

func control(f sim.Field, defaults []map[string]string) Control {
	c := Control{Name: f.Name, Now: f.Now, Acts: acts[f.Acts], ActsText: f.Acts.String(), Label: f.Label, Unit: f.Unit, Doc: f.Doc,
		Allowed: f.Value.Allowed(), Value: f.Value.String(), Default: f.Value.String()}
	if f.Symbol != "" {
		c.Symbol = Math(f.Symbol)
	}
	for i, d := range defaults {
		if i == 0 {
			c.Default = d[f.Name]
		} else if d[f.Name] != c.Default {
			c.Defaults[i-1] = d[f.Name]
		}
	}
	c.Keys = "text"
	switch v := f.Value.(type) {
	case *sim.FloatValue:
		c.Kind, c.Off, c.Keys = "float", v.Off, keypad(v.Min, "decimal")
		c.track(*v.P, v.Min, v.Max, v.Scale == sim.Log && v.Min > 0)
	case *sim.IntValue:
		c.Kind, c.Keys = "int", keypad(float64(v.Min), "numeric")
		// A hundredfold range of counts is as good as unusable on an even track.
		c.track(float64(*v.P), float64(v.Min), float64(v.Max), v.Min > 0 && v.Max/v.Min >= 100)
	case *sim.BoolValue:
		c.Kind = "bool"
	case *sim.ChoiceValue:
		c.Kind, c.Options = "choice", v.Options
	case *sim.TextValue:
		c.Kind, c.Length = "text", v.Max
	case *sim.ListValue:
		c.Kind, c.Length = "list", 24*v.MaxLen
	default:
		panic(fmt.Sprintf("templates: field %s has a value of a kind that has no control: %T", f.Name, f.Value))
	}
	return c
}

// keypad is the keypad for numbers from min on: few large keys where they do. The keypads of
// iPhones, numeric and decimal, have neither minus nor e, and some of Android have no minus;
// none of the other modes has digits alone with them, so that such numbers take all keys.
func keypad(min float64, pad string) string {
	if min < 0 || min > 0 && min < 1e-4 { // 1e-05 is how such a number stands in its box
		return "text"
	}
	return pad
}

// offZone is the left end of a track with an off switch, in positions; as in
// web/controls/scale.js.
const offZone = 20

// track fills in what a slider needs.
func (c *Control) track(x, min, max float64, log bool) {
	c.Min, c.Max, c.Scale = sim.Number(min), sim.Number(max), "linear"
	share := 0.0
	if max > min {
		share = (x - min) / (max - min)
	}
	if log {
		c.Scale = "log"
		share = math.Log(x/min) / math.Log(max/min)
	}
	from := 0.0
	if c.Off {
		from = offZone
		if x == 0 {
			return // position 0
		}
	}
	share = math.Max(0, math.Min(1, share))
	c.Position = int(math.Round(from + share*(1000-from)))
}

// slider says whether the control has a track.
func (c *Control) slider() bool { return c.Kind == "float" || c.Kind == "int" }

// tip is what the tooltip and the described-by text say.
func (c *Control) tip() string {
	text := strings.TrimSpace(c.Doc)
	if c.Kind != "choice" && c.Kind != "bool" {
		text += " It takes " + c.Allowed
		if c.Unit != "" {
			text += " " + c.Unit
		}
		text += "."
	}
	return text
}

// about is what a choice is, and why it cannot be chosen.
func about(o sim.Option) string {
	if o.Refused != "" {
		return strings.TrimSpace(o.Doc + " Not here: " + o.Refused + ".")
	}
	return o.Doc
}

func (c *Control) position() string { return strconv.Itoa(c.Position) }

// least is the smallest value of the slider, in the field's own unit: 0 where that is off.
func (c *Control) least() string {
	if c.Off {
		return "0"
	}
	return decimal(c.Min)
}

// decimal is a number without an exponent, which attributes of sliders do not know.
func decimal(number string) string {
	x, err := strconv.ParseFloat(number, 64)
	if err != nil {
		return number
	}
	return strconv.FormatFloat(x, 'f', -1, 64)
}

// spoken is the value in words, as in web/controls/scale.js.
func (c *Control) spoken() string {
	if c.Off && c.Value == "0" {
		return "0, off"
	}
	return strings.TrimSpace(c.Value + " " + c.Unit)
}
