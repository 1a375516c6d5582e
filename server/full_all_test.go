//go:build all && linux

package main

import (
	"bytes"
	"errors"
	"io"
	"math/rand/v2"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// smallDisk mounts a disk of 64 KB, which only root can do.
func smallDisk(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	if err := unix.Mount("tmpfs", dir, "tmpfs", 0, "size=64k"); err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatalf("no disk can be mounted: %v", err)
		}
		t.Skipf("TestRealFullDisk needs root, to mount a disk of 64 KB: %v", err)
	}
	t.Cleanup(func() {
		for errors.Is(unix.Unmount(dir, 0), unix.EBUSY) { // until the server is dead
			time.Sleep(time.Millisecond)
		}
	})
	return dir
}

// fill fills a disk to its last byte, and returns what frees it.
func fill(t *testing.T, dir string) (free func()) {
	t.Helper()
	name := filepath.Join(dir, "filler")
	f, err := os.Create(name)
	if err != nil {
		t.Fatal(err)
	}
	for size := 4096; size > 0; size /= 2 {
		for err = nil; err == nil; {
			_, err = f.Write(bytes.Repeat([]byte("x"), size))
		}
		if !errors.Is(err, unix.ENOSPC) {
			t.Fatal(err)
		}
	}
	f.Close()
	return func() {
		if err := os.Remove(name); err != nil {
			t.Fatal(err)
		}
	}
}

func (c *crashClient) unkept() string {
	var info struct{ Unkept string }
	c.get("/api/runs/"+c.run, &info)
	return info.Unkept
}

func TestRealFullDisk(t *testing.T) {
	newClient := func(dir string) (*crashClient, func()) {
		cmd, address, errs := served(t, dir)
		c := &crashClient{t: t, rng: rand.New(rand.NewPCG(1, 1)), base: address}
		return c, func() {
			cmd.Process.Kill()
			cmd.Wait()
			t.Logf("its log:\n%s", errs)
		}
	}
	edits := func(c *crashClient, k *talk, n int) {
		for range n {
			v := c.value()
			k.do(`"set":{"short":"%s"}`, v)
			c.acked = append(c.acked, v)
		}
	}
	t.Run("full for a moment", func(t *testing.T) {
		dir := smallDisk(t)
		c, kill := newClient(dir)
		c.start()
		k := c.talk()
		edits(c, k, 10)
		free := fill(t, dir)
		edits(c, k, 100)
		if !strings.Contains(c.unkept(), "no space") {
			t.Errorf("on a full disk: %q", c.unkept())
		}
		free()
		edits(c, k, 2)
		for c.unkept() != "" {
			time.Sleep(10 * time.Millisecond)
		}
		edits(c, k, 1)
		want := c.acked
		kill()
		again, kill := newClient(dir)
		defer kill()
		again.run = c.run
		if got := values(again.journal()); !slices.Equal(got, want) {
			t.Errorf("%d of %d changes are there", len(got), len(want))
		}
	})
	t.Run("started anew while it is full", func(t *testing.T) {
		dir := smallDisk(t)
		c, kill := newClient(dir)
		c.start()
		k := c.talk()
		edits(c, k, 10)
		fill(t, dir)
		k.do(`"do":"seed","seed":99`)
		edits(c, k, 3)
		kill()
		again, kill := newClient(dir)
		defer kill()
		res, err := http.Get(again.base + "/api/runs/" + c.run)
		if err != nil {
			t.Fatal(err)
		}
		defer res.Body.Close()
		if text, _ := io.ReadAll(res.Body); res.StatusCode != http.StatusUnprocessableEntity || !strings.Contains(string(text), "started anew") || !strings.Contains(string(text), `"good":10`) {
			t.Errorf("another run revives: %d %s", res.StatusCode, text)
		}
	})
	t.Run("begun while it is full", func(t *testing.T) {
		dir := smallDisk(t)
		c, kill := newClient(dir)
		free := fill(t, dir)
		c.start()
		if c.unkept() == "" {
			t.Error("it says that it is kept")
		}
		k := c.talk()
		edits(c, k, 3)
		free()
		for c.unkept() != "" {
			time.Sleep(10 * time.Millisecond)
		}
		kill()
		again, kill := newClient(dir)
		defer kill()
		again.run = c.run
		if got := values(again.journal()); !slices.Equal(got, c.acked) {
			t.Errorf("%d of %d changes are there", len(got), len(c.acked))
		}
	})
}
