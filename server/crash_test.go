package main

import (
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"hebb/sim/experiment"
	"hebb/sim/job"
	"hebb/sim/labs"
	"hebb/sim/live"
)

// crashClient is a script that plays with a run and notes what was acknowledged.
type crashClient struct {
	t    *testing.T
	rng  *rand.Rand
	base string // the server's address
	run  string
	key  string // that drives it
	sent int    // edits ever: each has a value of its own

	acked   []string // values of the changes that the journal must hold
	sending []string // sent and not acknowledged, in their order
	seed    uint64
}

func (c *crashClient) get(path string, into any) {
	c.t.Helper()
	res, err := http.Get(c.base + path)
	if err != nil {
		c.t.Fatal(err)
	}
	defer res.Body.Close()
	data, err := io.ReadAll(res.Body)
	if err != nil || res.StatusCode != http.StatusOK {
		c.t.Fatalf("%s: %d %s %v", path, res.StatusCode, data, err)
	}
	if err := json.Unmarshal(data, into); err != nil {
		c.t.Fatal(err)
	}
}

func (c *crashClient) start() {
	req, _ := http.NewRequest("POST", c.base+"/api/runs", strings.NewReader(`{"lab":"oja","query":"?preset=principal-component"}`))
	req.Header.Set("Origin", c.base)
	req.Header.Set("Content-Type", "application/json")
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		c.t.Fatal(err)
	}
	defer res.Body.Close()
	var answer struct{ Run, Key string }
	if err := json.NewDecoder(res.Body).Decode(&answer); err != nil || answer.Run == "" {
		c.t.Fatal(err, res.Status)
	}
	c.run, c.key = answer.Run, answer.Key
}

// talk is a line to the run.
type talk struct {
	c    *crashClient
	ws   *websocket.Conn
	n    int
	done chan int // numbers of commands that were done
}

func (c *crashClient) talk() *talk {
	c.t.Helper()
	ws, _, err := websocket.DefaultDialer.Dial("ws"+strings.TrimPrefix(c.base, "http")+"/runs/"+c.run+"/socket", http.Header{"Origin": {c.base}})
	if err != nil {
		c.t.Fatal(err)
	}
	k := &talk{c, ws, 0, make(chan int, 4096)}
	if err := ws.WriteMessage(websocket.TextMessage, []byte(`{"drive":"`+c.key+`"}`)); err != nil {
		c.t.Fatal(err)
	}
	go func() {
		defer close(k.done)
		for {
			kind, data, err := ws.ReadMessage()
			if err != nil {
				return
			}
			var m struct {
				Type, Reason string
				N            int
			}
			if kind != websocket.TextMessage || json.Unmarshal(data, &m) != nil {
				continue
			}
			if m.Type == "done" {
				k.done <- m.N
			} else if m.Type == "refused" {
				c.t.Errorf("refused: %s", m.Reason)
			}
		}
	}()
	return k
}

// say sends a command; it fails when the server is dead.
func (k *talk) say(format string, args ...any) error {
	k.n++
	return k.ws.WriteMessage(websocket.TextMessage, fmt.Appendf(nil, `{"n":%d,%s}`, k.n, fmt.Sprintf(format, args...)))
}

// do sends a command and waits until it is done.
func (k *talk) do(format string, args ...any) {
	k.c.t.Helper()
	if err := k.say(format, args...); err != nil {
		k.c.t.Fatal(err)
	}
	if n, ok := <-k.done; !ok || n != k.n {
		k.c.t.Fatalf("command %d is not done, but %d", k.n, n)
	}
}

// value is that of the next edit.
func (c *crashClient) value() string {
	c.sent++
	return strconv.FormatFloat(0.05+float64(c.sent)/1e5, 'g', -1, 64)
}

func (c *crashClient) journal() *experiment.Experiment {
	c.t.Helper()
	e := &experiment.Experiment{}
	c.get("/api/runs/"+c.run+"/journal", e)
	return e
}

func values(e *experiment.Experiment) (list []string) {
	for _, entry := range e.Journal {
		list = append(list, entry.Set["short"])
	}
	return list
}

