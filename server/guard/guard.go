// Package guard stands before every route: it knows by which names this machine is
// called, which origins may ask for what, and where a proxy has put us.
package guard

import (
	"cmp"
	"context"
	"crypto/rand"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"net"
	"net/http"
	"slices"
	"strings"
	"time"

	"hebb/server/limits"
	"hebb/server/reply"
	"hebb/sim"
)

// Guard stands before every route. Hebb has no passwords, so what it must keep out
// is another page in the user's own browser: one that reaches us under a name of
// its own (DNS rebinding), or that sends requests and opens sockets across sites.
type Guard struct {
	names *names
	// allowed are the origins that the user names. Behind a proxy the Host may be any that
	// we answer to, so that the origin alone says whose page it is.
	allowed []string
	// hosts are the Hosts of those.
	hosts map[string]bool
	// framers are the origins that may show a figure in a frame; none unless the user
	// names them.
	framers []string
	prefix  string  // the path that a proxy puts before our addresses; "" for none
	proxies proxies // those whose X-Forwarded headers are believed; none unless named
}

// New allows what addr, the address we listen at, can be called by, and the further
// origins that the user allows.
func New(addr net.Addr, allowed []string) (*Guard, error) {
	names, err := newNames(addr, interfaceAddresses, time.Now)
	if err != nil {
		return nil, err
	}
	g := &Guard{names: names, hosts: map[string]bool{}}
	for _, text := range allowed {
		scheme, host, err := parseOrigin(text)
		if err != nil {
			return nil, fmt.Errorf("-allow %q: %w", sim.Clip(text), err)
		}
		g.allowed = append(g.allowed, scheme+"://"+host)
		g.hosts[host] = true
	}
	return g, nil
}

// StandBehind says what stands between us and the browser: the path that a proxy puts
// before our addresses, and the proxies whose word is believed.
func (g *Guard) StandBehind(prefix string, trusted []string) (err error) {
	if g.prefix, err = ParsePrefix(prefix); err != nil {
		return fmt.Errorf("-prefix %q: %w", sim.Clip(prefix), err)
	}
	g.proxies, err = parseProxies(trusted)
	return err
}

// LetFrame lets pages of the given origins show figures of ours in a frame.
func (g *Guard) LetFrame(origins []string) error {
	for _, text := range origins {
		scheme, host, err := parseOrigin(text)
		if err != nil {
			return fmt.Errorf("-embed %q: %w", sim.Clip(text), err)
		}
		g.framers = append(g.framers, scheme+"://"+host)
	}
	return nil
}

// Framed says whether there are sites that may show a figure in a frame.
func (g *Guard) Framed() bool { return len(g.framers) > 0 }

// Home is the address of the gallery, to be printed.
func (g *Guard) Home() string { return "http://" + g.names.home + g.prefix + "/" }

// Twin is the Host that the address has which was printed at the start, where the browser has
// asked for this machine's other name for itself: a cookie of localhost is none of 127.0.0.1,
// and so one person would be two. "" where they are the same, or a proxy may stand between.
func (g *Guard) Twin(r *http.Request) string {
	p := PlaceOf(r)
	name, _ := splitHost(p.host)
	home, _ := splitHost(g.names.home)
	loopback := []string{"localhost", "127.0.0.1"}
	if p.host == g.names.home || p.Root != "" || !slices.Contains(loopback, name) || !slices.Contains(loopback, home) || !g.names.has(p.host) {
		return ""
	}
	return g.names.home
}

// IsEmbed says whether a request asks for the page of one figure, made for a frame.
func IsEmbed(r *http.Request) bool {
	return strings.HasPrefix(r.URL.Path, "/labs/") && r.URL.Query().Get("embed") == "1"
}

// safe are the methods that change nothing; post is the only other one there is.
var safe = []string{http.MethodGet, http.MethodHead}

// AnswersTo says whether a Host is one of ours.
func (g *Guard) AnswersTo(host string) bool { return g.hosts[host] || g.names.has(host) }

// locate says where a request comes from, and whether we answer there. A proxy's word can
// make a known Host another known one, never an unknown one known: a page that has
// reached us by a name of its own can write any header but Host and Origin.
func (g *Guard) locate(r *http.Request) (p Place, known bool) {
	f := g.proxies.read(r)
	p = Place{host: strings.ToLower(r.Host), scheme: cmp.Or(f.scheme, "http"), Root: cmp.Or(f.prefix, g.prefix), Client: f.client, Nonce: newNonce()}
	known = g.AnswersTo(p.host)
	if known && f.host != "" {
		p.host = f.host
		known = g.AnswersTo(f.host)
	}
	return p, known
}

