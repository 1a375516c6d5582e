// Package elem holds the elementary functions that simulations use: those of Go's
// package math, with the same results on every processor. There, some are assembly of a
// processor's own, and what is Go may be fused (see package num). Here every product is
// rounded before it is added. What only moves bits (Abs, Frexp, Copysign, ...), Sqrt and
// FMA are the same everywhere already, and are taken from math.
//
// The code is that of the Go authors, and of FreeBSD and Cephes before them; the licences
// stand in the files and in NOTICE.
package elem
