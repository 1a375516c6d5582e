//go:build amd64 && !noasm && !gccgo && !safe

package num

import "golang.org/x/sys/cpu"

// avx2 says whether our own assembly may run. GODEBUG=cpu.avx2=off turns it off.
var avx2 = cpu.X86.HasAVX2 && cpu.X86.HasFMA

// slowFMA says that the processor cannot multiply and add at once. To do that by many
// instructions would take ten times as long: here a product is rounded before it is
// added, and nothing is promised. GODEBUG=cpu.fma=off does it.
var slowFMA = !cpu.X86.HasFMA

var kernelPath = "go"

func init() {
	switch {
	case avx2:
		kernels32, kernels64, kernelPath = fast32, fast64, "avx2-fma"
	case slowFMA:
		// gonum's level 1 and 2 routines are SSE2 assembly.
		kernels32, kernels64, kernelPath = gonum32{}, gonum64{}, "gonum-sse2"
	}
}
