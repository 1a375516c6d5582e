package sockets

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"hebb/server/limits"
	"hebb/server/servertest"
)

func TestSocketCarriesARun(t *testing.T) {
	o := openHub(t)
	p := o.Watch(o.start("?eta=0.02"))
	hello := p.Hear("hello")
	if hello["lab"] != "toy" || hello["protocol"] != 1.0 {
		t.Errorf("hello is %v", hello)
	}
	p.Say(`{"see":["ww"]}`)
	p.Say(`{"from":[1,0]}`)
	p.Say(`{"n":1,"set":{"eta":"0.05"}}`)
	if m := p.Hear("done"); m["n"] != 1.0 {
		t.Errorf("done is %v", m)
	}
	p.Say(`{"n":2,"do":"play"}`)
	p.Hear("done")
	for frames := 0; frames < 5; frames++ {
		select {
		case data := <-p.Bin:
			if len(data) < 40 || data[0] != 'H' && data[0] != 'b' || data[2] != 1 {
				t.Fatalf("a frame begins with % x", data[:min(len(data), 8)])
			}
			if data[3] == 1 {
				seq := uint32(data[8]) | uint32(data[9])<<8 | uint32(data[10])<<16 | uint32(data[11])<<24
				p.Say(fmt.Sprintf(`{"ack":%d}`, seq))
			}
		case <-time.After(servertest.Patience):
			t.Fatal("no frame comes")
		}
	}
	p.Say(`{"n":3,"do":"pause"}`)
	if m := p.Hear("done"); m["n"] != 3.0 {
		t.Errorf("done is %v", m)
	}
}

func TestSocketRefusesWithReasonsAndLosesNothing(t *testing.T) {
	o := openHub(t)
	p := o.Watch(o.start(""))
	for _, c := range []struct{ say, word, field string }{
		{`{"n":1,"set":{"eta":"NaN"}}`, "finite", "eta"},
		{`{"n":1,"set":{"eta":"1e999"}}`, "finite", "eta"},
		{`{"n":1,"set":{"eta":"1e9"}}`, "0.0001 to 100", "eta"},
		{`{"n":1,"set":{"etta":"1"}}`, "did you mean eta", "etta"},
		{`{"n":1,"do":"fly"}`, "fly", ""},
		{`{"n":1,"do":"speed","speed":1e999}`, "not understood", ""},
		{`{"n":1,"do":"act","name":"lesion","args":{"which":"0"}}`, "1 to 64", ""},
		{`{"n":1,"ask":"nothing"}`, "nothing", ""},
		{`{"n":1,"nonsense":true}`, "not understood", ""},
		{`{{{`, "not understood", ""},
	} {
		p.Say(c.say)
		m := p.Hear("refused")
		if reason, _ := m["reason"].(string); !strings.Contains(reason, c.word) {
			t.Errorf("%s: the reason %q does not say %q", c.say, reason, c.word)
		}
		if field, _ := m["field"].(string); c.field != "" && field != c.field {
			t.Errorf("%s: the field is %q", c.say, field)
		}
	}
	p.Say(`{"n":5,"do":"step","count":3}`)
	if m := p.Hear("done"); m["n"] != 5.0 {
		t.Errorf("after refusals: %v", m)
	}
}

func TestSocketNeedsItsOrigin(t *testing.T) {
	o := openHub(t)
	run := o.start("")
	for _, origin := range []string{"", "null", "http://evil.example", strings.Replace(o.Web.URL, "127.0.0.1", "localhost", 1)} {
		header := http.Header{}
		if origin != "" {
			header.Set("Origin", origin)
		}
		c, res, err := o.Dial(run, header)
		if err == nil {
			c.Close()
			t.Errorf("Origin %q: joined", origin)
		} else if res == nil || res.StatusCode != http.StatusForbidden {
			t.Errorf("Origin %q: %v", origin, res)
		}
	}
}

func TestSocketOffersNoCompression(t *testing.T) {
	o := openHub(t)
	c, res, err := o.Dial(o.start(""), http.Header{"Origin": {o.Web.URL}}) // the dialer asks for it
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	if ext := res.Header.Get("Sec-WebSocket-Extensions"); ext != "" {
		t.Errorf("the server agrees to %q", ext)
	}
}

