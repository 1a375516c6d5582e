//go:build all

package house

import (
	"bufio"
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// mayFuse are the functions of sim/num whose products are exact, so that it does not matter
// when they are rounded, or that are to be fused. Everything else that is says math.FMA.
var mayFuse = map[string]bool{"fma32": true, "axpy32": true, "addVectors32": true, "sumColumns32": true}

// Where processors multiply and add at once the compiler does so on its own, and the
// last digits are others: every product that is added in sim/ is converted first, which
// rounds it (The Go Programming Language Specification, Floating-point operators).
func TestNothingIsFusedUnasked(t *testing.T) {
	for _, target := range [][]string{{"GOARCH=arm64"}, {"GOARCH=amd64", "GOAMD64=v3"}} {
		t.Run(strings.Join(target, " "), func(t *testing.T) {
			cmd := exec.Command("go", "build", "-trimpath", "-gcflags=hebb/sim/...=-S", "./sim/...")
			cmd.Dir, cmd.Env = root, append(os.Environ(), append(target, "CGO_ENABLED=0")...)
			out, err := cmd.CombinedOutput()
			if err != nil {
				t.Fatalf("%v\n%s", err, tail(out))
			}
			asked, places := 0, map[string]int{}
			for _, m := range fusedInstruction.FindAllSubmatch(out, -1) {
				line, _ := strconv.Atoi(string(m[2]))
				file := filepath.Join(root, strings.TrimPrefix(string(m[1]), "hebb/"))
				text, function := sourceLine(t, file, line)
				if strings.Contains(text, "math.FMA(") || strings.HasPrefix(file, filepath.Join(root, "sim", "num", "fma")) && mayFuse[function] {
					asked++
					continue
				}
				places[fmt.Sprintf("%s:%d: in %s: %s", m[1], line, function, strings.TrimSpace(text))]++
			}
			for place, n := range places {
				t.Errorf("%s\n\tis fused (%d times): write float64(a*b) + c", place, n)
			}
			if asked == 0 {
				t.Error("no fused instruction was found, not even where one is asked for: the test does not see them")
			}
		})
	}
}

// A fused instruction of those processors, with its place.
var fusedInstruction = regexp.MustCompile(`\((\S+?):(\d+)\)\s+(?:FN?M(?:ADD|SUB)[SD]|VFN?M(?:ADD|SUB)\d{3}S[SD])\s`)

func tail(out []byte) []byte { return out[max(0, len(out)-4000):] }

var functionStarts = regexp.MustCompile(`^func (?:\([^)]*\) )?(\w+)`)

// sourceLine returns a line and the function that it is in.
func sourceLine(t *testing.T, file string, line int) (text, function string) {
	t.Helper()
	source, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	scan := bufio.NewScanner(bytes.NewReader(source))
	for n := 1; scan.Scan(); n++ {
		if m := functionStarts.FindStringSubmatch(scan.Text()); m != nil {
			function = m[1]
		}
		if n == line {
			return scan.Text(), function
		}
	}
	t.Fatalf("%s has no line %d", file, line)
	return "", ""
}
