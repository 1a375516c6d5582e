package sockets

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"hebb/server/limits"
	"hebb/server/owners"
	"hebb/server/servertest"
	"hebb/sim/live/store"
)

// said is a message of each kind that a run of the toy lab would carry out.
var said = map[kind]string{
	kindSet: `"set":{"eta":"0.03"}`, kindDo: `"do":"step","count":1`, kindAsk: `"ask":"nothing"`, kindSee: `"see":["w"]`, kindFrom: `"from":[1,0]`, kindAck: `"ack":0`,
	kindHide: `"hide":false`, kindCancel: `"cancel":77`, kindDrive: `"drive":""`, kindHand: `"hand":0`,
}

// answered waits for the answer to number n.
func answered(t *testing.T, p *servertest.Page, n int) map[string]any {
	t.Helper()
	late := time.After(servertest.Patience)
	for {
		select {
		case m := <-p.Text:
			if m["n"] == float64(n) {
				return m
			}
		case <-p.Bin:
		case <-late:
			t.Fatalf("no answer to %d", n)
		}
	}
}

// roleOf waits until a page is told that it has a role, and returns the text.
func roleOf(t *testing.T, p *servertest.Page, want role) map[string]any {
	t.Helper()
	for {
		if m := p.Hear("role"); m["role"] == string(want) {
			return m
		}
	}
}

// cardOf starts a run as the gallery does.
func (o *openedHub) cardOf() string {
	a, err := o.Hub.catalogue.Open("toy", "")
	if err != nil {
		o.T.Fatal(err)
	}
	run, err := o.Hub.runs.StartFor(o.T.Context(), a.Doc, store.Deed{Owner: owners.House}, nil)
	if err != nil {
		o.T.Fatal(err)
	}
	return run.ID()
}

// as makes a page of a role, on a run of its own, with everybody else who is needed for it.
func (o *openedHub) as(r role) *servertest.Page {
	o.T.Helper()
	t := o.T.(*testing.T)
	if r == guest {
		p := o.Follow(o.cardOf())
		p.Say(`{"drive":""}`)
		roleOf(t, p, guest)
		return p
	}
	id := o.start("")
	mine := o.Watch(id)
	roleOf(t, mine, owner)
	other := o.Follow(o.Hub.owners.Name(id))
	other.Say(`{"drive":""}`)
	number := roleOf(t, other, follower)["number"]
	if r == lender || r == driver {
		mine.Say(fmt.Sprintf(`{"n":900,"hand":%v}`, number))
		roleOf(t, mine, lender)
		roleOf(t, other, driver)
	}
	if r == owner || r == lender {
		return mine
	}
	return other
}

// Every kind of message, said by every role on a real socket, is taken or refused as the
// table says.
func TestRolesAndKinds(t *testing.T) {
	o := openHub(t)
	if len(may) != len(said) || len((&message{}).is()) != len(may) {
		t.Fatalf("%d kinds are in the table, %d are tried, %d are read", len(may), len(said), len((&message{}).is()))
	}
	drive := map[kind][2]role{kindSet: {owner, driver}, kindDo: {owner, driver}, kindHand: {owner, lender}}
	for k, by := range may {
		if who, ok := drive[k]; ok && (len(by) != 2 || !by[who[0]] || !by[who[1]]) || !ok && len(by) != len(roles) {
			t.Errorf("%s may be said by %v", k, by)
		}
		for _, r := range roles {
			p := o.as(r)
			p.Say(fmt.Sprintf(`{"n":5,%s}`, said[k]))
			p.Say(`{"n":6,"ask":"nothing"}`) // which is always answered: there is no such question
			var answer map[string]any
			for answer == nil {
				m := <-p.Text
				if m["n"] == 5.0 {
					answer = m
				} else if m["n"] == 6.0 && !(k == kindSet || k == kindDo || k == kindAsk) { // those are answered in their own time
					answer = map[string]any{}
				}
			}
			if got := answer["barred"] == nil; got != by[r] {
				t.Errorf("%s of a %s: %v, want it taken: %v", k, r, answer, by[r])
			}
			if by[r] && k != kindAsk && answer["type"] == "refused" {
				t.Errorf("%s of a %s is refused: %v", k, r, answer)
			}
			if (k == kindSet || k == kindDo) && r != owner && r != driver {
				if text := fmt.Sprint(answer["reason"]); !strings.Contains(text, map[role]string{follower: "Get my own copy", guest: "open the lab", lender: "take driving back"}[r]) {
					t.Errorf("a %s is told %q", r, text)
				}
			}
			p.C.Close()
		}
	}
}

