package pages

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// A page of a link that has suffered leads to the address of the one that was meant, and no
// further.
func TestPagesLeadToTheCleanAddress(t *testing.T) {
	o := openHouse(t)
	for path, want := range map[string]string{
		"/labs/toy?preset=pair&amp;b.eta=0.5":                    "toy?preset=pair&b.eta=0.5",
		"/labs/toy?preset=pair&utm_source=x":                     "toy?preset=pair",
		"/labs/toy?utm_source=x":                                 "toy",
		"/labs/toy?preset%3Dpair%26b.eta%3D0.5":                  "toy?preset=pair&b.eta=0.5",
		"/labs/toy%3Fpreset%3Dpair":                              "toy?preset=pair",
		"/labs/toy.":                                             "toy",
		"/labs/Toy?preset=pair":                                  "toy?preset=pair",
		"/labs/toy?preset=pair%E2%80%8B&fbclid=1":                "toy?preset=pair",
		"/labs/toy?note=\"><script>&amp;eta=1":                   "toy?note=%22%3E%3Cscript%3E&eta=1",
		"/labs/toy?preset=pair&amp;eta=1%0d%0aSet-Cookie:%20a=b": "toy?preset=pair&eta=1Set-Cookie:%20a=b",
	} {
		res, err := http.DefaultTransport.RoundTrip(request(t, o, path))
		if err != nil {
			t.Fatal(err)
		}
		res.Body.Close()
		// Relative, but for a near miss in the path, which has a redirect of its own (near.go).
		got := strings.TrimPrefix(res.Header.Get("Location"), "/labs/")
		if res.StatusCode != http.StatusFound && res.StatusCode != http.StatusPermanentRedirect || got != want {
			t.Errorf("%s: %d %s, want %s", path, res.StatusCode, got, want)
			continue
		}
		if code, _ := o.Ask("GET", "/labs/"+got, ""); code != http.StatusOK {
			t.Errorf("%s leads on: %d", got, code)
		}
	}
	for _, path := range []string{"/labs/toy", "/labs/toy?preset=pair&b.eta=0.5", "/labs/toy?mask=1,0,1", "/labs/toy?note=x'", "/labs/toy?a.label=Oja+%28fast%29", "/labs/toy?nothing=1"} {
		if code, _ := o.Ask("GET", path, ""); code != http.StatusOK {
			t.Errorf("%s: %d", path, code)
		}
	}
	if code, _ := o.Ask("GET", "/labs/none?a=1&amp;b=2", ""); code != http.StatusNotFound {
		t.Errorf("an unknown lab: %d", code)
	}
}

func request(t *testing.T, o *open, path string) *http.Request {
	t.Helper()
	req, err := http.NewRequest("GET", o.Web.URL+"/", nil)
	if err != nil {
		t.Fatal(err)
	}
	path, query, _ := strings.Cut(path, "?")
	req.URL.Path, _ = url.PathUnescape(path)
	req.URL.RawQuery = strings.NewReplacer(`"`, "%22", "<", "%3C", ">", "%3E").Replace(query)
	return req
}
