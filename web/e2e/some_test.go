//go:build !all

package e2e

const all = false
