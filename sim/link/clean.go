// Package link mends links that have been on their way through mail, chats, word processors
// and shells, and writes such as can be mended without doubt.
//
// Clean works on the query as a string: what no link of ours can contain is put right or
// dropped. It never touches a link that Encode wrote, and what it has cleaned it leaves as
// it is. Trim and Squeeze mend single values, and are for those that were refused as they
// stand.
package link

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"hebb/sim"
)

// Clean returns the query of a link, without its ?, as it was meant to be.
func Clean(query string) string {
	for range 8 {
		next := pass(query)
		if next == query {
			return query
		}
		query = next
	}
	return query
}

func pass(q string) string {
	q = strings.TrimPrefix(visible(q), "?")
	q = untracked(entities(q))
	q = unescaped(trimEnd(q))
	q = reInner.ReplaceAllString(q, "&$1=")
	q = untracked(pairs(twice(unquoted(q))))
	return escapeRaw(trimEnd(q))
}

var (
	// reBreak is the end of a line, as mail programs put into links, with indentation or
	// marks of quotation behind it.
	reBreak = regexp.MustCompile(`[ \t]*\r?\n(?:[ \t]*>)*[ \t]*`)
	// reSoft is one of quoted-printable text, in which each = is =3D.
	reSoft   = regexp.MustCompile(`=[ \t]*\r?\n`)
	reThreeD = regexp.MustCompile(`(?i)=3D`)
	// reUnseen is an escaped character without width, and what a browser makes of the
	// beginning of a line that it joins: Encode writes a space as +.
	reUnseen = regexp.MustCompile(`(?i)%C2%AD|%D8%9C|%E2%80(?:%8[BEF]|%A[A-E])|%E2%81%A[0-9]|%EF%BB%BF|%0[0-9A-F]|%1[0-9A-F]|%7F|%3E%20|(?:%20){2,}`)
)

// visible drops ends of lines and characters that cannot be seen, raw and escaped.
func visible(text string) string {
	if reThreeD.MatchString(text) {
		text = reSoft.ReplaceAllString(text, "")
	}
	text = reBreak.ReplaceAllString(text, "")
	text = strings.Map(func(c rune) rune {
		if c < ' ' || c == 0x7f || sim.Invisible(c) {
			return -1
		}
		return c
	}, text)
	return reUnseen.ReplaceAllString(text, "")
}

var (
	reAmp   = regexp.MustCompile(`(?i)&(?:amp;)*#(?:0*38|x0*26);|&(?:amp(?:;|%3B))+|%26(?:amp(?:;|%3B))+`)
	reEqual = regexp.MustCompile(`(?i)&(?:amp;)*#(?:0*61|x0*3d);`)
	reClose = regexp.MustCompile(`(?is)&(?:amp;)*(?:gt|lt|quot|apos|nbsp|#0*(?:34|39|60|62|160)|#x0*(?:22|27|3c|3e|a0));.*$`)
	// reInner is an escaped & that begins another name.
	reInner = regexp.MustCompile(`%26([a-z][a-z0-9_.]*)(?:=|%3[Dd])`)
)

// entities turns the entities of HTML back into what they stand for. A fragment is cut off.
func entities(q string) string {
	q = reAmp.ReplaceAllString(q, "&")
	q = reEqual.ReplaceAllString(q, "=")
	q = reClose.ReplaceAllString(q, "")
	q, _, _ = strings.Cut(q, "#")
	return q
}

var reQuoted = regexp.MustCompile(`(?i)=(?:3D)?`)

// unquoted undoes quoted-printable text, where every = is =3D; a = alone is what is left of
// the end of a line.
func unquoted(q string) string {
	seen := false
	for pair := range strings.SplitSeq(q, "&") {
		if !strings.Contains(pair, "=") {
			continue
		}
		if seen = strings.Contains(strings.ToUpper(pair), "=3D"); !seen {
			return q
		}
	}
	if !seen {
		return q
	}
	return reQuoted.ReplaceAllStringFunc(q, func(s string) string { return s[:min(1, len(s)-1)] })
}

// mostLayers is how often a link may have been escaped on its way.
const mostLayers = 5

var (
	reEscape = regexp.MustCompile(`%[0-9A-Fa-f]{2}`)
	reTwice  = regexp.MustCompile(`%25[0-9A-Fa-f]{2}`)
	reEquals = regexp.MustCompile(`(?i)%(?:25)*3D`)
)

// unescaped undoes escapes that were put on the whole query, so that it has neither & nor =
// any more. What has more layers than any way puts on stays as it is.
func unescaped(q string) string {
	out := q
	for range mostLayers {
		if strings.ContainsAny(out, "&=") || !reEquals.MatchString(out) {
			return out
		}
		out = unescapeOnce(out)
	}
	return q
}

