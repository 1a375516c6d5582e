package sockets

import (
	"fmt"
	"strings"
	"testing"
)

// A question can be taken back: its work ends, which makes room for others. One of a
// minute that was waited for would end with an answer, and no refusal.
func TestQuestionsAreTakenBack(t *testing.T) {
	o := openHub(t)
	p := o.Watch(o.start(""))
	p.Hear("hello")
	for n := range questions {
		p.Say(fmt.Sprintf(`{"n":%d,"ask":"patience","args":{"seconds":"60"}}`, n+1))
	}
	p.Say(`{"n":9,"ask":"weight"}`)
	if m := p.Hear("refused"); m["n"] != 9.0 || !strings.Contains(m["reason"].(string), "too many") {
		t.Fatalf("one question too many: %v", m)
	}
	p.Say(`{"cancel":77}`) // there is none of that number
	for n := range questions {
		p.Say(fmt.Sprintf(`{"cancel":%d}`, n+1))
		if m := p.Hear("refused"); m["n"] != float64(n+1) {
			t.Fatalf("after taking back question %d: %v", n+1, m)
		}
	}
	p.Say(`{"n":10,"ask":"weight","args":{"which":"1"}}`)
	if m := p.Hear("answer"); m["n"] != 10.0 {
		t.Errorf("the next question: %v", m)
	}
}
