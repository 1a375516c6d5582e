//go:build race

package headless

const raced = true
