// Package num holds the numbers side's tools: dense matrices and the kernels that
// multiply them, activations, spectra, and random numbers that depend on a key
// instead of on history.
//
// There are three paths, and KernelPath names the one in use. "avx2-fma" is assembly
// of our own, for AMD and Intel processors since about 2014; module gen writes it (make
// generate), and its output is committed. "gonum-sse2" are gonum's routines, on older
// ones or with GODEBUG=cpu.avx2=off. "go" is plain Go, on other architectures or
// with -tags noasm. Results are the same on every run of one path, wherever operands
// lie in memory and however many processors take part; those of two paths agree up
// to rounding.
//
// Everything is generic over Float, so that a lab's core is written once and runs
// in float32 or float64. Nothing here allocates unless its comment says so.
package num

// Float is what a simulation computes in.
type Float interface{ float32 | float64 }
