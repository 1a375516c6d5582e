package drive

import (
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httputil"
	"net/url"
	"strings"
)

// Proxy stands between browser and server as nginx, a campus gateway or a hosted
// notebook does: it speaks HTTP, carries sockets, and rewrites what it passes on. The
// zero value of each field passes things on as they are, but for Host, which proxies
// write anew unless they are told otherwise.
type Proxy struct {
	Address string // http://127.0.0.1:port, where the browser goes

	Prefix   string // only paths below it are answered
	Strip    bool   // the server does not see the prefix
	KeepHost bool   // the server sees the Host that the browser has sent
	Deaf     bool   // sockets are not let through, as by a proxy that nobody has told
	Headers  http.Header

	listener net.Listener
	server   *http.Server
}

// Listen takes a free port, so that the proxy's address is known before the server
// that it leads to.
func (p *Proxy) Listen() error {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	p.listener, p.Address = l, "http://"+l.Addr().String()
	return nil
}

// Join passes everything on to the server at an address such as http://127.0.0.1:8080.
func (p *Proxy) Join(address string) error {
	to, err := url.Parse(address)
	if err != nil {
		return err
	}
	through := &httputil.ReverseProxy{
		ErrorLog: log.New(io.Discard, "", 0),
		Rewrite: func(r *httputil.ProxyRequest) {
			r.SetURL(to) // and Host with it
			if p.KeepHost {
				r.Out.Host = r.In.Host
			}
			if p.Strip {
				r.Out.URL.Path = strings.TrimPrefix(r.Out.URL.Path, p.Prefix)
				r.Out.URL.RawPath = strings.TrimPrefix(r.Out.URL.RawPath, p.Prefix)
			}
			for name, values := range p.Headers {
				r.Out.Header[name] = values
			}
		},
	}
	p.server = &http.Server{ErrorLog: log.New(io.Discard, "", 0), Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if p.Prefix != "" && r.URL.Path != p.Prefix && !strings.HasPrefix(r.URL.Path, p.Prefix+"/") {
			http.Error(w, "the proxy knows nothing there", http.StatusBadGateway)
			return
		}
		if p.Deaf && r.Header.Get("Upgrade") != "" {
			http.Error(w, "the proxy knows no sockets", http.StatusBadRequest)
			return
		}
		through.ServeHTTP(w, r)
	})}
	go p.server.Serve(p.listener)
	return nil
}

// Close ends the proxy and all that goes through it.
func (p *Proxy) Close() {
	if p.server != nil {
		p.server.Close()
	}
	p.listener.Close()
}