func TestSocketReadsNoMoreThanItsLimit(t *testing.T) {
	o := openHub(t)
	run := o.start("")
	fits := o.Watch(run)
	fits.Say(`{"n":1,"do":"label","name":"` + strings.Repeat("x", limits.MaxMessage-60) + `"}`)
	fits.Hear("refused")
	p := o.Watch(run)
	p.Say(`{"n":1,"do":"label","name":"` + strings.Repeat("x", limits.MaxMessage) + `"}`)
	if code := p.End(); code != websocket.CloseMessageTooBig {
		t.Errorf("closed with %d, want %d", code, websocket.CloseMessageTooBig)
	}
	p = o.Watch(run)
	if err := p.C.WriteMessage(websocket.BinaryMessage, []byte("x")); err != nil {
		t.Fatal(err)
	}
	if code := p.End(); code != websocket.CloseUnsupportedData {
		t.Errorf("binary: closed with %d, want %d", code, websocket.CloseUnsupportedData)
	}
}

// A loop meets the limit: its commands are refused by name, and when it does not
// stop, it is sent away. Acknowledgements do not count.
func TestSocketLimitsTheRate(t *testing.T) {
	o := openHub(t)
	var now atomic.Int64
	now.Store(time.Hour.Nanoseconds())
	o.clock = func() time.Time { return time.Unix(0, now.Load()) }
	run := o.start("")
	p := o.Watch(run)
	for i := range 200 {
		p.Say(fmt.Sprintf(`{"ack":%d}`, i))
	}
	for i := range limits.CommandBurst {
		p.Say(fmt.Sprintf(`{"n":%d,"do":"pause"}`, i+1))
	}
	for i := range limits.CommandBurst {
		if m := p.Answer(); m["type"] != "done" || m["n"] != float64(i+1) {
			t.Fatalf("command %d of a burst within the limit: %v", i+1, m)
		}
	}
	// The clock stands still: not one more is taken, until it goes on.
	for _, more := range []int{0, 1, limits.CommandRate} {
		now.Add(int64(more) * (int64(time.Second)/limits.CommandRate + 1))
		for range more {
			p.Say(`{"n":1,"do":"pause"}`)
			if m := p.Answer(); m["type"] != "done" {
				t.Fatalf("with time for %d more: %v", more, m)
			}
		}
		p.Say(`{"n":2,"do":"pause"}`)
		if m := p.Answer(); m["type"] != "refused" || !strings.Contains(m["reason"].(string), "120 a second") {
			t.Fatalf("after %d more: %v", more, m)
		}
	}
	var err error
	for i := 0; i < 20_000 && err == nil; i++ {
		err = p.C.WriteMessage(websocket.TextMessage, []byte(`{"n":1,"do":"pause"}`))
	}
	if code := p.End(); code != websocket.ClosePolicyViolation && code != -1 { // -1: a reset, for it was still sending
		t.Errorf("closed with %d", code)
	}
	for late := time.After(servertest.Patience); o.visitors.count() > 0; time.Sleep(5 * time.Millisecond) {
		select {
		case <-late:
			t.Fatal("a loop that goes on sending keeps its place")
		default:
		}
		p.C.WriteMessage(websocket.TextMessage, []byte(`{"n":1,"do":"pause"}`))
	}
	again := o.Watch(run) // the run does not mind
	again.Say(`{"n":1,"do":"step"}`)
	again.Hear("done")
}

// Pages come and go while others move sliders: no race, nobody is left behind.
func TestPagesComeAndGo(t *testing.T) {
	o := openHub(t)
	run := o.start("")
	for i := range 20 {
		p := o.Watch(run)
		p.Say(fmt.Sprintf(`{"n":1,"set":{"eta":"0.0%d"}}`, i%9+1))
		p.Say(`{"n":2,"do":"play"}`)
		if i%2 == 0 {
			p.Hear("done")
		}
		p.C.Close()
	}
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	o.visitors.sendHome(ctx)
	if ctx.Err() != nil {
		t.Error("some visits did not end")
	}
}

// A page that has nothing to hear hears that we are there: twice, so that it is a beat
// and no accident. Pings do not reach its script.
func TestSocketIsNeverSilent(t *testing.T) {
	o := openHub(t)
	p := o.Watch(o.start(""))
	p.Hear("hello")
	p.Say(`{"hide":true}`)
	p.Hear("alive")
	p.Hear("alive")
}
