package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"time"

	"hebb/server/download"
	"hebb/sim"
	"hebb/sim/data"
)

// The public home of EMNIST, linked from NIST's page on it. We have never been there:
// address, size and sum are those that public projects which download the file have
// written down (the sum: TensorFlow Datasets, for the same file at an older address).
const (
	emnistHome = "https://biometrics.nist.gov/cs_links/EMNIST/gzip.zip"
	emnistSum  = "fb9bb67e33772a9cc0b895e4ecf36d2cf35be8b709693c3564cea2a019fcda8e"
	emnistMost = 700_000_000 // [bytes]; the file is said to have 561 753 746
)

// get downloads the zip of EMNIST, unless it is there already, and adds a split.
func (t *dataTool) get(ctx context.Context, o *dataFlags, given map[string]bool) error {
	sum := strings.ToLower(o.sum)
	switch {
	case sum == "":
		sum = emnistSum
	case sum == "none":
		sum = ""
	case !regexp.MustCompile(`^[0-9a-f]{64}$`).MatchString(sum):
		return fmt.Errorf("-sha256 %q: it takes 64 hex digits, or none; %w", sim.Clip(o.sum), errUsage)
	}
	folder := filepath.Join(t.dir, "downloads")
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return err
	}
	d := &download.File{
		URL: o.url, Path: filepath.Join(folder, "emnist-gzip.zip"), Most: emnistMost, Sum: sum,
		Client: download.Client(), Tries: 5, Pause: t.pause, Stall: time.Minute, Log: t.stderr,
	}
	got, err := d.Run(ctx)
	if err != nil {
		return err
	}
	if sum == "" {
		fmt.Fprintf(t.stdout, "%s has SHA-256 %s. Nothing vouches for it: it was not checked.\n", d.Path, got)
	}
	a, err := data.Find(d.Path, o.split)
	if err != nil {
		return err
	}
	defer a.Close()
	if err := t.finish(ctx, a, o, given); err != nil {
		return err
	}
	fmt.Fprintf(t.stdout, "The zip stays in %s, for other splits; delete it if you need none.\n", d.Path)
	return nil
}
