package main

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
)

// guard stands before every route. Hebb has no passwords, so what it must keep out
// is another page in the user's own browser: one that reaches us under a name of
// its own (DNS rebinding), or that sends requests and opens sockets across sites.
type guard struct {
	// origins has, for each Host that we answer to, the one origin its pages have.
	// Hosts are compared whole and with their port: no prefixes, no suffixes.
	origins map[string]string
	// framers are the origins that may show a figure in a frame; none unless the user
	// names them.
	framers []string
}

// newGuard allows what addr, the address we listen at, can be called by: the names
// of this machine for itself when it is a loopback address, the addresses of its
// interfaces when it is any of them; and the further origins that the user allows.
// Names of the network are never allowed unasked: a name can be made to point at us.
func newGuard(addr net.Addr, allowed []string) (*guard, error) {
	g := &guard{origins: map[string]string{}}
	tcp, ok := addr.(*net.TCPAddr)
	if !ok {
		return nil, fmt.Errorf("cannot guard the address %v", addr)
	}
	names := []string{tcp.IP.String()}
	switch {
	case tcp.IP == nil || tcp.IP.IsUnspecified():
		names = append([]string{"localhost", "127.0.0.1", "::1"}, interfaceAddresses()...)
	case tcp.IP.IsLoopback():
		names = append(names, "localhost", "127.0.0.1", "::1")
	}
	for _, name := range names {
		host := net.JoinHostPort(name, fmt.Sprint(tcp.Port))
		g.origins[host] = "http://" + host
		if tcp.Port == 80 {
			bare := strings.TrimSuffix(host, ":80")
			g.origins[bare] = "http://" + bare
		}
	}
	for _, text := range allowed {
		scheme, host, err := parseOrigin(text)
		if err != nil {
			return nil, fmt.Errorf("-allow %q: %w", text, err)
		}
		g.origins[host] = scheme + "://" + host
	}
	return g, nil
}

// letFrame lets pages of the given origins show figures of ours in a frame.
func (g *guard) letFrame(origins []string) error {
	for _, text := range origins {
		scheme, host, err := parseOrigin(text)
		if err != nil {
			return fmt.Errorf("-embed %q: %w", text, err)
		}
		g.framers = append(g.framers, scheme+"://"+host)
	}
	return nil
}

// reOriginHost keeps everything out of a header that could end a directive there.
var reOriginHost = regexp.MustCompile(`^[a-z0-9.:\[\]-]+$`)

func parseOrigin(text string) (scheme, host string, err error) {
	u, err := url.Parse(text)
	if err != nil || (u.Scheme != "http" && u.Scheme != "https") || u.Host == "" || strings.Trim(u.Path, "/")+u.RawQuery+u.Fragment != "" || u.User != nil ||
		!reOriginHost.MatchString(strings.ToLower(u.Host)) {
		return "", "", errors.New("it takes an origin such as http://lab.example:8080")
	}
	return u.Scheme, strings.ToLower(u.Host), nil
}

// isEmbed says whether a request asks for the page of one figure, made for a frame.
func isEmbed(r *http.Request) bool {
	return strings.HasPrefix(r.URL.Path, "/labs/") && r.URL.Query().Get("embed") == "1"
}

func interfaceAddresses() []string {
	var list []string
	addrs, _ := net.InterfaceAddrs() // none when the system will not say
	for _, a := range addrs {
		if ip, ok := a.(*net.IPNet); ok {
			list = append(list, ip.IP.String())
		}
	}
	return list
}

// safe are the methods that change nothing; post is the only other one there is.
var safe = []string{http.MethodGet, http.MethodHead}

// wrap puts the guard before next, in a fixed order: Host before all else, since
// everything after it trusts the Host.
func (g *guard) wrap(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		origin, known := g.origins[strings.ToLower(r.Host)]
		nonce := newNonce()
		ancestors := "'none'"
		if len(g.framers) > 0 && isEmbed(r) {
			ancestors = strings.Join(g.framers, " ")
		}
		secure(w.Header(), nonce, origin, ancestors)
		switch {
		case !known:
			http.Error(w, "Hebb does not answer to the name in this address. Open it at the address that it printed when it started, "+
				"or start it with -allow and this address.", http.StatusForbidden)
		case !slices.Contains(safe, r.Method) && r.Method != http.MethodPost:
			w.Header().Set("Allow", "GET, HEAD, POST")
			http.Error(w, "Hebb takes GET, HEAD and POST only.", http.StatusMethodNotAllowed)
		case (!slices.Contains(safe, r.Method) || isUpgrade(r)) && !g.sameOrigin(r):
			http.Error(w, "Only Hebb's own pages may ask for this.", http.StatusForbidden)
		default:
			next.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), nonceKey{}, nonce)))
		}
	})
}

// sameOrigin demands the exact origin of the Host's own pages. A missing one is
// refused, and so is "null", which sandboxed frames and files send.
func (g *guard) sameOrigin(r *http.Request) bool {
	want, known := g.origins[strings.ToLower(r.Host)]
	list := r.Header.Values("Origin")
	return known && len(list) == 1 && list[0] == want
}

// isUpgrade says whether the request wants to become something other than HTTP. A
// handshake is a GET, so that rules about methods do not cover it.
func isUpgrade(r *http.Request) bool { return len(r.Header.Values("Upgrade")) > 0 }

// secure sets the headers that every answer carries. ancestors are the pages that may
// show the answer in a frame.
func secure(h http.Header, nonce, origin, ancestors string) {
	connect := "'self'"
	if origin != "" { // older browsers do not count sockets as 'self'
		connect += " ws" + strings.TrimPrefix(origin, "http")
	}
	h.Set("Content-Security-Policy", strings.Join([]string{
		"default-src 'none'",
		"script-src 'self' 'nonce-" + nonce + "'", // the nonce is for the import map
		"style-src 'self'",
		"img-src 'self' data: blob:",
		"font-src 'self'",
		"connect-src " + connect,
		"base-uri 'none'",
		"form-action 'self'",
		"frame-ancestors " + ancestors,
	}, "; "))
	h.Set("X-Content-Type-Options", "nosniff")
	if ancestors == "'none'" {
		h.Set("X-Frame-Options", "DENY")
	}
	h.Set("Referrer-Policy", "same-origin")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
}

type nonceKey struct{}

func newNonce() string {
	var b [16]byte
	rand.Read(b[:]) // never fails
	return base64.StdEncoding.EncodeToString(b[:])
}

// nonce is what the page's one inline script must carry.
func nonce(r *http.Request) string {
	n, _ := r.Context().Value(nonceKey{}).(string)
	return n
}
