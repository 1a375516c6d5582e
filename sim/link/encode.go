package link

import (
	"net/url"
	"regexp"
	"strings"
)

var reHard = regexp.MustCompile(`%25[0-9A-Fa-f]|%26[A-Za-z]`)

// Encode writes a query. It is what url.Values.Encode writes, but that a value which looks
// as if something had happened to it on its way has one more character escaped: all readers
// take it for the same, and Clean leaves it alone.
func Encode(q url.Values) string {
	list := strings.Split(q.Encode(), "&")
	for i, pair := range list {
		name, value, ok := strings.Cut(pair, "=")
		if !ok {
			continue
		}
		value = reHard.ReplaceAllStringFunc(value, func(s string) string { return s[:3] + escape(s[3]) })
		if len(value) > 1 && value[0] == '3' && (value[1] == 'D' || value[1] == 'd') {
			value = escape(value[0]) + value[1:]
		}
		if n := len(value) - 1; n >= 0 && strings.IndexByte(ends, value[n]) >= 0 {
			value = value[:n] + escape(value[n])
		}
		list[i] = name + "=" + value
	}
	return strings.Join(list, "&")
}

func escape(c byte) string {
	const hex = "0123456789ABCDEF"
	return string([]byte{'%', hex[c>>4], hex[c&15]})
}
