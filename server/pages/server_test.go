package pages

import (
	"fmt"
	"strings"
	"testing"

	"hebb/sim/live"

	"github.com/gorilla/websocket"
)

func TestShutdownSaysGoodbye(t *testing.T) {
	o := openHouse(t)
	p := o.Watch(o.Start(""))
	p.Hear("hello")
	go o.Shutdown(o.Web.Config)
	bye := p.Hear("bye")
	if bye["retry"] != true || !strings.Contains(fmt.Sprint(bye["reason"]), "shutting down") {
		t.Errorf("bye is %v", bye)
	}
	if code := p.End(); code != websocket.CloseGoingAway {
		t.Errorf("closed with %d, want %d", code, websocket.CloseGoingAway)
	}
}

// startToy starts a run of the toy lab as it opens.
func startToy(t *testing.T, s *Server) *live.Run {
	t.Helper()
	a, err := s.catalogue.Open("toy", "")
	if err != nil {
		t.Fatal(err)
	}
	r, err := s.runs.Start(t.Context(), a.Doc)
	if err != nil {
		t.Fatal(err)
	}
	return r
}
