package digits

import "hebb/sim/figure"

// Image draws images, one at a time, in ink.
type Image struct{ figure.Map }

func (Image) Kind() string { return "image" }
