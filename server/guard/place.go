package guard

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/netip"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"hebb/sim"
)

// Place is where a request comes from, in the eyes of the browser that sent it: a proxy
// may have changed its Host and taken the beginning of its path away.
type Place struct {
	host   string // that the browser asked for, as far as we can know
	scheme string // of the pages of this machine's own names
	Root   string // the path before all addresses of ours; "" for none
	Client string // address of who asks
	Nonce  string // of the page's one inline script
}

type placeKey struct{}

type requestKey struct{}

// RequestID is the name of a request, in the log and in the answer's X-Request-Id.
func RequestID(r *http.Request) string {
	id, _ := r.Context().Value(requestKey{}).(string)
	return id
}

// PlaceOf is the place of a request that has come through the guard; the zero Place for
// others.
func PlaceOf(r *http.Request) Place {
	p, _ := r.Context().Value(placeKey{}).(Place)
	return p
}

// Secure says whether the browser has come over TLS: by the word of a proxy that is trusted,
// or by the origin of a POST, which the guard has let through.
func (p Place) Secure(r *http.Request) bool {
	return p.scheme == "https" || r.Method == http.MethodPost && strings.HasPrefix(r.Header.Get("Origin"), "https://")
}

func (p Place) into(r *http.Request) *http.Request {
	return r.WithContext(context.WithValue(r.Context(), placeKey{}, p))
}

// rePrefix is the form of a prefix. Its characters are the same in a path, a page, a
// script and a header, and need no escape in any of them.
var rePrefix = regexp.MustCompile(`^(/[A-Za-z0-9._~-]+)*$`)

// Ours are the first parts of our own addresses. A prefix that began with one of them
// could not be told from an address without its prefix.
var Ours = []string{"api", "assets", "follow", "healthz", "labs", "metrics", "runs"}

// ParsePrefix reads the path that a proxy puts before our addresses.
func ParsePrefix(text string) (string, error) {
	if len(text) > 1 && text[1] == ':' {
		return "", errors.New("it takes a path such as /user/me/proxy/8080, and a shell has made a folder of it: in Git Bash set MSYS_NO_PATHCONV=1 first")
	}
	if tidy := "/" + strings.Trim(text, "/"); tidy == "/" && text != "" {
		return "", errors.New("it takes a path such as /user/me/proxy/8080; leave it out when there is none")
	} else if text != tidy && text != "" && rePrefix.MatchString(tidy) {
		return "", fmt.Errorf("it takes a path with a slash before each part and none at the end; write %s", tidy)
	}
	parts := strings.Split(text, "/")
	switch {
	case len(text) > 1024:
		return "", errors.New("it takes a path of at most 1024 letters")
	case !rePrefix.MatchString(text):
		return "", errors.New("it takes a path such as /user/me/proxy/8080: letters, digits and . _ ~ - behind each slash")
	case slices.Contains(parts, ".") || slices.Contains(parts, ".."):
		return "", errors.New("it takes a path without . and .. as parts")
	case text != "" && slices.Contains(Ours, parts[1]):
		return "", fmt.Errorf("it must not begin with /%s, as addresses of Hebb's own do", parts[1])
	}
	return text, nil
}

// proxies are the addresses whose X-Forwarded headers are believed.
type proxies []netip.Prefix

func parseProxies(list []string) (proxies, error) {
	var p proxies
	for _, text := range list {
		around, err := netip.ParsePrefix(text)
		if ip, e := netip.ParseAddr(text); err != nil && e == nil {
			return nil, fmt.Errorf("-trust-proxy %q: it takes a range of addresses; write %s/%d for this one", sim.Clip(text), ip, ip.BitLen())
		}
		if err != nil {
			return nil, fmt.Errorf("-trust-proxy %q: it takes a range of addresses such as 127.0.0.1/32 or 10.0.0.0/8", sim.Clip(text))
		}
		p = append(p, around.Masked())
	}
	return p, nil
}

func (p proxies) trust(ip netip.Addr) bool {
	ip = ip.Unmap().WithZone("")
	return slices.ContainsFunc(p, func(n netip.Prefix) bool { return n.Contains(ip) })
}

// forwarded is what a proxy says of the request behind its own; parts are empty when it
// says nothing, or nothing that can be understood.
type forwarded struct{ scheme, host, prefix, client string }

// read reads the X-Forwarded headers of a request, if they come from a proxy that is
// trusted. Where several proxies have written, the last word is that of ours.
func (p proxies) read(r *http.Request) forwarded {
	peer, err := netip.ParseAddrPort(r.RemoteAddr)
	if err != nil {
		return forwarded{}
	}
	f := forwarded{client: peer.Addr().Unmap().String()}
	if !p.trust(peer.Addr()) {
		return f
	}
	if s := strings.ToLower(last(r.Header, "X-Forwarded-Proto")); s == "http" || s == "https" {
		f.scheme = s
	}
	f.host = strings.ToLower(last(r.Header, "X-Forwarded-Host"))
	if prefix, err := ParsePrefix(strings.TrimRight(last(r.Header, "X-Forwarded-Prefix"), "/")); err == nil {
		f.prefix = prefix
	}
	chain := list(r.Header, "X-Forwarded-For")
	for _, text := range slices.Backward(chain) {
		ip, err := netip.ParseAddr(text)
		if err != nil {
			break
		}
		f.client = ip.Unmap().String()
		if !p.trust(ip) {
			break
		}
	}
	return f
}

// list is the values of a header that is a list, over all its lines.
func list(h http.Header, name string) (values []string) {
	for _, line := range h.Values(name) {
		for value := range strings.SplitSeq(line, ",") {
			values = append(values, strings.TrimSpace(value))
		}
	}
	return values
}

func last(h http.Header, name string) string {
	values := list(h, name)
	if len(values) == 0 {
		return ""
	}
	return values[len(values)-1]
}

// cutPrefix takes prefix off the path of an address, whole parts of it only, however it is
// escaped. A path that does not begin with it stays as it is: the proxy has taken it off.
func cutPrefix(u *url.URL, prefix string) (*url.URL, bool) {
	if prefix == "" {
		return u, false
	}
	raw := u.EscapedPath()
	end := 0
	for range strings.Count(prefix, "/") {
		next := strings.IndexByte(raw[min(end+1, len(raw)):], '/')
		if next < 0 {
			end = len(raw)
			break
		}
		end += 1 + next
	}
	head, err := url.PathUnescape(raw[:end])
	if err != nil || head != prefix {
		return u, false
	}
	rest, err := url.PathUnescape(raw[end:])
	if err != nil {
		return u, false
	}
	cut := *u
	cut.Path, cut.RawPath = rest, ""
	if cut.EscapedPath() != raw[end:] {
		cut.RawPath = raw[end:]
	}
	return &cut, true
}
