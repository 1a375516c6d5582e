package templates

import (
	_ "embed"
	"encoding/json"
	"html"
)

// mathml maps TeX to a whole <math> element. It is generated, see web/tools.
//
//go:embed mathml.json
var mathmlJSON []byte

var mathml = func() map[string]string {
	m := map[string]string{}
	if err := json.Unmarshal(mathmlJSON, &m); err != nil {
		panic("templates: mathml.json: " + err.Error())
	}
	return m
}()

// Math is the MathML of TeX. What is not in the map is shown as it is written.
func Math(tex string) string {
	if m, ok := mathml[tex]; ok {
		return m
	}
	return "<math><mtext>" + html.EscapeString(tex) + "</mtext></math>"
}

// HasMath says whether the map holds this TeX.
func HasMath(tex string) bool { _, ok := mathml[tex]; return ok }
