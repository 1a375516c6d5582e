package catalogue

import (
	"errors"
	"maps"
	"reflect"
	"strings"
	"testing"

	"hebb/server/limits"
	"hebb/server/servertest"
	"hebb/sim/experiment"
)

func TestOpenAppliesWhatItCanAndNamesTheRest(t *testing.T) {
	c := New(servertest.Toy(t))
	a, err := c.Open("toy", "?eta=0.05&theta=99&etta=1&n=NaN&quanta=1e999&noise=Inf&seed=-1&b.flip=true&probe.angle=x&view=none&preset=gone&%zz=1&flip=true&flip=false")
	if err != nil {
		t.Fatal(err)
	}
	if got := a.Doc.Variants[0].Set; !maps.Equal(got, map[string]string{"eta": "0.05", "flip": "true"}) {
		t.Errorf("A has %v", got)
	}
	if len(a.Doc.Variants) != 2 || a.Doc.Seed != experiment.DefaultSeed || a.View.Name != "neuron" {
		t.Errorf("the set-up is %+v", a.Doc)
	}
	var names []string
	for _, r := range a.Refused {
		names = append(names, r.Field)
	}
	for _, want := range []string{"theta", "etta", "n", "quanta", "noise", "seed", "probe.angle", "view", "preset", "link", "flip"} {
		if !strings.Contains(" "+strings.Join(names, " ")+" ", " "+want+" ") {
			t.Errorf("%s is not named among the refused %v", want, names)
		}
	}
}

func TestOpenTakesThePreset(t *testing.T) {
	c := New(servertest.Toy(t))
	a, err := c.Open("toy", "preset=pair&eta=0.5")
	if err != nil || len(a.Refused) > 0 {
		t.Fatal(err, a.Refused)
	}
	if a.Preset.Title != "Pair" || a.Doc.Variants[1].Set["rule"] != "hebb" || a.Doc.Variants[1].Set["eta"] != "0.5" {
		t.Errorf("got %+v", a.Doc)
	}
	_, err = c.Open("nothing", "")
	if p := (*Refusal)(nil); !errors.As(err, &p) || p.Fault != Unknown || !strings.Contains(p.Text, "toy") {
		t.Errorf("an unknown lab: %v", err)
	}
	_, err = c.Open("toy", "note="+strings.Repeat("x", limits.MaxQuery))
	if p := (*Refusal)(nil); !errors.As(err, &p) || p.Fault != Long {
		t.Errorf("a long query: %v", err)
	}
}

func TestFind(t *testing.T) {
	c := New(servertest.Toy(t))
	for text, preset := range map[string]string{
		"quick": "quick", "toy/pair": "pair", "toy": "", "/labs/toy?preset=quick&eta=0.03": "quick",
		"http://127.0.0.1:8080/labs/toy?preset=pair": "pair", "/labs/toy": "",
	} {
		a, err := c.Find(text)
		if err != nil {
			t.Errorf("%s: %v", text, err)
		} else if a.Doc.Preset != preset {
			t.Errorf("%s: preset %q, want %q", text, a.Doc.Preset, preset)
		}
	}
	for text, word := range map[string]string{
		"slow": "toy/quick", "toy/slow": "quick, pair", "other/quick": "toy", "/labs/other": "toy", "/other?eta=1": "/labs/toy",
		"/labs/toy?eta=NaN": "eta", "/labs/toy?eta=1e999": "eta", "/labs/toy?etta=1": "did you mean eta", "http://[": "/labs/toy", "": "toy/quick",
	} {
		if _, err := c.Find(text); err == nil || !strings.Contains(err.Error(), word) {
			t.Errorf("%q: error %v does not say %q", text, err, word)
		}
	}
}

// Whatever a link says, it opens or is refused; what it opens can be written as a
// link that opens the same.
//
// Floor: 100 executions a second.
func FuzzOpen(f *testing.F) {
	for _, q := range []string{"", "preset=pair&b.eta=0.5", "eta=0.05&variants=4&d.label=x", "view=neuron&seed=9&probe.angle=10", "%zz&;&=&a.eta=1",
		"eta=NaN", "eta=1e999", "z=xyz", "mask=1,0,1&note=bad", "b.label=%ff&variants=0", "drawing=data:abc&n=64&quanta=50"} {
		f.Add(q)
	}
	c := New(servertest.Toy(f))
	f.Fuzz(func(t *testing.T, query string) {
		a, err := c.Open("toy", query)
		if err != nil {
			return
		}
		again, err := c.Open("toy", experiment.Encode(a.Doc.Setup, a.Base, a.View, true).Encode())
		if err != nil || len(again.Refused) > 0 {
			t.Fatalf("its own link is refused: %v %v", err, again)
		}
		if !reflect.DeepEqual(again.Doc, a.Doc) {
			t.Fatalf("got %+v\nwant %+v", again.Doc.Setup, a.Doc)
		}
	})
}

// The command line takes a link as it stands in an address bar behind a proxy.
func TestLinksMayHaveAPrefix(t *testing.T) {
	c := New(servertest.Toy(t))
	for _, link := range []string{"/labs/toy?eta=0.02", "/user/me/proxy/8080/labs/toy?eta=0.02", "https://hub.example/user/me/proxy/8080/labs/toy?eta=0.02", "https://lab.example/labs/labs/toy?eta=0.02"} {
		a, err := c.Find(link)
		if err != nil || a.Lab.Name != "toy" || a.Doc.Setup.Variants[0].Set["eta"] != "0.02" {
			t.Errorf("%s: %+v, %v", link, a, err)
		}
	}
	for _, link := range []string{"/user/me/labs/none", "/user/me/", "/labs/", "/p/labs/toy/more", "/labsx/toy"} {
		if _, err := c.Find(link); err == nil {
			t.Errorf("%s is taken for a link to a lab", link)
		}
	}
}
