//go:build all

package labs

import (
	"os"
	"os/exec"
	"runtime"
	"testing"

	"hebb/sim/num"
)

// Every path gives the digits of the file: the others than this machine's own are built
// and run here, those of another processor on one that is emulated.
func TestDigitsOfEveryPath(t *testing.T) {
	for _, path := range []struct {
		name string
		env  []string
		args []string
	}{
		{name: "plain Go", args: []string{"-tags", "noasm"}},
		{name: "processor without AVX2", env: []string{"GODEBUG=cpu.avx2=off"}},
		{name: "processor without AVX-512", env: []string{"GODEBUG=cpu.avx512f=off"}},
		{name: "compiler that may fuse", env: []string{"GOAMD64=v3"}, args: []string{"-tags", "noasm"}},
		{name: "arm64", env: []string{"GOARCH=arm64", "CGO_ENABLED=0"}, args: []string{"-exec", emulator}},
	} {
		t.Run(path.name, func(t *testing.T) {
			if path.name != "arm64" && (runtime.GOARCH != "amd64" || num.KernelPath() == "go") {
				t.Skip("this is of amd64, of a processor with AVX2")
			}
			if path.name == "arm64" {
				if _, err := exec.LookPath(emulator); err != nil {
					if os.Getenv("CI") == "true" {
						t.Fatal(err)
					}
					t.Skipf("there is no %s (Debian: qemu-user-static)", emulator)
				}
			}
			args := append([]string{"test", "-count=1", "-run", "^TestDigits$"}, path.args...)
			cmd := exec.Command("go", append(args, ".")...)
			cmd.Env = append(os.Environ(), path.env...)
			if out, err := cmd.CombinedOutput(); err != nil {
				t.Errorf("%v\n%s", err, out)
			}
		})
	}
}

const emulator = "qemu-aarch64-static"
