//go:build amd64 && !noasm && !gccgo && !safe

package num

// plainly runs something with plain Go in place of the assembly.
func plainly(do func()) {
	defer func(a, v bool, x Kernels[float32], y Kernels[float64], path string) {
		avx2, vectors, kernels32, kernels64, kernelPath = a, v, x, y, path
	}(avx2, vectors, kernels32, kernels64, kernelPath)
	avx2, vectors, kernels32, kernels64, kernelPath = false, false, plain[float32]{}, plain[float64]{}, "go"
	do()
}
