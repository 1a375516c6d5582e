package pages

import (
	"context"
	"fmt"
	"time"

	"hebb/server/reply"
	"hebb/sim/live/disk"
)

const (
	LookEvery = time.Minute // between two looks at the disk
	pruneEach = 60          // looks from one pruning to the next
	lowDisk   = 200 << 20   // bytes that are free when a disk is low
)

// LookAfterDisk removes runs beyond the limits, and warns when the disk is low: at once,
// and at every beat.
func (s *Server) LookAfterDisk(ctx context.Context, beat <-chan time.Time, limits disk.Limits) {
	if s.files == nil {
		return
	}
	low := false
	for n := 0; ; n++ {
		if n%pruneEach == 0 {
			s.prune(limits, time.Now())
		}
		if free, err := disk.Free(s.dir); err == nil {
			low = s.warnLow(free, low)
		}
		select {
		case <-ctx.Done():
			return
		case <-beat:
		}
	}
}

func (s *Server) prune(limits disk.Limits, now time.Time) {
	gone, err := s.files.Prune(limits, now, s.runs.Alone)
	if err != nil {
		s.log.Warn("runs cannot be pruned", "error", err)
	}
	for _, f := range gone {
		s.log.Info("a run was pruned", "run", reply.ShortKey(f.ID), "bytes", f.Bytes, "last", f.Last)
	}
}

// warnLow tells log and pages when the disk gets low, and when it is not any more.
func (s *Server) warnLow(free int64, was bool) (low bool) {
	low = free < lowDisk || was && free < lowDisk+lowDisk/10
	switch {
	case low && !was:
		s.log.Warn("the disk is low", "free", free, "folder", s.dir)
		s.runs.Warn(fmt.Sprintf("The disk of this Hebb is almost full: %d MB are left. When it is full, runs are kept in memory only.", free>>20))
	case !low && was:
		s.log.Info("the disk is not low any more", "free", free)
		s.runs.Warn("")
	}
	return low
}
