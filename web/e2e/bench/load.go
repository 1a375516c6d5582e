package main

import (
	"fmt"
	"slices"
	"time"

	"hebb/web/e2e/drive"
)

const (
	crowd     = 200             // followers of one run
	deaf      = 5               // of them, who read nothing
	loadSpan  = 5 * time.Second // that is measured
	loadTurns = 3               // with the crowd and without it, by turns
)

// loads are what is followed: the run of the page, and one of each lab.
var loads = []string{"/labs/oja?preset=rescue", "/labs/oja?view=neuron", "/labs/reservoir?preset=story", "/labs/fixedpoint?preset=small",
	"/labs/predictive?preset=race", "/labs/metaplasticity?preset=small-live"}

// load measures what followers get, and what they cost the run that they follow. The clients
// are this program, so that the server's own time is all that counts.
func (t *table) load(s *drive.Server) error {
	for _, link := range loads {
		if err := t.lone(s, link); err != nil {
			return fmt.Errorf("%s: %w", link, err)
		}
	}
	return t.crowd(s, loads[0])
}

// playing starts a run as fast as it goes, with its owner's page.
func playing(s *drive.Server, link string) (id string, owner *drive.Viewer, err error) {
	if id, err = s.StartRun(link); err != nil {
		return "", nil, err
	}
	if owner, err = s.Watch(id, everything); err != nil {
		return "", nil, err
	}
	for _, message := range []map[string]any{{"do": "speed", "speed": 0}, {"do": "play"}} {
		if _, err := owner.Command(message); err != nil {
			return "", nil, err
		}
	}
	return id, owner, nil
}

// lone measures what one follower gets, who sees every output that there is.
func (t *table) lone(s *drive.Server, link string) error {
	id, owner, err := playing(s, link)
	if err != nil {
		return err
	}
	defer owner.Close()
	f, err := s.Follow(id, false)
	if err != nil {
		return err
	}
	defer f.Close()
	time.Sleep(2 * settleTime) // the past has come
	frames, bytes := f.Got()
	time.Sleep(loadSpan)
	after, afterBytes := f.Got()
	t.row("a follower of "+link+", who sees everything", "%.1f KB/s, %.1f frames/s", float64(afterBytes-bytes)/1000/loadSpan.Seconds(), float64(after-frames)/loadSpan.Seconds())
	return nil
}

// crowd measures a run with many followers, some of whom read nothing, beside the same with
// none, by turns.
func (t *table) crowd(s *drive.Server, link string) error {
	id, owner, err := playing(s, link)
	if err != nil {
		return err
	}
	defer owner.Close()
	lone, err := s.Follow(id, false)
	if err != nil {
		return err
	}
	time.Sleep(2 * settleTime)
	from, _ := lone.Got()
	time.Sleep(loadSpan)
	to, _ := lone.Got()
	lone.Close()
	alone := float64(to - from)
	var without, with []float64 // seconds of the server's processors a thousand units
	var least, mean, rate float64 = 1, 0, 0
	for range loadTurns {
		x, err := cost(s, id)
		if err != nil {
			return err
		}
		without = append(without, x)
		var all []*drive.Follower
		for n := range crowd {
			f, err := s.Follow(id, n < deaf)
			if err != nil {
				return err
			}
			all = append(all, f)
		}
		time.Sleep(3 * settleTime)
		listening := all[deaf:]
		got := make([][2]int64, len(listening))
		for i, f := range listening {
			got[i][0], got[i][1] = f.Got()
		}
		if x, err = cost(s, id); err != nil {
			return err
		}
		with = append(with, x)
		for i, f := range listening {
			if f.Gone() {
				return fmt.Errorf("follower %d has been sent away", i)
			}
			frames, bytes := f.Got()
			share := float64(frames-got[i][0]) / alone
			least, mean = min(least, share), mean+share/float64(len(listening)*loadTurns)
			rate += float64(bytes-got[i][1]) / 1000 / loadSpan.Seconds() / float64(len(listening)*loadTurns)
		}
		for _, f := range all {
			f.Close()
		}
		time.Sleep(settleTime)
	}
	slices.Sort(without)
	slices.Sort(with)
	t.row(fmt.Sprintf("frames of %d followers, %d of whom read nothing, beside those of a lone one", crowd, deaf), "%.1f %% in the mean, %.1f %% the least", 100*mean, 100*least)
	t.row("bytes to each of them", "%.1f KB/s", rate)
	t.row("speed of the run with them, by the server's own time a unit", "%.1f %% of that with none", 100*without[len(without)/2]/with[len(with)/2])
	return nil
}

// cost is the time of processors that the server takes for a thousand units.
func cost(s *drive.Server, id string) (float64, error) {
	var a, b struct{ Unit float64 }
	if err := s.JSON("/api/runs/"+id, &a); err != nil {
		return 0, err
	}
	before, err := s.Busy()
	if err != nil {
		return 0, err
	}
	time.Sleep(loadSpan)
	if err := s.JSON("/api/runs/"+id, &b); err != nil {
		return 0, err
	}
	after, err := s.Busy()
	if err != nil {
		return 0, err
	}
	if b.Unit <= a.Unit {
		return 0, fmt.Errorf("the run does not go on: unit %v to %v", a.Unit, b.Unit)
	}
	return 1000 * (after - before).Seconds() / (b.Unit - a.Unit), nil
}
