package formula

import (
	"fmt"
	"unicode"

	"hebb/sim"
)

// Limits of a rule.
const (
	MaxLength = 1000 // characters
	maxDepth  = 40   // brackets within brackets
	maxNodes  = 300  // operations
	maxTerms  = 60   // summands when all brackets are multiplied out
)

// Error is a rule that does not compile, and the characters at fault: From up to,
// and not with, To.
type Error struct {
	From, To int
	Text     string
}

func (e *Error) Error() string {
	return fmt.Sprintf("character %d: %s", e.From+1, e.Text)
}

type token struct {
	text     string // of names and symbols
	value    float64
	kind     kind
	from, to int
}

type kind uint8

const (
	end kind = iota
	number
	name
	symbol
)

// lex cuts a text into tokens, the last of which is the end.
func lex(text string) ([]token, error) {
	runes := []rune(text)
	var list []token
	for i := 0; i < len(runes); {
		if i >= MaxLength {
			return nil, &Error{i, len(runes), fmt.Sprintf("a rule has at most %d characters", MaxLength)}
		}
		c, from := runes[i], i
		switch {
		case unicode.IsSpace(c) || sim.Invisible(c):
			i++
			continue
		case c >= '0' && c <= '9' || c == '.' && i+1 < len(runes) && digit(runes[i+1]):
			for i < len(runes) && (digit(runes[i]) || runes[i] == '.' && !(i+1 < len(runes) && (runes[i+1] == '*' || runes[i+1] == '^'))) {
				i++
			}
			if i < len(runes) && (runes[i] == 'e' || runes[i] == 'E') { // 1e-3, but 2e is 2 and a name
				j := i + 1
				if j < len(runes) && (minus(runes[j]) || runes[j] == '+') {
					j++
				}
				if j < len(runes) && digit(runes[j]) {
					for i = j; i < len(runes) && digit(runes[i]); i++ {
					}
				}
			}
			if to := behindComma(runes, i); to > i {
				return nil, &Error{from, to, "a comma has no meaning here: write " + string(runes[from:i]) + "." + string(runes[i+1:to])}
			}
			v, err := sim.ReadNumber(string(runes[from:i]))
			if err != nil {
				return nil, &Error{from, i, "this is no number"}
			}
			list = append(list, token{kind: number, value: v, from: from, to: i})
		case unicode.IsLetter(c):
			for i < len(runes) && (unicode.IsLetter(runes[i]) || digit(runes[i]) || runes[i] == '_') {
				i++
			}
			list = append(list, token{kind: name, text: string(runes[from:i]), from: from, to: i})
		default:
			i++
			text := string(c)
			switch {
			case c == '.' && i < len(runes) && (runes[i] == '*' || runes[i] == '^'):
				text += string(runes[i])
				i++
			case c == '·' || c == '⋅' || c == '×':
				text = "*"
			case minus(c):
				text = "-"
			case c == '′' || c == '’' || c == 'ᵀ':
				text = "'"
			case c == '+' || c == '-' || c == '*' || c == '/' || c == '^' || c == '(' || c == ')' || c == '\'':
			default:
				if to := behindComma(runes, from); to > from {
					return nil, &Error{from, to, "a comma has no meaning here: write 0." + string(runes[i:to])}
				}
				return nil, &Error{from, i, fmt.Sprintf("%q has no meaning here", c)}
			}
			if text == ".^" {
				text = "^"
			}
			list = append(list, token{kind: symbol, text: text, from: from, to: i})
		}
	}
	return append(list, token{kind: end, from: len(runes), to: len(runes)}), nil
}

func digit(c rune) bool { return c >= '0' && c <= '9' }

// minus says whether a character is a minus sign, as keyboards and word processors write it.
func minus(c rune) bool {
	return c == '-' || c == '−' || c == '–' || c == '‒' || c == '‐' || c == '‑'
}

// behindComma returns where the digits behind a comma at i end; i when there are none.
func behindComma(runes []rune, i int) int {
	if i >= len(runes) || runes[i] != ',' {
		return i
	}
	to := i + 1
	for to < len(runes) && digit(runes[to]) {
		to++
	}
	if to == i+1 {
		return i
	}
	return to
}
