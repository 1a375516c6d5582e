// Package fixedpoint is the lab of networks that answer by coming to rest.
//
// # What is it?
//
// TODO
package fixedpoint

import _ "embed"

//go:embed doc.go
var doc string
