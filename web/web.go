// Package web holds the scripts of the pages, as they are served: ES modules
// without a build step. Tests lie beside them and are not served.
package web

import "embed"

// Files are the modules.
//
//go:embed *.js app controls figures files guide handout run text
var Files embed.FS
