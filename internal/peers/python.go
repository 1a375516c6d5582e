package peers

import (
	"bufio"
	_ "embed"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

//go:embed hebb_peer.py
var library []byte

// them is a Python program that waits for its turns.
type them struct {
	dir string
	cmd *exec.Cmd
	in  io.WriteCloser
	out *bufio.Reader
	err strings.Builder
}

// begin starts a program on the inputs, on one core.
func begin(script string, inputs map[string]Array) (*them, error) {
	dir, err := os.MkdirTemp("", "hebb-peer-")
	if err != nil {
		return nil, err
	}
	t := &them{dir: dir}
	if err := save(dir, inputs); err != nil {
		t.end()
		return nil, err
	}
	if err := os.WriteFile(filepath.Join(dir, "hebb_peer.py"), library, 0o644); err != nil {
		t.end()
		return nil, err
	}
	t.cmd = exec.Command(python(), script, dir)
	t.cmd.Stderr = &t.err
	for _, v := range os.Environ() {
		// A library that is held to an old processor's kernels would be no fair peer.
		if !strings.HasPrefix(v, "OPENBLAS_") {
			t.cmd.Env = append(t.cmd.Env, v)
		}
	}
	t.cmd.Env = append(t.cmd.Env, "OPENBLAS_NUM_THREADS=1", "OMP_NUM_THREADS=1", "MKL_NUM_THREADS=1", "PYTHONPATH="+dir)
	if t.in, err = t.cmd.StdinPipe(); err != nil {
		t.end()
		return nil, err
	}
	out, err := t.cmd.StdoutPipe()
	if err != nil {
		t.end()
		return nil, err
	}
	t.out = bufio.NewReaderSize(out, 1<<20)
	if err := t.cmd.Start(); err != nil {
		t.cmd = nil
		t.end()
		return nil, err
	}
	return t, nil
}

// python prefers the system's own, whose packages bring NumPy and PyTorch.
func python() string {
	if _, err := os.Stat("/usr/bin/python3"); err == nil {
		return "/usr/bin/python3"
	}
	return "python3"
}

// say sends a word and a number, and reads what comes back.
func (t *them) say(word string, n int, answer any) error {
	if _, err := fmt.Fprintf(t.in, "%s %d\n", word, n); err != nil {
		return t.failed(err)
	}
	line, err := t.out.ReadBytes('\n')
	if err != nil {
		return t.failed(err)
	}
	return json.Unmarshal(line, answer)
}

func (t *them) failed(err error) error {
	t.in.Close()
	t.cmd.Wait()
	t.cmd = nil
	return fmt.Errorf("the peer has stopped: %w\n%s", err, t.err.String())
}

// run does n more units and returns the seconds that they took.
func (t *them) run(n int) (seconds float64, err error) {
	return seconds, t.say("run", n, &seconds)
}

// results does n units and returns what came out.
func (t *them) results(n int) (r map[string][]float64, err error) {
	if _, err = t.run(n); err != nil {
		return nil, err
	}
	return r, t.say("results", 0, &r)
}

func (t *them) end() {
	if t.in != nil {
		t.in.Close()
	}
	if t.cmd != nil {
		t.cmd.Wait()
	}
	os.RemoveAll(t.dir)
}
