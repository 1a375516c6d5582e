// Package rule holds plasticity rules as values: terms of what a synapse can see,
// and the update that applies their sum to a matrix.
//
// The pool is that of Shervani-Tabar & Rosenbaum, "Meta-learning biologically
// plausible plasticity rules with random feedback pathways", Nat. Commun. 14:1805
// (2023), eqs. 14-24, in the numbering of the paper. Term 9 is Oja's rule in its
// subspace form, with the published sign: Hebbian growth minus decay.
package rule
