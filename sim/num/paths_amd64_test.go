//go:build amd64 && !noasm && !gccgo && !safe

package num

// onPath runs something on another path than that in use.
func onPath(path string, do func()) {
	defer take(kernelPath)
	take(path)
	do()
}
