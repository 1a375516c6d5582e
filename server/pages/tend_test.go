package pages

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"hebb/server/servertest"
	"hebb/sim/live/disk"
)

// newAsk asks a server for a page as our own would.
func newAsk(s *Server, method, path string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, "http://"+servertest.Host+path, nil)
	w := httptest.NewRecorder()
	s.Handler().ServeHTTP(w, r)
	return w
}

// Beyond the limits the oldest runs go, but none that is open and none that a person has
// saved.
func TestPruning(t *testing.T) {
	dir := t.TempDir()
	s := newHouseAt(t, servertest.Loopback, dir)
	start := func() string { return startToy(t, s).ID() }
	closed := func(id string) {
		r, err := s.runs.Get(t.Context(), id)
		if err != nil {
			t.Fatal(err)
		}
		if err := r.Close(t.Context(), "enough", true); err != nil {
			t.Fatal(err)
		}
	}
	saved, watched, old, older := start(), start(), start(), start()
	if w := newAsk(s, "GET", "/api/runs/"+old+"/journal"); w.Code != http.StatusOK {
		t.Fatal(w.Code, w.Body) // which saves nothing here: a GET changes nothing
	}
	if err := s.files.Save(saved); err != nil {
		t.Fatal(err)
	}
	for _, id := range []string{saved, old, older} {
		closed(id)
	}
	s.prune(disk.Limits{Age: time.Hour}, time.Now())
	if left, _ := os.ReadDir(filepath.Join(dir, "runs")); len(left) != 4 {
		t.Errorf("%d runs are left of those that are young", len(left))
	}
	s.prune(disk.Limits{Age: time.Hour}, time.Now().Add(2*time.Hour))
	for id, want := range map[string]int{saved: http.StatusOK, watched: http.StatusOK, old: http.StatusNotFound, older: http.StatusNotFound} {
		if w := newAsk(s, "GET", "/api/runs/"+id); w.Code != want {
			t.Errorf("%d instead of %d: %s", w.Code, want, w.Body)
		}
	}
}

// A low disk is told once, in the log and to every page, and so is its end.
func TestLowDisk(t *testing.T) {
	o := openHouse(t)
	p := o.Watch(o.Start(""))
	p.Hear("hello")
	low := false
	for _, free := range []int64{1 << 40, lowDisk - 1, lowDisk - 2, lowDisk + 1, 3 << 20} {
		low = o.warnLow(free, low)
	}
	if h := p.Hear("hello"); h["warning"] == nil || !strings.Contains(h["warning"].(string), "199 MB are left") {
		t.Errorf("the page is told %v", h["warning"])
	}
	if h := o.Watch(o.Start("")).Hear("hello"); h["warning"] == nil {
		t.Error("the page of a new run is told nothing")
	}
	if low = o.warnLow(1<<40, low); low {
		t.Error("it is low still")
	}
	if h := p.Hear("hello"); h["warning"] != nil {
		t.Errorf("the page is told %v", h["warning"])
	}
}

// What cannot be opened is told with what can: status, reason and how much is good.
func TestUnopenedIsTold(t *testing.T) {
	dir := t.TempDir()
	s := newHouseAt(t, servertest.Loopback, dir)
	r := startToy(t, s)
	if err := r.Close(t.Context(), "enough", true); err != nil {
		t.Fatal(err)
	}
	folder := filepath.Join(dir, "runs", r.ID())
	if err := os.Rename(filepath.Join(folder, "journal.jsonl"), filepath.Join(folder, "journal.before.jsonl")); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{"", "/journal", "/moment"} {
		w := newAsk(s, "GET", "/api/runs/"+r.ID()+path)
		var body struct {
			Error string
			Good  *int
		}
		if err := json.Unmarshal(w.Body.Bytes(), &body); err != nil || w.Code != http.StatusUnprocessableEntity || body.Good == nil || *body.Good != 0 || !strings.Contains(body.Error, "started anew") {
			t.Errorf("%q: %d %s", path, w.Code, w.Body)
		}
	}
}
