// Package peers sets Hebb's hot loops beside NumPy and PyTorch. A lab's benchmark
// hands over a Row: the same inputs for both sides, a Python program in the lab's
// testdata, and Hebb's own loop. The results are compared first; a row whose sides
// do not agree fails and is not timed. Then the sides take turns, one core each,
// and the medians make a line of the table that `make bench-peers` prints.
//
// The Python programs are written as a user of the library would write them, and
// say so where they are tuned beyond that.
package peers
