package link

import (
	"regexp"
	"strings"
)

var (
	reLab     = regexp.MustCompile(`(?i)(?:^|[^a-z0-9_.~%-])labs[/\\]+([a-z0-9-]+)`)
	reWrapped = regexp.MustCompile(`(?i)(?:%(?:25)*(?:2F|5C))+labs%(?:25)*(?:2F|5C)`)
	reQuery   = regexp.MustCompile(`(?i)^[/\\]*(?:\?|%3F)`)
	reBehind  = regexp.MustCompile(`^[/\\]*(?:$|[^a-zA-Z0-9_/\\%-])`)
)

// Find finds a link to a lab in a text: the lab's name and the cleaned query. It takes what
// is in an address bar, with or without host and prefix, what a shell of Windows makes of a
// path (C:/Program Files/Git/labs/...), and what mail programs, chats and markup put around.
func Find(text string) (lab, query string, ok bool) {
	text = strings.TrimSpace(visible(text))
	if !reLab.MatchString(text) {
		text = unwrapped(text)
	}
	at := reLab.FindStringSubmatchIndex(text)
	if at == nil {
		return "", "", false
	}
	// A host or a folder may be called labs, too: the last one before the query counts.
	path := text
	if end := strings.IndexAny(text[at[1]:], "?#"); end >= 0 {
		path = text[:at[1]+end]
	}
	from := 0
	for next := at; next != nil; next = reLab.FindStringSubmatchIndex(path[from:]) {
		if from > 0 {
			for i := range next {
				next[i] += from
			}
		}
		at, from = next, next[2]-1 // the / before a name may be the / before the next labs
	}
	lab, rest := strings.ToLower(text[at[2]:at[3]]), text[at[3]:]
	before := strings.TrimRight(text[:at[2]], `/\`)
	before = strings.TrimSuffix(strings.ToLower(before), "labs")
	rest = inside(before, rest)
	switch m := reQuery.FindString(rest); {
	case m != "":
		return lab, Clean(rest[len(m):]), true
	case strings.HasPrefix(rest, "&"):
		return lab, Clean(rest), true
	}
	return lab, "", reBehind.MatchString(rest)
}

// unwrapped returns the link that another one carries in its query, as the redirections of
// mail programs do.
func unwrapped(text string) string {
	at := reWrapped.FindStringIndex(text)
	if at == nil {
		return text
	}
	from := strings.LastIndexAny(text[:at[0]], "=&?") + 1
	part, _, _ := strings.Cut(text[from:], "&")
	for range mostLayers {
		if reLab.MatchString(part) {
			return part
		}
		part = unescapeOnce(part)
	}
	return text
}

// inside cuts off what stands behind a link at the end of what it stands in: the pairs of
// marks that the text before it opens.
func inside(before, rest string) string {
	for _, pair := range [][2]string{{"__http", "__;"}, {"<", ">"}, {"<", "|"}, {"(", ")"}, {`href="`, `"`}, {"“", "”"}, {"«", "»"}, {"'", "'"}} {
		if !strings.Contains(before, pair[0]) {
			continue
		}
		at := strings.Index(rest, pair[1])
		switch pair[1] {
		case ")":
			at = closing(rest)
		case "'": // also the mark of a transposed vector
			at = strings.LastIndex(rest, "'")
		}
		if at >= 0 {
			rest = rest[:at]
		}
	}
	return rest
}

// closing is where the ) stands that nothing in the text has opened; -1 for nowhere.
func closing(text string) int {
	open := 0
	for i, c := range text {
		switch c {
		case '(':
			open++
		case ')':
			if open--; open < 0 {
				return i
			}
		}
	}
	return -1
}
