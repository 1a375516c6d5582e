package main

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"flag"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func packedIDX(entries []byte, words ...uint32) []byte {
	var b []byte
	for _, w := range words {
		b = binary.BigEndian.AppendUint32(b, w)
	}
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	w.Write(append(b, entries...))
	w.Close()
	return out.Bytes()
}

// smallEMNIST is a zip like EMNIST's, of 2 training and 1 test images in two splits.
// Filling makes it as large as a download that is worth interrupting.
func smallEMNIST(t testing.TB) []byte {
	t.Helper()
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	put := func(name string, b []byte) {
		f, err := w.CreateHeader(&zip.FileHeader{Name: "gzip/" + name, Method: zip.Store})
		if err == nil {
			_, err = f.Write(b)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	for _, split := range []string{"balanced", "letters"} {
		put("emnist-"+split+"-train-images-idx3-ubyte.gz", packedIDX([]byte("abcdefgh"), 0x803, 2, 2, 2))
		put("emnist-"+split+"-train-labels-idx1-ubyte.gz", packedIDX([]byte{1, 2}, 0x801, 2))
		put("emnist-"+split+"-test-images-idx3-ubyte.gz", packedIDX([]byte("ijkl"), 0x803, 1, 2, 2))
		put("emnist-"+split+"-test-labels-idx1-ubyte.gz", packedIDX([]byte{1}, 0x801, 1))
	}
	filling := make([]byte, 1<<20)
	for i := range filling {
		filling[i] = byte(i * i >> 3)
	}
	put("filling", filling)
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func hexSum(b []byte) string {
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}

// dataRun is the data subcommand with a data folder of its own.
type dataRun struct {
	t   testing.TB
	dir string
}

func (r dataRun) do(args ...string) (stdout, stderr string, err error) {
	r.t.Helper()
	var o, e bytes.Buffer
	tool := &dataTool{stdout: &o, stderr: &e, pause: time.Millisecond}
	err = tool.run(context.Background(), append(args, "-data", r.dir))
	return o.String(), e.String(), err
}

func (r dataRun) left() string {
	entries, _ := os.ReadDir(setsFolder(r.dir))
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return strings.Join(names, " ")
}

func TestDataAddListRemove(t *testing.T) {
	r := dataRun{t, t.TempDir()}
	zip := filepath.Join(t.TempDir(), "gzip.zip")
	if err := os.WriteFile(zip, smallEMNIST(t), 0o600); err != nil {
		t.Fatal(err)
	}
	if out, _, err := r.do("add", zip); err != nil || !strings.Contains(out, "emnist-balanced: 2 training and 1 test images of 2×2 pixels, 47 classes") {
		t.Errorf("%s%v", out, err)
	}
	if _, _, err := r.do("add", zip, "-split", "letters", "-name", "abc", "-title", "My letters"); err != nil {
		t.Error(err)
	}
	if _, _, err := r.do("add", zip, "-name", "abc"); err == nil || !strings.Contains(err.Error(), "already") {
		t.Error(err)
	}
	images, labels := filepath.Join(t.TempDir(), "i"), filepath.Join(t.TempDir(), "l")
	os.WriteFile(images, packedIDX([]byte("abcdefghijklmnop"), 0x803, 4, 2, 2), 0o600)
	os.WriteFile(labels, packedIDX([]byte{0, 1, 0, 1}, 0x801, 4), 0o600)
	if out, _, err := r.do("add", images, "-labels", labels, "-name", "own", "-classes", "cat,dog"); err != nil || !strings.Contains(out, "own: 2 training and 2 test images") || !strings.Contains(out, "one training image in 7, of every class, is held out") {
		t.Errorf("%s%v", out, err)
	}
	out, _, err := r.do("list", "-check")
	if err != nil {
		t.Error(err)
	}
	for _, words := range []string{"mnist 60000 10000 28×28", "fashion 10000 2000", "emnist-balanced 2 1 2×2 47", "abc 2 1 2×2 26", "My letters", "own 2 2 (held out) 2×2 2"} {
		if !strings.Contains(strings.Join(strings.Fields(out), " "), words) {
			t.Errorf("%q is not in\n%s", words, out)
		}
	}
	if _, _, err := r.do("remove", "abc"); err != nil || r.left() != "emnist-balanced own" {
		t.Errorf("left %s: %v", r.left(), err)
	}
	// One bit of one image.
	file := filepath.Join(setsFolder(r.dir), "own", "train-images.idx")
	b, _ := os.ReadFile(file)
	b[20] ^= 1
	os.WriteFile(file, b, 0o600)
	other := dataRun{t, t.TempDir()} // a set that this process has not opened yet
	os.MkdirAll(setsFolder(other.dir), 0o700)
	os.Rename(filepath.Join(setsFolder(r.dir), "own"), filepath.Join(setsFolder(other.dir), "own2"))
	about := filepath.Join(setsFolder(other.dir), "own2", "set.json")
	text, _ := os.ReadFile(about)
	os.WriteFile(about, bytes.Replace(text, []byte(`"own"`), []byte(`"own2"`), 1), 0o600)
	if _, _, err := other.do("list", "-check"); err == nil || !strings.Contains(err.Error(), "has changed since it was imported") {
		t.Errorf("a damaged set: %v", err)
	}
}

func TestDataRefuses(t *testing.T) {
	r := dataRun{t, t.TempDir()}
	images := filepath.Join(t.TempDir(), "pictures")
	os.WriteFile(images, packedIDX([]byte("abc"), 0x803, 2, 2, 2), 0o600)
	for _, c := range []struct {
		args  []string
		want  string
		usage bool
	}{
		{[]string{"add", images}, "its labels are missing", true},
		{[]string{"add", images, "-labels", images, "-name", "x"}, "pictures: data: IDX file ends at offset 19 of 24", false},
		{[]string{"add", images, "-labels", images, "-split", "letters"}, "do not go together", true},
		{[]string{"add", images, "-labels", images, "-test-images", images}, "come together", true},
		{[]string{"add", images + ".no"}, "no such file", false},
		{[]string{"add"}, "hebb data takes list", true},
		{[]string{}, "hebb data takes list", true},
		{[]string{"get", "cifar"}, "only emnist", true},
		{[]string{"get", "emnist", "-sha256", "12"}, "64 hex digits", true},
		{[]string{"remove", "mnist"}, "no imported set", false},
		{[]string{"list", "-what"}, "not defined", true},
	} {
		_, _, err := r.do(c.args...)
		if err == nil || !strings.Contains(err.Error(), c.want) || errors.Is(err, errUsage) != c.usage {
			t.Errorf("%q: %v", c.args, err)
		}
	}
	if r.left() != "" {
		t.Errorf("left %s", r.left())
	}
	out, _, err := r.do("-help")
	if !errors.Is(err, flag.ErrHelp) || !strings.Contains(out, "ever been verified against") {
		t.Errorf("help: %v\n%s", err, out)
	}
	err = dataCommand(context.Background(), []string{"list", "-data", "none"}, &bytes.Buffer{}, &bytes.Buffer{})
	if !errors.Is(err, errUsage) {
		t.Errorf("no folder: %v", err)
	}
}

// home serves a file as a stranger might.
type home struct {
	*httptest.Server
	file   []byte
	ranges []string // what was asked for
}

func newHome(t testing.TB, file []byte, serve func(h *home, w http.ResponseWriter, r *http.Request)) *home {
	h := &home{file: file}
	h.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h.ranges = append(h.ranges, r.Header.Get("Range"))
		serve(h, w, r)
	}))
	t.Cleanup(h.Close)
	return h
}

