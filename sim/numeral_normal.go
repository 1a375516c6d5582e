package sim

import (
	"strings"
	"unicode"
)

// zeros are the digits 0 of scripts whose ten digits follow each other.
var zeros = []rune{0x660, 0x6f0, 0x7c0, 0x966, 0x9e6, 0xa66, 0xae6, 0xb66, 0xbe6, 0xc66, 0xce6, 0xd66, 0xe50, 0xed0, 0xf20,
	0x1040, 0x17e0, 0x1810, 0xff10, 0x1d7ce, 0x1d7d8, 0x1d7e2, 0x1d7ec, 0x1d7f6}

const (
	minuses      = "-−–‒‐‑—﹘﹣－"
	apostrophes  = "'’‘ʼ`´٬＇"
	times        = "*·⋅×∙•✕✖＊"
	slashes      = "/⁄∕／"
	superscripts = "⁰¹²³⁴⁵⁶⁷⁸⁹"
)

// normalText maps what people type for the same thing to one character of ASCII: digits of all
// scripts, spaces, minus signs; ' for marks of thousands and ; for the Arabic decimal mark,
// which are beyond doubt; ^ before a raised number. Characters without width are dropped.
func normalText(text string) string {
	var b strings.Builder
	raised, space := false, false
	for _, c := range strings.TrimSpace(text) {
		if Invisible(c) {
			continue
		}
		if unicode.IsSpace(c) {
			space = true
			continue
		}
		if space && b.Len() > 0 {
			b.WriteByte(' ')
		}
		space = false
		up := strings.ContainsRune(superscripts+"⁻⁺", c)
		if up && !raised {
			b.WriteByte('^')
		}
		raised = up
		switch {
		case up && c == '⁻', strings.ContainsRune(minuses, c):
			b.WriteByte('-')
		case up && c == '⁺', c == '＋':
			b.WriteByte('+')
		case up:
			b.WriteByte(byte('0' + indexOf(superscripts, c)))
		case strings.ContainsRune(apostrophes, c):
			b.WriteByte('\'')
		case strings.ContainsRune(times, c):
			b.WriteByte('*')
		case strings.ContainsRune(slashes, c):
			b.WriteByte('/')
		case c == '٫':
			b.WriteByte(';')
		case c == ';': // means nothing within a number
			b.WriteByte('?')
		case c == '，':
			b.WriteByte(',')
		case c == '．':
			b.WriteByte('.')
		case c == 'ｅ' || c == 'Ｅ':
			b.WriteByte('e')
		default:
			b.WriteRune(unicode.ToLower(digit(c)))
		}
	}
	return b.String()
}

func indexOf(list string, c rune) int {
	n := 0
	for _, each := range list {
		if each == c {
			return n
		}
		n++
	}
	return -1
}

// digit returns the digit of ASCII that c is, or c.
func digit(c rune) rune {
	for _, zero := range zeros {
		if c >= zero && c < zero+10 {
			return '0' + c - zero
		}
	}
	return c
}

// Invisible says whether a character has no width and no meaning of its own: what mail
// programs and word processors slip in. The joiners of scripts and emoji are not among them.
func Invisible(c rune) bool {
	switch {
	case c == 0xad, c == 0x61c, c == 0x200b, c == 0x200e, c == 0x200f, c >= 0x202a && c <= 0x202e, c >= 0x2060 && c <= 0x2069, c == 0xfeff:
		return true
	}
	return false
}
