package headless

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"

	"hebb/server/catalogue"
	"hebb/server/version"
	"hebb/sim/experiment"
	"hebb/sim/job"
	"hebb/sim/num"
)

// ReadProofs reads the proofs in a file; a file that is not there has none.
func ReadProofs(file string) (*job.Proofs, error) {
	pr := &job.Proofs{Numbers: map[string]*job.Numbers{}}
	data, err := os.ReadFile(file)
	if errors.Is(err, os.ErrNotExist) {
		return pr, nil
	}
	if err == nil {
		err = json.Unmarshal(data, pr)
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	return pr, nil
}

// WriteProofs writes what the presets ask for.
func WriteProofs(file string, pr *job.Proofs, c *catalogue.Catalogue) error {
	var trials [][]experiment.Trial
	for _, p := range c.Presets {
		trials = append(trials, p.Trials(p.Lab))
	}
	data, err := json.MarshalIndent(pr.Asked(trials), "", " ")
	if err != nil {
		return err
	}
	return os.WriteFile(file, append(data, '\n'), 0o644)
}

// ThisProgram says what measures in this program. The commit is that of the folder that the file
// is in, where the program does not know its own.
func ThisProgram(file string) job.Measurer {
	m := job.Measurer{Commit: version.Commit(), Arithmetic: num.Arithmetic(), Arch: runtime.GOOS + "/" + runtime.GOARCH, Processor: processor()}
	if m.Commit != "development" {
		return m
	}
	git := func(args ...string) (string, error) {
		cmd := exec.Command("git", args...)
		cmd.Dir = filepath.Dir(file)
		out, err := cmd.Output()
		return strings.TrimSpace(string(out)), err
	}
	if head, err := git("rev-parse", "--short=12", "HEAD"); err == nil {
		m.Commit = head
		if changed, err := git("status", "--porcelain", "--", ":/sim", ":/server"); err != nil || changed != "" {
			m.Commit += "+"
		}
	}
	return m
}

// processor is the processor's name, where Linux says it.
func processor() string {
	data, err := os.ReadFile("/proc/cpuinfo")
	if err != nil {
		return ""
	}
	for line := range strings.Lines(string(data)) {
		if name, ok := strings.CutPrefix(line, "model name"); ok {
			return strings.TrimLeft(strings.TrimSpace(name), "\t :")
		}
	}
	return ""
}
