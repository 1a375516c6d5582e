package sim

import "strings"

// signs are other ways to write a unit.
var signs = map[string][]string{"degrees": {"°", "deg"}}

// CutUnit drops a unit behind a number: 30 degrees, 30 degree and 30° of a field in degrees.
func CutUnit(text, unit string) string {
	if unit == "" {
		return text
	}
	trimmed := strings.TrimSpace(text)
	for _, u := range append([]string{unit, strings.TrimSuffix(unit, "s")}, signs[unit]...) {
		if front, ok := strings.CutSuffix(trimmed, u); ok && strings.ContainsAny(normalText(front), "0123456789") {
			return strings.TrimSpace(front)
		}
	}
	return text
}