// By the name that followers have nobody becomes an owner, not with the key and not with the
// owner's session; by the id it takes the key, and not another's.
func TestKeyMakesTheOwner(t *testing.T) {
	o := openHub(t)
	id, other := o.start(""), o.start("")
	key := o.Keys[id]
	for _, c := range []struct {
		at, key string
		want    role
	}{{id, key, owner}, {id, "", follower}, {id, o.Keys[other], follower}, {id, key[:31], follower}, {id, strings.ToUpper(key), follower}, {id, key + "0", follower},
		{id, id, follower}, {id, o.Hub.owners.Name(id), follower}, {o.Hub.owners.Name(id), key, follower}, {o.Hub.owners.Name(id), "", follower}} {
		p := o.Follow(c.at)
		p.Say(fmt.Sprintf(`{"n":1,"drive":%q}`, c.key))
		if r := p.Hear("role"); r["role"] != string(c.want) {
			t.Errorf("at %s with %q: %v, want %s", c.at, c.key, r, c.want)
		}
		p.Say(`{"n":2,"do":"step","count":1}`)
		if a := answered(t, p, 2); (a["type"] == "done") != (c.want == owner) {
			t.Errorf("at %s with %q: %v", c.at, c.key, a)
		}
		p.C.Close()
	}
}

