//go:build all

package house

import (
	"os"
	"os/exec"
	"testing"
)

// TestLiveBuildsForTheBrowser: what runs experiments needs no disk, so that it could run
// in a page.
func TestLiveBuildsForTheBrowser(t *testing.T) {
	cmd := exec.Command("go", "build", "./sim/live", "./sim/live/store")
	cmd.Dir, cmd.Env = root, append(os.Environ(), "GOOS=js", "GOARCH=wasm")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}
