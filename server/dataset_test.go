package main

import (
	"bytes"
	"context"
	"encoding/binary"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"hebb/sim"
	"hebb/sim/data"
	"hebb/sim/labs"
)

// putSet writes n images of rows × cols pixels with labels that take turns from first
// on, under published names; without test images if n of them is 0.
func putSet(t testing.TB, dir string, rows, cols, classes, first int, n ...int) {
	t.Helper()
	for i, part := range []string{"train", "t10k"}[:len(n)] {
		pixels, labels := make([]byte, n[i]*rows*cols), make([]byte, n[i])
		for k := range pixels {
			pixels[k] = byte(k * 7)
		}
		for k := range labels {
			labels[k] = byte(first + k%classes)
		}
		images := append(words(0x803, n[i], rows, cols), pixels...)
		for name, b := range map[string][]byte{"images-idx3": images, "labels-idx1": append(words(0x801, n[i]), labels...)} {
			if err := os.WriteFile(filepath.Join(dir, part+"-"+name+"-ubyte"), b, 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
}

func words(list ...int) (b []byte) {
	for _, w := range list {
		b = binary.BigEndian.AppendUint32(b, uint32(w))
	}
	return b
}

// hebb is the program itself, with all labs and presets.
func hebb(t testing.TB, args ...string) (stdout, stderr string, err error) {
	t.Helper()
	var o, e bytes.Buffer
	err = run(t.Context(), args, &o, &e)
	return o.String(), e.String(), err
}

// Every lab that offers sets takes what has been imported: without test images, of
// another size, of more and of fewer classes. Where the lab's own fields do not fit, the
// refusal names a field that can be changed, and then it runs.
func TestLabsTakeWhatTheyOffer(t *testing.T) {
	folder := t.TempDir()
	for name, s := range map[string]struct {
		rows, cols, classes, first int
		n                          []int
	}{
		"held-out":   {28, 28, 10, 0, []int{700}},
		"letters-of": {28, 28, 26, 1, []int{3000, 520}},
		"small-wide": {5, 9, 3, 7, []int{300, 60}},
	} {
		dir := t.TempDir()
		putSet(t, dir, s.rows, s.cols, s.classes, s.first, s.n...)
		if _, _, err := hebb(t, "data", "add", dir, "-name", name, "-data", folder); err != nil {
			t.Fatal(err)
		}
		ran := 0
		for _, lab := range labs.All {
			for i := range lab.Views {
				view := &lab.Views[i]
				if _, ok := sim.Find(view.New().Fields(), "data"); !ok {
					continue
				}
				ran++
				link := "/labs/" + lab.Name + "?view=" + view.Name + "&data=" + name
				out, _, err := hebb(t, "run", link, "-steps", "1", "-data", folder)
				// The labs that learn from a number of classes chosen by the user say so.
				if err != nil && strings.Contains(err.Error(), "classes: ") && strings.Contains(err.Error(), "first take ") {
					link += "&classes=3&k=5&q=5&m=2"
					if _, finds := sim.Find(view.New().Fields(), "q"); !finds {
						link = strings.TrimSuffix(link, "&k=5&q=5&m=2")
					}
					out, _, err = hebb(t, "run", link, "-steps", "1", "-data", folder)
				}
				if err != nil || out == "" {
					t.Errorf("%s: %v", link, err)
				}
			}
		}
		if ran < 4 {
			t.Errorf("%d views offer sets", ran)
		}
	}
}

// hebb run finds the sets where hebb data has put them, and says when there is no such
// folder.
func TestRunTakesTheDataFolder(t *testing.T) {
	dir, folder := t.TempDir(), t.TempDir()
	putSet(t, dir, 6, 6, 4, 0, 80, 40)
	if _, _, err := hebb(t, "data", "add", dir, "-name", "elsewhere", "-data", folder); err != nil {
		t.Fatal(err)
	}
	link := ""
	for _, lab := range labs.All {
		if _, ok := sim.Find(lab.Views[0].New().Fields(), "data"); ok && link == "" {
			link = "/labs/" + lab.Name + "?data=elsewhere"
		}
	}
	if _, _, err := hebb(t, "run", link, "-steps", "1", "-data", "none"); err == nil || !strings.Contains(err.Error(), `"elsewhere" is unknown`) {
		t.Errorf("without a folder: %v", err)
	}
	for _, none := range []string{filepath.Join(folder, "none"), filepath.Join(dir, "train-images-idx3-ubyte")} {
		if _, _, err := hebb(t, "run", link, "-steps", "1", "-data", none); err == nil || !strings.Contains(err.Error(), "is no folder") {
			t.Errorf("%s: %v", none, err)
		}
		if _, err := os.Stat(filepath.Join(folder, "none")); err == nil {
			t.Error("the folder was made")
		}
	}
	if out, _, err := hebb(t, "run", link, "-data", folder, "-steps", "1"); err != nil || out == "" {
		t.Error(err)
	}
	var help bytes.Buffer
	if err := run(context.Background(), []string{"run", "-data", folder, "-help"}, &help, &help); err == nil || !strings.Contains(help.String(), "elsewhere") || !strings.Contains(help.String(), "-data") {
		t.Errorf("help: %v", err)
	}
}

// What is no IDX file is called by its name, and the refusal says where it stands how to
// write one.
func TestDataAddExplainsOtherFormats(t *testing.T) {
	r := dataRun{t, t.TempDir()}
	for name, c := range map[string]struct{ file, want string }{
		"a.csv":                      {"label,1x1\n5,0\n", "a.csv: is a table in text (CSV): write its images and its labels as two IDX files; hebb data -help shows how"},
		"train-images-idx3-ubyte.gz": {"<!doctype html>", "train-images-idx3-ubyte.gz: is a web page: it stands where the file should be; download the file itself"},
	} {
		path := filepath.Join(t.TempDir(), name)
		os.WriteFile(path, []byte(c.file), 0o600)
		if _, _, err := r.do("add", path); err == nil || !strings.HasSuffix(err.Error(), c.want) {
			t.Errorf("%s: %v", name, err)
		}
		if _, _, err := r.do("add", path, "-labels", path, "-name", "x"); err == nil || !strings.HasSuffix(err.Error(), c.want) {
			t.Errorf("%s with labels: %v", name, err)
		}
	}
	if out, _, _ := r.do("-help"); !strings.Contains(out, `struct.pack(">4i", 0x803, *x.shape)`) {
		t.Error("the help does not show how")
	}
	if r.left() != "" {
		t.Errorf("left %s", r.left())
	}
}

// What has been done to a set is said when it is imported and where the page offers it.
func TestAnImportSaysWhatItDid(t *testing.T) {
	r := dataRun{t, t.TempDir()}
	dir := t.TempDir()
	putSet(t, dir, 4, 4, 3, 1, 70)
	labels := filepath.Join(dir, "train-labels-idx1-ubyte")
	b, _ := os.ReadFile(labels)
	wide := words(0xc01, 70)
	for _, l := range b[8:] {
		wide = append(wide, 0, 0, 0, l)
	}
	os.WriteFile(labels, wide, 0o600)
	out, _, err := r.do("add", dir, "-name", "said", "-classes", "none,a,b,c")
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"said: 61 training and 9 test images of 4×4 pixels, 4 classes", data.HeldOut, "labels of 32-bit numbers", "1 of the classes have no training images: none"} {
		if !strings.Contains(out, want) {
			t.Errorf("%q is not in\n%s", want, out)
		}
	}
	// Its error may be about a set that another test has damaged.
	if out, _, _ := r.do("list"); !strings.Contains(strings.Join(strings.Fields(out), " "), "said 61 9 (held out) 4×4 4") {
		t.Error(out)
	}
	if err := importSets(r.dir); err != nil {
		t.Fatal(err)
	}
	for _, o := range data.Options(nil) {
		if o.Name == "said" && strings.Contains(o.Doc, "61 training and 9 test images of 4×4 pixels, 4 classes") && strings.HasSuffix(o.Doc, data.HeldOut) {
			return
		}
	}
	t.Error("the page does not say so")
}
