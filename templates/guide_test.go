package templates_test

import (
	"encoding/json"
	"strings"
	"testing"

	"hebb/sim/experiment"
)

// lessonText is a preset with a lesson.
const lessonText = `{"title":"T","summary":"S","source":"ours","do":"Do.","notice":"","why":"","try":"","claims":[],"lesson":{"beats":[
	{"kind":"look","title":"Look <here>.","say":"At [the norm](figure:norm).","light":"figure:norm"},
	{"kind":"predict","title":"What then?","ask":{"form":"number","output":"norm","after":9,"figure":"norm","low":0,"high":2,"near":0.1}},
	{"kind":"reveal","title":"That.","then":[{"output":"norm","at_least":0}]}]}}`

// TestALessonCanBeReadWithoutAScript: its steps stand in the page, with links that light, and
// the element has them as data.
func TestALessonCanBeReadWithoutAScript(t *testing.T) {
	doc := open(t, "", lessonText)
	card := one(t, doc, "section", "class", "guide")
	var titles []string
	for _, n := range all(card, "h3")[1:] {
		titles = append(titles, text(n))
	}
	if got := strings.Join(titles, "|"); got != "Look <here>.|What then?|That." {
		t.Errorf("the steps are %q", got)
	}
	if href, _ := attr(one(t, card, "a", "data-light", "figure:norm"), "href"); href != "#figure-norm" {
		t.Errorf("the link leads to %q", href)
	}
	data, _ := attr(one(t, card, "hebb-guide"), "data-lesson")
	var l experiment.Lesson
	if err := json.Unmarshal([]byte(data), &l); err != nil || len(l.Beats) != 3 || l.Beats[1].Ask.After != 9 {
		t.Errorf("the element's lesson: %v, %+v", err, l)
	}
	if n := len(all(one(t, doc, "details", "class", "notes"), "dl")); n != 1 {
		t.Errorf("%d lists of notes beside a lesson", n)
	}
}
