package experiment

import (
	"math"
	"slices"
	"strconv"
	"strings"
)

// Reading is what is known of a number: it lies between Low and High. Histories are
// thinned, so that of one that is long ago no more may be known.
type Reading struct{ Low, High float64 }

// Exactly is the reading of a number that is known.
func Exactly(x float64) Reading { return Reading{x, x} }

// State is how a claim stands.
type State string

const (
	Holds State = "holds"
	Fails State = "fails"
	Waits State = "waits" // the run has not come so far, or something is to be done first
	Other State = "other" // the run is not the one that the claim speaks of
	Open  State = "open"  // what is known allows both, or it takes several seeds
)

// Judge says whether one run keeps the promise. right is not looked at where there is no
// right term. Of a promise that a variant diverges, left is the unit in which it did, or
// 0. Numbers are compared in single precision, in which histories are kept.
func (p *Promise) Judge(left, right Reading) State {
	if p.Below != nil {
		switch {
		case single(left.High) < single(right.Low):
			return Holds
		case single(left.Low) < single(right.High):
			return Open
		}
		return Fails
	}
	q := p.Quantity(left, right)
	low, high := p.bounds()
	switch {
	case single(q.Low) >= single(low) && single(q.High) <= single(high):
		return Holds
	case single(q.High) >= single(low) && single(q.Low) <= single(high):
		return Open
	}
	return Fails
}

// single rounds as histories do.
func single(x float64) float64 { return float64(float32(x)) }

// bounds are the least and the greatest that the promise allows.
func (p *Promise) bounds() (low, high float64) {
	switch {
	case p.Expected != nil:
		return *p.Expected - *p.Band, *p.Expected + *p.Band
	case p.AtMost != nil:
		return math.Inf(-1), *p.AtMost
	case p.AtLeast != nil:
		return *p.AtLeast, math.Inf(1)
	}
	return 1, math.Inf(1) // a unit in which it diverges
}

// Quantity is the number that the promise speaks of: the left term, or the ratio of both.
func (p *Promise) Quantity(left, right Reading) Reading {
	if p.Ratio == nil {
		return left
	}
	if right.Low != right.High && right.Low <= 0 && right.High >= 0 {
		return Reading{math.Inf(-1), math.Inf(1)}
	}
	a, b, c, d := left.Low/right.Low, left.Low/right.High, left.High/right.Low, left.High/right.High
	return Reading{min(a, b, c, d), max(a, b, c, d)}
}

// Verdict says whether the numbers of all seeds keep the promise; right is empty where
// there is no right term.
func (p *Promise) Verdict(left, right []float64) State {
	if p.Right() == nil {
		right = make([]float64, len(left))
	}
	if len(left) == 0 || len(right) != len(left) {
		return Waits
	}
	if p.Seeds == MeanSeed {
		left, right = []float64{mean(left)}, []float64{mean(right)}
	}
	n := 0
	for k := range left {
		if p.Judge(Exactly(left[k]), Exactly(right[k])) == Holds {
			n++
		}
	}
	if n == len(left) || p.Seeds == MostSeeds && 2*n > len(left) {
		return Holds
	}
	return Fails
}

func mean(list []float64) float64 {
	sum := 0.0
	for _, x := range list {
		sum += x
	}
	return sum / float64(len(list))
}

// Words says what is promised: ".69 ± .07", "at most .5", "less than B at 2,000". label
// is what a variant is called.
func (c *Claim) Words(label func(variant string) string) string {
	var text string
	switch p := &c.Promise; {
	case p.Expected != nil && *p.Band == 0:
		text = Figure(*p.Expected)
	case p.Expected != nil:
		text = trimmed(*p.Expected, digits(*p.Expected, *p.Band)) + " ± " + Figure(*p.Band)
	case p.AtMost != nil:
		text = "at most " + Figure(*p.AtMost)
	case p.AtLeast != nil:
		text = "at least " + Figure(*p.AtLeast)
	case p.Below != nil:
		text = "less than " + c.other(p.Below, label)
	default:
		text = "diverges"
	}
	if c.Ratio != nil {
		text += " times " + c.other(c.Ratio, label)
	}
	switch c.Seeds {
	case MeanSeed:
		text += ", mean of seeds"
	case MostSeeds:
		text += ", most seeds"
	}
	return text
}

// other names the right term by what it has otherwise than the left one.
func (c *Claim) other(t *Term, label func(string) string) string {
	var parts []string
	if t.Variant != c.Variant {
		parts = append(parts, label(t.Variant))
	}
	if t.Output != c.Output {
		parts = append(parts, "its "+t.Output)
	}
	at := slices.ContainsFunc(c.Changes, func(e Entry) bool {
		return e.Unit == t.Unit && (e.Variant == "" || e.Variant == t.Variant)
	})
	switch {
	case at && len(parts) == 0:
		return "its value at the change"
	case at:
		parts = append(parts, "at the change")
	case t.Unit != c.Unit && len(parts) == 0:
		return "its value at " + Count(t.Unit)
	case t.Unit != c.Unit:
		parts = append(parts, "at "+Count(t.Unit))
	}
	if len(parts) == 0 {
		return "over another stretch"
	}
	return strings.Join(parts, " ")
}

// Beside says whose number stands where the claim's is from, and what it is there.
func (c *Claim) Beside() string {
	p := c.Published
	if p == nil {
		return owners[c.Whose]
	}
	text := owners[c.Whose] + ": " + Figure(p.Value)
	if p.Low != nil && p.High != nil {
		text += " (" + Figure(*p.Low) + " to " + Figure(*p.High) + ")"
	}
	return text
}

// Figure writes a number with up to four digits, without a zero before the point.
func Figure(x float64) string { return trimmed(x, 4) }

// digits is how many a number needs for its band to be seen in them.
func digits(x, band float64) int {
	if x == 0 {
		return 4
	}
	return max(4, min(9, int(math.Ceil(math.Log10(math.Abs(x)/band)))+1))
}

func trimmed(x float64, digits int) string {
	text := strconv.FormatFloat(math.Abs(x), 'g', digits, 64)
	if size := math.Abs(x); x != 0 && (size < 1e-4 || size >= 1e6) {
		text = strings.NewReplacer("e-0", "e−", "e-", "e−", "e+0", "e", "e+", "e").Replace(text)
	}
	if rest, ok := strings.CutPrefix(text, "0."); ok {
		text = "." + rest
	}
	if x < 0 {
		text = "−" + text
	}
	return text
}

// Count writes a whole number with commas: 12,300.
func Count(n uint64) string {
	text := strconv.FormatUint(n, 10)
	for i := len(text) - 3; i > 0; i -= 3 {
		text = text[:i] + "," + text[i:]
	}
	return text
}
