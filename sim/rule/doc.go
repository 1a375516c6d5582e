// Package rule holds plasticity rules as values: terms of what a synapse can see, and
// the update that applies their sum to a matrix.
//
// A term says what it is made of: a column, a row, and perhaps a number that is pooled
// over a layer. From that follow its update, what its synapse must see, its size, and how
// a derivative goes back through it (package meta). Nothing knows a term by its number
// but those who choose one.
//
// The pool is a list, that of Shervani-Tabar & Rosenbaum, "Meta-learning biologically
// plausible plasticity rules with random feedback pathways", Nat. Commun. 14:1805
// (2023), eqs. 14-24, in the numbering of the paper. Term 9 is Oja's rule in its
// subspace form, with the published sign: Hebbian growth minus decay.
//
// A new term is a value, in a file of its own where it has a shape of its own, and a
// row of the list.
package rule
