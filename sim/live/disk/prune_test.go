package disk

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"
)

// keep makes folders of runs, each a day younger than the one before.
func keep(t *testing.T, s *Store, n, bytes int, now time.Time) (ids []string) {
	t.Helper()
	for i := range n {
		id := fmt.Sprintf("%016x", i+1)
		dir := s.Folder(id)
		at := now.Add(-time.Duration(n-i) * 24 * time.Hour)
		for _, file := range []string{journalName, checkpointName} {
			name := filepath.Join(dir, file)
			if err := errors.Join(os.MkdirAll(dir, 0o755), os.WriteFile(name, make([]byte, bytes/2), 0o644), os.Chtimes(name, at, at)); err != nil {
				t.Fatal(err)
			}
		}
		if err := os.Chtimes(dir, at, at); err != nil {
			t.Fatal(err)
		}
		ids = append(ids, id)
	}
	return ids
}

func TestPrune(t *testing.T) {
	now := time.Date(2026, 11, 30, 12, 0, 0, 0, time.UTC)
	day := 24 * time.Hour
	for name, c := range map[string]struct {
		limits Limits
		saved  []int
		open   []int
		want   []int // that go, the oldest first
	}{
		"no limit":       {Limits{}, nil, nil, nil},
		"age":            {Limits{Age: 7*day + time.Hour}, nil, nil, []int{0, 1, 2}},
		"size":           {Limits{Bytes: 6500}, nil, nil, []int{0, 1, 2, 3}},
		"both":           {Limits{Age: 7*day + time.Hour, Bytes: 5000}, nil, nil, []int{0, 1, 2, 3, 4}},
		"saved ones":     {Limits{Age: 7*day + time.Hour, Bytes: 6500}, []int{0, 2}, nil, []int{1, 3, 4, 5}},
		"watched ones":   {Limits{Bytes: 6500}, nil, []int{1}, []int{0, 2, 3, 4}},
		"all are saved":  {Limits{Age: day, Bytes: 1}, []int{0, 1, 2, 3, 4, 5, 6, 7, 8, 9}, nil, nil},
		"exactly enough": {Limits{Bytes: 10000}, nil, nil, nil},
	} {
		t.Run(name, func(t *testing.T) {
			s := New(t.TempDir())
			ids := keep(t, s, 10, 1000, now)
			for _, i := range c.saved {
				at := now.Add(-time.Duration(10-i) * day)
				if err := errors.Join(s.Save(ids[i]), os.Chtimes(filepath.Join(s.Folder(ids[i]), savedName), at, at)); err != nil {
					t.Fatal(err)
				}
			}
			for _, stranger := range []string{"notes", "0123", ids[0] + "x"} {
				os.MkdirAll(s.Folder(stranger), 0o755)
			}
			pruned, err := s.Prune(c.limits, now, func(id string, remove func()) bool {
				if slices.ContainsFunc(c.open, func(i int) bool { return ids[i] == id }) {
					return false
				}
				remove()
				return true
			})
			if err != nil {
				t.Fatal(err)
			}
			var got []int
			for _, f := range pruned {
				got = append(got, slices.Index(ids, f.ID))
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("%v go, not %v", got, c.want)
			}
			left, _ := os.ReadDir(filepath.Join(s.dir, "runs"))
			if len(left) != 10+3-len(c.want) {
				t.Errorf("%d folders are left", len(left))
			}
		})
	}
	if pruned, err := New(t.TempDir()).Prune(Limits{Bytes: 1}, now, nil); err != nil || len(pruned) != 0 {
		t.Errorf("without a run: %v, %v", pruned, err)
	}
}