func (h *home) whole(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("ETag", `"one"`)
	http.ServeContent(w, r, "gzip.zip", time.Time{}, bytes.NewReader(h.file))
}

// cut sends the first n bytes of a complete answer and hangs up.
func (h *home) cut(w http.ResponseWriter, n int) {
	w.Header().Set("ETag", `"one"`)
	w.Header().Set("Content-Length", fmt.Sprint(len(h.file)))
	w.Write(h.file[:n])
	w.(http.Flusher).Flush()
	panic(http.ErrAbortHandler)
}

func (r dataRun) get(h *home, args ...string) (stdout, stderr string, err error) {
	r.t.Helper()
	return r.do(append([]string{"get", "emnist", "-url", h.URL + "/gzip.zip"}, args...)...)
}

func TestGetEMNIST(t *testing.T) {
	file := smallEMNIST(t)
	h := newHome(t, file, (*home).whole)
	r := dataRun{t, t.TempDir()}
	if out, _, err := r.get(h, "-sha256", strings.ToUpper(hexSum(file))); err != nil || !strings.Contains(out, "emnist-balanced: 2 training") {
		t.Fatalf("%s%v", out, err)
	}
	// The zip is there: another split needs no network.
	if _, said, err := r.get(h, "-sha256", hexSum(file), "-split", "letters"); err != nil || !strings.Contains(said, "there already") || len(h.ranges) != 1 {
		t.Errorf("%d requests, %s%v", len(h.ranges), said, err)
	}
	if _, _, err := r.get(h); err == nil || !strings.Contains(err.Error(), "delete it") {
		t.Errorf("another sum: %v", err)
	}
	if r.left() != "emnist-balanced emnist-letters" {
		t.Errorf("left %s", r.left())
	}
	unchecked := dataRun{t, t.TempDir()}
	if out, _, err := unchecked.get(h, "-sha256", "none"); err != nil || !strings.Contains(out, hexSum(file)) || !strings.Contains(out, "not checked") {
		t.Errorf("%s%v", out, err)
	}
}

