package catalogue

import (
	"net/url"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"hebb/presets"
	"hebb/server/servertest"
	"hebb/sim/experiment"
	"hebb/sim/labs"
	"hebb/sim/link"
)

// ways are what happens to links: each is given one with a host and returns what arrives.
var ways = map[string]func(link string) string{
	"nothing":                 func(l string) string { return l },
	"&amp;":                   func(l string) string { return strings.ReplaceAll(l, "&", "&amp;") },
	"&amp;amp;":               func(l string) string { return strings.ReplaceAll(l, "&", "&amp;amp;") },
	"&#38;":                   func(l string) string { return strings.ReplaceAll(l, "&", "&#38;") },
	"&#x26;":                  func(l string) string { return strings.ReplaceAll(l, "&", "&#x26;") },
	"an escaped =":            func(l string) string { return strings.ReplaceAll(l, "=", "%3D") },
	"an escaped &":            func(l string) string { return strings.ReplaceAll(l, "&", "%26") },
	"escapes escaped":         func(l string) string { return strings.ReplaceAll(l, "%", "%25") },
	"the query escaped":       onQuery(url.QueryEscape),
	"the query escaped twice": onQuery(func(q string) string { return url.QueryEscape(url.QueryEscape(q)) }),
	"quoted-printable":        func(l string) string { return strings.ReplaceAll(l, "=", "=3D") },
	"quoted-printable, cut": func(l string) string {
		return strings.ReplaceAll(strings.ReplaceAll(cut(l, "\x00"), "=", "=3D"), "\x00", "=\r\n")
	},
	"cut lines":                   func(l string) string { return cut(l, "\r\n") },
	"cut lines in a quotation":    func(l string) string { return cut(l, "\n> ") },
	"cut lines, indented":         func(l string) string { return cut(l, "\n    ") },
	"soft hyphens":                func(l string) string { return cut(l, "\u00ad") },
	"spaces without width":        func(l string) string { return cut(l, "\u200b") },
	"spaces of no width, escaped": onQuery(func(q string) string { return cut(q, "%E2%80%8B") }),
	"a byte order mark":           func(l string) string { return "\ufeff" + l },
	"spaces around":               func(l string) string { return " " + l + " \n" },
	"a space behind, escaped":     func(l string) string { return l + "%20" },
	"spaces at &":                 func(l string) string { return strings.ReplaceAll(l, "&", " & ") },
	"brackets":                    func(l string) string { return "<" + l + ">" },
	"in a sentence":               func(l string) string { return "See " + l + "." },
	"in brackets in one":          func(l string) string { return "There is one (" + l + "), which" },
	"quotation marks":             func(l string) string { return `"` + l + `",` },
	"typographic ones":            func(l string) string { return "“" + l + "”" },
	"markdown":                    func(l string) string { return "[a link](" + l + ")." },
	"a chat":                      func(l string) string { return "<" + l + "|a link>" },
	"HTML":                        func(l string) string { return `<a href="` + strings.ReplaceAll(l, "&", "&amp;") + `">a link</a>` },
	".":                           func(l string) string { return l + "." },
	",":                           func(l string) string { return l + "," },
	")":                           func(l string) string { return l + ")" },
	">":                           func(l string) string { return l + ">" },
	"]":                           func(l string) string { return l + "]" },
	"&gt;":                        func(l string) string { return l + "&gt;" },
	"> escaped":                   func(l string) string { return l + "%3E" },
	"quotation mark escaped":      func(l string) string { return l + "%22" },
	"= escaped":                   func(l string) string { return l + "%3D" },
	") escaped":                   func(l string) string { return l + "%29." },
	"trackers": func(l string) string {
		return addTo(l, "utm_source=news&utm_medium=mail&fbclid=IwAR0_x-y&gclid=1&msclkid=2&mc_cid=3&mc_eid=4")
	},
	"trackers behind rubbish": func(l string) string { return addTo(l+").", "utm_source=news") },
	"a fragment":              func(l string) string { return l + "#:~:text=x" },
	"redirected": func(l string) string {
		return "https://safe.example/?url=" + url.QueryEscape(l) + "&data=05%7C02&reserved=0"
	},
	"redirected twice": func(l string) string {
		return "https://safe.example/?url=" + url.QueryEscape("https://out.example/l?u="+url.QueryEscape(l)) + "&x=1"
	},
	"redirected in the path": func(l string) string { return "https://safe.example/v3/__" + l + "__;!!AbC-d_$" },
	"Git Bash":               onPath("C:/Program Files/Git"),
	"Git for Windows": func(l string) string {
		return strings.Replace(onPath("")(l), "/labs/", `C:\Program Files\Git\labs\`, 1)
	},
	"two slashes": onPath("/"),
	"no slash":    func(l string) string { return strings.TrimPrefix(onPath("")(l), "/") },
	"a prefix":    onPath("https://hub.example/user/me/proxy/8080"),
	"no scheme":   onPath("localhost:8080"),
	"a slash behind": func(l string) string {
		path, query, _ := strings.Cut(l, "?")
		return path + "/?" + query
	},
}

func onQuery(f func(string) string) func(string) string {
	return func(l string) string {
		path, query, _ := strings.Cut(l, "?")
		return path + "?" + f(query)
	}
}

func onPath(host string) func(string) string {
	return func(l string) string { return host + l[strings.Index(l, "/labs/"):] }
}

func addTo(l, pairs string) string { return l + "&" + pairs }

// cut puts something between every 41 characters behind the host.
func cut(l, between string) string {
	var b strings.Builder
	for i := range len(l) {
		if i > 0 && i%41 == 0 {
			b.WriteString(between)
		}
		b.WriteByte(l[i])
	}
	return b.String()
}

// wholeCatalogue has all labs and presets that Hebb has.
func wholeCatalogue(t testing.TB) *Catalogue {
	t.Helper()
	list, err := presets.Load(presets.Files, labs.All)
	if err != nil {
		t.Fatal(err)
	}
	return New(labs.All, list)
}

// sent are links worth sending: of every preset, of one with a label, a seed and a changed
// field each, and of a moment of that.
func sent(t testing.TB, c *Catalogue) (links []string) {
	t.Helper()
	for _, p := range c.Presets {
		base, view := p.Setup(p.Lab)
		first := &p.Lab.Views[0] == view
		path := "http://lab.example:8080/labs/" + p.Lab.Name + "?"
		links = append(links, path+link.Encode(experiment.Encode(base, base, view, first)))
		other := base.Clone()
		other.Seed, other.Variants[0].Label = 12345, "50% & (3D) “more”"
		m := experiment.Experiment{Position: experiment.Position{Unit: 812, Round: 3}}
		for i, f := range view.New().Fields() {
			for _, text := range []string{"0.3", "2", "3,2", "x'", "linear", "data:AAA_-"} {
				if set, err := f.Value.Parse(text); err == nil && f.Value.Allowed() != "" {
					set()
					other.Variants[0].Set[f.Name] = f.Value.String()
					m.Journal = append(m.Journal, experiment.Entry{Position: experiment.Position{Unit: uint64(i)}, Set: map[string]string{f.Name: f.Value.String()}, Gesture: uint64(i)})
					break
				}
			}
		}
		q := experiment.Encode(other, base, view, first)
		links = append(links, path+link.Encode(q))
		z, err := m.EncodeMoment()
		if err != nil {
			t.Fatal(err)
		}
		q.Set("z", z)
		links = append(links, path+link.Encode(q))
	}
	return links
}

// Every link comes through every way with the same state, on the command line, as the
// address of a page, and where a page starts its run.
func TestLinksSurviveTheirWay(t *testing.T) {
	c := wholeCatalogue(t)
	tried := 0
	for i, l := range sent(t, c) {
		if testing.Short() && i%10 != 0 {
			continue
		}
		lab, query, _ := link.Find(l)
		want, err := c.Find(l)
		if err != nil {
			t.Fatalf("%s: %v", l, err)
		}
		same := func(gotLab, gotQuery string) bool {
			if gotLab == lab && gotQuery == query { // what is opened is told by these alone
				return true
			}
			got, err := c.Open(gotLab, gotQuery)
			return err == nil && len(got.Refused) == 0 && got.Lab == want.Lab && got.View == want.View && got.Preset == want.Preset &&
				reflect.DeepEqual(got.Doc, want.Doc) && got.Moment == want.Moment
		}
		for name, way := range ways {
			arrived := way(l)
			if lab, query, err := c.locate(arrived); err != nil || !same(lab, query) {
				t.Errorf("%s: the command line reads %s as %s %s, %v", name, arrived, lab, query, err)
			}
			if lab, query, ok := addressBar(arrived); ok && !same(lab, link.Clean(query)) {
				t.Errorf("%s: the page reads %s as %s", name, query, link.Clean(query))
			}
			tried++
		}
	}
	t.Logf("%d ways of %d kinds", tried, len(ways))
}

var reAddress = regexp.MustCompile(`^https?://[^/]+/labs/([a-z-]+)\?(.*)$`)

// addressBar is what a browser asks for when a text stands in its address bar: it drops ends of
// lines and the fragment, and escapes.
func addressBar(text string) (lab, query string, ok bool) {
	text = strings.TrimSpace(strings.NewReplacer("\r", "", "\n", "", "\t", "").Replace(text))
	text, _, _ = strings.Cut(text, "#")
	m := reAddress.FindStringSubmatch(text)
	if m == nil || strings.HasSuffix(text, "&") { // its fragment is a part of it: see web/app/mend.js
		return "", "", false
	}
	var b strings.Builder
	for i := range len(m[2]) {
		if c := m[2][i]; c <= ' ' || c >= 0x7f || strings.IndexByte(`"<>'`, c) >= 0 {
			b.WriteString("%" + strings.ToUpper(string("0123456789abcdef"[c>>4])+string("0123456789abcdef"[c&15])))
		} else {
			b.WriteByte(c)
		}
	}
	return m[1], b.String(), true
}

// No field of any lab has a name that is dropped from links.
func TestNoFieldIsTakenForATracker(t *testing.T) {
	for _, lab := range labs.All {
		for i := range lab.Views {
			model := lab.Views[i].New()
			for _, f := range model.Fields() {
				if link.Tracks(f.Name) {
					t.Errorf("%s: the field %s", lab.Name, f.Name)
				}
			}
		}
	}
}

// Rubbish in single values of a link is mended where the value would be refused, and nowhere
// else.
func TestValuesOfLinksAreMended(t *testing.T) {
	c := New(servertest.Toy(t))
	for query, want := range map[string]string{
		"eta=0.05)&rule=hebb":          "eta=0.05&rule=hebb",
		"eta=%220.05%22&rule=hebb%3E":  "eta=0.05&rule=hebb",
		"eta=0,05&rule=he%20bb":        "eta=0.05&rule=hebb",
		"eta=0.0%205&seed=1%200%205":   "eta=0.05&seed=105",
		"eta=5%C2%B710%E2%81%BB%C2%B2": "eta=0.05",
		"theta=%E2%88%920,0":           "theta=0",
		"n=1e1&probe.angle=1,000":      "n=10&probe.angle=1000",
		"eta=0.05+1/sample":            "eta=0.05",
		"note=%28a%29&a.label=%22a%22": "a.label=%22a%22&note=%28a%29",
		"mask=[1,+0,+1]&variants=2.":   "mask=1%2C0%2C1&variants=2",
		"flip=true%22":                 "flip=true",
		"preset=%22pair%22&view=":      "preset=pair",
	} {
		a, err := c.Open("toy", query)
		if err != nil || len(a.Refused) > 0 {
			t.Errorf("%s: %v %v", query, err, a.Refused)
			continue
		}
		if got := link.Encode(experiment.Encode(a.Doc.Setup, a.Base, a.View, true)); got != want {
			t.Errorf("%s is %s, want %s", query, got, want)
		}
	}
	for query, says := range map[string]string{
		"eta=1,500": "eta: \"1,500\" could be 1.500 or 1500: write one of them; it takes 0.0001 to 100",
		"eta=5+%25": "write 0.05", "n=10.000": "could be 10 or 10000", "eta=0x10": "write 16", "seed=2_000": "write 2000", "eta=∞": "not a finite number",
		"n=2,5": "not a whole number; it takes whole numbers from 2 to 64", "probe.angle=x": "whole numbers from 0 to",
	} {
		a, err := c.Open("toy", query)
		if err != nil || len(a.Refused) != 1 || !strings.Contains(a.Refused[0].Error(), says) {
			t.Errorf("%s: %v %v does not say %s", query, err, a.Refused, says)
		}
	}
}
