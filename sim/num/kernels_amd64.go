//go:build amd64 && !noasm && !gccgo && !safe

package num

import "golang.org/x/sys/cpu"

// avx2 says whether the processor can run our own assembly. GODEBUG=cpu.avx2=off turns it
// off.
var avx2 = cpu.X86.HasAVX2 && cpu.X86.HasFMA

// slowFMA says that the processor cannot multiply and add at once. To do that by many
// instructions would take ten times as long: here a product is rounded before it is
// added, and nothing is promised. GODEBUG=cpu.fma=off does it.
var slowFMA = !cpu.X86.HasFMA

// avx512 says whether products of matrices may go in vectors of 512 bits: the processor
// can, and the system saves the registers. GODEBUG=cpu.avx512f=off turns it off.
var avx512 = avx2 && cpu.X86.HasAVX512F

var kernelPath string

// assembly says whether what is not among the kernels goes by assembly, too: functions of
// one number, convolution, the panels of LU.
var assembly bool

func init() { take(ways()[0]) }

// ways lists the paths that this processor can go, the fastest first.
func ways() []string {
	switch {
	case avx512:
		return []string{"avx512", "avx2-fma", "go"}
	case avx2:
		return []string{"avx2-fma", "go"}
	case slowFMA:
		return []string{"gonum-sse2"}
	}
	return []string{"go"}
}

// take makes a path the one in use.
func take(path string) {
	switch kernelPath = path; path {
	case "avx512":
		kernels32, kernels64 = wide32, wide64
	case "avx2-fma":
		kernels32, kernels64 = fast32, fast64
	case "go":
		kernels32, kernels64 = plain[float32]{}, plain[float64]{}
	case "gonum-sse2":
		// gonum's level 1 and 2 routines are SSE2 assembly.
		kernels32, kernels64 = gonum32{}, gonum64{}
	}
	assembly = path == "avx512" || path == "avx2-fma"
}
