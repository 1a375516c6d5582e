package main

import (
	"archive/zip"
	"bytes"
	"io"
	"os"
	"path"
	"slices"
	"strings"
	"testing"
	"time"
)

func TestMain(m *testing.M) {
	if err := os.Chdir("../.."); err != nil { // the top of the repository, where make stands
		panic(err)
	}
	os.Exit(m.Run())
}

func unpack(t *testing.T, data []byte) map[string]*zip.File {
	t.Helper()
	r, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	files := map[string]*zip.File{}
	for _, f := range r.File {
		files[f.Name] = f
	}
	return files
}

func TestZip(t *testing.T) {
	r := release{"0123456789ab", time.Date(2026, 11, 30, 12, 0, 0, 0, time.UTC)}
	names := map[string]bool{}
	for _, target := range targets {
		files, err := contents(target, []byte("a program"))
		if err != nil {
			t.Fatal(err)
		}
		folder := r.name(target)
		names[folder] = true
		data, err := pack(folder, r.time, files)
		if err != nil {
			t.Fatal(err)
		}
		again, err := pack(folder, r.time, files)
		if err != nil || !bytes.Equal(data, again) {
			t.Errorf("%v: two zips of one commit differ (%v)", target, err)
		}
		got := unpack(t, data)
		program := "hebb"
		if target.os == "windows" {
			program += ".exe"
		}
		for _, name := range []string{program, "START.txt", "README.md", "LICENSE", "NOTICE"} {
			if got[path.Join(folder, name)] == nil {
				t.Errorf("%v: no %s in %v", target, name, got)
			}
		}
		if f := got[path.Join(folder, program)]; f != nil && f.Mode() != 0o755 {
			t.Errorf("%v: the program cannot be started: mode %v", target, f.Mode())
		}
		f, err := got[path.Join(folder, "START.txt")].Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(f)
		if err != nil || !strings.Contains(string(text), program+" -open") {
			t.Errorf("%v: START.txt does not start %s: %q", target, program, text)
		}
	}
	if len(names) != 6 || len(targets) != 6 {
		t.Errorf("%d names for %d systems, want six", len(names), len(targets))
	}
	for _, system := range []string{"windows", "macos", "linux"} {
		n := 0
		for name := range names {
			if strings.Contains(name, "-"+system+"-") {
				n++
			}
		}
		if n != 2 {
			t.Errorf("%d zips for %s, want amd64 and arm64", n, system)
		}
	}
}

// The licences of what is in the program travel with it: NOTICE holds Go's own, and
// those of the vendored code.
func TestNoticeTravels(t *testing.T) {
	files, err := contents(targets[0], nil)
	if err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(files, func(f file) bool { return f.name == "NOTICE" })
	for _, owner := range []string{"The Go Authors", "Leon Sorokin", "Klaus Post"} {
		if i < 0 || !bytes.Contains(files[i].data, []byte(owner)) {
			t.Errorf("NOTICE in the zip does not name %s", owner)
		}
	}
}
