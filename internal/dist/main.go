// Dist builds what a person without Go downloads: for each system a zip with the
// program, its licences and a page that says how to start it, and the sums of all.
//
//	go run ./internal/dist -o bin/dist
//
// The same commit gives the same bytes: the programs are built without paths and
// symbols, and whatever is in a zip carries the time of the commit.
package main

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// target is a system and a processor that the program is built for, as Go calls them.
type target struct{ os, arch string }

var targets = []target{
	{"windows", "amd64"}, {"windows", "arm64"},
	{"darwin", "amd64"}, {"darwin", "arm64"},
	{"linux", "amd64"}, {"linux", "arm64"},
}

func main() {
	out := flag.String("o", filepath.Join("bin", "dist"), "folder for the zips")
	only := flag.String("only", "", "build this `system/processor` alone, such as linux/arm64")
	list := flag.Bool("list", false, "print the systems and processors, and build nothing")
	flag.Parse()
	if *list {
		for _, t := range targets {
			fmt.Println(t.os + "/" + t.arch)
		}
		return
	}
	if err := dist(*out, *only); err != nil {
		fmt.Fprintln(os.Stderr, "dist:", err)
		os.Exit(1)
	}
}

// dist writes the zips and SHA256SUMS into the folder out.
func dist(out, only string) error {
	r, err := currentRelease()
	if err != nil {
		return err
	}
	if err := os.MkdirAll(out, 0o755); err != nil {
		return err
	}
	var sums bytes.Buffer
	for _, t := range targets {
		if only != "" && only != t.os+"/"+t.arch {
			continue
		}
		program, err := build(t)
		if err != nil {
			return err
		}
		files, err := contents(t, program)
		if err != nil {
			return err
		}
		name := r.name(t)
		data, err := pack(name, r.time, files)
		if err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(out, name+".zip"), data, 0o644); err != nil {
			return err
		}
		fmt.Fprintf(&sums, "%x  %s.zip\n", sha256.Sum256(data), name)
		fmt.Printf("%s.zip  %.1f MB\n", name, float64(len(data))/1e6)
	}
	if sums.Len() == 0 {
		return fmt.Errorf("-only %q: there are %v", only, targets)
	}
	return os.WriteFile(filepath.Join(out, "SHA256SUMS"), sums.Bytes(), 0o644)
}

func (t target) String() string { return t.os + "/" + t.arch }

// build returns the bytes of the program for a system. cgo is off, so that no library
// of this machine is asked for on another.
func build(t target) ([]byte, error) {
	dir, err := os.MkdirTemp("", "hebb-dist-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	file := filepath.Join(dir, "hebb")
	cmd := exec.Command("go", "build", "-trimpath", "-buildvcs=true", "-ldflags=-s -w", "-o", file, "./server")
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0", "GOOS="+t.os, "GOARCH="+t.arch)
	if said, err := cmd.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("%v: go build: %w\n%s", t, err, said)
	}
	return os.ReadFile(file)
}

// release is what the zips are named after: a commit and its time.
type release struct {
	commit string
	time   time.Time // UTC
}

// currentRelease asks git; a name ends in a plus where files differ from the commit.
func currentRelease() (release, error) {
	said, err := exec.Command("git", "log", "-1", "--format=%ct %h", "--abbrev=12").Output()
	if err != nil {
		return release{}, fmt.Errorf("git log: %w: the zips are named after a commit", err)
	}
	seconds, commit, _ := strings.Cut(strings.TrimSpace(string(said)), " ")
	at, err := strconv.ParseInt(seconds, 10, 64)
	if err != nil {
		return release{}, fmt.Errorf("git log: %w", err)
	}
	changed, err := exec.Command("git", "status", "--porcelain").Output()
	if err != nil {
		return release{}, fmt.Errorf("git status: %w", err)
	}
	if len(changed) > 0 {
		commit += "+"
	}
	return release{commit, time.Unix(at, 0).UTC()}, nil
}

// name is that of a zip and of the one folder in it. Systems go by the names that
// their users know.
func (r release) name(t target) string {
	system := map[string]string{"darwin": "macos"}[t.os]
	return fmt.Sprintf("hebb-%s-%s-%s-%s", r.time.Format("20060102"), r.commit, cmp.Or(system, t.os), t.arch)
}
