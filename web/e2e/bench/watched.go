package main

import (
	"fmt"
	"slices"
	"time"

	"hebb/web/e2e/drive"
)

// rates measures units per second with 0, 1 and 50 viewers, and the memory of the
// server with its one run.
func (t *table) rates(s *drive.Server) error {
	id, err := s.StartRun(*link)
	if err != nil {
		return err
	}
	first, err := s.Watch(id, everything)
	if err != nil {
		return err
	}
	for _, message := range []map[string]any{{"do": "speed", "speed": 0}, {"do": "play"}} {
		if _, err := first.Command(message); err != nil {
			return err
		}
	}
	if err := t.commands(first); err != nil {
		return err
	}
	time.Sleep(settleTime) // the first image is there, and the test set is decoded
	viewers := []*drive.Viewer{first}
	for _, n := range []int{0, 1, 50} {
		for len(viewers) < n {
			v, err := s.Watch(id, everything)
			if err != nil {
				return err
			}
			viewers = append(viewers, v)
		}
		for len(viewers) > n {
			viewers[len(viewers)-1].Close()
			viewers = viewers[:len(viewers)-1]
		}
		time.Sleep(settleTime)
		before, _ := frames(viewers)
		rate, err := rate(s, id)
		if err != nil {
			return err
		}
		after, _ := frames(viewers)
		what := fmt.Sprintf("units per second with %d viewers", n)
		if n == 0 {
			t.row(what, "%.0f", rate)
			continue
		}
		t.row(what, "%.0f, %.0f frames/s to each", rate, float64(after-before)/float64(n)/window.Seconds())
		if n == 1 {
			memory, err := s.Memory()
			if err != nil {
				return err
			}
			t.row("memory with one run", "%.0f MB", float64(memory)/1e6)
		}
	}
	return nil
}

// everything is what a page with all figures open would ask for.
var everything = []string{"loss", "accuracy", "test_accuracy", "y*", "w*", "singular*", "angle*", "norm*", "image", "p"}

// window is how long a rate is measured. A run that nobody watches goes on for five
// seconds.
const window = 3 * time.Second

func rate(s *drive.Server, id string) (float64, error) {
	var a, b struct {
		Unit    float64
		Playing bool
	}
	if err := s.JSON("/api/runs/"+id, &a); err != nil {
		return 0, err
	}
	began := time.Now()
	time.Sleep(window)
	if err := s.JSON("/api/runs/"+id, &b); err != nil {
		return 0, err
	}
	if !b.Playing || b.Unit <= a.Unit {
		return 0, fmt.Errorf("the run does not play: unit %v to %v", a.Unit, b.Unit)
	}
	return (b.Unit - a.Unit) / time.Since(began).Seconds(), nil
}

func frames(viewers []*drive.Viewer) (n int, bytes int64) {
	for _, v := range viewers {
		f, b := v.Frames()
		n, bytes = n+f, bytes+b
	}
	return n, bytes
}

// commands measures how soon a command is in force while the run goes as fast as it
// can and nobody draws.
func (t *table) commands(v *drive.Viewer) error {
	var took []time.Duration
	for i := range 200 {
		d, err := v.Command(map[string]any{"set": map[string]string{*field: fmt.Sprint(0.0001 * float64(1+i%50))}, "gesture": 1})
		if err != nil {
			return err
		}
		took = append(took, d)
		time.Sleep(10 * time.Millisecond)
	}
	slices.Sort(took)
	t.row("from a command to its answer, without a browser", "p50 %s, p95 %s", quantile(took, 0.5), quantile(took, 0.95))
	return nil
}
