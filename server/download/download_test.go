package download

import (
	"bytes"
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func TestOversizedAndMissing(t *testing.T) {
	for name, c := range map[string]struct {
		serve http.HandlerFunc
		want  string
	}{
		"declared": {func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Length", "5000")
		}, "has 5000 bytes, at most 1000 are downloaded"},
		"undeclared": {func(w http.ResponseWriter, r *http.Request) {
			for range 100 {
				w.Write(make([]byte, 100))
				w.(http.Flusher).Flush()
			}
		}, "sends more than 1000 bytes"},
		"missing": {http.NotFound, "404 Not Found"},
		"elsewhere": {func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, r.URL.Path+"x", http.StatusFound)
		}, "more than 5 redirections"},
	} {
		h := httptest.NewServer(c.serve)
		defer h.Close()
		d := &File{URL: h.URL, Path: filepath.Join(t.TempDir(), "f"), Most: 1000, Client: Client(),
			Tries: 2, Pause: time.Millisecond, Stall: time.Minute, Log: &bytes.Buffer{}}
		if _, err := d.Run(context.Background()); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v", name, err)
		}
		if d.have() > 1000 {
			t.Errorf("%s: %d bytes were kept", name, d.have())
		}
		if _, err := os.Stat(d.Path); err == nil {
			t.Errorf("%s: there is a file", name)
		}
	}
}

func TestASilentServerIsLeft(t *testing.T) {
	quiet := make(chan struct{})
	h := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Write([]byte("h"))
		w.(http.Flusher).Flush()
		<-quiet
	}))
	defer h.Close()
	defer close(quiet)
	d := &File{URL: h.URL, Path: filepath.Join(t.TempDir(), "f"), Most: 1000, Client: Client(),
		Tries: 2, Pause: time.Millisecond, Stall: 50 * time.Millisecond, Log: &bytes.Buffer{}}
	if _, err := d.Run(context.Background()); err == nil || !strings.Contains(err.Error(), "nothing came for 50ms") {
		t.Error(err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Millisecond)
	defer cancel()
	d.Stall = time.Minute
	if _, err := d.Run(ctx); !errors.Is(err, context.DeadlineExceeded) || !strings.Contains(err.Error(), "goes on from there") {
		t.Error(err)
	}
}

// Floor: 100 executions a second.
func FuzzContentRange(f *testing.F) {
	f.Add("bytes 5-9/10")
	f.Add("bytes */10")
	f.Add("bytes 99999999999999999999-/")
	f.Fuzz(func(t *testing.T, text string) {
		if from, total := contentRange(text); from < -1 || total < -1 {
			t.Errorf("%d, %d", from, total)
		}
	})
}
