// Package formula reads plasticity rules written as text, for instance
//
//	-eta*e*x' + theta*(y*x' - y*(y'*W))
//
// checks that every product fits and that a synapse could know what it needs, and
// compiles them to a few vector operations and products of a column and a row, the
// form in which package rule applies its pool.
//
// A rule is a matrix the shape of W: a row for each postsynaptic unit, a
// column for each presynaptic one. It is made of
//
//	x  presynaptic activity      y  postsynaptic activity
//	f  presynaptic error         e  postsynaptic error
//	z  W*x, pre-activation       u  W'*y, feedback to presynaptic units
//	W  the weights               ones  1 for every postsynaptic unit; ones', presynaptic
//	r  1 when the guess was right, else 0; rbar, its running mean
//
// of numbers, and of coefficients, which are called like Greek letters, c or k, with
// digits behind if need be. Columns are turned into rows by a prime. * is the product
// of matrices, .* of elements; ^2 to ^4 take powers of elements; / divides by a single
// number. sum, mean, tanh, relu, abs and sign may be applied to columns, rows and
// numbers.
//
// What is not local does not compile: there is no way to reach another synapse's
// weight but through the pre-activation z and the feedback u. Nothing loops, and length,
// depth and the number of operations are bounded.
package formula
