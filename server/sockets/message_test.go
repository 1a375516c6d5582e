package sockets

import (
	"reflect"
	"strings"
	"testing"

	"hebb/server/limits"
	"hebb/server/wire"
	"hebb/sim/live"
)

func TestParseMessage(t *testing.T) {
	for text, kind := range map[string]string{
		`{"n":7,"set":{"eta":"0.01"},"variant":"b","gesture":12}`: "command",
		`{"n":8,"do":"play"}`:                      "command",
		`{"n":9,"do":"step","count":10}`:           "command",
		`{"n":9,"ask":"weight","args":{"at":"1"}}`: "ask",
		`{"see":["loss","y*"]}`:                    "see",
		`{"see":[]}`:                               "see",
		`{"from":[3,1200]}`:                        "from",
		`{"ack":5}`:                                "ack",
		`{"ack":0}`:                                "ack",
		`{"hide":false}`:                           "hide",
		`{"cancel":9}`:                             "cancel",
		` {"do":"pause"} ` + "\n":                  "command",
	} {
		m, err := parseMessage([]byte(text))
		if err != nil {
			t.Errorf("%s: %v", text, err)
			continue
		}
		got := map[bool]string{m.isCommand(): "command", m.Ask != "": "ask", m.See != nil: "see", m.From != nil: "from", m.Ack != nil: "ack", m.Hide != nil: "hide", m.Cancel != nil: "cancel"}[true]
		if got != kind || m.counted() != (kind == "command" || kind == "ask") {
			t.Errorf("%s: is %s and counted %v", text, got, m.counted())
		}
	}
	m, _ := parseMessage([]byte(`{"n":9,"do":"back","count":10}`))
	if c, err := m.command(); err != nil || c != (live.Back{Units: 10}) {
		t.Errorf("the command is %+v", c)
	}
}

// What a message can have is what the forms of what pages say have, all of them together.
func TestMessageHasWhatPagesSay(t *testing.T) {
	forms := map[string]reflect.Type{}
	for _, v := range []any{wire.Numbered{}, wire.SetFields{}, wire.DoPlain{}, wire.DoDefaults{}, wire.DoStep{}, wire.DoSeek{}, wire.DoSeed{}, wire.DoSpeed{}, wire.DoAct{},
		wire.DoProbe{}, wire.DoRemove{}, wire.DoLabel{}, wire.Question{}, wire.See{}, wire.From{}, wire.Ack{}, wire.Hide{}, wire.Cancel{}, wire.Drive{}, wire.Hand{}} {
		for _, f := range reflect.VisibleFields(reflect.TypeOf(v)) {
			name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
			if was := forms[name]; was != nil && was != f.Type {
				t.Errorf("%s is a %v and a %v", name, was, f.Type)
			}
			forms[name] = f.Type
		}
	}
	for _, f := range reflect.VisibleFields(reflect.TypeFor[message]()) {
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		is := f.Type
		if is.Kind() == reflect.Pointer {
			is = is.Elem()
		}
		if forms[name] != is {
			t.Errorf("a message can have %s, a %v; in what pages say it is a %v", name, is, forms[name])
		}
		delete(forms, name)
	}
	for name := range forms {
		t.Errorf("pages say %s, which no message can have", name)
	}
}

// What cannot be understood is refused with a reason; nothing of it is done.
var badMessages = []string{
	``, `{}`, `null`, `[]`, `"x"`, `7`, `{`, `{"n":7}`, `{"n":-1,"do":"play"}`, `{"n":1e999,"do":"play"}`, `{"n":1,"do":7}`,
	`{"do":"speed","speed":NaN}`, `{"do":"speed","speed":1e999}`, `{"do":"speed","speed":Infinity}`, `{"do":"play"}{"do":"play"}`, `{"do":"play"}x`,
	`{"do":"play","also":1}`, `{"set":{"eta":1}}`, `{"set":["eta"]}`, `{"from":[-1,2]}`, `{"from":[4294967296,2]}`, `{"from":"x"}`, `{"ack":-1}`, `{"ack":1.5}`,
	`{"ack":1,"do":"play"}`, `{"see":"loss"}`, `{"hide":"yes"}`, "\xff\xfe", `{"set":{"eta":"` + strings.Repeat("9", limits.MaxMessage) + `"}}`,
	strings.Repeat("[", 4000), strings.Repeat(`{"set":`, 500),
}

func TestParseMessageRefuses(t *testing.T) {
	for _, text := range badMessages {
		if _, err := parseMessage([]byte(text)); err == nil {
			t.Errorf("%.60s is accepted", text)
		}
	}
}

// Floor: 100 executions a second.
func FuzzParseMessage(f *testing.F) {
	for _, text := range badMessages {
		f.Add([]byte(text))
	}
	f.Add([]byte(`{"n":7,"set":{"eta":"0.01"},"variant":"b","gesture":12}`))
	f.Add([]byte(`{"from":[3,1200]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		m, err := parseMessage(data)
		if m == nil && err == nil {
			t.Fatal("neither message nor error")
		}
		if err != nil {
			return
		}
		if c, err := m.command(); m.isCommand() && (c == nil) == (err == nil) {
			t.Fatal("a command without content")
		}
	})
}

// Whatever comes by POST has a key and a message without one, or is refused.
// Floor: 1000 executions a second.
func FuzzWithKey(f *testing.F) {
	f.Add([]byte(`{"drive":"0123","do":"play"}`))
	f.Add([]byte(`{"drive":7}`))
	f.Add([]byte(`{"drive":"a","drive":"b","Drive":"c"}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		key, rest, err := withKey(data)
		if err != nil {
			return
		}
		if len(key) > maxKey {
			t.Errorf("a key of %d bytes", len(key))
		}
		if again, _, err := withKey(rest); err != nil || again != "" {
			t.Errorf("%q leaves %q: %v", data, rest, err)
		}
	})
}
