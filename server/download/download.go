// Package download fetches large files over lines that break.
package download

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"regexp"
	"strconv"
	"strings"
	"time"

	"hebb/server/progress"
)

// Client gives up on a server that does not answer, and follows few redirections, none
// of them away from https.
func Client() *http.Client {
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

// File fetches one file. What has arrived is kept in Path + ".part" until it is
// complete, and the server's mark of its version in Path + ".part.tag": the next
// attempt, of this or of another process, asks for the rest.
type File struct {
	URL    string        // where it is
	Path   string        // of the complete and checked file
	Most   int64         // [bytes]
	Sum    string        // SHA-256 in hex; "" accepts any
	Client *http.Client  // see Client
	Tries  int           // how often in a row nothing may arrive
	Pause  time.Duration // before the second attempt; doubles with every further one
	Stall  time.Duration // an attempt ends when nothing arrives for so long
	Log    io.Writer     // what people are told, and a bar

	bar *progress.Bar
}

// final is an error that another attempt would not mend.
type final struct{ error }

func (f final) Unwrap() error { return f.error }

// Run returns the SHA-256 of the file once it is at Path.
func (d *File) Run(ctx context.Context) (sum string, err error) {
	if _, err := os.Stat(d.Path); err == nil {
		if sum, err = sumOf(ctx, d.Path); err != nil {
			return "", err
		}
		if d.Sum == "" || sum == d.Sum {
			fmt.Fprintf(d.Log, "%s is there already.\n", d.Path)
			return sum, nil
		}
		return "", fmt.Errorf("%s has SHA-256 %s, not %s: delete it to download it again", d.Path, sum, d.Sum)
	}
	if err := d.complete(ctx); err != nil {
		return "", fmt.Errorf("%s: %w", d.URL, err)
	}
	if sum, err = sumOf(ctx, d.part()); err != nil {
		return "", err
	}
	os.Remove(d.tag())
	if d.Sum != "" && sum != d.Sum {
		refused := d.Path + ".refused"
		if err := os.Rename(d.part(), refused); err != nil {
			return "", err
		}
		return "", fmt.Errorf("%s: the file has SHA-256 %s, not %s; it is kept as %s, where hebb data add takes it if you trust it", d.URL, sum, d.Sum, refused)
	}
	return sum, os.Rename(d.part(), d.Path)
}

func (d *File) part() string { return d.Path + ".part" }
func (d *File) tag() string  { return d.Path + ".part.tag" }

// complete attempts until the whole file is in part.
func (d *File) complete(ctx context.Context) error {
	for failures := 0; ; {
		before := d.have()
		err := d.attempt(ctx)
		if d.bar != nil {
			d.bar.Clear()
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
		if failures >= d.Tries {
			return fmt.Errorf("given up with %d bytes there; the same command goes on from there: %w", d.have(), err)
		}
		wait := d.Pause << (failures - 1)
		fmt.Fprintf(d.Log, "hebb: %v; next attempt in %s\n", err, wait)
		select {
		case <-time.After(wait):
		case <-ctx.Done():
		}
	}
}

func (d *File) have() int64 {
	info, err := os.Stat(d.part())
	if err != nil {
		return 0
	}
	return info.Size()
}

// attempt asks for what is missing and appends it. A nil error means that the file
// is complete.
func (d *File) attempt(ctx context.Context) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	slow := time.AfterFunc(d.Stall, func() { cancel(fmt.Errorf("nothing came for %s", d.Stall)) })
	defer slow.Stop()

	have := d.have()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, d.URL, nil)
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
	case have > 0 && d.Sum != "": // a mixture of two versions would be found out
		req.Header.Set("Range", fmt.Sprintf("bytes=%d-", have))
	}
	res, err := d.Client.Do(req)
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
	if total > d.Most {
		return final{fmt.Errorf("has %d bytes, at most %d are downloaded", total, d.Most)}
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
func (d *File) restart(why error) error {
	os.Remove(d.tag())
	if err := os.Remove(d.part()); err != nil && !errors.Is(err, os.ErrNotExist) {
		return final{err}
	}
	return why
}

func (d *File) append(res *http.Response, have, total int64, slow *time.Timer) (err error) {
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
	d.bar = progress.New(d.Log, "MB", uint64(max(total, 0))/1e6)
	most := d.Most
	if total >= 0 {
		most = total
	}
	buf := make([]byte, 64<<10)
	for {
		n, reading := res.Body.Read(buf)
		if n > 0 {
			slow.Reset(d.Stall)
			if have += int64(n); have > most {
				d.restart(nil)
				return final{fmt.Errorf("sends more than %d bytes", most)}
			}
			if _, err := f.Write(buf[:n]); err != nil {
				return final{err}
			}
			d.bar.Show(uint64(have) / 1e6)
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
