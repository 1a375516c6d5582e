//go:build amd64 && !noasm && !gccgo && !safe

package num

// gonum's level 1 and 2 routines are SSE2 assembly here.
const kernelPath = "gonum-sse2"
