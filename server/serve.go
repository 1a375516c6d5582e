package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"time"

	"hebb/server/catalogue"
	"hebb/server/guard"
	"hebb/server/limits"
	"hebb/server/pages"
	"hebb/server/shares"
	"hebb/sim"
	"hebb/sim/live/disk"
)

// serve runs the laboratory until ctx ends, and then sends the pages home and
// leaves the journals of all runs on disk.
func serve(ctx context.Context, c *catalogue.Catalogue, o *options, stdout, stderr io.Writer) error {
	level, err := logLevel(o.log)
	if err != nil {
		return fmt.Errorf("%w; %w", err, errUsage)
	}
	log := slog.New(slog.NewTextHandler(stderr, &slog.HandlerOptions{Level: level}))
	listener, err := net.Listen("tcp", o.addr)
	if err != nil {
		return explainListen(o.addr, err)
	}
	defer listener.Close()
	dir, err := dataFolder(o)
	if err != nil {
		fmt.Fprintf(stderr, "hebb: %v\nRuns are kept in memory only and end with the program. Choose another folder with -data.\n", err)
	}
	release, err := takeFolder(dir, listener.Addr(), log)
	if err != nil {
		return err
	}
	defer release()
	if err := importSets(dir); err != nil {
		fmt.Fprintf(stderr, "hebb: %v\n", err)
	}
	g, err := guard.New(listener.Addr(), o.allowed)
	if err != nil {
		return err
	}
	if err := g.LetFrame(o.framers); err != nil {
		return fmt.Errorf("%w; %w", err, errUsage)
	}
	if err := g.StandBehind(o.prefix, o.proxies); err != nil {
		return fmt.Errorf("%w; %w", err, errUsage)
	}
	s, err := pages.New(c, dir, int64(o.memory)*1e6, g, log)
	if err != nil {
		return err
	}
	address := g.Home()
	fmt.Fprintf(stdout, "Hebb is open at %s (Ctrl-C closes it)\n", address)
	if tcp := listener.Addr().(*net.TCPAddr); !tcp.IP.IsLoopback() {
		fmt.Fprintln(stdout, "Everybody who reaches this machine over the network can use it. What goes over plain http can be read there, with whose runs are whose.")
	}
	if o.open {
		if err := openBrowser(address); err != nil {
			fmt.Fprintf(stderr, "hebb: the browser did not open: %v\n", err)
		}
	}
	keepTo(o.memory)
	if o.metrics {
		s.Measure()
	}
	watch, done := context.WithCancel(ctx)
	defer done()
	go s.LookAfterDisk(watch, time.NewTicker(pages.LookEvery).C, disk.Limits{Age: time.Duration(o.days) * 24 * time.Hour, Bytes: int64(o.mb) << 20})
	web := &http.Server{
		Handler:           s.Handler(),
		MaxHeaderBytes:    limits.MaxHeader,
		ConnState:         shares.NewLines(limits.MaxLines).Note,
		ReadHeaderTimeout: 5 * time.Second,
		ReadTimeout:       30 * time.Second,
		WriteTimeout:      60 * time.Second,
		IdleTimeout:       2 * time.Minute,
		ErrorLog:          slog.NewLogLogger(log.Handler(), slog.LevelDebug),
	}
	failed := make(chan error, 1)
	go func() { failed <- web.Serve(listener) }()
	select {
	case err = <-failed:
	case <-ctx.Done():
		err = nil
	}
	return errors.Join(err, s.Shutdown(web))
}

func logLevel(text string) (slog.Level, error) {
	var level slog.Level
	err := level.UnmarshalText([]byte(text))
	if err != nil {
		return 0, fmt.Errorf("-log %q: it takes debug, info, warn or error", sim.Clip(text))
	}
	return level, nil
}

func explainListen(addr string, err error) error {
	_, port, _ := net.SplitHostPort(addr)
	switch {
	case addressInUse(err):
		return fmt.Errorf("port %s is in use by another program, perhaps by another Hebb; "+
			"choose another port with -addr 127.0.0.1:8181, or any free one with -addr 127.0.0.1:0", port)
	case addressForbidden(err):
		return fmt.Errorf("this user may not listen at port %s; choose another above 1023, for example -addr 127.0.0.1:8181", port)
	}
	return fmt.Errorf("cannot listen at %q: %w; -addr takes an address and a port, for example -addr 127.0.0.1:8181", addr, err)
}

// defaultData is where journals are kept when nobody says otherwise.
func defaultData() string {
	for _, dir := range []func() (string, error){os.UserConfigDir, os.UserCacheDir} {
		if d, err := dir(); err == nil {
			return filepath.Join(d, "hebb")
		}
	}
	return ""
}

// dataFolder makes sure that the folder for journals can be written. The empty name
// means memory only.
func dataFolder(o *options) (string, error) {
	dir := o.data
	switch {
	case dir == "none" || dir == "" && o.dataSet:
		return "", nil
	case dir == "":
		dir = defaultData()
	}
	if dir == "" {
		return "", errors.New("this user has no folder for settings")
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return "", fmt.Errorf("the data folder cannot be made: %w", err)
	}
	f, err := os.CreateTemp(dir, ".writable-*")
	if err != nil {
		return "", fmt.Errorf("the data folder cannot be written: %w", err)
	}
	f.Close()
	return dir, os.Remove(f.Name())
}

// takeFolder keeps other servers out of the data folder: two that write one journal lose
// what both have written. Who only imports image sets needs no lock.
func takeFolder(dir string, addr net.Addr, log *slog.Logger) (release func(), err error) {
	if dir == "" {
		return func() {}, nil
	}
	lock, err := disk.Take(dir, disk.Holder{PID: os.Getpid(), Address: "http://" + addr.String() + "/", Since: time.Now().Truncate(time.Second)})
	if held, ok := errors.AsType[*disk.Held](err); ok {
		return nil, fmt.Errorf("%w; use that one, or choose another folder with -data DIR; -data none keeps runs in memory only", held)
	}
	if err != nil { // such as a network's disk without locks
		log.Warn("nothing keeps another Hebb out of the data folder", "error", err)
		return func() {}, nil
	}
	return func() { lock.Release() }, nil
}

func openBrowser(address string) error {
	name, args := "xdg-open", []string{address}
	switch runtime.GOOS {
	case "darwin":
		name = "open"
	case "windows":
		name, args = "rundll32", []string{"url.dll,FileProtocolHandler", address}
	}
	cmd := exec.Command(name, args...)
	if err := cmd.Start(); err != nil {
		return err
	}
	go cmd.Wait() // it is not our business how the browser ends
	return nil
}
