// Package labs lists the labs. The list is written by hand.
package labs

import (
	"hebb/sim"
	"hebb/sim/labs/fixedpoint"
	"hebb/sim/labs/metaplasticity"
	"hebb/sim/labs/oja"
	"hebb/sim/labs/predictive"
	"hebb/sim/labs/reservoir"
)

// All are the labs, in the order of the gallery.
var All = []*sim.Lab{oja.Lab, reservoir.Lab, fixedpoint.Lab, predictive.Lab, metaplasticity.Lab}
