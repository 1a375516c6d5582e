// Package experiment is the document: one value that is an experiment, and the two
// forms in which it is written down. It says what a run starts from, what was done to
// it and when, where it stands, and what computed it; with the same arithmetic it
// gives the same numbers, bit for bit. It knows models through package sim and
// nothing of how they are run.
//
// The JSON form is what is saved, sent and kept on disk; presets are written in it,
// with texts and claims beside it:
//
//	{
//	 "hebb": 2,
//	 "lab": "oja",
//	 "view": "deep",
//	 "preset": "rescue",
//	 "seed": 10,
//	 "set": {"gain": "0.25", "theta0": "0.003", "theta9": "0"},
//	 "variants": [{}, {"label": "with Oja", "set": {"theta9": "0.01"}}],
//	 "probes": {"angles": 50},
//	 "journal": [{"unit": 2000, "variant": "a", "set": {"theta9": "0.01"}}],
//	 "unit": 2500,
//	 "by": {"build": "1da0ccb7efa0", "arithmetic": "hebb-1"}
//	}
//
// "set" is what all variants have otherwise than the view's defaults, a variant's own
// "set" what it has beside or instead of it; values are texts, as fields write them.
// Without "variants" there is one. "unit" and "round" are the position.
//
// A claim stands in a preset as
//
//	{"text": "SUPERTREX: less than RMHL", "from": "section 11.1", "whose": "replication",
//	 "published": {"value": 0.08}, "variant": "a", "output": "deviation", "unit": 15000,
//	 "ratio": {"variant": "b"}, "at_most": 0.5}
//
// Judge and Verdict (verdict.go) are the only ones who say whether it holds; Standings
// (follow.go) puts that into words for one run, and counts from the changes as they were
// made in it.
//
// A lesson is a list of beats (lesson.go); the page leads through them, and what they say of
// the run is checked as claims are:
//
//	{"kind": "act", "title": "Switch Oja’s rule on",
//	 "act": {"field": "theta9", "value": "0.01", "at_least": 0.008, "at_most": 0.012}}
//
// The link form is a query: names without prefix are fields of variant A, b.name is
// what B has otherwise than A, and z holds journal and position, compressed. A link is
// relative to its preset.
package experiment
