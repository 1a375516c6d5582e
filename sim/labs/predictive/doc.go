// Package predictive x
package predictive