func TestACutDownloadResumes(t *testing.T) {
	file := smallEMNIST(t)
	h := newHome(t, file, func(h *home, w http.ResponseWriter, r *http.Request) {
		if len(h.ranges) == 1 {
			h.cut(w, 300_000)
		}
		if r.Header.Get("If-Range") != `"one"` {
			t.Errorf("If-Range: %s", r.Header.Get("If-Range"))
		}
		h.whole(w, r)
	})
	r := dataRun{t, t.TempDir()}
	_, said, err := r.get(h, "-sha256", hexSum(file))
	if err != nil {
		t.Fatal(err)
	}
	if len(h.ranges) != 2 || h.ranges[0] != "" || h.ranges[1] != "bytes=300000-" {
		t.Errorf("asked for %q", h.ranges)
	}
	if !strings.Contains(said, "cut at byte 300000") {
		t.Errorf("said %q", said)
	}
}

// What one process has fetched, the next one does not fetch again; even without a sum,
// since the server marks its version.
func TestANewProcessResumes(t *testing.T) {
	file := smallEMNIST(t)
	down := true
	h := newHome(t, file, func(h *home, w http.ResponseWriter, r *http.Request) {
		switch {
		case down && len(h.ranges) == 1:
			h.cut(w, 200_000)
		case down:
			w.WriteHeader(http.StatusServiceUnavailable)
		default:
			h.whole(w, r)
		}
	})
	r := dataRun{t, t.TempDir()}
	if _, _, err := r.get(h, "-sha256", "none"); err == nil || !strings.Contains(err.Error(), "given up with 200000 bytes there") {
		t.Fatal(err)
	}
	if r.left() != "" {
		t.Errorf("left %s", r.left())
	}
	if n := len(h.ranges); n != 6 && n != 5 {
		t.Errorf("%d attempts", n)
	}
	down, h.ranges = false, nil
	if _, _, err := r.get(h, "-sha256", "none"); err != nil || len(h.ranges) != 1 || h.ranges[0] != "bytes=200000-" {
		t.Errorf("asked for %q: %v", h.ranges, err)
	}
}

