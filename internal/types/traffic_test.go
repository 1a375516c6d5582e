package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"reflect"
	"slices"
	"sync"
	"testing"
	"time"

	"hebb/server/catalogue"
	"hebb/server/guard"
	"hebb/server/pages"
	"hebb/server/servertest"
	"hebb/server/wire"
	"hebb/sim"
	"hebb/sim/experiment"
	"hebb/sim/labs"
)

func open(t *testing.T) (o *servertest.Client, close func()) {
	o = servertest.Open(t, func(addr net.Addr) http.Handler {
		g, err := guard.New(addr, nil)
		if err != nil {
			t.Fatal(err)
		}
		s, err := pages.New(catalogue.New(servertest.Toy(t)), "", 0, g, slog.New(slog.NewTextHandler(io.Discard, nil)))
		if err != nil {
			t.Fatal(err)
		}
		close = sync.OnceFunc(func() { s.Shutdown(&http.Server{}) })
		t.Cleanup(close)
		return s.Handler()
	})
	return o, close
}

// typesOf are the types of messages, by what the key type says.
func typesOf(values ...any) map[string]reflect.Type {
	m := map[string]reflect.Type{}
	for _, v := range values {
		for _, k := range fieldsOf(reflect.TypeOf(v)) {
			if k.name == "type" {
				m[k.is[0]] = reflect.TypeOf(v)
			}
		}
	}
	return m
}

// Everything that a socket says in a run that goes through all that can be done is as its
// type has it, and of each kind something was said.
func TestSocketSaysWhatTypesSay(t *testing.T) {
	o, close := open(t)
	p := o.Watch(o.Start("preset=pair"))
	types, heard := typesOf(slices.Concat(fromRuns, fromUs)...), map[string]int{}
	hear := func(until string) map[string]any {
		t.Helper()
		late := time.After(servertest.Patience)
		for {
			select {
			case m := <-p.Text:
				kind := fmt.Sprint(m["type"])
				heard[kind]++
				if types[kind] == nil {
					t.Errorf("a message of the type %q: %v", kind, m)
				} else if says := conform(types[kind], m, kind); says != "" {
					t.Error(says)
				}
				if kind == until {
					return m
				}
			case <-p.Bin:
			case <-late:
				t.Fatalf("no %s came", until)
			}
		}
	}
	say := func(v any) {
		data, err := json.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		p.Say(string(data))
	}
	hear("hello")
	say(wire.Drive{Page: "here"})
	say(numbered(t, 900, wire.Hand{Hand: 0}))
	hear("done")
	say(wire.See{See: []string{"norm", "ww"}})
	say(wire.From{})
	n := uint64(0)
	for _, c := range samples() {
		n++
		say(numbered(t, n, c.says))
		hear(c.answer)
	}
	say(numbered(t, n+1, wire.Question{Ask: "weight", Args: map[string]string{"which": "1"}}))
	hear("answer")
	say(numbered(t, n+2, wire.Question{Ask: "weight", Args: map[string]string{"which": "none"}}))
	if m := hear("refused"); m["field"] != "which" {
		t.Errorf("%v", m)
	}
	say(numbered(t, n+3, wire.SetFields{Set: map[string]string{"rule": "hebb", "eta": "100"}}))
	hear("done")
	say(numbered(t, n+4, wire.DoPlain{Do: "play"}))
	hear("status")
	say(wire.Ack{Ack: 1})
	say(wire.Hide{Hide: true})
	say(wire.Cancel{Cancel: n + 1})
	p.Say(`{"n":1,"do":"nothing"}`)
	if m := hear("refused"); m["reason"] != `there is no command "nothing"` {
		t.Errorf("%v", m)
	}
	hear("alive")
	go close()
	hear("bye")
	for kind := range types {
		if heard[kind] == 0 && kind != "kept" {
			t.Errorf("no message of the type %s was heard", kind)
		}
	}
}

// samples are all commands, in an order in which they can be carried out, each with what is
// heard then.
func samples() []struct {
	says   any
	answer string
} {
	type s = struct {
		says   any
		answer string
	}
	return []s{
		{wire.DoStep{Do: "step", Count: 3}, "done"}, {wire.DoSpeed{Do: "speed", Speed: 100}, "done"}, {wire.SetFields{Set: map[string]string{"eta": "0.03"}, Variant: "b", Gesture: 5}, "done"},
		{wire.DoPlain{Do: "undo"}, "done"}, {wire.DoPlain{Do: "play"}, "done"}, {wire.DoPlain{Do: "pause"}, "done"}, {wire.DoStep{Do: "back"}, "done"},
		{wire.DoSeek{Do: "seek", Unit: 2}, "done"}, {wire.DoPlain{Do: "replay"}, "done"}, {wire.DoAct{Do: "act", Name: "", Gesture: 6}, "refused"},
		{wire.DoProbe{Do: "probe", Name: "angle", Every: 7}, "done"}, {wire.DoLabel{Do: "label", Variant: "b", Name: "other"}, "done"}, {wire.DoPlain{Do: "add"}, "done"},
		{wire.DoRemove{Do: "remove", Variant: "c"}, "done"}, {wire.DoDefaults{Do: "defaults", Variant: "a"}, "done"}, {wire.DoSeed{Do: "seed"}, "done"}, {wire.DoPlain{Do: "reset"}, "done"},
	}
}

