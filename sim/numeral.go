package sim

import (
	"errors"
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"
)

// Numbers are read as people write them: 0,05 and .05, 5e-2 and 5·10⁻²,
// 1 000 and 1.000,5, 1/3, with the minus of a text processor, in the digits of other
// scripts. This is the one reader of boxes, links and the command line; web/text/numeral.js has
// the same rules, and both are held to testdata/cases.json.
//
// A number is never off by a factor of a thousand in silence: a point is a decimal point, a
// comma is one unless the digits around it could also be thousands. 1,500 as a number that
// may have decimals is refused with both ways to write it; as a whole number it is 1500, and
// there 1.500 is refused.

// ErrNotFinite is at the root of refusals of infinity, of NaN and of what is beyond a float64.
var ErrNotFinite = errors.New("not a finite number")

// mostText is the most bytes of a text that is looked at.
const mostText = 200

// ReadNumber returns the number that a text is meant to be. The error says how to write it where
// that is plain.
func ReadNumber(text string) (float64, error) { return readNumber(text, false) }

// MostWhole is the largest whole number, up to sign: beyond it a float64 has gaps.
const MostWhole = 1<<53 - 1

// ReadWhole returns the whole number that a text is meant to be: 4,000, 1e4, 2.0.
func ReadWhole(text string) (int, error) {
	x, err := readNumber(text, true)
	switch {
	case err != nil:
		return 0, err
	case x != math.Trunc(x):
		return 0, fmt.Errorf("%q is not a whole number", Clip(text))
	case math.Abs(x) > MostWhole:
		return 0, fmt.Errorf("%s is beyond all whole numbers that are told apart", Clip(text))
	}
	return int(x), nil
}

// FormatNumber writes a number as a person would: plain digits where they are few.
func FormatNumber(x float64) string {
	if size := math.Abs(x); x == 0 || size >= 1e-4 && size < 1e15 {
		return strconv.FormatFloat(x, 'f', -1, 64)
	}
	text := strconv.FormatFloat(x, 'e', -1, 64)
	return strings.NewReplacer("e+0", "e", "e-0", "e-", "e+", "e").Replace(text)
}

func readNumber(text string, whole bool) (float64, error) {
	if len(text) > mostText {
		return 0, refuseNumber(text, whole, "")
	}
	plain := normalText(text)
	x, err := numberOf(plain, whole)
	var twofold *ambiguous
	switch {
	case errors.Is(err, ErrNotFinite):
		return 0, fmt.Errorf("%s is %w", Clip(text), ErrNotFinite)
	case errors.Is(err, errSmall):
		return 0, fmt.Errorf("%s is too close to 0: write 0 if that is meant", Clip(text))
	case errors.As(err, &twofold):
		return 0, fmt.Errorf("%q could be %s or %s: write one of them", Clip(text), twofold.small, twofold.large)
	case err != nil:
		return 0, refuseNumber(text, whole, numberHint(plain))
	case x == 0:
		return 0, nil // not -0, whose text would not round-trip as a default
	}
	return x, nil
}

func refuseNumber(text string, whole bool, hint string) error {
	kind := "a number"
	if whole {
		kind = "a whole number"
	}
	if hint != "" {
		hint = ": write " + hint
	}
	return fmt.Errorf("%q is not %s%s", Clip(text), kind, hint)
}

var (
	errNo    = errors.New("no number")
	errSmall = errors.New("too small")
)

// ambiguous is a number that could be either of two.
type ambiguous struct{ small, large string }

func (a *ambiguous) Error() string { return a.small + " or " + a.large }

var (
	reNotFinite = regexp.MustCompile(`^[+-]?(?:inf|infinity|nan|∞)$`)
	rePower     = regexp.MustCompile(`^(?:(.*?) ?[*x] ?|([+-]?) ?)10 ?\^ ?([{(]?) ?([+-]? ?[0-9]+) ?([)}]?)$`)
	reExponent  = regexp.MustCompile(`^(.*[^ ]) ?e ?([+-]? ?[0-9]+)$`)
)