func TestAChangedFileStartsAgain(t *testing.T) {
	file := smallEMNIST(t)
	h := newHome(t, file, func(h *home, w http.ResponseWriter, r *http.Request) {
		if len(h.ranges) == 1 {
			w.Header().Set("ETag", `"old"`)
			w.Header().Set("Content-Length", "900000")
			w.Write(make([]byte, 100_000))
			w.(http.Flusher).Flush()
			panic(http.ErrAbortHandler)
		}
		h.whole(w, r)
	})
	if _, _, err := (dataRun{t, t.TempDir()}).get(h, "-sha256", hexSum(file)); err != nil || len(h.ranges) != 2 {
		t.Errorf("asked for %q: %v", h.ranges, err)
	}
}

func TestAServerWithoutRanges(t *testing.T) {
	file := smallEMNIST(t)
	h := newHome(t, file, func(h *home, w http.ResponseWriter, r *http.Request) {
		if len(h.ranges) == 1 {
			h.cut(w, 300_000)
		}
		w.Write(h.file)
	})
	if _, _, err := (dataRun{t, t.TempDir()}).get(h, "-sha256", hexSum(file)); err != nil || len(h.ranges) != 2 {
		t.Errorf("asked for %q: %v", h.ranges, err)
	}
}

// Servers that answer a request for the rest with something else.
func TestWrongRanges(t *testing.T) {
	file := smallEMNIST(t)
	for name, answer := range map[string]func(w http.ResponseWriter){
		"another start": func(w http.ResponseWriter) {
			w.Header().Set("Content-Range", fmt.Sprintf("bytes 5-%d/%d", len(file)-1, len(file)))
			w.WriteHeader(http.StatusPartialContent)
			w.Write(file[5:])
		},
		"no range": func(w http.ResponseWriter) {
			w.WriteHeader(http.StatusPartialContent)
			w.Write(file[300_000:])
		},
		"smaller": func(w http.ResponseWriter) {
			w.Header().Set("Content-Range", "bytes */1000")
			w.WriteHeader(http.StatusRequestedRangeNotSatisfiable)
		},
	} {
		h := newHome(t, file, func(h *home, w http.ResponseWriter, r *http.Request) {
			switch len(h.ranges) {
			case 1:
				h.cut(w, 300_000)
			case 2:
				answer(w)
			default:
				h.whole(w, r)
			}
		})
		_, _, err := (dataRun{t, t.TempDir()}).get(h, "-sha256", hexSum(file))
		if err != nil || len(h.ranges) != 3 || h.ranges[2] != "" {
			t.Errorf("%s: asked for %q: %v", name, h.ranges, err)
		}
	}
}

func TestACompletePartNeedsNothing(t *testing.T) {
	file := smallEMNIST(t)
	h := newHome(t, file, (*home).whole)
	r := dataRun{t, t.TempDir()}
	os.Mkdir(filepath.Join(r.dir, "downloads"), 0o700)
	os.WriteFile(filepath.Join(r.dir, "downloads", "emnist-gzip.zip.part"), file, 0o600)
	if _, _, err := r.get(h, "-sha256", hexSum(file)); err != nil || len(h.ranges) != 1 {
		t.Errorf("asked for %q: %v", h.ranges, err)
	}
}

func TestAWrongChecksumIsRefused(t *testing.T) {
	file := smallEMNIST(t)
	h := newHome(t, file, (*home).whole)
	r := dataRun{t, t.TempDir()}
	_, _, err := r.get(h) // the recorded sum is that of another file
	if err == nil || !strings.Contains(err.Error(), hexSum(file)) || !strings.Contains(err.Error(), emnistSum) {
		t.Errorf("%v", err)
	}
	if _, err := os.Stat(filepath.Join(r.dir, "downloads", "emnist-gzip.zip")); err == nil || r.left() != "" {
		t.Errorf("the file is there, left %s", r.left())
	}
}
