//go:build all

package e2e

import (
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"hebb/web/e2e/drive"
)

// TestNginx reads nginx's lines out of README and puts the real nginx between browser and
// server with them: at the root, where nginx writes the server's own address as Host, and
// below a path, which it takes off.
func TestNginx(t *testing.T) {
	together(t)
	if _, err := nginx(); err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal(err)
		}
		t.Skip(err)
	}
	c := readmeNginx(t)
	t.Run("at the root", func(t *testing.T) {
		proxied(t, c.lines, "", c.flags)
	})
	t.Run("below a path", func(t *testing.T) {
		proxied(t, c.below, c.prefix, append(c.flags, "-prefix", c.prefix))
	})
}

// proxied starts a server with a command line as README has it, nginx with its lines before
// it, and goes through them with a browser.
func proxied(t *testing.T, lines, root string, flags []string) {
	port, err := freePort()
	must(t, err)
	origin := "http://127.0.0.1:" + port
	var args []string
	for _, flag := range flags {
		args = append(args, strings.ReplaceAll(flag, readmeOrigin, origin))
	}
	s := serveWith(t, nil, args...)
	startNginx(t, port, strings.ReplaceAll(lines, "http://"+readmeServer, s.Address))
	through(t, origin, root)
}

// What README writes for the public origin, and for where the server listens.
const (
	readmeOrigin = "https://lab.example"
	readmeServer = "127.0.0.1:8080"
)

type nginxLines struct {
	lines  string   // at the root
	below  string   // below a path
	prefix string   // that path
	flags  []string // of the server
}

// readmeNginx takes the lines for nginx out of README.
func readmeNginx(t *testing.T) nginxLines {
	t.Helper()
	root, err := drive.Root()
	must(t, err)
	data, err := os.ReadFile(filepath.Join(root, "README.md"))
	must(t, err)
	find := func(pattern string) []string {
		t.Helper()
		m := regexp.MustCompile(pattern).FindAllStringSubmatch(string(data), -1)
		if len(m) != 1 {
			t.Fatalf("README has %s %d times, want once", pattern, len(m))
		}
		return m[0][1:]
	}
	c := nginxLines{lines: find("(?s)```nginx\n(.*?)```")[0]}
	c.flags = strings.Fields(find("\\*\\*nginx\\*\\*, with `go run ./server ([^`]*)`")[0])
	below := find("Below a path it is `(location [^`]*)` and `(proxy_pass [^`]*)`, [^`]* with `-prefix ([^`]*)`")
	c.prefix = below[2]
	swap := func(text, pattern, line string) string {
		t.Helper()
		re := regexp.MustCompile(pattern)
		if len(re.FindAllString(text, -1)) != 1 {
			t.Fatalf("the lines for nginx have %s not once:\n%s", pattern, text)
		}
		return re.ReplaceAllLiteralString(text, line)
	}
	c.below = swap(swap(c.lines, `(?m)^location .*$`, below[0]), `(?m)^\s*proxy_pass .*$`, "    "+below[1])
	if !strings.Contains(strings.Join(c.flags, " "), readmeOrigin) || !strings.Contains(c.lines, readmeServer) || !strings.Contains(c.below, readmeServer) {
		t.Fatalf("README's command and lines have other addresses than the test replaces: %q\n%s\n%s", c.flags, c.lines, c.below)
	}
	return c
}

func nginx() (string, error) {
	for _, name := range []string{"nginx", "/usr/sbin/nginx"} { // sbin is not in everybody's path
		if path, err := exec.LookPath(name); err == nil {
			return path, nil
		}
	}
	return "", fmt.Errorf("there is no nginx: apt-get install nginx-light")
}

// startNginx runs nginx in a folder of its own, as this user and without a daemon, until
// the test ends, and waits until it answers. lines are what stands in its server block.
func startNginx(t *testing.T, port, lines string) {
	t.Helper()
	path, err := nginx()
	must(t, err)
	dir := t.TempDir()
	var temp strings.Builder
	for _, kind := range []string{"client_body", "proxy", "fastcgi", "uwsgi", "scgi"} {
		fmt.Fprintf(&temp, "\t%s_temp_path %s;\n", kind, filepath.Join(dir, kind))
	}
	conf := fmt.Sprintf("daemon off;\nmaster_process off;\npid %s;\nerror_log stderr;\nevents {}\nhttp {\n\taccess_log off;\n%s\tserver {\n\t\tlisten 127.0.0.1:%s;\n%s\t}\n}\n",
		filepath.Join(dir, "pid"), temp.String(), port, lines)
	file := filepath.Join(dir, "nginx.conf")
	must(t, os.WriteFile(file, []byte(conf), 0o600))
	cmd := exec.Command(path, "-p", dir, "-c", file, "-e", "stderr")
	var said strings.Builder
	cmd.Stderr = &said
	must(t, cmd.Start())
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	t.Cleanup(func() {
		cmd.Process.Kill()
		<-ended
		if t.Failed() {
			t.Logf("nginx.conf:\n%s\nnginx said:\n%s", conf, said.String())
		}
	})
	for range 1000 {
		select {
		case err := <-ended:
			ended <- err
			t.Fatalf("nginx ended at once: %v", err)
		default:
		}
		res, err := http.Get("http://127.0.0.1:" + port + "/")
		if err == nil {
			res.Body.Close()
			return
		}
		time.Sleep(20 * time.Millisecond)
	}
	t.Fatal("nginx does not answer")
}

func freePort() (string, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	defer l.Close()
	_, port, err := net.SplitHostPort(l.Addr().String())
	return port, err
}
