package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"hebb/server/servertest"
	"hebb/sim/live/disk"
)

// child is this test's program, started as the real one with other arguments: HEBB_CHILD
// holds them, one a line.
func child(t *testing.T, args ...string) (cmd *exec.Cmd, stdout *bufio.Reader, stderr *servertest.Text) {
	t.Helper()
	cmd = exec.Command(os.Args[0], "-test.run=^TestMain$")
	cmd.Env = append(os.Environ(), "HEBB_CHILD="+strings.Join(args, "\n"))
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	stderr = &servertest.Text{}
	cmd.Stderr = stderr
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { cmd.Process.Kill(); cmd.Wait() })
	return cmd, bufio.NewReader(out), stderr
}

func TestMain(m *testing.M) {
	if args := os.Getenv("HEBB_CHILD"); args != "" {
		os.Args = append(os.Args[:1], strings.Split(args, "\n")...)
		main()
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// served starts a server on a folder and returns its address.
func served(t *testing.T, dir string, args ...string) (*exec.Cmd, string, *servertest.Text) {
	t.Helper()
	cmd, out, errs := child(t, append([]string{"-addr", "127.0.0.1:0", "-data", dir}, args...)...)
	line, err := out.ReadString('\n')
	if err != nil {
		cmd.Wait()
		t.Fatalf("no server: %v, %s", err, errs)
	}
	go io.Copy(io.Discard, out)
	_, address, _ := strings.Cut(line, " at ")
	address, _, _ = strings.Cut(address, " ")
	return cmd, strings.TrimSuffix(address, "/"), errs
}

// The second server on a folder says who has it and how to choose another; a crash gives
// it back; importing sets and running without a browser need none of it.
func TestTwoServersOnOneFolder(t *testing.T) {
	dir := t.TempDir()
	first, address, _ := served(t, dir)
	second, _, errs := child(t, "-addr", "127.0.0.1:0", "-data", dir)
	if err := second.Wait(); err == nil {
		t.Error("the second server ends well")
	}
	for _, word := range []string{dir, fmt.Sprint("process ", first.Process.Pid), address, "since 20", "-data DIR"} {
		if !strings.Contains(errs.String(), word) {
			t.Errorf("it does not say %q: %s", word, errs)
		}
	}
	list, _, stderr := child(t, "data", "list", "-data", dir)
	if err := list.Wait(); err != nil {
		t.Errorf("data list beside a server: %v, %s", err, stderr)
	}
	if _, _, e := served(t, t.TempDir()); e.String() != "" {
		t.Errorf("on another folder: %s", e)
	}
	if err := first.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	first.Wait()
	third, _, _ := served(t, dir)
	if data, err := os.ReadFile(filepath.Join(dir, "lock")); err != nil || !strings.Contains(string(data), fmt.Sprint(third.Process.Pid)) {
		t.Errorf("the lock says %s (%v)", data, err)
	}
}

// A lock is held by whoever has taken it, whatever stands in its file.
func TestLock(t *testing.T) {
	dir := t.TempDir()
	lock, err := disk.Take(dir, disk.Holder{PID: 7, Address: "http://x/"})
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{"", "nonsense", `{"pid":"x"}`, strings.Repeat("9", 1<<20)} {
		if err := os.WriteFile(filepath.Join(dir, "lock"), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		_, err := disk.Take(dir, disk.Holder{PID: 8})
		if held, ok := errors.AsType[*disk.Held](err); !ok || held.Holder.PID != 0 {
			t.Errorf("with %.20q: %v", text, err)
		}
	}
	if err := lock.Release(); err != nil {
		t.Fatal(err)
	}
	if lock, err = disk.Take(dir, disk.Holder{PID: 8}); err != nil {
		t.Fatal(err)
	}
	lock.Release()
}
