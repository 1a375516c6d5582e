package link

import (
	"strings"
	"unicode"
)

// around are characters that may stand around a value when a link stands within a text.
const around = ends + "=/'‘(<[{«"

// Trim drops spaces and marks around a value.
func Trim(value string) string {
	return strings.TrimFunc(value, func(c rune) bool { return unicode.IsSpace(c) || strings.ContainsRune(around, c) })
}

// Squeeze drops the spaces of a value, and the marks around it.
func Squeeze(value string) string {
	return strings.Map(func(c rune) rune {
		if unicode.IsSpace(c) {
			return -1
		}
		return c
	}, Trim(value))
}
