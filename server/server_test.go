package main

import (
	"fmt"
	"strings"
	"testing"

	"github.com/gorilla/websocket"
)

func TestShutdownSaysGoodbye(t *testing.T) {
	o := openHouse(t)
	p := o.watch(o.start(""))
	p.hear("hello")
	go o.shutdown(o.web.Config)
	bye := p.hear("bye")
	if bye["retry"] != true || !strings.Contains(fmt.Sprint(bye["reason"]), "shutting down") {
		t.Errorf("bye is %v", bye)
	}
	if code := p.end(); code != websocket.CloseGoingAway {
		t.Errorf("closed with %d, want %d", code, websocket.CloseGoingAway)
	}
}
