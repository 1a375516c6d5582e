//go:build !amd64 || noasm || gccgo || safe

package num

const kernelPath = "go"

const slowFMA = false
