package sweep

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"hebb/sim"
	"hebb/sim/experiment"
)

// Axis is a field of the grid and the values that it takes, in their order. The field is named as
// links name it: without prefix it is set in variant A and in those that have the same value,
// "b.theta0" is set in variant B alone.
type Axis struct {
	Field  string   `json:"field"`
	Values []string `json:"values"` // as the field writes them
}

// MaxValues is how many values an axis has at most.
const MaxValues = 10_000

// ParseAxis reads "theta9=0,0.003,0.01", a list, or "theta0=0.001..0.03:8:log", a range of that
// many values: linear if nothing is said, "log" with equal ratios, "int" rounded to whole
// numbers. Values of a range have six digits. Whether the field takes them is for Check to
// say.
func ParseAxis(text string) (Axis, error) {
	field, values, ok := strings.Cut(text, "=")
	field = strings.TrimSpace(field)
	if !ok || field == "" || strings.TrimSpace(values) == "" {
		return Axis{}, refuse("-grid", "%q is no axis: write field=0,0.1,0.2 or field=0.001..0.1:8:log", sim.Clip(text))
	}
	a := Axis{Field: field}
	if from, rest, ok := strings.Cut(values, ".."); ok {
		var err error
		a.Values, err = span(from, rest)
		if err != nil {
			return Axis{}, refuse("-grid "+sim.Clip(field), "%v", err)
		}
		return a, nil
	}
	for v := range strings.SplitSeq(values, ",") {
		a.Values = append(a.Values, strings.TrimSpace(v))
	}
	return a, nil
}

// span reads the end, the number and the kind of a range.
func span(from, rest string) ([]string, error) {
	parts := strings.Split(rest, ":")
	if len(parts) < 2 || len(parts) > 3 {
		return nil, fmt.Errorf("%q is no range: write 0.001..0.1:8, and :log or :int after it if it is not linear", sim.Clip(from+".."+rest))
	}
	lo, err := sim.ReadNumber(from)
	if err != nil {
		return nil, err
	}
	hi, err := sim.ReadNumber(parts[0])
	if err != nil {
		return nil, err
	}
	n, err := sim.ReadWhole(parts[1])
	if err != nil {
		return nil, err
	}
	kind := "linear"
	if len(parts) == 3 {
		kind = strings.TrimSpace(parts[2])
	}
	switch {
	case n < 2 || n > MaxValues:
		return nil, fmt.Errorf("%d values are outside the range: it takes 2 to %d", n, MaxValues)
	case lo == hi:
		return nil, fmt.Errorf("the range begins and ends at %s", sim.Number(lo))
	case kind == "log" && (lo <= 0 || hi <= 0):
		return nil, fmt.Errorf("a range with equal ratios (log) begins and ends above 0")
	case kind != "linear" && kind != "log" && kind != "int":
		return nil, fmt.Errorf("%q is no kind of range: there are linear, log and int", sim.Clip(kind))
	}
	var list []string
	for k := range n {
		x, share := 0.0, float64(k)/float64(n-1)
		switch {
		case k == 0:
			x = lo
		case k == n-1:
			x = hi
		case kind == "log":
			x = math.Exp(math.Log(lo)*(1-share) + math.Log(hi)*share)
		default:
			x = lo*(1-share) + hi*share
		}
		if kind == "int" {
			x = math.Round(x)
		}
		text := strconv.FormatFloat(x, 'g', 6, 64)
		if x == math.Trunc(x) && math.Abs(x) < 1e15 {
			text = strconv.FormatFloat(x, 'f', -1, 64)
		}
		if kind == "int" && slices.Contains(list, text) {
			continue // fewer whole numbers than values
		}
		list = append(list, text)
	}
	return list, nil
}

// check writes the values as the field does, and refuses what it does not take.
func (a *Axis) check(view *sim.View, variants int) error {
	name := "-grid " + sim.Clip(a.Field)
	i, field := experiment.SplitName(a.Field)
	if i >= variants {
		return refuse(name, "the experiment has no variant %s: it has %d", strings.ToUpper(experiment.VariantKey(i)), variants)
	}
	fields := view.New().Fields()
	f, ok := sim.Find(fields, field)
	if !ok {
		_, wrong := sim.Check(fields, map[string]string{field: ""})
		return refuse(name, "%s", wrong[0].Reason)
	}
	if len(a.Values) == 0 || len(a.Values) > MaxValues {
		return refuse(name, "%d values are outside the range: it takes 1 to %d", len(a.Values), MaxValues)
	}
	seen := map[string]bool{}
	for k, text := range a.Values {
		set, err := f.Parse(text)
		if err != nil {
			return refuse(name, "%v", err)
		}
		set()
		value := f.Value.String()
		if seen[value] {
			return refuse(name, "%s is given twice", value)
		}
		seen[value], a.Values[k] = true, value
	}
	return nil
}

func refuse(name, format string, args ...any) error {
	return &sim.FieldError{Field: name, Reason: fmt.Sprintf(format, args...)}
}
