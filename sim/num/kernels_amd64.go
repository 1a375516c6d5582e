//go:build amd64 && !noasm && !gccgo && !safe

package num

import "golang.org/x/sys/cpu"

// avx2 says whether our own assembly may run. GODEBUG=cpu.avx2=off turns it off.
var avx2 = cpu.X86.HasAVX2 && cpu.X86.HasFMA

// gonum's level 1 and 2 routines are SSE2 assembly here.
var kernelPath = "gonum-sse2"

func init() {
	if avx2 {
		kernels32, kernels64, kernelPath = fast32, fast64, "avx2-fma"
	}
}
