package owners

import (
	"crypto/rand"
	"encoding/hex"
	"net/http"
	"net/netip"
	"net/url"

	"hebb/server/guard"
	"hebb/server/shares"
)

// A session is a browser that we know again: by a cookie that names it and proves that the
// name is ours. Nothing is kept of it but the deeds of its runs.
const (
	nameSize    = 32           // hexadecimal digits of a session's name
	proofSize   = 32           // and of the proof behind it
	cookieAge   = 365 * 86_400 // seconds
	maxCookies  = 16           // of our name that are looked at; a page of another path can have set some
	ownerOfName = "owner"
	proofOfName = "session"
)

// Cookie is the name of the cookie. Cookies know no ports: two servers of one machine have
// two names.
func (o *Owners) Cookie() string { return "hebb-" + o.id }

// Session is who asks; "" for somebody who has no session. It is a hash of the cookie, from
// which the cookie cannot be found.
func (o *Owners) Session(r *http.Request) string {
	if name := o.named(r); name != "" {
		return o.ownerOf(name)
	}
	return ""
}

func (o *Owners) ownerOf(name string) string {
	return hex.EncodeToString(o.sum(ownerOfName, name)[:16])
}

func (o *Owners) named(r *http.Request) string {
	for i, c := range r.CookiesNamed(o.Cookie()) {
		if i == maxCookies {
			break
		}
		if name, ok := o.parse(c.Value); ok {
			return name
		}
	}
	return ""
}

// parse reads a cookie.
func (o *Owners) parse(value string) (name string, ok bool) {
	if !isHex(value, nameSize+proofSize) {
		return "", false
	}
	name = value[:nameSize]
	return name, same(value[nameSize:], o.proof(name))
}

func (o *Owners) proof(name string) string {
	return hex.EncodeToString(o.sum(proofOfName, name)[:proofSize/2])
}

// Begin gives who asks a session, or the one that there is for another year. It is for
// POST: a link can be followed by whoever it was sent to, a POST comes from our pages.
func (o *Owners) Begin(w http.ResponseWriter, r *http.Request) (session string, err error) {
	name := o.named(r)
	if name == "" {
		b := make([]byte, nameSize/2)
		rand.Read(b)
		name = hex.EncodeToString(b)
	}
	session = o.ownerOf(name)
	if fromHere(r) {
		err = o.claim(session)
	}
	p := guard.PlaceOf(r)
	http.SetCookie(w, &http.Cookie{Name: o.Cookie(), Value: name + o.proof(name), Path: p.Root + "/", MaxAge: cookieAge,
		HttpOnly: true, SameSite: http.SameSiteLaxMode, Secure: p.Secure(r)})
	return session, err
}

// claim makes a session the owner of what is older than deeds, if nobody is.
func (o *Owners) claim(session string) error {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.first != "" {
		return nil
	}
	o.first = session
	return o.write()
}

// fromHere says whether a page of this machine's own browser asks, as far as that can be
// known: a proxy on this machine looks like one, but for what it says and what its pages are.
func fromHere(r *http.Request) bool {
	client, err := netip.ParseAddr(guard.PlaceOf(r).Client)
	if err != nil || !client.IsLoopback() || r.Header.Get("X-Forwarded-For") != "" || r.Header.Get("Forwarded") != "" || r.Header.Get("Via") != "" {
		return false
	}
	u, err := url.Parse(r.Header.Get("Origin"))
	if err != nil {
		return false
	}
	ip, err := netip.ParseAddr(u.Hostname())
	return u.Hostname() == "localhost" || err == nil && ip.IsLoopback()
}

// Holder is who takes the place of a run or of a page.
func (o *Owners) Holder(r *http.Request) shares.Holder {
	return shares.Holder{Address: shares.Address(guard.PlaceOf(r).Client), Session: o.Session(r)}
}
