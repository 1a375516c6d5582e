// Package num holds the numbers side's tools: dense matrices and the kernels that
// multiply them, activations, spectra, and random numbers that depend on a key
// instead of on history.
//
// Everything is generic over Float, so that a lab's core is written once and runs
// in float32 or float64. Nothing here allocates unless its comment says so.
package num

// Float is what a simulation computes in.
type Float interface{ float32 | float64 }
