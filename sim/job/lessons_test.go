package job_test

import (
	"testing"

	"hebb/presets"
	"hebb/sim"
	"hebb/sim/experiment"
	"hebb/sim/job"
	"hebb/sim/labs"
	"hebb/sim/pool"
)

// lessons are the presets that have one.
func lessons(t *testing.T) (with []*presets.Preset, first map[*sim.View]*presets.Preset) {
	t.Helper()
	list, err := presets.Load(presets.Files, labs.All)
	if err != nil {
		t.Fatal(err)
	}
	first = map[*sim.View]*presets.Preset{}
	for _, p := range list {
		if first[p.View()] == nil {
			first[p.View()] = p
		}
		if p.Lesson != nil {
			with = append(with, p)
		}
	}
	return with, first
}

// TestFirstPresetsAreLessons: who opens a view for the first time is led.
func TestFirstPresetsAreLessons(t *testing.T) {
	with, first := lessons(t)
	for _, lab := range labs.All {
		for i := range lab.Views {
			if p := first[&lab.Views[i]]; p == nil || p.Lesson == nil {
				t.Errorf("the first preset of %s, %s has no lesson", lab.Name, lab.Views[i].Name)
			}
		}
	}
	if len(with) < 15 {
		t.Errorf("%d lessons; there are at least 15", len(with))
	}
}

// TestLessonsLeadWhereTheySay goes through every lesson as a student does: each act is
// possible, every question has its rows, and what a beat promises holds. With the tag all
// the long ones are gone through, too, and all with the ends of the ranges that a hand may
// choose from.
func TestLessonsLeadWhereTheySay(t *testing.T) {
	if testing.Short() {
		t.Skip("some seconds of numbers alone")
	}
	processors := pool.New(0)
	t.Cleanup(processors.Stop)
	with, _ := lessons(t)
	for _, p := range with {
		if p.Lesson.Long && !all {
			continue
		}
		t.Run(p.Key(), func(t *testing.T) {
			for _, hand := range hands(p.Lesson) {
				answers, err := job.Walk(t.Context(), p.Lab, p.Preset, hand, job.Given{Processors: processors})
				if err != nil {
					t.Errorf("hand %d: %v", hand, err)
				}
				for _, a := range answers {
					t.Logf("hand %d, beat %d: from %s to %s at %d %s, %d rows", hand, a.Beat+1, sim.Number(a.From), sim.Number(a.To), a.Unit, a.Way, a.Rows)
				}
			}
		})
	}
}

// hands are the ways in which a lesson is gone through.
func hands(l *experiment.Lesson) []job.Hand {
	for _, b := range l.Beats {
		if all && b.Act != nil && (b.Act.AtLeast != nil || b.Act.AtMost != nil) {
			return []job.Hand{job.Exact, job.Least, job.Most}
		}
	}
	return []job.Hand{job.Exact}
}