// twice undoes escapes that were put on escapes, so that all % are %25.
func twice(q string) string {
	out := q
	for range mostLayers {
		if n := strings.Count(out, "%"); n == 0 || n != len(reTwice.FindAllString(out, -1)) {
			return out
		}
		out = strings.ReplaceAll(out, "%25", "%")
	}
	return q
}

func unescapeOnce(q string) string {
	return reEscape.ReplaceAllStringFunc(q, func(s string) string {
		const hex = "0123456789abcdef"
		s = strings.ToLower(s)
		return string([]byte{byte(strings.IndexByte(hex, s[1])<<4 | strings.IndexByte(hex, s[2]))})
	})
}

// tracks are the names that programs on the way add to links.
var tracks = regexp.MustCompile(`(?i)^(?:utm_.*|mtm_.*|pk_.*|mc_[ce]id|fbclid|gclid|gclsrc|gbraid|wbraid|dclid|gad_source|gad_campaignid|msclkid|yclid|twclid|ttclid|igsh|igshid|li_fat_id|` +
	`srsltid|mkt_tok|_hsenc|_hsmi|_ga|_gl|_ke|__s|vero_id|vero_conv|oly_enc_id|oly_anon_id|epik|ref_src|ref_url|cvid|ocid|s_cid|spm|scm|trk|trkinfo)$`)

// Tracks says whether a name is one that programs on the way add to links.
func Tracks(name string) bool { return tracks.MatchString(name) }

// untracked drops the pairs of trackers.
func untracked(q string) string {
	list := strings.Split(q, "&")
	return strings.Join(slices.DeleteFunc(list, func(pair string) bool {
		name, _, _ := strings.Cut(pair, "=")
		return Tracks(reName.ReplaceAllString(name, ""))
	}), "&")
}

var reName = regexp.MustCompile(`(?i)^(?:amp(?:;|%3B)|\?|[+ ]|%20|%C2%A0)+|(?:[+ ]|%20|%C2%A0)+`)

// pairs mends the names of a query's pairs, and drops those that are nothing.
func pairs(q string) string {
	list := strings.Split(q, "&")
	kept := list[:0]
	for _, pair := range list {
		if !strings.Contains(pair, "=") {
			if at := strings.Index(strings.ToUpper(pair), "%3D"); at >= 0 {
				pair = pair[:at] + "=" + pair[at+3:]
			}
		}
		name, value, ok := strings.Cut(pair, "=")
		name = reName.ReplaceAllString(name, "")
		if pair = name + "=" + value; !ok {
			pair = name
		}
		if strings.Trim(pair, ends) == "" {
			continue
		}
		kept = append(kept, pair)
	}
	return strings.Join(kept, "&")
}

// ends are characters that are no part of a link when they stand behind it. A ' is not among
// them: it ends a rule as the mark of a transposed vector.
const ends = " +.,;:!?*~|`\"<>)]}«»“”„’›‹」』。，、；！？）"

// brackets are those that may also be the end of a value.
var brackets = map[byte][2]string{')': {"(", "%28"}, ']': {"[", "%5B"}, '}': {"{", "%7B"}}

// trimEnd drops what stands behind a link in a sentence. A bracket stays when the value has
// opened it.
func trimEnd(q string) string {
	value := q[strings.LastIndexAny(q, "&=")+1:]
	spare := map[byte]int{} // brackets that nothing has opened
	for close, open := range brackets {
		if n := strings.Count(value, string(close)); n > 0 {
			spare[close] = n - strings.Count(value, open[0]) - strings.Count(strings.ToUpper(value), open[1])
		}
	}
	for q != "" {
		next := strings.TrimSuffix(strings.TrimSuffix(q, "%20"), "%C2%A0")
		if next == q {
			last := q[len(q)-1]
			if _, bracket := brackets[last]; bracket && spare[last] <= 0 {
				break
			}
			spare[last]--
			next = trimLast(q)
		}
		if next == q {
			break
		}
		q = next
	}
	return q
}

// trimLast drops the last character if it is one of the ends.
func trimLast(q string) string {
	_, size := utf8.DecodeLastRuneInString(q)
	if last := q[len(q)-size:]; strings.Contains(ends, last) {
		return strings.TrimSuffix(q, last)
	}
	return q
}

// escapeRaw escapes what a browser would, so that a link does not change on its way to it.
func escapeRaw(q string) string {
	const hex = "0123456789ABCDEF"
	var b strings.Builder
	for i := range len(q) {
		if c := q[i]; c <= ' ' || c >= 0x7f || strings.IndexByte("\"<>`{}|\\^", c) >= 0 {
			b.WriteString(string([]byte{'%', hex[c>>4], hex[c&15]}))
		} else {
			b.WriteByte(c)
		}
	}
	return b.String()
}
