package pages

import (
	"net/http"
	"runtime/metrics"
	"time"

	"hebb/server/limits"
	"hebb/server/reply"
	"hebb/server/version"
	"hebb/server/wire"
	"hebb/sim/live/disk"
)

// look measures the health of the server.
func (s *Server) look() wire.Health {
	h := wire.Health{Status: "ok", Version: version.Commit(), Build: version.Build(), Seconds: int64(time.Since(s.began).Seconds()), Pages: s.hub.Count()}
	h.Runs.Most = limits.MaxRuns
	for _, r := range s.runs.List() {
		h.Runs.Open++
		if r.Unkept() != "" {
			h.Runs.Unkept++
		}
	}
	samples := []metrics.Sample{{Name: "/memory/classes/total:bytes"}, {Name: "/memory/classes/heap/objects:bytes"}}
	metrics.Read(samples)
	h.Memory = wire.MemoryHealth{Used: samples[0].Value.Uint64(), Heap: samples[1].Value.Uint64()}
	h.Memory.Runs, h.Memory.Most = s.runs.Memory()
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
