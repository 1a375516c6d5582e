// Package sweep cuts a grid of experiments into cells, computes one of them, and writes what
// they come to as a table. A cell is named by the hash of all that its numbers depend on, so
// that whoever computes it, and however often, its result is the same bytes under the same
// name: cells can be dealt to any number of processes and machines, by any queue, and none is
// missing or counted twice. What keeps results and deals cells is somebody else's.
//
// A sweep is written as
//
//	{
//	 "hebb_sweep": 1,
//	 "experiment": {"hebb": 2, "lab": "oja", "view": "deep", "seed": 7, "set": {"layers": "3"}},
//	 "grid": [{"field": "theta9", "values": ["0", "0.003", "0.01"]}, {"field": "b.theta0", "values": ["0.001", "0.03"]}],
//	 "seeds": 5,
//	 "steps": 4000,
//	 "measures": ["a.test_accuracy@4000", "b.loss@2000/500"]
//	}
package sweep
