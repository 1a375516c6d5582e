package sockets

import (
	"context"
	"errors"
	"io"
	"net/http"

	"github.com/go-chi/chi/v5"

	"hebb/server/limits"
	"hebb/server/reply"
	"hebb/server/shares"
	"hebb/server/wire"
	"hebb/sim"
	"hebb/sim/live"
)

// Command answers POST /api/runs/{id}/commands: one command, as a page says it on its socket,
// with the run's key beside it, for programs that have no socket.
func (h *Hub) Command(w http.ResponseWriter, r *http.Request) error {
	id, follows := h.owners.Find(chi.URLParam(r, "id"))
	run, err := h.runs.GetFor(r.Context(), id, shares.None)
	if err != nil {
		return err
	}
	data, err := io.ReadAll(http.MaxBytesReader(w, r.Body, limits.MaxMessage))
	if err != nil {
		return err
	}
	key, text, err := withKey(data)
	var m *message
	if err == nil {
		m, err = parseMessage(text)
	}
	if err != nil {
		return reply.Refuse(http.StatusBadRequest, "The body was not understood: %v.", err)
	}
	if ok, _ := h.commands.Take(h.owners.Holder(r).Who(), h.clock()); !ok {
		w.Header().Set("Retry-After", "1")
		return reply.Refuse(http.StatusTooManyRequests, "Too many commands: Hebb takes %d a second.", limits.CommandRate)
	}
	is := h.crews.outside(run, !follows && (h.owners.Owns(run.Deed(), h.owners.Session(r)) || h.owners.Opens(run.Deed(), key)))
	if !m.isCommand() {
		return reply.Refuse(http.StatusBadRequest, "The body has to be a command: set, or do.")
	}
	if !may[m.kind()][is] {
		return reply.Refuse(http.StatusForbidden, "This was refused: %s.", (&barred{is}).Error())
	}
	c, err := m.command()
	number := uint32(0)
	if err == nil {
		number, err = run.Do(r.Context(), c)
	}
	if _, ok := errors.AsType[*sim.FieldError](err); ok {
		return err
	}
	switch {
	case errors.Is(err, live.ErrEnded), errors.Is(err, live.ErrClosed), errors.Is(err, context.DeadlineExceeded), errors.Is(err, context.Canceled):
		return err
	case err != nil:
		return reply.Refuse(http.StatusUnprocessableEntity, "This was refused: %v.", err)
	}
	return reply.JSON(w, http.StatusOK, wire.Commanded{Command: number})
}

// outside is the role of somebody who has no page.
func (c *crews) outside(run *live.Run, owns bool) role {
	c.mu.Lock()
	k := c.open[run]
	c.mu.Unlock()
	if k == nil {
		k = &crew{}
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.roleOf(isCard(run), owns, 0)
}
