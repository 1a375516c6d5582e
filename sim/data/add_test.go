package data

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func gz(b []byte) []byte {
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	w.Write(b)
	w.Close()
	return out.Bytes()
}

// tiny is a set of published files: 3 training and 1 test images of 2×3 pixels.
func tiny(prefix string, first byte) map[string][]byte {
	return map[string][]byte{
		prefix + "train-images-idx3-ubyte.gz": gz(idx([]uint32{MagicImages, 3, 2, 3}, 1, 2, 3, 4, 5, 6, 11, 12, 13, 14, 15, 16, 21, 22, 23, 24, 25, 26)),
		prefix + "train-labels-idx1-ubyte.gz": gz(idx([]uint32{MagicLabels, 3}, first, first+2, first+1)),
		prefix + "test-images-idx3-ubyte.gz":  gz(idx([]uint32{MagicImages, 1, 2, 3}, 31, 32, 33, 34, 35, 36)),
		prefix + "test-labels-idx1-ubyte.gz":  gz(idx([]uint32{MagicLabels, 1}, first)),
	}
}

func zipOf(files map[string][]byte) []byte {
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	var names []string
	for name := range files {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		f, _ := w.Create(name)
		f.Write(files[name])
	}
	w.Close()
	return out.Bytes()
}

func put(t testing.TB, files map[string][]byte) string {
	t.Helper()
	dir := t.TempDir()
	for name, b := range files {
		if err := os.WriteFile(filepath.Join(dir, name), b, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func putZip(t testing.TB, files map[string][]byte) string {
	return filepath.Join(put(t, map[string][]byte{"emnist.zip": zipOf(files)}), "emnist.zip")
}

// forget takes imported sets away again, for other tests.
func forget(t testing.TB) {
	t.Cleanup(func() {
		imports.Lock()
		defer imports.Unlock()
		imports.list = nil
	})
}

func addFrom(path, split, sets string, change func(*Addition)) (*Description, error) {
	a, err := Find(path, split)
	if err != nil {
		return nil, err
	}
	defer a.Close()
	if change != nil {
		change(a)
	}
	return Add(context.Background(), sets, a)
}

// left lists what is in a folder of sets, hidden folders too.
func left(t testing.TB, sets string) (names []string) {
	entries, err := os.ReadDir(sets)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		t.Fatal(err)
	}
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}

func TestLettersAreImportedFromTheZip(t *testing.T) {
	forget(t)
	files := map[string][]byte{"gzip/readme.txt": []byte("hello")}
	for _, split := range []string{"letters", "balanced"} {
		for name, b := range tiny("gzip/emnist-"+split+"-", 1) {
			files[name] = b
		}
	}
	sets := filepath.Join(t.TempDir(), "sets")
	d, err := addFrom(putZip(t, files), "letters", sets, nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := Import(sets); err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(Names(), []string{"mnist", "fashion", "emnist-letters"}) {
		t.Errorf("names %v", Names())
	}
	s, err := Open("emnist-letters")
	if err != nil {
		t.Fatal(err)
	}
	// The files hold 2 rows of 3, transposed: images have 3 rows of 2.
	if s.Rows != 3 || s.Cols != 2 || s.Train.N != 3 || s.Test.N != 1 || s.Classes != 26 || s.ClassNames[2] != "C" {
		t.Errorf("%+v", s)
	}
	if got := s.Train.Pixels(1); !slices.Equal(got, []uint8{11, 14, 12, 15, 13, 16}) {
		t.Errorf("image 1 is %v", got)
	}
	// Labels 1, 3, 2 from 1 on.
	if s.Train.Label(0) != 0 || s.Train.Label(1) != 2 || s.Train.Label(2) != 1 || s.Test.Label(0) != 0 {
		t.Error("labels differ")
	}
	if s.Hash != d.Hash() || len(s.Hash) != 16 || !strings.Contains(s.Source, "1702.05373") {
		t.Errorf("hash %q, source %q", s.Hash, s.Source)
	}
	if got := left(t, sets); !slices.Equal(got, []string{"emnist-letters"}) {
		t.Errorf("left: %v", got)
	}
}

func TestASetStaysWhatItIsOnceOpened(t *testing.T) {
	forget(t)
	sets := t.TempDir()
	add := func(name string, first byte) {
		t.Helper()
		if _, err := addFrom(put(t, tiny("", first)), "", sets, func(a *Addition) { a.Name = name }); err != nil {
			t.Fatal(err)
		}
	}
	add("opened", 0)
	add("closed", 0)
	if err := Import(sets); err != nil {
		t.Fatal(err)
	}
	s, err := Open("opened")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"opened", "closed"} {
		file := filepath.Join(sets, name, "train-images.idx")
		b, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		b[16] = 99
		if err := os.WriteFile(file, b, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if again, err := Open("opened"); again != s || err != nil || s.Train.Pixels(0)[0] != 1 {
		t.Errorf("an opened set has changed: %v", err)
	}
	if _, err := Open("closed"); err == nil || !strings.Contains(err.Error(), "it has changed since it was imported") {
		t.Errorf("a changed set: %v", err)
	}
	// Another set under the name of one that is in use.
	if err := Remove(sets, "opened"); err != nil {
		t.Fatal(err)
	}
	add("opened", 1)
	if err := Import(sets); err == nil || !strings.Contains(err.Error(), `another set "opened" is in use already`) {
		t.Errorf("a replaced set: %v", err)
	}
	if again, err := Open("opened"); again != s || err != nil {
		t.Errorf("a replaced set: %v", err)
	}
}

func TestAnySet(t *testing.T) {
	forget(t)
	sets := t.TempDir()
	dir := put(t, map[string][]byte{"pictures": fourImages, "kinds": idx([]uint32{MagicLabels, 4}, 3, 5, 3, 5)})
	d, err := addFrom(filepath.Join(dir, "pictures"), "", sets, func(a *Addition) {
		a.Train.Labels, _ = OnDisk(filepath.Join(dir, "kinds"))
		a.Name, a.FirstLabel = "own", new(3)
	})
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(d.Classes, []string{"3", "4", "5"}) || d.Title != "own" || d.Test != nil {
		t.Errorf("%+v", d)
	}
	if err := Import(sets); err != nil {
		t.Fatal(err)
	}
	s, err := Open("own")
	if err != nil || s.Train.N != 2 || s.Test.N != 2 || s.Train.Label(0)+s.Train.Label(1) != 2 || s.Test.Label(0)+s.Test.Label(1) != 2 {
		t.Errorf("%+v, %v", s, err)
	}
}

func TestFindTakesTheSiblings(t *testing.T) {
	dir := put(t, tiny("emnist-digits-", 0))
	for name, b := range tiny("", 0) {
		if err := os.WriteFile(filepath.Join(dir, strings.Replace(name, "test-", "t10k-", 1)), b, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for _, c := range []struct{ file, split, train, name string }{
		{"train-images-idx3-ubyte.gz", "", "train-images-idx3-ubyte.gz", ""},
		{"t10k-labels-idx1-ubyte.gz", "", "train-images-idx3-ubyte.gz", ""},
		{"emnist-digits-train-labels-idx1-ubyte.gz", "", "emnist-digits-train-images-idx3-ubyte.gz", "emnist-digits"},
		{"", "", "train-images-idx3-ubyte.gz", ""},
		{"", "digits", "emnist-digits-train-images-idx3-ubyte.gz", "emnist-digits"},
	} {
		a, err := Find(filepath.Join(dir, c.file), c.split)
		if err != nil {
			t.Errorf("%+v: %v", c, err)
			continue
		}
		if a.Train.Images.Name != filepath.Join(dir, c.train) || a.Test.Labels.Name == "" || a.Name != c.name {
			t.Errorf("%+v: %+v", c, a)
		}
	}
}

func TestSplitsHaveTheirClasses(t *testing.T) {
	for split, n := range map[string]int{"balanced": 47, "letters": 26, "digits": 10, "mnist": 10, "byclass": 62, "bymerge": 47} {
		var a Addition
		a.describe(split)
		if len(a.Classes) != n || !a.Transposed {
			t.Errorf("%s: %+v", split, a)
		}
	}
	if len(Splits()) != 6 {
		t.Errorf("%v", Splits())
	}
}

func TestFullFashionIsRecognised(t *testing.T) {
	d := &Description{}
	d.recogniseFashion()
	if d.Name != "fashion-full" || len(d.Classes) != 10 || d.Licence == "" {
		t.Errorf("%+v", d)
	}
}

// Whatever is refused, is refused with the file, the reason and the place, and leaves
// nothing behind.
func TestUnsoundFilesAreRefused(t *testing.T) {
	with := func(name string, b []byte) map[string][]byte {
		files := tiny("emnist-balanced-", 0)
		if b == nil {
			delete(files, name)
		} else {
			files[name] = b
		}
		return files
	}
	const images, labels = "emnist-balanced-train-images-idx3-ubyte.gz", "emnist-balanced-train-labels-idx1-ubyte.gz"
	sound := idx([]uint32{MagicImages, 3, 2, 3}, 1, 2, 3, 4, 5, 6, 11, 12, 13, 14, 15, 16, 21, 22, 23, 24, 25, 26)
	other := bytes.Clone(sound)
	other[20]++
	bomb := idx([]uint32{MagicImages, 2500, 28, 28}, make([]byte, 2500*784)...)
	damaged := bytes.Clone(gz(sound))
	damaged[len(damaged)-6] ^= 1 // in the check sum at its end
	many := with("x", []byte("x"))
	for i := range maxMembers {
		many[fmt.Sprint(i)] = []byte{}
	}
	for name, c := range map[string]struct {
		files map[string][]byte
		split string
		want  string // beside the name of the file
	}{
		"truncated":          {with(images, gz(sound[:20])), "", images + ": data: IDX file ends at offset 20 of 34"},
		"goes on":            {with(images, gz(append(bytes.Clone(sound), 7))), "", images + ": data: IDX file goes on at offset 34"},
		"wrong magic":        {with(images, gz([]byte("<html>not found</html>"))), "", images + ": is a web page: it stands where the file should be"},
		"cut gzip":           {with(images, gz(sound)[:30]), "", images + ": data: IDX file ends at offset "},
		"cut gzip header":    {with(images, gz(sound)[:5]), "", images + ": offset 0: ends within its gzip header"},
		"damaged gzip":       {with(images, damaged), "", images + ": data: IDX file, offset 34: gzip: invalid checksum"},
		"labels for images":  {with(images, gz(threeLabels)), "", images + ": data: IDX file, offset 0: magic number is 0x00000801, not 0x00000803: these are labels"},
		"images for labels":  {with(labels, gz(twoImages)), "", labels + ": data: IDX file, offset 0: magic number is 0x00000803, not 0x00000801: these are images"},
		"fewer labels":       {with(labels, gz(idx([]uint32{MagicLabels, 2}, 0, 1))), "", images + ": offset 4: 3 images, but "},
		"label out of range": {with(labels, gz(idx([]uint32{MagicLabels, 3}, 0, 47, 1))), "", labels + ": data: label 1 (offset 9 of its file) is 47, not below 47"},
		"label below range":  {tiny("emnist-letters-", 0), "", "emnist-letters-train-labels-idx1-ubyte.gz: data: label 0 (offset 8 of its file) is 0, below 1"},
		"no images at all":   {with(images, gz(idx([]uint32{MagicImages, 0, 2, 3}))), "", images + ": offset 4: holds no images"},
		"other size in test": {with("emnist-balanced-test-images-idx3-ubyte.gz", gz(idx([]uint32{MagicImages, 1, 3, 2}, 1, 2, 3, 4, 5, 6))), "", "offset 8: images of 2×3 pixels, but the training images have 3×2"},
		"too large":          {with(images, gz(idx([]uint32{MagicImages, 1_000_000, 256, 256}))), "", images + ": data: IDX file, offset 4: 1000000 entries of 65536 bytes"},
		"bomb":               {with(images, gz(gz(bomb))), "", "unpacks to more than 100 times its"},
		"bomb in one":        {with(images, gz(bomb)), "", "unpacks to more than 100 times its"},
		"missing labels":     {with(labels, nil), "", "the training labels are missing"},
		"missing images":     {with(images, nil), "", "the training images are missing"},
		"missing test":       {with("emnist-balanced-test-labels-idx1-ubyte.gz", nil), "", "the test labels are missing"},
		"other split":        {with("", []byte{}), "byclass", `holds nothing of the split "byclass", only of ["balanced"]`},
		"unknown split":      {with("", []byte{}), "all", `there is no split "all": there are balanced, letters`},
		"nothing":            {map[string][]byte{"a": nil}, "", "holds no file named like"},
		"way out":            {with("../../etc/x", []byte("x")), "", `the name "../../etc/x" leads out of the zip`},
		"absolute":           {with("/"+images, []byte("x")), "", "leads out of the zip"},
		"backslash":          {with(`a\..\..\b`, []byte("x")), "", "leads out of the zip"},
		"two of a kind":      {with("again/"+images, gz(other)), "", "have the same name, but differ: take one of them away"},
		"many":               {many, "", "at most 1000 are read"},
	} {
		delete(c.files, "")
		sets := filepath.Join(t.TempDir(), "sets")
		d, err := addFrom(putZip(t, c.files), c.split, sets, nil)
		if err == nil {
			t.Errorf("%s: accepted as %+v", name, d)
			continue
		}
		if !strings.Contains(err.Error(), c.want) || (!strings.Contains(err.Error(), "emnist.zip") && name != "unknown split") {
			t.Errorf("%s: %v", name, err)
		}
		if got := left(t, sets); got != nil {
			t.Errorf("%s: left %v", name, got)
		}
	}
}

func TestDamagedZips(t *testing.T) {
	whole := zipOf(tiny("emnist-balanced-", 0))
	for name, b := range map[string][]byte{"cut": whole[:len(whole)/2], "head": whole[:2], "flipped": func() []byte {
		b := bytes.Clone(whole)
		b[120] ^= 4
		return b
	}()} {
		sets := filepath.Join(t.TempDir(), "sets")
		path := filepath.Join(put(t, map[string][]byte{"emnist.zip": b}), "emnist.zip")
		if _, err := addFrom(path, "", sets, nil); err == nil || !strings.Contains(err.Error(), "emnist.zip") {
			t.Errorf("%s: %v", name, err)
		}
		if got := left(t, sets); got != nil {
			t.Errorf("%s: left %v", name, got)
		}
	}
}

func TestAddStopsAndLeavesNothing(t *testing.T) {
	a, err := Find(put(t, tiny("", 0)), "")
	if err != nil {
		t.Fatal(err)
	}
	a.Name = "stopped"
	sets := t.TempDir()
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := Add(ctx, sets, a); !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
	if got := left(t, sets); got != nil {
		t.Errorf("left %v", got)
	}
}

func TestNamesAreGuarded(t *testing.T) {
	sets := t.TempDir()
	dir := put(t, tiny("", 0))
	add := func(name string) error {
		_, err := addFrom(dir, "", sets, func(a *Addition) { a.Name = name })
		return err
	}
	if err := add("own"); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{
		"own":           "remove it first",
		"mnist":         "embedded",
		"../x":          "not of the form",
		"X":             "not of the form",
		"":              "needs a name",
		".new-1":        "not of the form",
		"a/b":           "not of the form",
		"set.json\x00/": "not of the form",
	} {
		if err := add(name); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v", name, err)
		}
	}
	for _, name := range []string{"..", "mnist", "../" + filepath.Base(sets)} {
		if err := Remove(sets, name); err == nil {
			t.Errorf("%q was removed", name)
		}
	}
	if err := Remove(sets, "own"); err != nil || left(t, sets) != nil {
		t.Errorf("%v, left %v", err, left(t, sets))
	}
	for _, first := range []int{-1, 256, -1 << 40} {
		if _, err := addFrom(dir, "", sets, func(a *Addition) { a.Name, a.FirstLabel = "own", &first }); err == nil {
			t.Errorf("first label %d accepted", first)
		}
	}
}

func TestImportLeavesOutWhatIsDamaged(t *testing.T) {
	forget(t)
	sets := t.TempDir()
	if _, err := addFrom(put(t, tiny("", 0)), "", sets, func(a *Addition) { a.Name = "good" }); err != nil {
		t.Fatal(err)
	}
	good, err := os.ReadFile(filepath.Join(sets, "good", descriptionFile))
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{
		"other-name": string(good),
		"no-json":    "hello",
		"more":       string(good) + "{}",
		"unknown":    `{"path": "/etc/passwd"}`,
		"mnist":      strings.Replace(string(good), `"good"`, `"mnist"`, 1),
		"large":      strings.Repeat(" ", maxDescription+1),
		".new-1":     "",
	} {
		if err := os.Mkdir(filepath.Join(sets, name), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(sets, name, descriptionFile), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	err = Import(sets)
	if err == nil {
		t.Fatal("no error")
	}
	for _, word := range []string{"other-name", "no-json", "more", "unknown", "mnist", "large"} {
		if !strings.Contains(err.Error(), word) {
			t.Errorf("%q is not named in %v", word, err)
		}
	}
	if !slices.Equal(Names(), []string{"mnist", "fashion", "good"}) {
		t.Errorf("names %v", Names())
	}
	if _, err := Open("good"); err != nil {
		t.Error(err)
	}
	if err := Import(filepath.Join(sets, "none")); err != nil {
		t.Errorf("no folder: %v", err)
	}
}

// Floor: 100 executions a second.
func FuzzDescription(f *testing.F) {
	sum := strings.Repeat("0a", 32)
	f.Add([]byte(`{"name":"a","title":"A","rows":1,"cols":2,"classes":["x"],"train":{"n":1,"images_sha256":"` + sum + `","labels_sha256":"` + sum + `"}}`))
	f.Add([]byte(`{"name":"../a"}`))
	f.Add([]byte(`{"classes":null,"first_label":-1}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		d, err := parseDescription(text)
		if err != nil {
			return
		}
		again, err := json.Marshal(d)
		if err != nil {
			t.Fatal(err)
		}
		if e, err := parseDescription(again); err != nil || e.Hash() != d.Hash() || e.Name != d.Name {
			t.Fatalf("%s: %v", again, err)
		}
	})
}
