package predictive

import "hebb/sim"

// Lab is the lab of predictive coding.
var Lab = &sim.Lab{Name: "predictive"}
