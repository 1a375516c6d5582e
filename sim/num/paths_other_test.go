//go:build !amd64 || noasm || gccgo || safe

package num

func ways() []string { return []string{kernelPath} }

func onPath(_ string, do func()) { do() }
