// Package data holds labelled image sets: what the labs learn from.
//
// MNIST and a part of Fashion-MNIST are embedded in the program as the bytes of their
// published files, packed with zstd; so are drawings of Quick, Draw!, at 16 grey
// levels. The first Open decodes a set: a program that opens none pays nothing at its
// start. Grey levels stay uint8, 47 MB for all of MNIST (float32 would take four times
// as much); a sim turns one image at a time into its own numbers.
//
// Further sets are imported: Add copies a user's own files into a folder, checked and
// with their sums, and Import offers the sets in such folders to Open beside the
// embedded ones.
//
// Images are presented in an Order: a fresh permutation for every pass, computed
// where it is needed instead of drawn and kept, so that two variants, or a run and
// its replay, see the same image at the same index without sharing any state.
//
// Not here: downloads (the server's business), augmentation, and the choice of how
// grey levels become activities (a lab's).
package data
