package labs

import (
	_ "embed"
	"encoding/json"
	"sync"
)

//go:embed testdata/digits.json
var digitsText []byte

// digits are what a view gives in some units, as plain Go has written it: TestDigits. Set and units
// are such that the assembly takes some tenths of a second, so that an emulated processor can do it
// too.
type digits struct {
	Set   map[string]string `json:"set,omitempty"`
	Units int               `json:"units"`
	Hash  string            `json:"hash"`
}

var allDigits = sync.OnceValue(func() map[string]digits {
	all := map[string]digits{}
	if err := json.Unmarshal(digitsText, &all); err != nil {
		panic("labs: digits.json: " + err.Error()) // a test reads it
	}
	return all
})

// Digest names all that a view computes, as a hash of what it gives: "" when there is none. Programs
// with the same digest, and the same arithmetic, give the same digits.
func Digest(lab, view string) string { return allDigits()[lab+"/"+view].Hash }
