package templates

import (
	"encoding/xml"
	"slices"
	"strconv"
	"strings"
)

// A line breaks before the first and after the second.
var (
	relations = []string{"=", "≠", "≤", "≥", "<", ">", "←", "→", "≈", "+", "−", "±"}
	stops     = []string{",", ";", ":"}
)

// Formula is Math in pieces between which a line may break: a browser never breaks
// within a <math> element, so that a long formula would be cut where its panel ends.
// The pieces side by side look like the whole. A line breaks before a relation or a sign
// between terms, and after a comma, a colon or a wide space; also within brackets, but
// not within a fraction, a root or what has an exponent.
func Formula(tex string) string {
	whole := Math(tex)
	parts := pieces(whole)
	if len(parts) < 2 {
		return whole
	}
	var b strings.Builder
	for _, p := range parts {
		b.WriteString("<math><mrow>" + p + "</mrow></math>")
	}
	return b.String()
}

// part is an element of a formula: what stands in the text, or a group of others.
type part struct {
	name  string
	attrs []xml.Attr
	raw   string // the whole element as it is written
	text  string // of a leaf
	parts []*part
}

// pieces returns what stands between the places where a formula may break; nil when
// it cannot be read.
func pieces(mathml string) []string {
	root := parseMath(mathml)
	if root == nil {
		return nil
	}
	var list []string
	var piece strings.Builder
	next := false // break before what comes next
	for _, p := range flatten(root, nil) {
		before := p.name == "mo" && p.form() == "infix" && slices.Contains(relations, p.text)
		if (next || before) && !p.blank() && piece.Len() > 0 {
			list = append(list, piece.String())
			piece.Reset()
		}
		piece.WriteString(p.raw)
		next = p.name == "mo" && slices.Contains(stops, p.text) || p.name == "mspace" && p.width() >= 1 || next && p.blank()
	}
	return append(list, piece.String())
}

// flatten lists the elements of a formula without the rows that only group them. An
// operator's form depends on its place in its row and is written down before the row goes.
func flatten(p *part, list []*part) []*part {
	solid := slices.DeleteFunc(slices.Clone(p.parts), func(q *part) bool { return q.blank() })
	for _, q := range p.parts {
		if q.groups() {
			list = flatten(q, list)
			continue
		}
		if q.name == "mo" && q.form() == "" {
			form := "infix"
			if len(solid) > 1 && q == solid[0] {
				form = "prefix"
			} else if len(solid) > 1 && q == solid[len(solid)-1] {
				form = "postfix"
			}
			if slices.Contains(stops, q.text) {
				form = "infix" // also at the end, where the other form has no space behind it
			}
			q.attrs = append(q.attrs, xml.Attr{Name: xml.Name{Local: "form"}, Value: form})
			q.raw = `<mo form="` + form + `"` + strings.TrimPrefix(q.raw, "<mo")
		}
		list = append(list, q)
	}
	return list
}

// groups says whether the element is a row without any meaning of its own; the style
// that Temml writes for \textstyle is what a formula within text has anyway.
func (p *part) groups() bool {
	switch p.name {
	case "mrow":
		return len(p.attrs) == 0
	case "mstyle":
		return len(p.attrs) == 2 && p.attr("displaystyle") == "false" && p.attr("scriptlevel") == "0"
	}
	return false
}

func (p *part) blank() bool {
	return p.name == "mspace" || p.name == "mtext" && strings.TrimSpace(p.text) == ""
}

func (p *part) form() string { return p.attr("form") }

// width is that of a space, in em.
func (p *part) width() float64 {
	em, _ := strconv.ParseFloat(strings.TrimSuffix(p.attr("width"), "em"), 64)
	return em
}

func (p *part) attr(name string) string {
	for _, a := range p.attrs {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// parseMath reads one <math> element; nil when it is none.
func parseMath(text string) *part {
	d := xml.NewDecoder(strings.NewReader(text))
	d.Entity = xml.HTMLEntity
	var open []*part
	var began []int64
	for {
		at := d.InputOffset()
		token, err := d.Token()
		if err != nil {
			return nil
		}
		switch t := token.(type) {
		case xml.StartElement:
			p := &part{name: t.Name.Local, attrs: t.Copy().Attr}
			if len(open) > 0 {
				parent := open[len(open)-1]
				parent.parts = append(parent.parts, p)
			}
			open, began = append(open, p), append(began, at)
		case xml.CharData:
			if len(open) > 0 {
				open[len(open)-1].text += string(t)
			}
		case xml.EndElement:
			last := len(open) - 1
			p := open[last]
			p.raw = text[began[last]:d.InputOffset()]
			open, began = open[:last], began[:last]
			if (last == 0 || p.groups()) && strings.TrimSpace(p.text) != "" {
				return nil // text belongs into elements of its own
			}
			if last == 0 {
				if p.name != "math" || len(p.attrs) > 0 {
					return nil
				}
				return p
			}
		}
	}
}
