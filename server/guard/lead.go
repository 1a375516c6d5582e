package guard

import (
	"fmt"
	"net/http"
	"strings"
)

// Lead sends a reader on, with the query, and for this time only: what stands before us
// can change.
func Lead(w http.ResponseWriter, r *http.Request, to string) {
	if r.URL.RawQuery != "" {
		to += "?" + r.URL.RawQuery
	}
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("Location", ascii(to))
	w.WriteHeader(http.StatusPermanentRedirect)
}

// ascii escapes what a header must not hold.
func ascii(text string) string {
	var b strings.Builder
	for i := range len(text) {
		if c := text[i]; c <= ' ' || c >= 0x7f {
			fmt.Fprintf(&b, "%%%02X", c)
		} else {
			b.WriteByte(c)
		}
	}
	return b.String()
}
