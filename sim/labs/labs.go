// Package labs lists the labs. The list is written by hand.
package labs

import (
	"hebb/sim"
	"hebb/sim/labs/metaplasticity"
	"hebb/sim/labs/oja"
	"hebb/sim/labs/predictive"
)

// All are the labs, in the order of the gallery.
var All = []*sim.Lab{oja.Lab, predictive.Lab, metaplasticity.Lab}