// play does this and that, each acknowledged; then it sends edits as fast as it can until
// the server is killed under them.
func (c *crashClient) play(cmd *exec.Cmd) {
	k := c.talk()
	defer k.ws.Close()
	edit := func() {
		v := c.value()
		k.do(`"set":{"short":"%s"}`, v)
		c.acked = append(c.acked, v)
	}
	at := func() uint64 { return c.journal().Unit } // it answers where the run goes to
	for range 3 + c.rng.IntN(6) {
		switch c.rng.IntN(8) {
		case 0, 1:
			k.do(`"do":"step","count":%d`, 1+c.rng.IntN(40))
		case 2:
			if c.rng.IntN(3) == 0 {
				c.seed++
				k.do(`"do":"seed","seed":%d`, c.seed)
				c.acked = nil
			}
		case 3:
			if len(c.acked) > 0 {
				k.do(`"do":"undo"`)
				c.acked = c.acked[:len(c.acked)-1]
			}
		case 4: // a change in the past cuts off what lay beyond it
			if u := at(); u > 20 {
				to := u - uint64(c.rng.IntN(20))
				k.do(`"do":"seek","unit":%d`, to)
				e := c.journal()
				keep := slices.IndexFunc(e.Journal, func(x experiment.Entry) bool { return to < x.Unit })
				if keep >= 0 {
					c.acked = c.acked[:keep]
				}
				edit()
			}
		default:
			edit()
		}
	}
	burst := c.rng.IntN(60)
	var sent atomic.Int32
	var all sync.WaitGroup
	all.Go(func() {
		for int(sent.Load()) < burst {
			time.Sleep(100 * time.Microsecond)
		}
		cmd.Process.Kill()
	})
	first := k.n + 1
	for k.n-first < 100 { // fewer than a page may send at once
		v := c.value()
		c.sending = append(c.sending, v)
		if k.say(`"set":{"short":"%s"}`, v) != nil {
			break
		}
		sent.Add(1)
	}
	all.Wait()
	cmd.Wait()
	for n := range k.done {
		if n >= first {
			c.acked, c.sending = append(c.acked, c.sending[0]), c.sending[1:]
		}
	}
}

// Killed at any moment, the server loses nothing that it has acknowledged, and goes on to
// the same digits.
func TestKilledServerLosesNothing(t *testing.T) {
	kills := 4
	if n, err := strconv.Atoi(os.Getenv("HEBB_CRASH")); err == nil {
		kills = n
	} else if testing.Short() {
		kills = 2
	}
	dir := t.TempDir()
	c := &crashClient{t: t, rng: rand.New(rand.NewPCG(1, uint64(kills))), seed: 100}
	var acknowledged, lost, revived, equal int
	for n := range kills + 1 {
		cmd, address, errs := served(t, dir)
		c.base = address
		if n == 0 {
			c.start()
		} else {
			got := values(c.journal())
			acknowledged += len(c.acked)
			same := 0
			for same < min(len(got), len(c.acked)) && got[same] == c.acked[same] {
				same++
			}
			lost += len(c.acked) - same
			if extra := got[same:]; len(extra) > len(c.sending) || !slices.Equal(extra, c.sending[:len(extra)]) {
				t.Errorf("kill %d: the journal holds %q, of which nobody has sent that; acknowledged %d, on the way %d", n, extra, len(c.acked), len(c.sending))
			}
			c.acked, c.sending = got, nil
			revived++
			if c.digits(t) {
				equal++
			}
			if text := errs.String(); text != "" {
				t.Errorf("kill %d: it complains: %s", n, text)
			}
		}
		if n < kills {
			c.play(cmd)
		}
	}
	t.Logf("%d kills: acknowledged %d, lost %d, revived %d, digits equal %d", kills, acknowledged, lost, revived, equal)
	if lost != 0 || revived != kills || equal != kills || acknowledged < kills {
		t.Fail()
	}
}

// digits compares the run with the experiment that it says it is, done without a server.
func (c *crashClient) digits(t *testing.T) bool {
	t.Helper()
	k := c.talk()
	defer k.ws.Close()
	from := c.journal().Unit
	k.do(`"do":"step","count":3`)
	e := c.journal()
	for e.Unit < from+3 { // it shows the way
		e = c.journal()
	}
	last, err := job.Run(t.Context(), job.Job{Lab: labs.All[0], Experiment: *e, To: experiment.Position{Unit: e.Unit}})
	if err != nil {
		t.Fatal(err)
	}
	var info live.Info
	c.get("/api/runs/"+c.run, &info)
	for name, x := range info.Variants[0].Scalars {
		if want, ok := last.Engine.Value("a", name); !ok || want != x {
			t.Errorf("at unit %d (%d) %s is %v, and %v without a server, after %s", info.Unit, e.Unit, name, x, want, e.File())
			return false
		}
	}
	return len(info.Variants[0].Scalars) > 0 && info.Unit == e.Unit
}
