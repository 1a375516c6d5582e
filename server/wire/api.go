package wire

import (
	"hebb/sim/experiment"
	"hebb/sim/live"
)

// StartLink asks for a run of what a link says.
type StartLink struct {
	Lab   string `json:"lab"`
	Query string `json:"query"`
}

// StartDocument asks for a run of a document, at its position.
type StartDocument struct {
	Experiment experiment.Experiment `json:"experiment"`
}

// StartSalvage asks for a run of what is good of one that cannot be opened as it was.
type StartSalvage struct {
	Salvage string `json:"salvage"` // the run
}

// StartCopy asks for a run of one's own that stands where another one stands.
type StartCopy struct {
	Copy string `json:"copy"` // the run
}

// Started is a run that has been started.
type Started struct {
	Key     string   `json:"key"`     // that drives it: this answer alone has it
	Moment  string   `json:"moment"`  // the address that starts it at its position; "" where that is too long
	Notices []string `json:"notices"` // what of a link was left out
	Page    string   `json:"page"`    // the address of its page
	Run     string   `json:"run"`
}

// Session says that the browser is known from now on.
type Session struct {
	Kept bool `json:"kept"` // also when the program is started again
}

// Keep asks for a run of one's own to be kept for ever.
type Keep struct {
	Drive string `json:"drive"` // its key; "" where the session is enough
}

// KeptRun says whether the run is kept for ever.
type KeptRun struct {
	Kept bool `json:"kept"`
}

// Commanded says that a command that has come by POST is in force.
type Commanded struct {
	Command uint32 `json:"command"` // its number in frames
}

// Card is the run that the gallery's card of a lab shows.
type Card struct {
	Run string `json:"run"`
}

// Moment is the link to where a run stands.
type Moment struct {
	Link string `json:"link"`
}

// Problem is why there is no other answer.
type Problem struct {
	Error string `json:"error"`
	Good  *int   `json:"good,omitempty"` // changes of a run that can be opened, where not all of it can
}

// Run is a run in words and numbers.
type Run struct {
	live.Info
	History map[string]live.History `json:"history"` // by variant, of late
}

// Health is how the program is.
type Health struct {
	Status  string       `json:"status" is:"ok trouble"`
	Why     []string     `json:"why,omitempty"`
	Version string       `json:"version"`
	Build   string       `json:"build"`
	Seconds int64        `json:"seconds"` // since the start
	Runs    RunsHealth   `json:"runs"`
	Pages   int          `json:"pages"` // that watch
	Memory  MemoryHealth `json:"memory"`
	Disk    DiskHealth   `json:"disk"`
}

// RunsHealth is how many runs there are.
type RunsHealth struct {
	Open   int `json:"open"`
	Most   int `json:"most"`
	Unkept int `json:"unkept"` // that could not be written down, and are in memory only
}

// MemoryHealth is what the program takes.
type MemoryHealth struct {
	Used uint64 `json:"used"` // bytes that the program has from the system
	Heap uint64 `json:"heap"` // bytes of live objects, and of those not yet collected
	Runs int64  `json:"runs"` // bytes that all runs are counted for: what they can come to hold
	Most int64  `json:"most"` // of those, what there may be; 0: there is no limit
}

// DiskHealth is the room for runs.
type DiskHealth struct {
	Kept bool   `json:"kept"` // runs are kept on disk, as far as there is room
	Free *int64 `json:"free"` // bytes; null when runs are in memory only, or nobody knows
	Low  bool   `json:"low"`
}
