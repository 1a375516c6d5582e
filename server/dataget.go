package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"time"

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
	d := &download{
		url: o.url, path: filepath.Join(folder, "emnist-gzip.zip"), most: emnistMost, sum: sum,
		client: downloadClient(), tries: 5, pause: t.pause, stall: time.Minute, log: t.stderr,
	}
	got, err := d.run(ctx)
	if err != nil {
		return err
	}
	if sum == "" {
		fmt.Fprintf(t.stdout, "%s has SHA-256 %s. Nothing vouches for it: it was not checked.\n", d.path, got)
	}
	a, err := data.Find(d.path, o.split)
	if err != nil {
		return err
	}
	defer a.Close()
	if err := t.finish(ctx, a, o, given); err != nil {
		return err
	}
	fmt.Fprintf(t.stdout, "The zip stays in %s, for other splits; delete it if you need none.\n", d.path)
	return nil
}

func downloadClient() *http.Client {
	transport := http.DefaultTransport.(*http.Transport).Clone()
	transport.ResponseHeaderTimeout = 30 * time.Second
	return &http.Client{Transport: transport, CheckRedirect: func(req *http.Request, via []*http.Request) error {
		switch {
		case len(via) >= 5:
			return errors.New("more than 5 redirections")
		case via[0].URL.Scheme == "https" && req.URL.Scheme != "https":
			return errors.New("redirected from https to " + req.URL.Scheme)
		}
		return nil
	}}
}

// download fetches one file. What has arrived is kept in path + ".part" until it is
// complete, and the server's mark of its version in path + ".part.tag": the next
// attempt, of this or of another process, asks for the rest.
type download struct {
	url    string
	path   string // of the complete and checked file
	most   int64  // [bytes]
	sum    string // SHA-256 in hex; "" accepts any
	client *http.Client
	tries  int           // how often in a row nothing may arrive
	pause  time.Duration // before the second attempt; doubles with every further one
	stall  time.Duration // an attempt ends when nothing arrives for so long
	log    io.Writer

	bar *progress
}

// final is an error that another attempt would not mend.
type final struct{ error }

func (f final) Unwrap() error { return f.error }

// run returns the SHA-256 of the file once it is at path.
func (d *download) run(ctx context.Context) (sum string, err error) {
	if _, err := os.Stat(d.path); err == nil {
		if sum, err = sumOf(ctx, d.path); err != nil {
			return "", err
		}
		if d.sum == "" || sum == d.sum {
			fmt.Fprintf(d.log, "%s is there already.\n", d.path)
			return sum, nil
		}
		return "", fmt.Errorf("%s has SHA-256 %s, not %s: delete it to download it again", d.path, sum, d.sum)
	}
	if err := d.complete(ctx); err != nil {
		return "", fmt.Errorf("%s: %w", d.url, err)
	}
	if sum, err = sumOf(ctx, d.part()); err != nil {
		return "", err
	}
	os.Remove(d.tag())
	if d.sum != "" && sum != d.sum {
		refused := d.path + ".refused"
		if err := os.Rename(d.part(), refused); err != nil {
			return "", err
		}
		return "", fmt.Errorf("%s: the file has SHA-256 %s, not %s; it is kept as %s, where hebb data add takes it if you trust it", d.url, sum, d.sum, refused)
	}
	return sum, os.Rename(d.part(), d.path)
}

func (d *download) part() string { return d.path + ".part" }
func (d *download) tag() string  { return d.path + ".part.tag" }

// complete attempts until the whole file is in part.
func (d *download) complete(ctx context.Context) error {
	for failures := 0; ; {
		before := d.have()
		err := d.attempt(ctx)
		if d.bar != nil {
			d.bar.clear()
		}
		switch stop := (final{}); {
		case err == nil:
			return nil
		case ctx.Err() != nil:
			return fmt.Errorf("stopped with %d bytes there; the same command goes on from there: %w", d.have(), ctx.Err())
		case errors.As(err, &stop):
			return err
		}
		if failures++; d.have() > before+64<<10 {
			failures = 1 // it did bring us further
		}
		if failures >= d.tries {
			return fmt.Errorf("given up with %d bytes there; the same command goes on from there: %w", d.have(), err)
		}
		wait := d.pause << (failures - 1)
		fmt.Fprintf(d.log, "hebb: %v; next attempt in %s\n", err, wait)
		select {
		case <-time.After(wait):
		case <-ctx.Done():
		}
	}
}

func (d *download) have() int64 {
	info, err := os.Stat(d.part())
	if err != nil {
		return 0
	}
	return info.Size()
}

