package link

import (
	"net/url"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestClean(t *testing.T) {
	const want = "preset=rescue&b.theta0=0&mask=1%2C0"
	for name, text := range map[string]string{
		"untouched":                        want,
		"with its mark":                    "?" + want,
		"&amp;":                            "preset=rescue&amp;b.theta0=0&amp;mask=1%2C0",
		"&amp;amp;":                        "preset=rescue&amp;amp;b.theta0=0&amp;amp;mask=1%2C0",
		"&#38;":                            "preset=rescue&#38;b.theta0=0&#038;mask=1%2C0",
		"&#x26;":                           "preset=rescue&#x26;b.theta0=0&#X26;mask=1%2C0",
		"&amp;#38;":                        "preset=rescue&amp;#38;b.theta0=0&amp;#38;mask=1%2C0",
		"names that begin with amp;":       "preset=rescue&amp;b.theta0=0&amp%3Bmask=1%2C0",
		"an escaped &amp;":                 "preset=rescue%26amp%3Bb.theta0=0%26amp;mask=1%2C0",
		"an escaped &":                     "preset=rescue%26b.theta0=0%26mask=1%2C0",
		"an escaped =":                     "preset%3Drescue&b.theta0%3D0&mask%3D1%2C0",
		"all escaped":                      "preset%3Drescue%26b.theta0%3D0%26mask%3D1%252C0",
		"all escaped twice":                "preset%253Drescue%2526b.theta0%253D0%2526mask%253D1%25252C0",
		"escapes escaped":                  "preset=rescue&b.theta0=0&mask=1%252C0",
		"escapes escaped twice":            "preset=rescue&b.theta0=0&mask=1%25252C0",
		"quoted-printable":                 "preset=3Drescue&b.theta0=3D0&mask=3D1%2C0",
		"quoted-printable, cut":            "preset=3Drescue&b.the=\r\nta0=3D0&mask=3D1%2=\nC0",
		"quoted-printable, cut and joined": "preset=3Drescue&b.the=ta0=3D0&mask=3D1%2=C0",
		"quoted-printable with &amp;":      "preset=3Drescue&amp;b.theta0=3D0&amp;mask=3D1%2C0",
		"a cut line":                       "preset=rescue&b.the\nta0=0&mask=1%2C0",
		"a cut line in a quotation":        "preset=rescue&b.the\r\n > > ta0=0&mask=1%2C0",
		"soft hyphens":                     "preset=res\u00adcue&b.the\u00adta0=0&mask=1%2C0",
		"escaped soft hyphens":             "preset=res%C2%ADcue&b.the%c2%adta0=0&mask=1%2C0",
		"no width":                         "\u200bpreset=rescue&b.theta0=0\u2060&mask=1%2C0\ufeff",
		"escaped, no width":                "%E2%80%8Bpreset=rescue&b.theta0=0&mask=1%2C0%EF%BB%BF%e2%80%8e",
		"spaces around names":              "preset=rescue& b.theta0=0&%20mask=1%2C0+",
		"trackers":                         "utm_source=a&preset=rescue&fbclid=x&b.theta0=0&mc_cid=3&mask=1%2C0&utm_medium=mail&gclid=%26&msclkid=",
		"a fragment":                       want + "#part",
		"a text fragment":                  want + "#:~:text=x&y",
		"&gt;":                             want + "&gt;",
		"&quot;":                           want + "&quot;>here</a>&gt;",
		".":                                want + ".",
		"),":                               want + "),",
		">.":                               want + ">.",
		`">`:                               want + `">`,
		"a closing quotation mark":         want + "”",
		"]":                                want + "]",
		"&":                                want + "&",
		"??":                               "??" + want,
		"of another script":                want + "。",
	} {
		if got := Clean(text); got != want {
			t.Errorf("%s: %s gives %s", name, text, got)
		}
	}
	for _, same := range []string{"", "layers=170,130", "rule=a*(b+c)", "rule=x'", "a.label=Oja+%28fast%29", "seed=3", "note=%252C&x=%2C", "mask=[1]", "a.label=%F0%9F%91%A9%E2%80%8D%F0%9F%94%AC", "%zz=1"} {
		if got := Clean(same); got != same {
			t.Errorf("%s becomes %s", same, got)
		}
	}
}

func TestFind(t *testing.T) {
	const query = "preset=rescue&b.theta0=0"
	for name, text := range map[string]string{
		"a path":               "/labs/oja?" + query,
		"without /":            "labs/oja?" + query,
		"with two":             "//labs/oja?" + query,
		"with a / behind":      "/labs/oja/?" + query,
		"Git Bash":             "C:/Program Files/Git/labs/oja?" + query,
		"Git for Windows":      `C:\Program Files\Git\labs\oja?` + query,
		"MSYS2":                "D:/msys64/labs/oja?" + query,
		"an address":           "http://127.0.0.1:8080/labs/oja?" + query,
		"of another host":      "https://lab.example/user/me/proxy/8080/labs/oja?" + query,
		"without scheme":       "localhost:8080/labs/oja?" + query,
		"a host called labs":   "http://labs/labs/oja?" + query,
		"a folder called labs": "http://lab.example/labs/labs/oja?" + query,
		"capitals":             "HTTP://LAB.example/Labs/Oja?" + query,
		"in brackets":          "<http://lab.example/labs/oja?" + query + ">",
		"in brackets, a text":  "See <http://lab.example/labs/oja?" + query + "> for more.",
		"in a chat":            "<http://lab.example/labs/oja?" + query + "|this one>",
		"in markdown":          "[this one](http://lab.example/labs/oja?" + query + ") is good",
		"in HTML":              `<a href="http://lab.example/labs/oja?preset=rescue&amp;b.theta0=0">this one</a>`,
		"in quotation marks":   `"http://lab.example/labs/oja?` + query + `"`,
		"in others":            `'http://lab.example/labs/oja?` + query + `')`,
		"at the end":           "Look at http://lab.example/labs/oja?" + query + ".",
		"with a fragment":      "/labs/oja?" + query + "#top",
		"escaped":              "http://lab.example/labs/oja%3Fpreset%3Drescue%26b.theta0%3D0",
		"redirected":           "https://safe.example/?url=http%3A%2F%2Flab.example%2Flabs%2Foja%3Fpreset%3Drescue%26b.theta0%3D0&data=05%7C01&reserved=0",
		"redirected twice":     "https://safe.example/?url=https%3A%2F%2Fout.example%2Fl%3Fu%3Dhttp%253A%252F%252Flab.example%252Flabs%252Foja%253Fpreset%253Drescue%2526b.theta0%253D0&data=x",
		"redirected, no pair":  "https://safe.example/v3/__http://lab.example/labs/oja?" + query + "__;!!abc$",
		"cut":                  "http://lab.example/labs/oja?preset=3Dres=\ncue&b.the=\r\nta0=3D0",
		"without ?":            "http://lab.example/labs/oja&" + query,
	} {
		lab, got, ok := Find(text)
		if !ok || lab != "oja" || got != query {
			t.Errorf("%s: %s gives %q %q %v", name, text, lab, got, ok)
		}
	}
	for text, want := range map[string]string{"/labs/oja": "oja", "labs/oja": "oja", "/labs/oja.": "oja", "/labs/two-three/": "two-three", "/labs/oja?": "oja", "/labs/oja#x": "oja", "http://h/labs/oja)": "oja"} {
		if lab, query, ok := Find(text); !ok || lab != want || query != "" {
			t.Errorf("%s gives %q %q %v", text, lab, query, ok)
		}
	}
	for _, text := range []string{"", "oja", "oja/rescue", "labs", "/labs/", "/labs", "/other?eta=1", "/labs/oja/other?x=1", "http://[", "https://oja.example/?url=x", "mylabs/oja", "/labs/?preset=x"} {
		if lab, query, ok := Find(text); ok {
			t.Errorf("%q gives %q %q", text, lab, query)
		}
	}
}

func TestNamesOfTrackers(t *testing.T) {
	for _, name := range []string{"utm_campaign", "UTM_SOURCE", "fbclid", "mc_eid", "gclid"} {
		if !Tracks(name) {
			t.Errorf("%s tracks", name)
		}
	}
	for _, name := range []string{"eta", "utm", "b.theta0", "seed", "gclids"} {
		if Tracks(name) {
			t.Errorf("%s does not", name)
		}
	}
}

// FuzzClean holds that what is clean stays as it is, also when a browser has escaped what it
// escapes, and that the result can be a link.
// Floor: 100 executions a second.
func FuzzClean(f *testing.F) {
	for _, q := range []string{"", "a=1&amp;b=2", "a%3D1%26b%3D2", "a=3D1&b=3D=\n2", "z=abc).", "x=%25252C", "utm_x=1&&=&%", "a%253D1%3D", "\xff=\u00ad", "amp;amp;a=(1))", "&#38;&gt;#", "a=%26amp%3Bb=1", "a= %20+.'"} {
		f.Add(q)
	}
	f.Fuzz(func(t *testing.T, q string) {
		once := Clean(q)
		if again := Clean(once); again != once {
			t.Fatalf("%q becomes %q, and that %q", q, once, again)
		}
		sent := strings.ReplaceAll(once, "'", "%27")
		if again := Clean(sent); again != sent {
			t.Fatalf("%q becomes %q, a browser asks for %q, and that becomes %q", q, once, sent, again)
		}
		for _, c := range once {
			if c <= ' ' || c >= 0x7f || c == '#' {
				t.Fatalf("%q becomes %q", q, once)
			}
		}
	})
}

// FuzzEncode holds that Encode says what url.Values.Encode says, and that Clean does not
// touch it.
// Floor: 100 executions a second.
func FuzzEncode(f *testing.F) {
	for _, v := range []string{"", "rescue", "%2C", "%", "%%25", "a&b=c", "&amp;", "3D", "3d view", "end.", "(x)", "x'", "a=b", "=3D", "1,0,1", "utm_x=1", "~", "100%25", "☃", "a_b-", "+", "&", "%25252"} {
		f.Add(v, "x")
		f.Add("1", v)
	}
	f.Fuzz(func(t *testing.T, a, b string) {
		// Values as fields write them: without what cannot be seen and without spaces around.
		a, b = strings.TrimSpace(visible(a)), strings.TrimSpace(visible(b))
		if !utf8.ValidString(a + b) {
			return
		}
		q := url.Values{"a": {a}, "b.label": {b}}
		text := Encode(q)
		got, err := url.ParseQuery(text)
		if err != nil || got.Get("a") != a || got.Get("b.label") != b || len(got) != 2 {
			t.Fatalf("%q %q: %s reads %v, %v", a, b, text, got, err)
		}
		if clean := Clean(text); clean != text {
			t.Fatalf("%q %q: %s becomes %s", a, b, text, clean)
		}
	})
}

// FuzzFind holds that no text makes it panic, and that what it finds is clean.
// Floor: 100 executions a second.
func FuzzFind(f *testing.F) {
	for _, text := range []string{"/labs/oja?a=1", "C:/x/labs/oja?a=1&amp;b=2", "<http://h/labs/oja?x|y>", "https://h/?u=%2Flabs%2Foja%3Fa%3D1&b", "labs/labs/labs//x", "[a](labs/x?(y))"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		lab, query, ok := Find(text)
		if !ok {
			return
		}
		again, same, ok := Find("/labs/" + lab + "?" + query)
		if !ok || again != lab || same != query {
			t.Fatalf("%q gives %q %q, and that %q %q %v", text, lab, query, again, same, ok)
		}
	})
}

// A link may have 80 KiB: none of them takes more than a moment.
func BenchmarkCleanWorst(b *testing.B) {
	const n = 80 << 10
	for _, part := range []string{")", "%25", "&amp;", "=3D", "%26a%3D", "&#38;", "&utm_a=1", " ", "%20", "\u200b", "%3D", "((", "=\n"} {
		text := strings.Repeat(part, n/len(part))
		b.Run(url.QueryEscape(part), func(b *testing.B) {
			for b.Loop() {
				Find("/labs/oja?" + text)
			}
		})
	}
}
