package sockets

// role is what a page is to the run that it watches.
type role string

const (
	owner    role = "owner"    // has the run's session or its key
	lender   role = "lender"   // an owner, while a follower drives
	driver   role = "driver"   // a follower to whom driving has been handed
	follower role = "follower" // anybody else
	guest    role = "guest"    // at a card of the gallery, whose run nobody drives
)

// roles are all of them.
var roles = []role{owner, lender, driver, follower, guest}

// kind is what a message is about; see message.
type kind string

const (
	kindSet    kind = "set"
	kindDo     kind = "do"
	kindAsk    kind = "ask"
	kindSee    kind = "see"
	kindFrom   kind = "from"
	kindAck    kind = "ack"
	kindHide   kind = "hide"
	kindCancel kind = "cancel"
	kindDrive  kind = "drive"
	kindHand   kind = "hand"
)

// may is who may say what. What is not here is refused.
var may = map[kind]map[role]bool{
	kindSet:    {owner: true, driver: true},
	kindDo:     {owner: true, driver: true},
	kindHand:   {owner: true, lender: true},
	kindDrive:  {owner: true, lender: true, driver: true, follower: true, guest: true},
	kindAsk:    {owner: true, lender: true, driver: true, follower: true, guest: true},
	kindSee:    {owner: true, lender: true, driver: true, follower: true, guest: true},
	kindFrom:   {owner: true, lender: true, driver: true, follower: true, guest: true},
	kindAck:    {owner: true, lender: true, driver: true, follower: true, guest: true},
	kindHide:   {owner: true, lender: true, driver: true, follower: true, guest: true},
	kindCancel: {owner: true, lender: true, driver: true, follower: true, guest: true},
}

// barred says that a page may not say this, being what it is, and what it can do instead.
type barred struct{ role role }

func (b *barred) Error() string {
	switch b.role {
	case lender:
		return "a follower drives this run now: take driving back first, in Share"
	case guest:
		return "the runs of the gallery take no commands: open the lab for a run of your own"
	case driver:
		return "driving has been lent to you: only the run's owner hands it on"
	}
	return "you follow this run, and its owner drives it: take a copy to have one of your own that starts at this moment (Get my own copy, or POST /api/runs with {\"copy\": \"ID\"})"
}
