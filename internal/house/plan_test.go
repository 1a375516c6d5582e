package house

import (
	"fmt"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
)

const planFile = "docs/architecture.md"

// tableUnder are the rows of the table behind a line of a text, without its head; cells
// are trimmed.
func tableUnder(text, heading string) (rows [][]string) {
	_, rest, _ := strings.Cut(text, "\n"+heading+"\n")
	inside := false
	for line := range strings.Lines(rest) {
		line = strings.TrimSpace(line)
		if !strings.HasPrefix(line, "|") {
			if inside {
				break
			}
			continue
		}
		inside = true
		var row []string
		for cell := range strings.SplitSeq(strings.Trim(line, "|"), "|") {
			row = append(row, strings.TrimSpace(cell))
		}
		rows = append(rows, row)
	}
	return rows[min(2, len(rows)):]
}

var reTicked = regexp.MustCompile("`([^`]+)`")

func ticked(text string) (list []string) {
	for _, m := range reTicked.FindAllStringSubmatch(text, -1) {
		list = append(list, m[1])
	}
	return list
}

// TestPlanNamesWhatIsThere finds every path that the plan of the house names, and the
// plan's row for every package.
func TestPlanNamesWhatIsThere(t *testing.T) {
	text := read(t, planFile)
	reFile := regexp.MustCompile(`^[a-z0-9_]+(?:/[A-Za-z0-9_.-]+)+$`)
	paths := 0
	head, rest, _ := strings.Cut(text, "\n## Layers\n")
	_, tail, _ := strings.Cut(rest, "\n## ") // the table in between is held to by TestPlanHasTheLayers
	for _, name := range ticked(head + tail) {
		if reFile.MatchString(name) {
			paths++
			if !exists(name) {
				t.Errorf("%s names %s, which is not there", planFile, name)
			}
		}
	}
	var folders []string
	for _, row := range tableUnder(text, "## Folders") {
		for _, name := range ticked(row[0]) {
			folders = append(folders, name)
			if !exists(name) {
				t.Errorf("%s has a row for %s, which is not there", planFile, name)
			}
		}
	}
	if paths < 10 || len(folders) < 10 {
		t.Errorf("%d paths and %d folders were found: the pattern is broken", paths, len(folders))
	}
	for _, file := range files(t, "", ending(".go")) {
		if f := path.Dir(file); !inOtherModule(t, f) && !named(folders, f) {
			t.Errorf("%s has no row for %s", planFile, f)
		}
	}
}

// named says whether a folder has a row: its own, or one above it that is not a layer's
// whole ground.
func named(folders []string, folder string) bool {
	for f := folder; f != "."; f = path.Dir(f) {
		if slices.Contains(folders, f) {
			return f == folder || f != "sim"
		}
	}
	return false
}

// TestPlanHasTheLayers compares the plan's table with the one that imports are held to.
func TestPlanHasTheLayers(t *testing.T) {
	got := map[string]string{}
	for _, row := range tableUnder(read(t, planFile), "## Layers") {
		got[row[0]] = strings.Join(row, " | ")
	}
	for _, l := range layers {
		want := l.row()
		if got[l.title()] != want {
			t.Errorf("%s says\n| %s |\nwhere imports are held to\n| %s |", planFile, got[l.title()], want)
		}
		delete(got, l.title())
	}
	for name := range got {
		t.Errorf("%s has a layer %s, which no import is held to", planFile, name)
	}
}

func (l layer) title() string {
	if l.alone {
		return l.name + " †"
	}
	return l.name
}

func (l layer) row() string {
	tick := func(list []string) string {
		var b strings.Builder
		for i, name := range list {
			if i > 0 {
				b.WriteString(", ")
			}
			fmt.Fprintf(&b, "`%s`", strings.TrimPrefix(name, "hebb/"))
		}
		return b.String()
	}
	return l.title() + " | " + tick(l.packages) + " | " + tick(l.never)
}

// TestWordsNameOneThing holds that no word has two rows in the table of words.
func TestWordsNameOneThing(t *testing.T) {
	seen := map[string]bool{}
	for _, row := range tableUnder(read(t, planFile), "## Words") {
		for word := range strings.SplitSeq(row[0], ", ") {
			if word = strings.Trim(word, "*"); seen[word] {
				t.Errorf("%s: the word %q has two rows", planFile, word)
			}
			seen[word] = true
		}
	}
	if len(seen) < 30 {
		t.Errorf("%d words were found: the pattern is broken", len(seen))
	}
}

func TestPlanTestsCatch(t *testing.T) {
	rows := tableUnder("# x\n## Words\n\ntext\n| a | b |\n|---|---|\n| one, two | `sim/none` |\n\n| later | x |\n", "## Words")
	if len(rows) != 1 || rows[0][0] != "one, two" || ticked(rows[0][1])[0] != "sim/none" || exists("sim/none") {
		t.Errorf("%q", rows)
	}
	if named([]string{"sim", "web"}, "sim/new") || !named([]string{"web"}, "web/figures") || !named([]string{"sim"}, "sim") || named([]string{"sim"}, "other") {
		t.Error("a folder without a row is let pass")
	}
}
