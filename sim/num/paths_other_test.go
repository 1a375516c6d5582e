//go:build !amd64 || noasm || gccgo || safe

package num

func plainly(do func()) { do() }
