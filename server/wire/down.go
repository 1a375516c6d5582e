package wire

import (
	"hebb/sim/experiment"
)

// Done says that a command has been carried out.
type Done struct {
	Command uint32 `json:"command"` // its number in frames
	N       uint64 `json:"n"`
	Type    string `json:"type" is:"done"`
}

// Refused says why a command or a question was not.
type Refused struct {
	Barred bool    `json:"barred,omitempty"` // a page of this role may not, whatever it asks for
	Field  *string `json:"field,omitempty"`  // that is at fault
	N      uint64  `json:"n"`
	Reason string  `json:"reason"`
	Type   string  `json:"type" is:"refused"`
}

// Answer is that to a question.
type Answer struct {
	N     uint64 `json:"n"`
	Type  string `json:"type" is:"answer"`
	Value any    `json:"value"`
}

// Claims say how those of the run's preset stand, in its order.
type Claims struct {
	Type   string                `json:"type" is:"claims"`
	Claims []experiment.Standing `json:"claims"`
}

// Role is what the page is to the run; it is said whenever it has changed.
type Role struct {
	Type      string `json:"type" is:"role"`
	Role      string `json:"role" is:"owner lender driver follower guest"`
	Number    int    `json:"number,omitempty"`    // of a follower
	Driver    int    `json:"driver,omitempty"`    // number of the follower who drives; left out: the owner does
	Twins     int    `json:"twins,omitempty"`     // an owner's: other pages of the run that are the owner's
	Followers []int  `json:"followers,omitempty"` // an owner's: their numbers
}

// Alive says that the program is there, to a page that has heard nothing else for a while.
type Alive struct {
	Type string `json:"type" is:"alive"`
}

// Bye is the last that a page hears.
type Bye struct {
	Reason string `json:"reason"`
	Retry  bool   `json:"retry"`
	Type   string `json:"type" is:"bye"`
}
