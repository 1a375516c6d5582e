package drive

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"time"
)

// Build compiles the server into dir and returns the program's path.
func Build(dir string) (string, error) {
	root, err := Root()
	if err != nil {
		return "", err
	}
	program := filepath.Join(dir, "hebb")
	cmd := exec.Command("go", "build", "-o", program, "./server")
	cmd.Dir = root
	if out, err := cmd.CombinedOutput(); err != nil {
		return "", fmt.Errorf("go build: %w\n%s", err, out)
	}
	return program, nil
}

// Root is the top of the repository: the folder above this module whose go.mod says
// module hebb.
func Root() (string, error) {
	dir, err := os.Getwd()
	for err == nil {
		if data, e := os.ReadFile(filepath.Join(dir, "go.mod")); e == nil && strings.HasPrefix(string(data), "module hebb\n") {
			return dir, nil
		}
		up := filepath.Dir(dir)
		if up == dir {
			err = errors.New("drive: not below the module hebb")
		}
		dir = up
	}
	return "", err
}

// Server is a running server with a data folder of its own. It can be stopped and
// started again at the same address.
type Server struct {
	Program string
	Data    string
	Allow   []string // further origins
	Args    []string // further flags
	Address string   // http://127.0.0.1:port, without a slash at the end
	Took    time.Duration

	keys sync.Map // of runs that StartRun has started
	port string
	cmd  *exec.Cmd
	said lockedBuffer
	done chan error
}

// Start runs the program and returns when it listens.
func (s *Server) Start() error {
	addr := "127.0.0.1:0"
	if s.port != "" {
		addr = "127.0.0.1:" + s.port
	}
	args := []string{"-addr", addr, "-data", s.Data, "-log", "info"}
	for _, origin := range s.Allow {
		args = append(args, "-allow", origin)
	}
	args = append(args, s.Args...)
	s.cmd = exec.Command(s.Program, args...)
	s.cmd.Stderr = &s.said
	out, err := s.cmd.StdoutPipe()
	if err != nil {
		return err
	}
	began := time.Now()
	if err := s.cmd.Start(); err != nil {
		return err
	}
	address := make(chan string, 1)
	reading := make(chan struct{})
	go func() {
		defer close(reading)
		lines := bufio.NewScanner(out)
		for lines.Scan() {
			fmt.Fprintln(&s.said, lines.Text())
			if _, rest, ok := strings.Cut(lines.Text(), "http://"); ok {
				host, _, _ := strings.Cut(rest, "/")
				select {
				case address <- "http://" + host:
				default:
				}
			}
		}
	}()
	s.done = make(chan error, 1)
	go func() {
		<-reading
		s.done <- s.cmd.Wait()
	}()
	select {
	case s.Address = <-address:
	case err := <-s.done:
		return fmt.Errorf("the server ended at once: %v\n%s", err, s.said.String())
	case <-time.After(time.Minute):
		s.Kill()
		return fmt.Errorf("the server said no address\n%s", s.said.String())
	}
	s.port = s.Address[strings.LastIndex(s.Address, ":")+1:]
	for deadline := time.Now().Add(time.Minute); ; time.Sleep(2 * time.Millisecond) {
		resp, err := http.Get(s.Address + "/healthz")
		if err == nil {
			resp.Body.Close()
			s.Took = time.Since(began)
			return nil
		}
		if time.Now().After(deadline) {
			return err
		}
	}
}

// Stop asks the server to end, as Ctrl-C does, and waits.
func (s *Server) Stop() error { return s.end(syscall.SIGTERM) }

// Signal sends a signal, such as one that stops the program as a laptop's sleep does.
func (s *Server) Signal(sig os.Signal) error { return s.cmd.Process.Signal(sig) }

// Kill ends it as a crash would.
func (s *Server) Kill() error { return s.end(syscall.SIGKILL) }

func (s *Server) end(with os.Signal) error {
	if s.cmd == nil {
		return nil
	}
	s.cmd.Process.Signal(with)
	defer func() { s.cmd = nil }()
	select {
	case err := <-s.done:
		if with == syscall.SIGKILL {
			return nil
		}
		return err
	case <-time.After(time.Minute):
		s.cmd.Process.Kill()
		<-s.done
		return fmt.Errorf("the server did not end within a minute\n%s", s.said.String())
	}
}

// Said is all that the server has printed.
func (s *Server) Said() string { return s.said.String() }

// Memory is the resident set in bytes.
func (s *Server) Memory() (int64, error) {
	data, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", s.cmd.Process.Pid))
	if err != nil {
		return 0, err
	}
	for line := range strings.Lines(string(data)) {
		if rest, ok := strings.CutPrefix(line, "VmRSS:"); ok {
			var kb int64
			_, err := fmt.Sscan(rest, &kb)
			return kb << 10, err
		}
	}
	return 0, errors.New("drive: no VmRSS")
}

// Busy is the time that processors have given to the server.
func (s *Server) Busy() (time.Duration, error) {
	data, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", s.cmd.Process.Pid))
	if err != nil {
		return 0, err
	}
	f := strings.Fields(string(data[bytes.LastIndexByte(data, ')')+1:]))
	var user, system int64
	if len(f) < 13 {
		return 0, errors.New("drive: /proc says nothing of the server's time")
	}
	if _, err := fmt.Sscan(f[11]+" "+f[12], &user, &system); err != nil {
		return 0, err
	}
	const tick = time.Second / 100 // as the system counts, on all processors that we know
	return time.Duration(user+system) * tick, nil
}

// JSON gets a path of the server into v.
func (s *Server) JSON(path string, v any) error {
	resp, err := http.Get(s.Address + path)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		return err
	}
	if resp.StatusCode != http.StatusOK {
		return fmt.Errorf("GET %s: %s: %s", path, resp.Status, body)
	}
	return json.Unmarshal(body, v)
}

// Headless runs a link without a browser and returns what the program writes with
// -json.
func (s *Server) Headless(link string, steps uint64, v any) error {
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, s.Program, "run", link, "-steps", fmt.Sprint(steps), "-json", "-")
	var out, complaint bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &complaint
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("hebb run %q -steps %d: %w\n%s", link, steps, err, complaint.String())
	}
	return json.Unmarshal(out.Bytes(), v)
}

type lockedBuffer struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (b *lockedBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buf.Write(p)
}

func (b *lockedBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buf.String()
}
