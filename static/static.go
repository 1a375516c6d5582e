// Package static holds the style sheet, the icons and the vendored scripts of the
// pages.
package static

import "embed"

// Files are all of them; the server serves those of the kinds that it knows.
//
//go:embed *
var Files embed.FS
