package predictive

import "hebb/sim"

var explorerView = sim.View{Name: "explorer", New: func() sim.Sim { return newExplorer() }}
