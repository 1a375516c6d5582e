package guard

import (
	"errors"
	"net"
	"net/netip"
	"net/url"
	"regexp"
	"strconv"
	"strings"
)

// reOriginHost keeps everything out of a header that could end a directive there.
var reOriginHost = regexp.MustCompile(`^([a-z0-9_-]+(\.[a-z0-9_-]+)*|[0-9.]+|\[[0-9a-f:.]+\])(:[0-9]{1,5})?$`)

// parseOrigin reads an origin that a user has written, and returns it the way in which
// browsers write it: lower case, and without the port that its scheme has anyway.
func parseOrigin(text string) (scheme, host string, err error) {
	u, err := url.Parse(text)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.User != nil || u.Opaque != "" || u.RawQuery+u.Fragment != "" || u.ForceQuery {
		return "", "", errOrigin
	}
	if u.Path != "" && u.Path != "/" {
		return "", "", errors.New("it takes an origin such as http://lab.example:8080, without a path; -prefix takes the path")
	}
	host = strings.ToLower(u.Host)
	if !reOriginHost.MatchString(host) {
		return "", "", errOrigin
	}
	name, port := splitHost(host)
	if n, err := strconv.Atoi(port); port != "" && (err != nil || n < 1 || n > 65535) {
		return "", "", errOrigin
	}
	if ip, err := netip.ParseAddr(name); err == nil {
		name = ip.String()
	} else if strings.Contains(name, ":") {
		return "", "", errOrigin
	}
	return u.Scheme, joinHost(name, port, u.Scheme), nil
}

var errOrigin = errors.New("it takes an origin such as http://lab.example:8080 (letters beyond a to z in their xn-- form)")

// splitHost takes the port off a Host; it is empty when there is none. An address of
// version 6 loses its brackets.
func splitHost(host string) (name, port string) {
	if name, port, err := net.SplitHostPort(host); err == nil {
		return name, port
	}
	if inner, ok := strings.CutPrefix(host, "["); ok {
		return strings.TrimSuffix(inner, "]"), ""
	}
	return host, ""
}

// joinHost is what browsers send as Host to a name and port under a scheme.
func joinHost(name, port, scheme string) string {
	if port != "" && port != map[string]string{"http": "80", "https": "443"}[scheme] {
		return net.JoinHostPort(name, port)
	}
	if strings.Contains(name, ":") {
		return "[" + name + "]"
	}
	return name
}
