package templates

import (
	"go/ast"
	"go/doc/comment"
	"go/parser"
	"go/token"
	"html"
	"regexp"
	"strings"
)

// Section is a heading of a lab's page text and what stands under it.
type Section struct{ Title, HTML string }

// sections turns the package comment of a lab's doc.go into HTML, heading by
// heading. What stands before the first heading is for readers of the code.
func sections(source string) []Section {
	var list []Section
	printer := comment.Printer{}
	for _, block := range parseDoc(source).Content {
		heading, ok := block.(*comment.Heading)
		if ok {
			list = append(list, Section{Title: plain(heading.Text)})
		}
		if ok || len(list) == 0 {
			continue
		}
		last := &list[len(list)-1]
		if b, ok := block.(*comment.Code); ok {
			last.HTML += code(b.Text)
		} else {
			text := string(printer.HTML(&comment.Doc{Content: []comment.Block{block}}))
			last.HTML += reIndex.ReplaceAllString(text, "<i>$1</i><sub>$2</sub>")
		}
	}
	return list
}

// reIndex is a letter with an index within a sentence: y_l.
var reIndex = regexp.MustCompile(`\b(\pL)_(\w)\b`)

// parseDoc parses the package comment of a Go file.
func parseDoc(source string) *comment.Doc {
	file, err := parser.ParseFile(token.NewFileSet(), "doc.go", source, parser.PackageClauseOnly|parser.ParseComments)
	var text *ast.CommentGroup
	if err == nil {
		text = file.Doc
	}
	return new(comment.Parser).Parse(text.Text())
}

// Formulas are the lines of mathematics in a lab's page text: the lines of those
// indented blocks that are written in TeX.
func Formulas(source string) []string {
	var list []string
	for _, block := range parseDoc(source).Content {
		if b, ok := block.(*comment.Code); ok {
			list = append(list, formulas(b.Text)...)
		}
	}
	return list
}

// formulas returns the lines of an indented block, or nil when it is not TeX.
func formulas(text string) []string {
	if !strings.ContainsAny(text, `\_^`) {
		return nil
	}
	var list []string
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" {
			list = append(list, line)
		}
	}
	return list
}

// code sets an indented block: as mathematics when all of it is known, else as it
// is written.
func code(text string) string {
	lines := formulas(text)
	var b strings.Builder
	for _, line := range lines {
		if !HasMath(line) {
			lines = nil
			break
		}
		b.WriteString("<p>" + Formula(line) + "</p>")
	}
	if lines == nil {
		return `<pre tabindex="0">` + html.EscapeString(strings.TrimRight(text, "\n")) + "</pre>\n"
	}
	return `<div class="formulas" tabindex="0">` + b.String() + "</div>\n"
}

func plain(list []comment.Text) string {
	var b strings.Builder
	for _, t := range list {
		switch t := t.(type) {
		case comment.Plain:
			b.WriteString(string(t))
		case comment.Italic:
			b.WriteString(string(t))
		case *comment.Link:
			b.WriteString(plain(t.Text))
		case *comment.DocLink:
			b.WriteString(plain(t.Text))
		}
	}
	return b.String()
}

// reLink is a link in a preset's text: [words](field:name).
var reLink = regexp.MustCompile(`\[([^\]]*)\]\((field|figure|probe):([^)]*)\)`)

// linked turns a preset's text into HTML in which links light what they name.
func linked(text string) string {
	return reLink.ReplaceAllString(html.EscapeString(text), `<a href="#$2-$3" data-light="$2:$3">$1</a>`)
}

// sentences returns the first n sentences under the first heading of the page text,
// without markup.
func sentences(source string, n int) string {
	var words []string
	headings := 0
	for _, block := range parseDoc(source).Content {
		switch b := block.(type) {
		case *comment.Heading:
			headings++
		case *comment.Paragraph:
			text := strings.Join(strings.Fields(plain(b.Text)), " ")
			for headings == 1 && text != "" && len(words) < n {
				end := strings.Index(text, ". ") + 1
				if end == 0 {
					end = len(text)
				}
				words = append(words, text[:end])
				text = strings.TrimSpace(text[end:])
			}
		}
	}
	return strings.Join(words, " ")
}

// inOneLine keeps a number and its band in one line.
func inOneLine(text string) string { return strings.ReplaceAll(text, " ± ", "\u00a0±\u00a0") }
