//go:build all

package job_test

const all = true
