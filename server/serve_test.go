package main

import (
	"bufio"
	"context"
	"errors"
	"flag"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"hebb/server/catalogue"
	"hebb/server/servertest"
)

func TestServe(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	ctx, stop := context.WithCancel(t.Context())
	var out, errs servertest.Text
	ended := make(chan error, 1)
	start := time.Now()
	go func() {
		ended <- dispatch(ctx, catalogue.New(servertest.Toy(t)), []string{"-addr", "127.0.0.1:0", "-data", dir}, &out, &errs)
	}()
	var address string
	for address == "" {
		if m := regexp.MustCompile(`http://\S+`).FindString(out.String()); m != "" {
			address = m
		} else if time.Since(start) > servertest.Patience {
			t.Fatalf("no address is printed: %s %s", &out, &errs)
		}
		time.Sleep(time.Millisecond)
	}
	res, err := http.Get(address)
	if err != nil || res.StatusCode != http.StatusOK {
		t.Fatal(err, res)
	}
	res.Body.Close()
	req, _ := http.NewRequest("POST", address+"api/runs", strings.NewReader(`{"lab":"toy"}`))
	req.Header.Set("Origin", strings.TrimSuffix(address, "/"))
	req.Header.Set("Content-Type", "application/json")
	res, err = http.DefaultClient.Do(req)
	if err != nil || res.StatusCode != http.StatusCreated {
		t.Fatal(err, res)
	}
	body, _ := io.ReadAll(res.Body)
	res.Body.Close()
	stop()
	select {
	case err := <-ended:
		if err != nil {
			t.Errorf("it ends with %v", err)
		}
	case <-time.After(servertest.Patience):
		t.Fatal("it does not end")
	}
	id := regexp.MustCompile(`"run":"([^"]+)"`).FindSubmatch(body)
	if files, _ := filepath.Glob(filepath.Join(dir, "runs", string(id[1]), "*")); len(files) == 0 {
		t.Error("the run leaves nothing on disk")
	}
	if errs.String() != "" {
		t.Errorf("it complains: %s", &errs)
	}
}

func TestBusyPort(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	_, port, _ := net.SplitHostPort(l.Addr().String())
	err = dispatch(t.Context(), catalogue.New(servertest.Toy(t)), []string{"-addr", l.Addr().String(), "-data", "none"}, io.Discard, io.Discard)
	if err == nil || !strings.Contains(err.Error(), "port "+port) || !strings.Contains(err.Error(), "-addr") {
		t.Errorf("a busy port: %v", err)
	}
	for _, addr := range []string{"nonsense", "127.0.0.1:99999", "no.such.host.invalid:80"} {
		err := dispatch(t.Context(), catalogue.New(servertest.Toy(t)), []string{"-addr", addr, "-data", "none"}, io.Discard, io.Discard)
		if err == nil || !strings.Contains(err.Error(), "-addr") {
			t.Errorf("-addr %s: %v", addr, err)
		}
	}
}

func TestDataFolder(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if dir, err := dataFolder(&options{data: filepath.Join(file, "below"), dataSet: true}); err == nil || dir != "" {
		t.Errorf("a folder below a file: %q %v", dir, err)
	}
	want := filepath.Join(t.TempDir(), "a", "b")
	if dir, err := dataFolder(&options{data: want, dataSet: true}); err != nil || dir != want {
		t.Errorf("a new folder: %q %v", dir, err)
	}
	for _, none := range []*options{{data: "none"}, {dataSet: true}} {
		if dir, err := dataFolder(none); err != nil || dir != "" {
			t.Errorf("none: %q %v", dir, err)
		}
	}
	t.Setenv("XDG_CONFIG_HOME", "")
	t.Setenv("XDG_CACHE_HOME", "")
	t.Setenv("HOME", "")
	if dir, err := dataFolder(&options{}); err == nil && dir == "" {
		t.Error("without a home nobody is told")
	}
}

func TestCommandLine(t *testing.T) {
	c := catalogue.New(servertest.Toy(t))
	for _, args := range [][]string{{"fly"}, {"-nonsense"}, {"-log", "loud", "-data", "none", "-addr", "127.0.0.1:0"}, {"run"}, {"run", "toy"}, {"run", "toy", "-steps", "-1"},
		{"run", "toy", "-steps", "x"}, {"run", "toy", "quick", "-steps", "1"}, {"claims", "-nonsense"}} {
		if err := dispatch(t.Context(), c, args, io.Discard, io.Discard); !errors.Is(err, errUsage) {
			t.Errorf("%v: %v", args, err)
		}
	}
	for _, args := range [][]string{{"-help"}, {"help"}, {"-h"}, {"run", "-help"}, {"claims", "-help"}} {
		var out servertest.Text
		if err := dispatch(t.Context(), c, args, &out, io.Discard); !errors.Is(err, flag.ErrHelp) || !strings.Contains(out.String(), "hebb ") {
			t.Errorf("%v: %v %s", args, err, &out)
		}
	}
}

func TestPrefixIsPrinted(t *testing.T) {
	address := serveToy(t, "-prefix", "/p/q", "-trust-proxy", "127.0.0.1/32", "-allow", "https://lab.example")
	if !strings.HasSuffix(address, "/p/q/") {
		t.Errorf("the address is printed as %s", address)
	}
	res, err := http.Get(address)
	if err != nil || res.StatusCode != http.StatusOK {
		t.Fatal(err, res)
	}
	res.Body.Close()
	for _, args := range [][]string{{"-prefix", "/p/"}, {"-prefix", "/labs"}, {"-trust-proxy", "10.0.0.1"}} {
		err := dispatch(t.Context(), catalogue.New(servertest.Toy(t)), append(args, "-addr", "127.0.0.1:0", "-data", "none"), io.Discard, io.Discard)
		if !errors.Is(err, errUsage) || !strings.Contains(err.Error(), args[0]) {
			t.Errorf("%v: %v", args, err)
		}
	}
}

// serveToy runs the whole program until the test ends, and returns the address that it
// prints.
func serveToy(t *testing.T, args ...string) string {
	t.Helper()
	ctx, stop := context.WithCancel(t.Context())
	out, in := io.Pipe()
	ended := make(chan error, 1)
	go func() {
		err := dispatch(ctx, catalogue.New(servertest.Toy(t)), append([]string{"-addr", "127.0.0.1:0", "-data", "none"}, args...), in, io.Discard)
		in.CloseWithError(err)
		ended <- err
	}()
	t.Cleanup(func() {
		stop()
		if err := <-ended; err != nil {
			t.Errorf("it ends with %v", err)
		}
	})
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatalf("no address is printed: %q %v", line, err)
	}
	go io.Copy(io.Discard, out)
	return regexp.MustCompile(`http://\S+`).FindString(line)
}
