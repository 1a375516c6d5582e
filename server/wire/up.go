package wire

// What pages say on a socket. A command or a question carries the page's own number, which
// the answer repeats; a remark carries none and is never answered.

// Numbered is what commands and questions carry besides.
type Numbered struct {
	N uint64 `json:"n"`
}

// SetFields is a command that changes fields, all or none.
type SetFields struct {
	Set     map[string]string `json:"set"`
	Variant string            `json:"variant,omitempty"` // its letter; left out: all
	Gesture uint64            `json:"gesture,omitempty"` // commands of one gesture are undone together
}

// DoPlain is a command that needs no more than its name.
type DoPlain struct {
	Do string `json:"do" is:"play pause replay reset undo add"`
}

// DoDefaults sets fields back to the preset's, or the lab's, values.
type DoDefaults struct {
	Do      string `json:"do" is:"defaults"`
	Variant string `json:"variant,omitempty"` // left out: all
}

// DoStep goes some units on, or back, and pauses.
type DoStep struct {
	Do    string `json:"do" is:"step back"`
	Count int    `json:"count,omitempty"` // left out: 1
}

// DoSeek goes to a unit and pauses.
type DoSeek struct {
	Do   string `json:"do" is:"seek"`
	Unit uint64 `json:"unit"`
}

// DoSeed starts again with another seed.
type DoSeed struct {
	Do   string `json:"do" is:"seed"`
	Seed uint64 `json:"seed,omitempty"` // left out: the next
}

// DoSpeed sets the speed.
type DoSpeed struct {
	Do    string  `json:"do" is:"speed"`
	Speed float64 `json:"speed"` // units per second; 0: as fast as it goes
}

// DoAct does an action.
type DoAct struct {
	Do      string            `json:"do" is:"act"`
	Name    string            `json:"name"`
	Args    map[string]string `json:"args,omitempty"` // what is missing takes its default
	Variant string            `json:"variant,omitempty"`
	Gesture uint64            `json:"gesture,omitempty"`
}

// DoProbe sets how often a probe measures.
type DoProbe struct {
	Do      string `json:"do" is:"probe"`
	Name    string `json:"name"`
	Every   int    `json:"every"` // units; 0: off
	Gesture uint64 `json:"gesture,omitempty"`
}

// DoRemove takes a variant away.
type DoRemove struct {
	Do      string `json:"do" is:"remove"`
	Variant string `json:"variant"`
}

// DoLabel names a variant.
type DoLabel struct {
	Do      string `json:"do" is:"label"`
	Variant string `json:"variant"`
	Name    string `json:"name"`
}

// Question is a figure's.
type Question struct {
	Ask     string            `json:"ask"` // the query
	Args    map[string]string `json:"args,omitempty"`
	Variant string            `json:"variant,omitempty"` // left out: the first
}

// See says which outputs the page draws.
type See struct {
	See []string `json:"see"`
}

// From says which history the page has.
type From struct {
	From [2]uint64 `json:"from"` // epoch and unit of the newest
}

// Ack says which frame the page has drawn.
type Ack struct {
	Ack uint32 `json:"ack"`
}

// Hide says whether nobody looks at the page.
type Hide struct {
	Hide bool `json:"hide"`
}

// Cancel takes a question back.
type Cancel struct {
	Cancel uint64 `json:"cancel"` // its number
}

// Drive is the first that a page says: what it drives the run with, and which page it is.
type Drive struct {
	Drive string `json:"drive"`          // the run's key, or ""
	Page  string `json:"page,omitempty"` // a word of its own, so that two pages are told apart
}

// Hand lets a follower drive.
type Hand struct {
	Hand int `json:"hand"` // its number; 0: the owner drives again
}
