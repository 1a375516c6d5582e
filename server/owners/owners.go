// Package owners says whose a run is: sessions of browsers, drive keys of runs, and the
// names by which followers know them.
package owners

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"sync"

	"hebb/sim/experiment"
	"hebb/sim/live/store"
)

// Owners knows sessions, keys and names by one secret, which is kept with the runs. Its
// methods may be called from any goroutine.
type Owners struct {
	papers store.Papers // nil: in memory only
	secret []byte
	id     string       // of the server, in the name of its cookie
	names  cipher.Block // makes names of runs

	mu    sync.Mutex
	first string // who owns the runs from before there were deeds: the first from this machine
}

// paper is what is kept. Its name in the store is paperName.
type paper struct {
	Version int    `json:"hebb"`
	Server  string `json:"server"`
	Secret  string `json:"secret"`
	First   string `json:"first,omitempty"`
}

const (
	paperName = "server"
	version   = 1
)

// New reads what is kept, or begins anew. Nil papers keep it in memory. After an error the
// Owners are good as long as the program runs.
func New(papers store.Papers) (*Owners, error) {
	o := &Owners{papers: papers}
	if papers != nil {
		data, err := papers.Paper(paperName)
		if err == nil {
			err = o.read(data)
		}
		if err == nil {
			return o, nil
		}
		if err != store.ErrNone { // what cannot be read is left as it is
			o.papers = nil
			o.begin()
			return o, fmt.Errorf("the file %s of the data folder cannot be read, so that nobody is known any more: %w; move it away to begin anew", paperName, err)
		}
	}
	o.begin()
	return o, o.write()
}

// Kept says whether sessions outlast the program.
func (o *Owners) Kept() bool { return o.papers != nil }

func (o *Owners) begin() {
	id := make([]byte, 4)
	o.secret = make([]byte, 32)
	rand.Read(id) // never fails
	rand.Read(o.secret)
	o.id = hex.EncodeToString(id)
	o.prepare()
}

func (o *Owners) read(data []byte) error {
	var p paper
	if err := experiment.Strict(data, &p); err != nil {
		return err
	}
	secret, err := hex.DecodeString(p.Secret)
	switch {
	case p.Version != version:
		return fmt.Errorf("hebb: %d is no version: it takes %d", p.Version, version)
	case !isHex(p.Server, 8):
		return errors.New("server: it takes 8 hexadecimal digits")
	case err != nil || len(secret) != 32:
		return errors.New("secret: it takes 64 hexadecimal digits")
	case p.First != "" && !isHex(p.First, 32):
		return errors.New("first: it takes 32 hexadecimal digits")
	}
	o.id, o.secret, o.first = p.Server, secret, p.First
	o.prepare()
	return nil
}

// write keeps what is to be kept. It is called with the lock held, or before anybody else
// has o.
func (o *Owners) write() error {
	if o.papers == nil {
		return nil
	}
	data, _ := json.Marshal(paper{version, o.id, hex.EncodeToString(o.secret), o.first})
	if err := o.papers.SetPaper(paperName, append(data, '\n')); err != nil {
		return fmt.Errorf("sessions end with the program: %w", err)
	}
	return nil
}

func (o *Owners) prepare() {
	o.names, _ = aes.NewCipher(o.sum("names", "")[:16]) // of a key of that length there is one
}

// sum is a keyed hash, for one purpose only.
func (o *Owners) sum(purpose, text string) []byte {
	h := hmac.New(sha256.New, o.secret)
	fmt.Fprintf(h, "%s\x00%s", purpose, text)
	return h.Sum(nil)
}

// Name is what followers know a run by. Only this server can find the run from it, and
// nobody the run's key. A name that nobody has been given is found by chance once in 2⁶⁴.
func (o *Owners) Name(run string) string {
	var b [16]byte
	if !isHex(run, 16) {
		return ""
	}
	hex.Decode(b[:8], []byte(run))
	o.names.Encrypt(b[:], b[:])
	return hex.EncodeToString(b[:])
}

// Run is the run of a name.
func (o *Owners) Run(name string) (run string, ok bool) {
	var b [16]byte
	if !isHex(name, 32) {
		return "", false
	}
	hex.Decode(b[:], []byte(name))
	o.names.Decrypt(b[:], b[:])
	return hex.EncodeToString(b[:8]), subtle.ConstantTimeCompare(b[8:], make([]byte, 8)) == 1
}

// Find is the run of an address: of its id, or of its name, by which one can only follow.
func (o *Owners) Find(text string) (run string, follows bool) {
	if run, ok := o.Run(text); ok {
		return run, true
	}
	return text, false
}

// House is the owner of runs that nobody drives: those of the gallery's cards.
const House = "house"

// NewDeed is the deed of a new run of a session ("" for none), and the key that drives it.
// What is kept is the key's hash.
func (o *Owners) NewDeed(session string) (deed store.Deed, key string) {
	b := make([]byte, 16)
	rand.Read(b)
	key = hex.EncodeToString(b)
	return store.Deed{Owner: session, Key: o.hashOf(key)}, key
}

func (o *Owners) hashOf(key string) string { return hex.EncodeToString(o.sum("key", key)[:16]) }

// Opens says whether a key drives the run of a deed.
func (o *Owners) Opens(deed store.Deed, key string) bool {
	return deed.Key != "" && key != "" && same(o.hashOf(key), deed.Key)
}

// Owns says whether the run of a deed belongs to a session. Those without a deed are from
// before there were any.
func (o *Owners) Owns(deed store.Deed, session string) bool {
	if deed == (store.Deed{}) {
		o.mu.Lock()
		deed.Owner = o.first
		o.mu.Unlock()
	}
	return session != "" && deed.Owner != "" && same(deed.Owner, session)
}

func same(a, b string) bool { return subtle.ConstantTimeCompare([]byte(a), []byte(b)) == 1 }

func isHex(text string, n int) bool {
	return len(text) == n && strings.Trim(text, "0123456789abcdef") == ""
}
