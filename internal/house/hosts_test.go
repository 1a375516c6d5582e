package house

import (
	"net/netip"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

// hosts are those that a text may name: where papers are, names of formats, names
// that belong to nobody, and the prefixes of Go modules.
var hosts = []string{
	"doi.org", "arxiv.org", "openreview.net", "proceedings.mlr.press", "proceedings.neurips.cc", "papers.nips.cc", "elifesciences.org",
	"www.pnas.org", "www.nature.com", "www.biorxiv.org", "direct.mit.edu", "journals.plos.org", "www.frontiersin.org", "link.springer.com",
	"www.sciencedirect.com", "www.jneurosci.org", "dl.acm.org", "rescience.github.io", "yann.lecun.com", "creativecommons.org",
	"biometrics.nist.gov", // the home of EMNIST, which hebb data get fetches when a user asks for it
	"www.w3.org", "developer.mozilla.org", "www.apache.org", "netlib.sandia.gov", "www.netlib.org",
	"localhost", "127.0.0.1", "0x7f.1", "example.com", "example.org", "evil.example", "lab.example", "other.example",
	"github.com", "golang.org", "google.golang.org", "go.dev", "pkg.go.dev", "gonum.org", "gopkg.in",
}

var (
	reURL  = regexp.MustCompile(`\b(?:https?|wss?|ftp|git)://([A-Za-z0-9.-]+)`)
	reBare = regexp.MustCompile(`\b((?:[a-z0-9-]+\.)+(?:com|org|dev|net|io))/[\w@]`)
	rePath = regexp.MustCompile(`(?:^|[\s"'=(:])/(?:work|root|home|mnt|Users)/\w`)
)

// TestMentions holds that no file names another host or a folder of somebody's
// machine. Pages load nothing from elsewhere, and neither does a build except
// through the package managers' own settings.
func TestMentions(t *testing.T) {
	texts := 0
	for _, file := range files(t, "", func(p string) bool { return !strings.HasPrefix(p, "static/vendor/") && !ending(".sum")(p) }) {
		text := read(t, file)
		if !utf8.ValidString(text) || file == "NOTICE" {
			continue // pictures and data; licences stand as they were written
		}
		texts++
		for _, complaint := range mentions(text) {
			t.Errorf("%s: %s", file, complaint)
		}
	}
	t.Logf("%d texts", texts)
}

func mentions(text string) (complaints []string) {
	for _, re := range []*regexp.Regexp{reURL, reBare} {
		for _, m := range re.FindAllStringSubmatch(text, -1) {
			if host := strings.Trim(strings.ToLower(m[1]), "."); host != "" && !allowed(host) {
				complaints = append(complaints, "names the host "+host)
			}
		}
	}
	for _, m := range rePath.FindAllString(text, -1) {
		complaints = append(complaints, "names a folder of a machine: "+m)
	}
	slices.Sort(complaints)
	return slices.Compact(complaints)
}

func allowed(host string) bool {
	if ip, err := netip.ParseAddr(host); err == nil && (ip.IsPrivate() || ip.IsUnspecified()) {
		return true
	}
	return slices.ContainsFunc(hosts, func(h string) bool { return host == h }) || strings.HasSuffix(host, ".example") || !strings.Contains(host, ".")
}

func TestMentionsCatch(t *testing.T) {
	somewhere := "registry.somewhere" + ".org"
	for _, bad := range []string{
		"see https://" + somewhere + "/package",
		"GET " + somewhere + "/package",
		"cd " + "/ho" + "me/someone",
	} {
		if len(mentions(bad)) != 1 {
			t.Errorf("%q: complaints %q, want one", bad, mentions(bad))
		}
	}
	for _, good := range []string{"https://doi.org/10.1007/BF00275687", "http://127.0.0.1:8080/labs/oja", "import github.com/a-h/templ", "s.net.io", "#!/usr/bin/env bash"} {
		if c := mentions(good); len(c) != 0 {
			t.Errorf("%q: complaints %q, want none", good, c)
		}
	}
}
