// Package live keeps runs alive. It is the only part of Hebb with a clock.
//
// A run is one goroutine that owns one engine (package engine: the sims, their journal and
// their history). Everybody else sends it commands (Run.Do), asks it (Run.Query,
// Run.Info) or watches it (Run.Watch), and waits no longer than a context; nothing that
// watchers do, no speed and no number of processors can change what the sims compute.
//
// # How a run goes
//
// Between two rounds of the engine the goroutine takes commands, makes frames and looks
// after itself; then it goes on for a slice of time, as fast as is asked for. A command is a
// value of its own type, with its own check and apply. What the journal holds beyond the
// position is applied again while the run goes forward, until a new command cuts it off there
// and opens a new epoch. A seek back goes by checkpoints, which the run has the engine take
// when the clock says that it is worth it, in memory and on disk.
//
// When a variant diverges, the run goes back to before the round in which it did, where the
// engine then halts it, and on to where it was going. A run whose variants all rest pauses.
//
// # What goes out
//
// State frames may be skipped: the newest wins, and at most two are under way to a
// viewer. History is never skipped: a viewer gets every bucket after the unit that
// it has. Both are encoded once for all viewers. Those who only look get a stream of their own
// (lean.go), of so many bytes a second at the most.
//
// # Where to read
//
// loop.go with package timing (the goroutine and its pace), queue.go and command.go (what
// waits, and what a command is), going.go, setting.go and starting.go (the commands),
// seeking.go, housekeeping.go and worker.go (ways back, checkpoints, measurements),
// outbox.go, lean.go, hello.go, deliver.go and viewer.go with packages message and frame (what
// goes out), keeping.go and reopen.go (what is kept; package store says where),
// runs.go, memory.go, build.go and close.go (many runs; package pool shares out their work among idle
// processors), info.go and trace.go (what a run tells of itself).
package live