// What a follower hears has neither the run's id nor its key nor whose it is.
func TestFollowerHearsNoSecret(t *testing.T) {
	o := openHub(t)
	id := o.start("")
	mine := o.Watch(id)
	mine.Say(`{"n":1,"do":"step","count":30}`)
	answered(t, mine, 1)
	run, err := o.Hub.runs.Get(o.T.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	name := o.Hub.owners.Name(id)
	p := o.Follow(name)
	p.Say(`{"drive":"","page":"p"}`)
	p.Say(`{"see":["w"]}`)
	p.Say(`{"from":[1,0]}`)
	heard := map[string]bool{}
	for !heard["hello"] || !heard["role"] || !heard["bin"] {
		var text []byte
		select {
		case m := <-p.Text:
			text, _ = json.Marshal(m)
			heard[fmt.Sprint(m["type"])] = true
			if m["type"] == "hello" && m["run"] != name {
				t.Errorf("it is told that the run is %v", m["run"])
			}
		case text = <-p.Bin:
			heard["bin"] = true
		case <-time.After(servertest.Patience):
			t.Fatal(heard)
		}
		for _, secret := range []string{id, o.Keys[id], run.Deed().Key} {
			if bytes.Contains(text, []byte(secret)) {
				t.Errorf("a follower hears %s", text)
			}
		}
	}
}

// Driving goes to a follower, back to the owner, and back by itself when the follower leaves.
func TestHandingOver(t *testing.T) {
	o := openHub(t)
	id := o.start("")
	mine := o.Watch(id)
	roleOf(t, mine, owner)
	first, second := o.Follow(o.Hub.owners.Name(id)), o.Follow(o.Hub.owners.Name(id))
	first.Say(`{"drive":"","page":"one"}`)
	if n := roleOf(t, first, follower)["number"]; n != 1.0 {
		t.Fatalf("the first follower is number %v", n)
	}
	second.Say(`{"drive":"","page":"two"}`)
	if n := roleOf(t, second, follower)["number"]; n != 2.0 {
		t.Fatalf("the second follower is number %v", n)
	}
	do := func(p *servertest.Page, n int, want string) {
		t.Helper()
		p.Say(fmt.Sprintf(`{"n":%d,"do":"step","count":1}`, n))
		if a := answered(t, p, n); a["type"] != want {
			t.Fatalf("%v, want %s", a, want)
		}
	}
	for _, bad := range []string{"3", "-1", "99999999999"} {
		mine.Say(`{"n":9,"hand":` + bad + `}`)
		if a := answered(t, mine, 9); a["type"] != "refused" || !strings.Contains(fmt.Sprint(a["reason"]), "hand") {
			t.Errorf("handed to %s: %v", bad, a)
		}
	}
	mine.Say(`{"n":10,"hand":2}`)
	roleOf(t, second, driver)
	do(second, 11, "done")
	do(first, 12, "refused")
	do(mine, 13, "refused")
	second.Say(`{"n":14,"hand":1}`)
	if a := answered(t, second, 14); a["type"] != "refused" {
		t.Errorf("who was lent the run hands it on: %v", a)
	}
	mine.Say(`{"n":15,"hand":0}`)
	roleOf(t, second, follower)
	do(second, 16, "refused")
	do(mine, 17, "done")
	mine.Say(`{"n":18,"hand":2}`)
	roleOf(t, second, driver)
	second.C.Close()
	roleOf(t, mine, owner)
	do(mine, 19, "done")
	back := o.Follow(o.Hub.owners.Name(id))
	back.Say(`{"drive":"","page":"two"}`)
	if r := roleOf(t, back, follower); r["number"] != 2.0 {
		t.Errorf("who is back is %v", r)
	}
}

// A second page of the owner's is told that it is one, and is no second when the same page
// comes back on another line.
func TestTwinsAreTold(t *testing.T) {
	o := openHub(t)
	id := o.start("")
	page := func(word string) *servertest.Page {
		p := o.Follow(id)
		p.Say(fmt.Sprintf(`{"drive":%q,"page":%q}`, o.Keys[id], word))
		return p
	}
	twins := func(p *servertest.Page, want any) {
		t.Helper()
		for {
			if m := p.Hear("role"); m["twins"] == want {
				return
			}
		}
	}
	one := page("one")
	twins(one, nil)
	again := page("one")
	twins(again, nil)
	two := page("two")
	twins(two, 1.0)
	twins(one, 1.0)
	two.Say(`{"n":1,"do":"step","count":1}`)
	if a := answered(t, two, 1); a["type"] != "done" {
		t.Errorf("the second page may not drive: %v", a)
	}
	two.C.Close()
	twins(one, nil)
}

// Pings, pongs and pieces of a message that never ends count as messages do.
func TestFloodsOfPieces(t *testing.T) {
	o := openHub(t)
	now := time.Now()
	o.Hub.clock = func() time.Time { return now } // no token comes back
	id := o.start("")
	flood := map[string][]byte{
		"pings":           {0x89, 0x80, 1, 2, 3, 4},
		"pongs":           {0x8a, 0x80, 1, 2, 3, 4},
		"empty fragments": {0x00, 0x80, 1, 2, 3, 4},
		"full fragments":  {0x00, 0x81, 0, 0, 0, 0, ' '},
	}
	for name, piece := range flood {
		p := o.Follow(id)
		c := p.C.NetConn()
		if strings.Contains(name, "fragments") {
			c.Write([]byte{0x01, 0x80, 1, 2, 3, 4}) // which begins a message
		}
		all := bytes.Repeat(piece, limits.PieceBurst+10)
		go c.Write(all)
		if code := p.End(); code != websocket.ClosePolicyViolation {
			t.Errorf("%s: closed with %d", name, code)
		}
	}
	p := o.Follow(id) // and somebody else is served
	p.Hear("hello")
}

// The runs of the gallery have no key, and their owner is nobody.
func TestHouseHasNoKey(t *testing.T) {
	o := openHub(t)
	id := o.cardOf()
	p := o.Follow(id)
	for n, key := range []string{owners.House, "", id} {
		p.Say(fmt.Sprintf(`{"n":%d,"drive":%q}`, 2*n+1, key))
		p.Say(fmt.Sprintf(`{"n":%d,"do":"pause"}`, 2*n+2))
		if a := answered(t, p, 2*n+2); a["barred"] != true {
			t.Errorf("a card is paused with %q: %v", key, a)
		}
	}
	if _, res, err := o.Dial(id, http.Header{"Origin": {"http://evil.example"}}); err == nil || res.StatusCode != http.StatusForbidden {
		t.Errorf("another origin: %v %v", res, err)
	}
}
