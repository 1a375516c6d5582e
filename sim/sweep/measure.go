package sweep

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"hebb/sim"
	"hebb/sim/experiment"
)

var reMeasure = regexp.MustCompile(`^(?:([a-d])\.)?([A-Za-z][A-Za-z0-9_]*)(?:@([0-9]+))?(?:/([0-9]+))?$`)

// ParseMeasure reads "a.test_accuracy", "b.loss@2000" or "loss@2000/500": an output of a
// variant, A if none is named, at a unit, the last of steps if none is named, or its mean over
// so many units up to that one.
func ParseMeasure(text string, steps uint64) (experiment.Term, error) {
	m := reMeasure.FindStringSubmatch(strings.TrimSpace(text))
	if m == nil {
		return experiment.Term{}, refuse("-measure", "%q is no measure: write output, b.output@2000 or output@2000/500 (the mean over 500 units)", sim.Clip(text))
	}
	t := experiment.Term{Variant: "a", Output: m[2], Unit: steps}
	if m[1] != "" {
		t.Variant = m[1]
	}
	var err error
	if m[3] != "" {
		if t.Unit, err = strconv.ParseUint(m[3], 10, 53); err != nil || t.Unit == 0 || t.Unit > steps {
			return experiment.Term{}, refuse("-measure "+sim.Clip(text), "unit %s is outside its range: it takes 1 to %d, the last step", m[3], steps)
		}
	}
	if m[4] != "" {
		if t.Over, err = strconv.ParseUint(m[4], 10, 53); err != nil || t.Over == 0 || t.Over > t.Unit {
			return experiment.Term{}, refuse("-measure "+sim.Clip(text), "a mean over %s units is outside its range: it takes 1 to %d", m[4], t.Unit)
		}
	}
	return t, nil
}

// MeasureText is a measure as ParseMeasure reads it, with nothing left out.
func MeasureText(t experiment.Term) string {
	text := fmt.Sprintf("%s.%s@%d", t.Variant, t.Output, t.Unit)
	if t.Over > 0 {
		text += fmt.Sprintf("/%d", t.Over)
	}
	return text
}
