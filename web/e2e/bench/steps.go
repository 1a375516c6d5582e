package main

import (
	"bufio"
	"bytes"
	"fmt"
	"maps"
	"os/exec"
	"slices"
	"strconv"
	"strings"

	"hebb/web/e2e/drive"
)

// steps runs the benchmarks of steps of all labs five times and prints medians, with
// what else they report: steps a second, say, or how much faster than its own time a
// model runs.
func (t *table) steps() error {
	root, err := drive.Root()
	if err != nil {
		return err
	}
	cmd := exec.Command("go", "test", "-run", "^$", "-bench", "./^step$|^BenchmarkStep$/^N=", "-benchtime", "0.5s", "-count", "5", "./sim/labs/...")
	cmd.Dir = root
	out, err := cmd.CombinedOutput()
	if err != nil {
		return fmt.Errorf("go test -bench: %w\n%s", err, out)
	}
	names, results := parse(out)
	if len(names) == 0 {
		return fmt.Errorf("no benchmark called step was found:\n%s", out)
	}
	for _, name := range names {
		r := results[name]
		text := fmt.Sprintf("%.1f µs, %.0f allocations", median(r["ns/op"])/1000, median(r["allocs/op"]))
		for _, unit := range slices.Sorted(maps.Keys(r)) {
			if unit != "ns/op" && unit != "B/op" && unit != "allocs/op" {
				text += fmt.Sprintf(", %.3g %s", median(r[unit]), unit)
			}
		}
		t.row("step of "+name, "%s", text)
	}
	return nil
}

// parse reads lines such as "BenchmarkDeep/step/float32-2  100  35000 ns/op  0 B/op".
func parse(out []byte) (names []string, results map[string]map[string][]float64) {
	results = map[string]map[string][]float64{}
	pkg := ""
	lines := bufio.NewScanner(bytes.NewReader(out))
	for lines.Scan() {
		f := strings.Fields(lines.Text())
		if len(f) == 2 && f[0] == "pkg:" {
			pkg = strings.TrimPrefix(f[1], "hebb/sim/labs/")
		}
		if len(f) < 4 || !strings.HasPrefix(f[0], "Benchmark") {
			continue
		}
		name := strings.TrimPrefix(f[0], "Benchmark")
		if i := strings.LastIndex(name, "-"); i > 0 {
			name = name[:i]
		}
		name = pkg + " " + strings.ReplaceAll(strings.Replace(name, "/step", "", 1), "/", " ")
		if results[name] == nil {
			names = append(names, name)
			results[name] = map[string][]float64{}
		}
		for i := 2; i+1 < len(f); i += 2 {
			if v, err := strconv.ParseFloat(f[i], 64); err == nil {
				results[name][f[i+1]] = append(results[name][f[i+1]], v)
			}
		}
	}
	return names, results
}

func median(list []float64) float64 {
	if len(list) == 0 {
		return 0
	}
	s := slices.Sorted(slices.Values(list))
	return s[len(s)/2]
}
