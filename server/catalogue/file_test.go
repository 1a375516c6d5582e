package catalogue

import (
	"testing"

	"hebb/sim/experiment"
)

func TestFileNames(t *testing.T) {
	for want, e := range map[string]experiment.Experiment{
		"hebb-oja-rescue-2500.json": {Setup: experiment.Setup{Lab: "oja", View: "deep", Preset: "rescue"}, Position: experiment.Position{Unit: 2500}},
		"hebb-oja-deep-0.json":      {Setup: experiment.Setup{Lab: "oja", View: "deep"}},
	} {
		if got := FileName(&e); got != want || !IsFile(got) {
			t.Errorf("%s, want %s", got, want)
		}
	}
}
