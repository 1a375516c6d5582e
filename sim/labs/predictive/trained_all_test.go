//go:build all

package predictive

const everyTraining = true
