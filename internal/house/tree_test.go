package house

import (
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// root is the top of the repository, seen from this folder.
const root = "../.."

// notOurs are folders that hold what tools put there.
var notOurs = []string{".git", "node_modules", "shots", "bin", "hebb-data"}

// files lists all files below a folder of the repository, as slash paths from the
// top, except those that keep refuses.
func files(t *testing.T, under string, keep func(path string) bool) []string {
	t.Helper()
	var list []string
	err := filepath.WalkDir(filepath.Join(root, under), func(path string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && slices.Contains(notOurs, entry.Name()):
			return fs.SkipDir
		case entry.IsDir(), entry.Name() == ".git": // a file, in a second checkout of a repository
			return nil
		}
		rel, err := filepath.Rel(root, path)
		if rel = filepath.ToSlash(rel); err == nil && keep(rel) {
			list = append(list, rel)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(list) == 0 {
		t.Fatalf("no files below %q: the walk is broken", under)
	}
	return list
}

func read(t *testing.T, path string) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(root, path))
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func ending(list ...string) func(string) bool {
	return func(path string) bool {
		return slices.ContainsFunc(list, func(end string) bool { return strings.HasSuffix(path, end) })
	}
}
