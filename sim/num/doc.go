// Package num holds the numbers side's tools: dense matrices and the kernels that
// multiply them, activations, spectra, and random numbers that depend on a key
// instead of on history.
//
// # The arithmetic
//
// What every kernel gives is defined to the last bit, by the indices of its operands
// alone: not by where they lie in memory, how many processors take part, or what the
// processor is. Files plain*.go and conv_plain.go are the definition in Go; in words it is
// this. To fuse is to multiply and add with one rounding. L is 8 in float32 and 4 in
// float64.
//
//   - Axpy, the products with a transposed matrix, Ger and its kin, sparse products,
//     Plus to LessTimes and Towards: an element is one chain, which a fused product joins
//     in index order (of rows; of a row's columns; of the terms of a sum). A rank-1
//     product that has a column of ones adds it. Scale multiplies.
//   - Products of matrices: the inner index is cut into as few blocks as possible of at
//     most 320, nearly as large. In a block an element is a chain from 0 in index order;
//     alpha times the first block's is stored, or fused to what is there, and alpha times
//     the others' fused to it. Where beta is neither 0 nor 1, C is multiplied by it
//     before.
//   - A row times a vector (Gemv and its kin, GemvGer): element k is fused to partial sum
//     k mod L. The tree of L partial sums adds neighbours, then neighbours of these.
//   - Dot and Sum: whole blocks of 4L elements go to 4L partial sums; whole vectors of L
//     after them to the first L, and what is left to the last L. The first L are added to
//     the second, the third to the fourth, these to those; then the tree.
//   - Symmetric products: rows are taken four at a time, the last up to three one by one.
//     Of the little triangle at the diagonal products are fused to partial sum 0, row by
//     row; column k behind it to partial sum k mod L. The tree is added to what earlier
//     rows have left there in a chain. An update fuses -g k[i], rounded, times k[j].
//   - Convolution: a chain from the bias over the kernel's rows, in each over the channels,
//     in these over the columns, of those that meet the input. With padding and fewer than
//     L images the zeros around the input take part. The gradient of the weights goes over
//     the padded input: stretches of rows (ConvShape.gradientBlock says of how many rows
//     and numbers) are summed by partial sums k mod L, k counted from a stretch's
//     beginning in each row, and the trees added to the weight one after another.
//   - LU: with panels of 8 columns; a panel's columns are updated one after another, fused,
//     and what is beyond it by products of matrices in halves cut at multiples of 8.
//   - Where a few elements do not fill a vector the other partial sums take +0, which
//     makes 0 of -0. Where half of a vector's elements or more are 0, GemvT and Ger skip
//     their rows; GemvWhere always does.
//   - Tanh and Softplus are plain_vector.go, operation by operation; Adam is plainAdam.
//   - Elementary functions are those of package elem; SymEigen, NewSVD, Eigenvalues and
//     Orthonormalise are as they stand, on these kernels.
//   - What only decays becomes 0, by an explicit compare: see tiny, and Softplus.
//
// NaN is NaN: its sign and payload are not part of this. All of it is Version; a link, a
// file and a claim name it (Arithmetic).
//
// # Paths
//
// KernelPath names what does it. "avx2-fma" is assembly of our own, for AMD and Intel
// processors since about 2014; module gen writes it (make generate), and its output is
// committed. "avx512" is the same with products of matrices in vectors of 512 bits, where
// the processor and the system have them (not with GODEBUG=cpu.avx512f=off). "go" is plain
// Go, everywhere else, with -tags noasm, or with GODEBUG=cpu.avx2=off. These give the same
// bits: testdata/digits.json is written by plain Go and compared on all, on arm64 too. "gonum-sse2" are gonum's routines, on
// amd64 processors that cannot multiply and add at once (before about 2012; with
// GODEBUG=cpu.fma=off): its numbers agree up to rounding. Those that can, but have no AVX2
// (AMD's of 2012 to 2015), take plain Go, though gonum's would be faster by far: what they
// are for is the same digits.
//
// On processors with such instructions the compiler fuses a*b + c on its own. In sim/ a
// product is therefore converted to its type before it is added, float64(a*b) + c: that
// rounds it. Where fusing is meant math.FMA says so.
//
// Everything is generic over Float, so that a lab's core is written once and runs
// in float32 or float64. Nothing here allocates unless its comment says so.
package num

// Float is what a simulation computes in.
type Float interface{ float32 | float64 }
