package pages

import (
	"bytes"
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"
	"strings"
	"testing"

	"hebb/server/limits"
	"hebb/server/servertest"
	"hebb/server/wire"
)

func TestHealth(t *testing.T) {
	dir := t.TempDir()
	s := newHouseAt(t, servertest.Loopback, dir)
	a, err := s.catalogue.Open("toy", "")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.runs.Start(t.Context(), a.Doc); err != nil {
		t.Fatal(err)
	}
	w := newAsk(s, "GET", "/healthz")
	var h wire.Health
	if err := json.Unmarshal(w.Body.Bytes(), &h); err != nil || w.Code != http.StatusOK {
		t.Fatal(w.Code, err, w.Body)
	}
	if h.Version == "" || h.Build == "" || h.Runs.Open != 1 || h.Runs.Most != limits.MaxRuns || h.Runs.Unkept != 0 || h.Memory.Used < h.Memory.Heap || h.Memory.Heap == 0 ||
		!h.Disk.Kept || h.Disk.Free == nil || *h.Disk.Free <= 0 || (h.Status == "ok") == h.Disk.Low {
		t.Errorf("%+v", h)
	}
	if strings.Contains(w.Body.String(), dir) {
		t.Error("it tells everybody where the data folder is")
	}
	if err := json.Unmarshal(newAsk(newHouse(t), "GET", "/healthz").Body.Bytes(), &h); err != nil || h.Disk.Kept {
		t.Errorf("in memory only: %+v, %v", h.Disk, err)
	}
}

func TestMetrics(t *testing.T) {
	s := newHouseAt(t, servertest.Loopback, t.TempDir())
	if w := newAsk(s, "GET", "/metrics"); w.Code != http.StatusNotFound || !strings.Contains(w.Body.String(), "-metrics") {
		t.Errorf("without the flag: %d", w.Code)
	}
	s.Measure()
	r := startToy(t, s)
	newAsk(s, "GET", "/api/runs/"+r.ID())
	newAsk(s, "GET", "/api/runs/0123456789abcdef")
	newAsk(s, "GET", "/nowhere")
	w := newAsk(s, "GET", "/metrics")
	text := w.Body.String()
	for _, line := range []string{`hebb_runs_open 1`, `hebb_runs_unkept 0`, `hebb_pages 0`, `hebb_http_requests_total{code="200",route="/api/runs/{id}"} 1`,
		`hebb_http_requests_total{code="404",route="/api/runs/{id}"} 1`, `hebb_http_requests_total{code="404",route="none"} 1`, `hebb_build_info{`, `hebb_disk_free_bytes`, `go_goroutines`} {
		if !strings.Contains(text, line) {
			t.Errorf("there is no line %s", line)
		}
	}
	if strings.Contains(text, r.ID()) {
		t.Error("it holds the key of a run")
	}
}

// Every request has a name in the log, and no log holds the key of a run.
func TestLogsHoldNoSecrets(t *testing.T) {
	var out bytes.Buffer
	s := newHouse(t)
	s.log = slog.New(slog.NewTextHandler(&out, &slog.HandlerOptions{Level: slog.LevelDebug}))
	r := startToy(t, s)
	for _, path := range []string{"/api/runs/" + r.ID(), "/api/runs/" + r.ID() + "/journal", "/nowhere/" + r.ID(), "/runs/" + r.ID() + "/socket"} {
		w := newAsk(s, "GET", path)
		if id := w.Header().Get("X-Request-Id"); len(id) != 8 || !strings.Contains(out.String(), "request="+id) {
			t.Errorf("%s is request %q", logPath(path), id)
		}
	}
	s.answer(func(http.ResponseWriter, *http.Request) error { return errors.New("broken") })(nullWriter{http.Header{}}, mustRequest(t, "/api/runs/"+r.ID()))
	s.answer(func(http.ResponseWriter, *http.Request) error { panic("broken") })(nullWriter{http.Header{}}, mustRequest(t, "/api/runs/"+r.ID()))
	if text := out.String(); strings.Contains(text, r.ID()) || !strings.Contains(text, "path=/api/runs/"+r.ID()[:6]) || strings.Count(text, "level=ERROR") != 2 {
		t.Errorf("the log says\n%s", text)
	}
}

type nullWriter struct{ h http.Header }

func (w nullWriter) Header() http.Header         { return w.h }
func (w nullWriter) Write(p []byte) (int, error) { return len(p), nil }
func (w nullWriter) WriteHeader(int)             {}

func mustRequest(t *testing.T, path string) *http.Request {
	t.Helper()
	r, err := http.NewRequest("GET", "http://"+servertest.Host+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	return r
}
