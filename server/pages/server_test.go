package pages

import (
	"fmt"
	"strings"
	"testing"

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