// Wrap puts the guard before next, in a fixed order: Host before all else, since
// everything after it trusts the Host. What comes after it sees addresses without prefix.
func (g *Guard) Wrap(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		p, known := g.locate(r)
		r = p.into(r)
		r = r.WithContext(context.WithValue(r.Context(), requestKey{}, newRequestID()))
		cut := false
		if r.URL, cut = cutPrefix(r.URL, p.Root); !cut {
			r.URL, _ = cutPrefix(r.URL, g.prefix)
		}
		ancestors := "'none'"
		if len(g.framers) > 0 && IsEmbed(r) {
			ancestors = strings.Join(g.framers, " ")
		}
		w.Header().Set("X-Request-Id", RequestID(r))
		secure(w.Header(), p.Nonce, g.origins(p, known), ancestors)
		changes := !slices.Contains(safe, r.Method) || IsUpgrade(r)
		switch {
		case !known && !changes && g.near(w, r, p):
		case !known:
			g.refuse(w, r, http.StatusForbidden, "Hebb does not answer to the name in this address. Open it at the address that it printed when it started, "+
				"or start it with "+allow(p.scheme+"://"+p.host)+".")
		case !slices.Contains(safe, r.Method) && r.Method != http.MethodPost:
			w.Header().Set("Allow", "GET, HEAD, POST")
			g.refuse(w, r, http.StatusMethodNotAllowed, "Hebb takes GET, HEAD and POST only.")
		case changes && !g.SameOrigin(r):
			g.refuse(w, r, http.StatusForbidden, "Only Hebb's own pages may ask for this. "+fromWhere(r))
		default:
			next.ServeHTTP(w, r)
		}
	})
}

// refuse answers programs in JSON, since our own page shows the sentence to its reader,
// and people in plain text: the page's look would come from a Host that is not ours.
func (g *Guard) refuse(w http.ResponseWriter, r *http.Request, status int, text string) {
	if reply.IsProgram(r) {
		reply.JSON(w, status, map[string]string{"error": text})
		return
	}
	http.Error(w, text, status)
}

// allow is the flag that would let an origin in, for a sentence.
func allow(origin string) string {
	if scheme, host, err := parseOrigin(origin); err == nil {
		return "-allow " + scheme + "://" + host
	}
	return "-allow and the origin of this address"
}

// fromWhere says what a person can do whose own page was taken for a foreign one.
func fromWhere(r *http.Request) string {
	scheme, host, err := parseOrigin(r.Header.Get("Origin"))
	if err != nil {
		return "This request does not say what page it comes from."
	}
	origin := scheme + "://" + host
	return "This request comes from a page of " + origin + ": if that is where you have opened Hebb, start it with -allow " + origin + "."
}

// near leads those to a known Host who have written one that means the same.
func (g *Guard) near(w http.ResponseWriter, r *http.Request, p Place) bool {
	host, ok := g.names.near(p.host, g.AnswersTo)
	if ok = ok && len(r.URL.RawQuery) <= limits.MaxQuery; ok {
		w.Header().Del("Cross-Origin-Opener-Policy") // browsers do not trust 0.0.0.0 enough to heed it, and say so
		Lead(w, r, "//"+host+p.Root+"/"+strings.TrimPrefix(r.URL.EscapedPath(), "/"))
	}
	return ok
}

// origins are those that the page at a place can have, for its policy. When we know the
// Host that the browser asked for there is one; when a proxy has put one of this machine's
// own names in its stead, it is one of those that the user allows.
func (g *Guard) origins(p Place, known bool) []string {
	if !known {
		return nil
	}
	var list []string
	for _, origin := range g.allowed {
		if _, host, _ := strings.Cut(origin, "://"); host == p.host {
			list = append(list, origin)
		}
	}
	if list == nil {
		list = append([]string{p.scheme + "://" + p.host}, g.allowed...)
	}
	return list
}

// SameOrigin demands an origin that the user allows, or the exact one of the Host's own
// pages. A missing one is refused, and so is "null", which sandboxed frames and files send.
func (g *Guard) SameOrigin(r *http.Request) bool {
	p := PlaceOf(r)
	list := r.Header.Values("Origin")
	if len(list) != 1 {
		return false
	}
	return slices.Contains(g.allowed, list[0]) || g.names.has(p.host) && list[0] == p.scheme+"://"+p.host
}

// IsUpgrade says whether the request wants to become something other than HTTP. A
// handshake is a GET, so that rules about methods do not cover it.
func IsUpgrade(r *http.Request) bool { return len(r.Header.Values("Upgrade")) > 0 }

// secure sets the headers that every answer carries. ancestors are the pages that may
// show the answer in a frame.
func secure(h http.Header, nonce string, origins []string, ancestors string) {
	connect := "'self'"
	for _, origin := range origins { // older browsers do not count sockets as 'self'
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

// newRequestID is eight digits: enough to find a request in a log.
func newRequestID() string {
	var b [4]byte
	rand.Read(b[:])
	return hex.EncodeToString(b[:])
}

func newNonce() string {
	var b [16]byte
	rand.Read(b[:]) // never fails
	return base64.StdEncoding.EncodeToString(b[:])
}
