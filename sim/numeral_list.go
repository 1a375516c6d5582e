package sim

import (
	"fmt"
	"regexp"
	"strings"
)

// SplitList cuts a list into its entries: at commas, or at semicolons when there are any, and
// then a comma is a decimal mark. Brackets around all of it and a comma behind it are
// dropped.
func SplitList(text string) []string {
	text = strings.TrimSpace(strings.Map(func(c rune) rune {
		switch {
		case Invisible(c):
			return -1
		case strings.ContainsRune("،、，", c):
			return ','
		case strings.ContainsRune("؛；", c):
			return ';'
		}
		return c
	}, text))
	for _, pair := range []string{"[]", "()", "{}"} {
		if len(text) >= 2 && text[0] == pair[0] && text[len(text)-1] == pair[1] {
			text = strings.TrimSpace(text[1 : len(text)-1])
			break
		}
	}
	mark := ","
	if strings.Contains(text, ";") {
		mark = ";"
	}
	if text = strings.TrimSpace(strings.TrimSuffix(text, mark)); text == "" {
		return nil
	}
	return strings.Split(text, mark)
}

var (
	reSeveral = regexp.MustCompile(`[0-9.] [0-9.]`)
	reZeros   = regexp.MustCompile(`^[+-]? ?0[0-9]`)
)

// ReadEntry reads an entry of a list. Since a comma separates there, what could be a half of
// 0,05 or of 1,000 is refused, and so are numbers with a space between.
func ReadEntry(text string) (float64, error) {
	plain := normalText(text)
	switch {
	case len(text) > mostText:
		return ReadNumber(text)
	case reSeveral.MatchString(plain):
		return 0, fmt.Errorf("%q is more than one number: write %s", Clip(text), Clip(strings.ReplaceAll(plain, " ", ",")))
	case reZeros.MatchString(plain):
		return 0, fmt.Errorf("%q begins with 0, as if the comma before it stood within a number: a comma separates entries, a decimal mark is a point", Clip(text))
	}
	return ReadNumber(text)
}
