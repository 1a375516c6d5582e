// Package wire has the forms of what pages and the program say to each other, beside what
// runs send: see sim/live/message. The types of the page's scripts are made from all of
// these: make generate.
//
// A tag is:"a b" lists the texts that a field can hold. An answer's keys are in the order
// of the alphabet.
package wire
