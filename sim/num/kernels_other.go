//go:build !amd64 || noasm || gccgo || safe

package num

// gonum's routines are plain Go here.
var kernelPath = "go"
