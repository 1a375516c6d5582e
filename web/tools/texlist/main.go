// Texlist prints, as a JSON array, every piece of TeX that a page may show: the
// symbols of fields and outputs, the terms of the equations and the formulas of the
// page texts of all labs.
// mathml.mjs turns the list into templates/mathml.json.
package main

import (
	"encoding/json"
	"fmt"
	"os"

	"hebb/presets"
	"hebb/sim/labs"
)

func main() {
	list, err := presets.Load(presets.Files, labs.All)
	if err == nil {
		var tex []string
		if tex, err = collect(labs.All, list); err == nil {
			enc := json.NewEncoder(os.Stdout)
			enc.SetEscapeHTML(false)
			err = enc.Encode(tex)
		}
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "texlist:", err)
		os.Exit(1)
	}
}
