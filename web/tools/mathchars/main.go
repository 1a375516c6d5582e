// Mathchars prints the characters that a page may set in the mathematical font, one
// code point a line, as U+2211. mathfont.py makes the font of them.
package main

import (
	"fmt"
	"os"
)

func main() {
	list, err := collect(os.DirFS("."))
	if err != nil {
		fmt.Fprintln(os.Stderr, "mathchars:", err)
		os.Exit(1)
	}
	for _, r := range list {
		fmt.Printf("U+%04X\n", r)
	}
}
