// Package toy is a lab for tests: one linear neuron that learns by Hebb's or Oja's
// rule, with at least one field, output, action, probe and query of every kind.
// It is not listed in labs.All.
//
// # What is it?
//
// A neuron sees random inputs that vary most along one direction, and turns its
// weights towards it:
//
//	y = w·x
//	w ← w + η (y x − θ y² w)
//
// # How to use it
//
// Raise η until the weights explode.
package toy

import _ "embed"

//go:embed doc.go
var doc string
