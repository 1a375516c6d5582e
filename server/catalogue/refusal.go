package catalogue

import "fmt"

// Fault says what is wrong with what cannot be opened.
type Fault int

const (
	Unknown Fault = iota // there is no such thing
	Long                 // a link is longer than any
	Large                // a file is larger than any
	Unfit                // it cannot be understood, or does not fit what there is
)

// Refusal says why something cannot be opened, in words for whoever has asked.
type Refusal struct {
	Fault Fault
	Text  string
}

func (r *Refusal) Error() string { return r.Text }

func refuse(fault Fault, format string, args ...any) error {
	return &Refusal{fault, fmt.Sprintf(format, args...)}
}
