// Package labs lists the labs. The list is written by hand.
package labs

import (
	"hebb/sim"
	"hebb/sim/labs/fixedpoint"
	"hebb/sim/labs/oja"
)

// All are the labs, in the order of the gallery.
var All = []*sim.Lab{oja.Lab, fixedpoint.Lab}
