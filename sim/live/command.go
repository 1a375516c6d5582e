package live

// Command is what a page, a test or the command line asks of a run. It sets
// fields, or does something; see the constants for what can be done.
type Command struct {
	Set     map[string]string // fields; all or nothing
	Variant string            // "" for all, else "a" to "d"
	Do      string            // one of the constants
	N       int               // step, back: how many units; 0 means 1
	Unit    uint64            // seek: units completed
	Seed    uint64            // seed; 0 picks the one after the present one
	Speed   float64           // speed: units per second; 0 for as fast as it goes
	Name    string            // act: the action; probe: the probe; label: the text
	Args    map[string]string // act; what is missing takes its default
	Every   int               // probe: period in units; 0 for off
	Gesture uint64            // entries of one gesture, such as a drag, are undone together
}

// What can be done.
const (
	Play     = "play"     // go on
	Pause    = "pause"    // stop between two rounds
	StepOn   = "step"     // complete N units, then pause
	Back     = "back"     // go back N units and pause; the journal stays
	Seek     = "seek"     // go to Unit and pause; the journal stays
	Replay   = "replay"   // go to the start; the journal stays and acts again
	Reset    = "reset"    // start again from the values in force, with an empty journal
	Reseed   = "seed"     // as reset, with another seed
	Defaults = "defaults" // set every field back to the preset's, or the lab's, value
	Undo     = "undo"     // take the newest gesture back and return to where it was made
	Act      = "act"      // do the action Name with Args
	Probe    = "probe"    // set the period of the probe Name
	Speed    = "speed"    // set the speed
	Add      = "add"      // add a variant that is a copy of A
	Remove   = "remove"   // take a variant away
	Label    = "label"    // name a variant
)
