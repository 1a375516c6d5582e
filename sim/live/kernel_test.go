package live

import (
	"context"
	"encoding/json"
	"strings"
	"testing"

	"hebb/sim/experiment"
	"hebb/sim/live/disk"
	"hebb/sim/live/message"
	"hebb/sim/simtest/toy"
)

// A journal says with which kernels it was written, on disk and in links, and a replay
// with others says so: to its pages, in its description and in the program's log.
func TestReplayWithAnotherKernelSaysSo(t *testing.T) {
	var told []string
	c := Config{Store: disk.New(t.TempDir()), Kernel: "one", Report: func(_ string, err error) { told = append(told, err.Error()) }}
	r := open(t, c, setupOf(t, toy.Lab), toy.Lab)
	stepTo(t, r, 30)
	check := func(r *Run, kernel, recorded string) {
		t.Helper()
		i := infoOf(r)
		var h message.Hello
		var bad error
		if err := r.ask(context.Background(), func() { bad = json.Unmarshal(r.hello().Data, &h) }); err != nil || bad != nil {
			t.Fatal(err, bad)
		}
		if i.Kernel != kernel || i.Recorded != recorded || h.Kernel != kernel || h.Recorded != recorded {
			t.Errorf("description: %q after %q, hello: %q after %q; want %q after %q", i.Kernel, i.Recorded, h.Kernel, h.Recorded, kernel, recorded)
		}
		if said := strings.Contains(strings.Join(told, "\n"), "up to rounding"); said != (recorded != "") {
			t.Errorf("told: %q", told)
		}
		told = nil
	}
	check(r, "one", "")
	z := experimentOf(r)
	text, err := z.EncodeMoment()
	if err != nil {
		t.Fatal(err)
	}
	r = reopen(t, r, c, toy.Lab)
	check(r, "one", "")
	c.Kernel = "other"
	r = reopen(t, r, c, toy.Lab)
	if infoOf(r).Unit != 30 {
		t.Errorf("at %d, not at 30", infoOf(r).Unit)
	}
	check(r, "other", "one")

	m, err := experiment.DecodeMoment(text)
	if err != nil {
		t.Fatal(err)
	}
	linked, err := registry(t, Config{Kernel: "other", Report: c.Report}, toy.Lab).Start(context.Background(), experiment.Experiment{Setup: z.Setup, Journal: m.Journal, Position: m.Position, By: m.By})
	if err != nil {
		t.Fatal(err)
	}
	settle(t, linked)
	check(linked, "other", "one")
}