// attempt asks for what is missing and appends it. A nil error means that the file
// is complete.
func (d *download) attempt(ctx context.Context) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	slow := time.AfterFunc(d.stall, func() { cancel(fmt.Errorf("nothing came for %s", d.stall)) })
	defer slow.Stop()

	have := d.have()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, d.url, nil)
	if err != nil {
		return final{err}
	}
	req.Header.Set("Accept-Encoding", "identity")
	req.Header.Set("User-Agent", "hebb")
	tag, _ := os.ReadFile(d.tag())
	switch {
	case have > 0 && len(tag) > 0:
		req.Header.Set("If-Range", string(tag))
		req.Header.Set("Range", fmt.Sprintf("bytes=%d-", have))
	case have > 0 && d.sum != "": // a mixture of two versions would be found out
		req.Header.Set("Range", fmt.Sprintf("bytes=%d-", have))
	}
	res, err := d.client.Do(req)
	if err != nil {
		return cause(ctx, err)
	}
	defer res.Body.Close()
	total := int64(-1)
	switch res.StatusCode {
	case http.StatusOK: // all of it: no ranges here, or another version
		have, total = 0, res.ContentLength
	case http.StatusPartialContent:
		var from int64
		if from, total = contentRange(res.Header.Get("Content-Range")); from != have {
			return d.restart(fmt.Errorf("the server sends from byte %d, not from %d", from, have))
		}
	case http.StatusRequestedRangeNotSatisfiable:
		if _, total = contentRange(res.Header.Get("Content-Range")); total == have {
			return nil
		}
		return d.restart(fmt.Errorf("the file on the server has %d bytes, and %d are here", total, have))
	case http.StatusTooManyRequests, http.StatusInternalServerError, http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout:
		return errors.New(res.Status)
	default:
		return final{errors.New(res.Status)}
	}
	if total > d.most {
		return final{fmt.Errorf("has %d bytes, at most %d are downloaded", total, d.most)}
	}
	if err := d.append(res, have, total, slow); err != nil {
		return cause(ctx, err)
	}
	return nil
}

// cause is why an attempt ended, if it was we who ended it.
func cause(ctx context.Context, err error) error {
	if c := context.Cause(ctx); c != nil {
		return c
	}
	return err
}

// restart throws away what is here, so that the next attempt begins anew.
func (d *download) restart(why error) error {
	os.Remove(d.tag())
	if err := os.Remove(d.part()); err != nil && !errors.Is(err, os.ErrNotExist) {
		return final{err}
	}
	return why
}

func (d *download) append(res *http.Response, have, total int64, slow *time.Timer) (err error) {
	f, err := os.OpenFile(d.part(), os.O_WRONLY|os.O_CREATE, 0o600)
	if err != nil {
		return final{err}
	}
	defer func() {
		if closing := f.Close(); err == nil && closing != nil {
			err = final{closing}
		}
	}()
	if err := f.Truncate(have); err != nil {
		return final{err}
	}
	if _, err := f.Seek(have, io.SeekStart); err != nil {
		return final{err}
	}
	os.Remove(d.tag())
	if tag := edition(res.Header); tag != "" {
		if err := os.WriteFile(d.tag(), []byte(tag), 0o600); err != nil {
			return final{err}
		}
	}
	d.bar = newProgress(d.log, "MB", uint64(max(total, 0))/1e6)
	most := d.most
	if total >= 0 {
		most = total
	}
	buf := make([]byte, 64<<10)
	for {
		n, reading := res.Body.Read(buf)
		if n > 0 {
			slow.Reset(d.stall)
			if have += int64(n); have > most {
				d.restart(nil)
				return final{fmt.Errorf("sends more than %d bytes", most)}
			}
			if _, err := f.Write(buf[:n]); err != nil {
				return final{err}
			}
			d.bar.show(uint64(have) / 1e6)
		}
		switch {
		case errors.Is(reading, io.EOF) && (total < 0 || have == total):
			return nil
		case errors.Is(reading, io.EOF):
			return fmt.Errorf("the connection ended at byte %d of %d", have, total)
		case reading != nil:
			return fmt.Errorf("the connection was cut at byte %d: %w", have, reading)
		}
	}
}

// edition is the server's mark of the version of a file, for If-Range; "" for none.
// Weak tags do not promise the same bytes.
func edition(h http.Header) string {
	if tag := h.Get("ETag"); strings.HasPrefix(tag, `"`) && len(tag) < 1000 {
		return tag
	}
	return h.Get("Last-Modified")
}

var rangeForm = regexp.MustCompile(`^bytes (?:(\d{1,18})-\d{1,18}|\*)/(?:(\d{1,18})|\*)$`)

// contentRange reads a Content-Range; -1 stands for what it does not say.
func contentRange(text string) (from, total int64) {
	from, total = -1, -1
	if m := rangeForm.FindStringSubmatch(text); m != nil {
		if m[1] != "" {
			from, _ = strconv.ParseInt(m[1], 10, 64)
		}
		if m[2] != "" {
			total, _ = strconv.ParseInt(m[2], 10, 64)
		}
	}
	return from, total
}

func sumOf(ctx context.Context, path string) (string, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer f.Close()
	h := sha256.New()
	for ctx.Err() == nil {
		if _, err := io.CopyN(h, f, 16<<20); errors.Is(err, io.EOF) {
			return hex.EncodeToString(h.Sum(nil)), nil
		} else if err != nil {
			return "", err
		}
	}
	return "", ctx.Err()
}
