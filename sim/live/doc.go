// Package live keeps runs alive. It is the only part of Hebb with a clock.
//
// A run is one goroutine that owns one to four sims, their journal and their
// history. Everybody else sends it commands (Run.Do), asks it (Run.Query,
// Run.Info) or watches it (Run.Watch); nothing that watchers do, no speed and no
// number of processors can change what the sims compute.
//
// # How a run goes
//
// Variants go in lockstep. A round is one quantum of every variant that has not
// finished the unit in hand; when all have, the unit is complete and its scalars
// are recorded. A position is (units completed, rounds into the next). Commands
// act between rounds and are written into the journal with their position, so that
// set-up and journal reproduce the run bit for bit. Going back is no entry: the run
// loads a checkpoint and replays. What the journal holds beyond the position is
// applied again while the run goes forward, until a new command cuts it off there
// and opens a new epoch.
//
// A variant that diverges halts before the quantum in which it does, and the others
// go on: the run goes back to there, as to any position, and then knows. A run whose
// variants all rest pauses. What changes a halted variant makes it go on from its own
// state with the unit at hand; the units that the others have done without it are a
// gap in its history.
//
// # What goes out
//
// State frames may be skipped: the newest wins, and at most two are under way to a
// viewer. History is never skipped: a viewer gets every bucket after the unit that
// it has. Both are encoded once for all viewers.
//
// # Where to read
//
// From the inside out: variant.go and lockstep.go (the order of steps), timeline.go,
// journal.go, halt.go, checkpoint.go and rewind.go with package history (what has been,
// and going back), probe.go and worker.go (measurements); none of these knows a clock but
// for the stopwatch. Then loop.go, seeking.go and housekeeping.go with package timing (the
// goroutine, its pace, and what units cost), queue.go, execute.go, set.go and seek.go
// (commands), outbox.go, hello.go, shown.go, deliver.go and viewer.go with packages message
// and frame (what goes out), keeping.go and saved.go (what is kept; package store says
// where), runs.go and reopen.go (many runs; package pool shares out their work among idle
// processors), and headless.go, which goes by the same timeline without any of that.
// trace.go is what a run has gone through, for whoever judges it.
package live