// numbered is a message with its number.
func numbered(t *testing.T, n uint64, v any) map[string]any {
	data, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	m := map[string]any{}
	if err := json.Unmarshal(data, &m); err != nil {
		t.Fatal(err)
	}
	m["n"] = n
	return m
}

// Every command that a type lets a page give is among the samples: all of them are carried
// out by the real program above.
func TestSamplesHaveEveryCommand(t *testing.T) {
	given := map[string]bool{}
	for _, c := range samples() {
		m := numbered(t, 1, c.says)
		given[fmt.Sprintf("%T %v", c.says, m["do"])] = true
	}
	for _, c := range commands {
		for _, k := range fieldsOf(reflect.TypeOf(c)) {
			if k.name != "do" && k.name != "set" {
				continue
			}
			for _, do := range k.is {
				if !given[fmt.Sprintf("%T %s", c, do)] {
					t.Errorf("no sample of %T %s", c, do)
				}
			}
			if k.name == "set" && !given[fmt.Sprintf("%T %v", c, nil)] {
				t.Errorf("no sample of %T", c)
			}
		}
	}
}

// The API takes what its types say, and answers so.
func TestAPIAnswersWhatTypesSay(t *testing.T) {
	o, _ := open(t)
	ask := func(method, path string, body any, code int, as any) map[string]any {
		t.Helper()
		data, err := json.Marshal(body)
		if err != nil {
			t.Fatal(err)
		}
		got, text := o.Ask(method, path, string(data))
		var v any
		if err := json.Unmarshal([]byte(text), &v); err != nil {
			t.Fatalf("%s %s: %d %s", method, path, got, text)
		}
		if says := conform(reflect.TypeOf(as), v, method+" "+path); says != "" || got != code {
			t.Errorf("%d %s in %s", got, says, text)
		}
		m, _ := v.(map[string]any)
		return m
	}
	started := ask("POST", "/api/runs", wire.StartLink{Lab: "toy", Query: "preset=pair&eta=nothing"}, 201, wire.Started{})
	run := fmt.Sprint(started["run"])
	o.Keys[run] = fmt.Sprint(started["key"])
	p := o.Watch(run)
	p.Hear("hello")
	p.Say(`{"n":1,"do":"step","count":20}`)
	p.Hear("done")
	p.Say(`{"n":2,"set":{"eta":"0.03"},"gesture":4}`)
	p.Hear("done")
	ask("GET", "/api/runs/"+run, nil, 200, wire.Run{})
	ask("GET", "/api/runs/"+run+"/moment", nil, 200, wire.Moment{})
	document := ask("GET", "/api/runs/"+run+"/journal", nil, 200, experiment.Experiment{})
	ask("POST", "/api/runs", map[string]any{"experiment": document}, 201, wire.Started{})
	ask("POST", "/api/runs", wire.StartLink{Lab: "none"}, 404, wire.Problem{})
	ask("POST", "/api/runs", wire.StartSalvage{Salvage: "0123456789abcdef"}, 404, wire.Problem{})
	ask("GET", "/api/runs/none", nil, 404, wire.Problem{})
	ask("POST", "/api/session", struct{}{}, 200, wire.Session{})
	ask("POST", "/api/runs", wire.StartCopy{Copy: run}, 201, wire.Started{})
	ask("POST", "/api/runs/"+run+"/keep", wire.Keep{Drive: o.Keys[run]}, 200, wire.KeptRun{})
	ask("POST", "/api/runs/"+run+"/keep", wire.Keep{}, 403, wire.Problem{})
	ask("POST", "/api/labs/toy/show", struct{}{}, 201, wire.Card{})
	ask("POST", "/api/labs/toy/show", struct{}{}, 200, wire.Card{})
	ask("GET", "/healthz", nil, 200, wire.Health{})
}

// Every query of every lab answers with what its type says.
func TestQueriesAnswerWhatTypesSay(t *testing.T) {
	for _, lab := range labs.All {
		for _, view := range lab.Views {
			s := view.New()
			if len(s.Queries()) == 0 {
				continue
			}
			if err := s.Init(sim.Env{Seed: 1}); err != nil {
				t.Fatal(err)
			}
			for range 3 {
				for !s.Step().Unit {
				}
				for _, q := range s.Queries() {
					at := lab.Name + "/" + view.Name + " " + q.Name
					set := map[string]string{}
					for _, f := range q.Args {
						switch v := f.Value.(type) {
						case *sim.FloatValue:
							set[f.Name] = map[string]string{"x0": "-2", "x1": "2", "y0": "-2", "y1": "2", "x": "0.5", "y": "0.5"}[f.Name]
						case *sim.IntValue:
							set[f.Name] = fmt.Sprint(max(v.Min, min(v.Max, 8)) * map[bool]int{true: 0, false: 1}[v.Min == 0])
						}
					}
					if set["matrix"] != "" {
						set["matrix"] = "1"
					}
					if err := sim.Set(q.Args, set); err != nil {
						t.Fatal(at, err)
					}
					f, err := q.Ask()
					if err != nil {
						t.Fatal(at, err)
					}
					answer, err := f(context.Background())
					if err != nil {
						t.Fatal(at, err)
					}
					data, err := json.Marshal(answer)
					if err != nil {
						t.Fatal(at, err)
					}
					var v any
					json.Unmarshal(data, &v)
					if says := conform(reflect.TypeOf(q.Answer), v, at); says != "" {
						t.Error(says)
					}
				}
			}
		}
	}
}
