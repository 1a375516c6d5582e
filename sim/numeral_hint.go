package sim

import (
	"regexp"
	"strconv"
	"strings"
)

var (
	reHex    = regexp.MustCompile(`^([+-]?)0x([0-9a-f]{1,13})$`)
	reSuffix = regexp.MustCompile(`^(.*[^ ]) ?([%k])$`)
	reFlat   = regexp.MustCompile(`^(.*?) ?[*x] ?10 ?([+-][0-9]{1,3})$`) // 5×10−3, whose exponent was raised once
)

// numberHint says how a normal text that is no number is written, where that is plain; else "".
func numberHint(text string) string {
	try := func(text string) string {
		if x, err := numberOf(text, false); err == nil {
			return FormatNumber(x)
		}
		return ""
	}
	if strings.Contains(text, "_") {
		return try(strings.ReplaceAll(text, "_", ""))
	}
	if m := reHex.FindStringSubmatch(text); m != nil {
		n, err := strconv.ParseInt(m[1]+m[2], 16, 64)
		if err != nil {
			return ""
		}
		return strconv.FormatInt(n, 10)
	}
	if m := reSuffix.FindStringSubmatch(text); m != nil {
		if m[2] == "%" {
			return try(m[1] + "/100")
		}
		if x, err := numberOf(m[1], false); err == nil {
			return FormatNumber(x * 1000)
		}
	}
	if m := reFlat.FindStringSubmatch(text); m != nil && m[1] != "" {
		if try(m[1]) != "" {
			return try(m[1]) + "e" + strings.TrimPrefix(m[2], "+")
		}
	}
	return ""
}
