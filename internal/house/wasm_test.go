package house

import (
	"os"
	"os/exec"
	"strings"
	"testing"
)

// list is what go list says of packages.
func list(t *testing.T, args ...string) []string {
	t.Helper()
	cmd := exec.Command("go", append([]string{"list"}, args...)...)
	cmd.Dir = root
	var complaint strings.Builder
	cmd.Stderr = &complaint
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%v\n%s", err, complaint.String())
	}
	return strings.Fields(string(out))
}

// TestEngineAndLiveBuildForTheBrowser: what runs experiments needs no disk, so that it could
// run in a page.
func TestEngineAndLiveBuildForTheBrowser(t *testing.T) {
	cmd := exec.Command("go", "build", "./sim/engine", "./sim/job", "./sim/live", "./sim/live/store")
	cmd.Dir, cmd.Env = root, append(os.Environ(), "GOOS=js", "GOARCH=wasm")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}

// TestNoNetworkBelowSim: nothing that computes reaches the network, by whatever way.
func TestNoNetworkBelowSim(t *testing.T) {
	deps := list(t, "-deps", "./sim/...")
	for _, name := range deps {
		if name == "net" || strings.HasPrefix(name, "net/") && name != "net/url" && name != "net/netip" {
			t.Errorf("a package below sim imports one that imports %s", name)
		}
	}
	if len(deps) < 50 {
		t.Errorf("only %d packages are listed", len(deps))
	}
}

// TestContractStandsAlone: package sim is what labs are written against, and brings nothing
// along.
func TestContractStandsAlone(t *testing.T) {
	for _, name := range list(t, "-deps", "./sim") {
		if first, _, _ := strings.Cut(name, "/"); strings.Contains(first, ".") || first == "hebb" && name != "hebb/sim" {
			t.Errorf("package sim imports %s", name)
		}
	}
}
