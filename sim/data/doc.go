// Package data holds labelled image sets: what the labs learn from.
//
// A set is embedded in the program as the bytes of its published files, packed
// with zstd, and decoded by the first Open: a program that opens none pays nothing
// at its start. Grey levels stay uint8, 47 MB for all of MNIST (float32 would take
// four times as much); a sim turns one image at a time into its own numbers.
//
// Images are presented in an Order: a fresh permutation for every pass, computed
// where it is needed instead of drawn and kept, so that two variants, or a run and
// its replay, see the same image at the same index without sharing any state.
//
// Not here: downloads (the server's business), augmentation, and the choice of how
// grey levels become activities (a lab's).
package data
