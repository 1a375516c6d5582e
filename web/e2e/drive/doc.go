// Package drive starts the real server and a real browser and moves the mouse: what
// the browser tests, the latency measurement and the soak have in common.
package drive