// numberOf reads a normal text.
func numberOf(text string, whole bool) (float64, error) {
	if reNotFinite.MatchString(text) {
		return 0, ErrNotFinite
	}
	if a, b, ok := strings.Cut(text, "/"); ok {
		if strings.Contains(b, "/") {
			return 0, errNo
		}
		x, err := numberOf(strings.TrimSpace(a), false)
		if err != nil {
			return 0, err
		}
		y, err := numberOf(strings.TrimSpace(b), false)
		if err != nil {
			return 0, err
		}
		if y == 0 {
			return 0, ErrNotFinite
		}
		return finiteNumber(x/y, x == 0)
	}
	mantissa, exponent := text, ""
	if m := rePower.FindStringSubmatch(text); m != nil {
		if m[3]+m[5] != "" && m[3]+m[5] != "{}" && m[3]+m[5] != "()" {
			return 0, errNo
		}
		if mantissa, exponent = m[1], m[4]; mantissa == "" {
			if mantissa = m[2] + "1"; strings.ContainsAny(text[:len(text)-len(m[4])], "*x") {
				return 0, errNo
			}
		}
	} else if m := reExponent.FindStringSubmatch(text); m != nil {
		mantissa, exponent = m[1], m[2]
	}
	digits, err := decimalText(mantissa, whole && exponent == "")
	if err != nil {
		return 0, err
	}
	if exponent != "" {
		digits += "e" + strings.ReplaceAll(exponent, " ", "")
	}
	x, err := strconv.ParseFloat(digits, 64)
	if err != nil {
		return 0, ErrNotFinite
	}
	return finiteNumber(x, !strings.ContainsAny(strings.SplitN(digits, "e", 2)[0], "123456789"))
}

// finiteNumber refuses what is beyond a float64 at either end; zero says that 0 was meant.
func finiteNumber(x float64, zero bool) (float64, error) {
	switch {
	case math.IsInf(x, 0) || math.IsNaN(x):
		return 0, ErrNotFinite
	case x == 0 && !zero:
		return 0, errSmall
	}
	return x, nil
}

var (
	reBody   = regexp.MustCompile(`^([+-]?) ?([0-9.,' ;]*[0-9.,;])$`)
	reGroups = regexp.MustCompile(`^[0-9]{1,3}(?:([' .,])[0-9]{3})+$`)
	reParts  = regexp.MustCompile(`^(?:[0-9]{3} )*[0-9]{1,3}$`)
	reDigits = regexp.MustCompile(`^[0-9]*$`)
	// Digits that mean one thing with a decimal mark, and a thousand times as much without.
	reThousand = regexp.MustCompile(`^[1-9][0-9]{0,2}[.,][0-9]{3}$`)
)

// decimalText returns a number without exponent in the digits of Go. In a normal text ; is a
// decimalText mark and ' a mark of thousands beyond doubt.
func decimalText(text string, whole bool) (string, error) {
	m := reBody.FindStringSubmatch(text)
	if m == nil || !strings.ContainsAny(text, "0123456789") {
		return "", errNo
	}
	sign, body := m[1], m[2]
	if reThousand.MatchString(body) {
		plain := strings.NewReplacer(",", "", ".", "").Replace(body)
		point := strings.Replace(body, ",", ".", 1)
		switch comma := strings.Contains(body, ","); {
		case comma && whole:
			return sign + plain, nil
		case comma:
			return "", &ambiguous{sign + point, sign + plain}
		case whole:
			return "", &ambiguous{sign + strings.TrimSuffix(point, ".000"), sign + plain}
		}
	}
	// The decimal mark is the last mark, when it is there once.
	at := strings.LastIndexAny(body, ".,;")
	front, back := body, ""
	if at >= 0 && strings.Count(body, body[at:at+1]) == 1 {
		front, back = body[:at], body[at+1:]
	}
	if !reDigits.MatchString(front) {
		g := reGroups.FindStringSubmatch(front)
		if g == nil {
			return "", errNo
		}
		if front = strings.ReplaceAll(front, g[1], ""); !reDigits.MatchString(front) {
			return "", errNo // marks of two kinds
		}
	}
	if !reDigits.MatchString(back) {
		if !reParts.MatchString(back) || whole || body[at] == ',' { // 1,000 000 could be a million
			return "", errNo
		}
		back = strings.ReplaceAll(back, " ", "")
	}
	if front == "" {
		front = "0"
	}
	return sign + front + "." + back + "0", nil
}
