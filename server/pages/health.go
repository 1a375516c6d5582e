package pages

import (
	"net/http"
	"runtime/metrics"
	"time"

	"hebb/server/limits"
	"hebb/server/reply"
	"hebb/server/version"
	"hebb/sim/live/disk"
)

// health is what GET /healthz says. Its status is "ok", or "trouble" with the reasons.
type health struct {
	Status  string     `json:"status"`
	Why     []string   `json:"why,omitempty"`
	Version string     `json:"version"`
	Build   string     `json:"build"`
	Seconds int64      `json:"seconds"` // since the start
	Runs    runsHealth `json:"runs"`
	Pages   int        `json:"pages"` // that watch
	Memory  memHealth  `json:"memory"`
	Disk    diskHealth `json:"disk"`
}

type runsHealth struct {
	Open   int `json:"open"`
	Most   int `json:"most"`
	Unkept int `json:"unkept"` // that could not be written down, and are in memory only
}

type memHealth struct {
	Used uint64 `json:"used"` // bytes that the program has from the system
	Heap uint64 `json:"heap"` // bytes of live objects, and of those not yet collected
}

type diskHealth struct {
	Kept bool   `json:"kept"` // runs are kept on disk, as far as there is room
	Free *int64 `json:"free"` // bytes; null when runs are in memory only, or nobody knows
	Low  bool   `json:"low"`
}

// look measures the health of the server.
func (s *Server) look() health {
	h := health{Status: "ok", Version: version.Commit(), Build: version.Build(), Seconds: int64(time.Since(s.began).Seconds()), Pages: s.hub.Count()}
	h.Runs.Most = limits.MaxRuns
	for _, r := range s.runs.List() {
		h.Runs.Open++
		if r.Unkept() != "" {
			h.Runs.Unkept++
		}
	}
	samples := []metrics.Sample{{Name: "/memory/classes/total:bytes"}, {Name: "/memory/classes/heap/objects:bytes"}}
	metrics.Read(samples)
	h.Memory = memHealth{samples[0].Value.Uint64(), samples[1].Value.Uint64()}
	if s.files != nil {
		h.Disk.Kept = true
		if free, err := disk.Free(s.dir); err == nil {
			h.Disk.Free, h.Disk.Low = &free, free < lowDisk
		}
	}
	if h.Runs.Unkept > 0 {
		h.Why = append(h.Why, "runs are kept in memory only, since they cannot be written down")
	}
	if h.Disk.Low {
		h.Why = append(h.Why, "the disk is low")
	}
	if len(h.Why) > 0 {
		h.Status = "trouble"
	}
	return h
}

// health answers GET /healthz.
func (s *Server) health(w http.ResponseWriter, r *http.Request) error {
	return reply.JSON(w, http.StatusOK, s.look())
}
