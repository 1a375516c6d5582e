// Package meta learns learning rules: it differentiates a loss after a whole course of
// online learning with respect to the coefficients of the rule that made it.
//
// A network learns from T images one at a time by W <- W + Σ θ_r F_r (package rule).
// Then its loss on other images is L(W(T)). The gradient dL/dθ runs through all T
// updates. It is computed in two ways that share nothing but the forward pass:
//
//   - in reverse, for a pool of terms (Tape, Reverse): each says what it is made of, and
//     how a derivative goes back through that (package rule). The forward sweep keeps
//     vectors only. No weights are kept: each update is a scaled copy plus a few
//     products of a column and a row, made of just these vectors, so the sweep back
//     takes them off again. What a step costs does not depend on how many
//     coefficients there are.
//   - forward, for any rule that package formula compiles (Tangent): beside the weights
//     it carries their derivative by each coefficient.
//
// The method of meta-learning is that of Shervani-Tabar & Rosenbaum, Nat. Commun.
// 14:1805 (2023); rewinding and both derivations are our own.
package meta
