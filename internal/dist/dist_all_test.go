//go:build all

package main

import (
	"archive/zip"
	"bufio"
	"crypto/sha256"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

// Each zip is what SHA256SUMS says, and what is in it starts: the program of this
// system serves its first page.
func TestDist(t *testing.T) {
	out := t.TempDir()
	if err := dist(out, ""); err != nil {
		t.Fatal(err)
	}
	sums, err := os.ReadFile(filepath.Join(out, "SHA256SUMS"))
	if err != nil {
		t.Fatal(err)
	}
	own := ""
	lines := strings.Split(strings.TrimSpace(string(sums)), "\n")
	if len(lines) != len(targets) {
		t.Errorf("%d sums for %d systems", len(lines), len(targets))
	}
	for _, line := range lines {
		sum, name, _ := strings.Cut(line, "  ")
		data, err := os.ReadFile(filepath.Join(out, name))
		if err != nil {
			t.Error(err)
		} else if got := fmt.Sprintf("%x", sha256.Sum256(data)); got != sum {
			t.Errorf("%s has SHA-256 %s, SHA256SUMS says %s", name, got, sum)
		}
		if strings.HasSuffix(name, "-"+runtime.GOOS+"-"+runtime.GOARCH+".zip") {
			own = filepath.Join(out, name)
		}
	}
	if own == "" {
		t.Fatalf("no zip for %s/%s in\n%s", runtime.GOOS, runtime.GOARCH, sums)
	}
	start(t, unzip(t, own))
}

// unzip unpacks a zip as any unpacker does, and returns the path of the program.
func unzip(t *testing.T, name string) string {
	t.Helper()
	dir := t.TempDir()
	r, err := zip.OpenReader(name)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	program := ""
	for _, f := range r.File {
		path := filepath.Join(dir, filepath.FromSlash(f.Name))
		in, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		data, err := io.ReadAll(in)
		if err == nil {
			err = os.MkdirAll(filepath.Dir(path), 0o755)
		}
		if err == nil {
			err = os.WriteFile(path, data, f.Mode())
		}
		if err != nil {
			t.Fatal(err)
		}
		if filepath.Base(path) == "hebb" {
			program = path
		}
	}
	return program
}

func start(t *testing.T, program string) {
	t.Helper()
	cmd := exec.Command(program, "-addr", "127.0.0.1:0", "-data", "none")
	cmd.Dir, cmd.Env = filepath.Dir(program), []string{"HOME=" + t.TempDir()}
	said, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	defer func() {
		cmd.Process.Signal(os.Interrupt)
		if err := cmd.Wait(); err != nil {
			t.Errorf("it does not end well: %v", err)
		}
	}()
	line, err := bufio.NewReader(said).ReadString('\n')
	if err != nil {
		t.Fatalf("it says no address: %v", err)
	}
	_, rest, _ := strings.Cut(line, "http://")
	address, _, _ := strings.Cut(rest, " ")
	res, err := http.Get("http://" + address)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	page, err := io.ReadAll(res.Body)
	if err != nil || res.StatusCode != http.StatusOK || !strings.Contains(string(page), "Oja") {
		t.Errorf("its first page: %s, %v, %d bytes", res.Status, err, len(page))
	}
}
