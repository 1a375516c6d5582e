package metaplasticity

import _ "embed"

//go:embed doc.go
var doc string
