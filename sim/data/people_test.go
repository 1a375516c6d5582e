package data

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
)

// heldOutForEver are the images that TestHeldOutImages must find.
var heldOutForEver = []byte{15, 26, 35, 46, 52, 73, 80, 81, 82, 83, 87, 96}

var fourImages = idx([]uint32{MagicImages, 4, 1, 3}, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12)

// plain is a set of published files that are not packed.
func plain(prefix string) map[string][]byte {
	return map[string][]byte{
		prefix + "train-images-idx3-ubyte": fourImages,
		prefix + "train-labels-idx1-ubyte": idx([]uint32{MagicLabels, 4}, 0, 1, 0, 1),
		prefix + "t10k-images-idx3-ubyte":  twoImages,
		prefix + "t10k-labels-idx1-ubyte":  idx([]uint32{MagicLabels, 2}, 1, 0),
	}
}

// putAll writes files, some of them in folders.
func putAll(t testing.TB, files map[string][]byte) string {
	t.Helper()
	dir := t.TempDir()
	for name, b := range files {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, b, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// memory is a room without a disk.
type memory map[string]*bytes.Buffer

func (m memory) create(name string) (io.WriteCloser, error) {
	if m[name] != nil {
		return nil, fs.ErrExist
	}
	m[name] = new(bytes.Buffer)
	return struct {
		io.Writer
		io.Closer
	}{m[name], io.NopCloser(nil)}, nil
}

// open reads the set that has been written.
func (m memory) open(t testing.TB, d *Description) *Set {
	t.Helper()
	files := fstest.MapFS{}
	for name, b := range m {
		files[name] = &fstest.MapFile{Data: b.Bytes()}
	}
	s, err := (&imported{Description: *d, files: files}).open()
	if err != nil {
		t.Fatal(err)
	}
	if train, test, held := d.Images(); s.Train.N != train || s.Test.N != test || s.HeldOut != held || train < 1 || test < 1 {
		t.Fatalf("said %d + %d, held out: %t; has %d + %d, %t", train, test, held, s.Train.N, s.Test.N, s.HeldOut)
	}
	return s
}

// inMemory is a file that is nowhere.
func inMemory(name string, b []byte) File {
	return File{Name: name, size: int64(len(b)), open: func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(b)), nil }}
}

// add adds what is at a path, without keeping it.
func add(t testing.TB, path, split string, change func(*Addition)) (*Set, *Description, error) {
	t.Helper()
	a, err := Find(path, split)
	if err != nil {
		return nil, nil, err
	}
	defer a.Close()
	a.Name = "own"
	if change != nil {
		change(a)
	}
	m := memory{}
	d, err := a.write(t.Context(), m)
	if err != nil {
		return nil, nil, err
	}
	return m.open(t, d), d, nil
}

// What torchvision and Kaggle leave behind: every file twice.
func TestEqualCopiesAreOne(t *testing.T) {
	files := plain("")
	raw, kaggle := map[string][]byte{}, map[string][]byte{}
	for name, b := range files {
		raw["MNIST/raw/"+name], raw["MNIST/raw/"+name+".gz"] = b, gz(b)
		kaggle[name+"/"+name], kaggle[strings.Replace(name, "-idx", ".idx", 1)] = b, b
	}
	torch, unzipped := putAll(t, raw), putAll(t, kaggle)
	for where, prefers := range map[string]string{
		filepath.Join(torch, "MNIST", "raw"): "train-images-idx3-ubyte",
		torch:                                "train-images-idx3-ubyte",
		filepath.Join(torch, "MNIST", "raw", "train-images-idx3-ubyte.gz"): "train-images-idx3-ubyte",
		unzipped:          "train-images-idx3-ubyte",
		putZip(t, kaggle): "",
	} {
		s, d, err := add(t, where, "", func(a *Addition) {
			if len(a.Train.Images.copies) != 1 || len(a.Test.Labels.copies) != 1 {
				t.Errorf("%s: %d copies of the training images", where, len(a.Train.Images.copies))
			}
			if !strings.HasSuffix(a.Train.Images.Name, prefers) || strings.HasSuffix(a.Train.Images.Name, ".gz") {
				t.Errorf("%s: takes %s", where, a.Train.Images.Name)
			}
		})
		if err != nil {
			t.Errorf("%s: %v", where, err)
			continue
		}
		if s.Train.N != 4 || s.Test.N != 2 || s.HeldOut || !slices.Equal(s.Train.Pixels(3), []uint8{10, 11, 12}) || d.Notes() != nil {
			t.Errorf("%s: %+v, %v", where, s, d.Notes())
		}
	}
}

func TestCopiesThatDifferAreRefusedByName(t *testing.T) {
	other := bytes.Clone(fourImages)
	other[len(other)-1]++
	for want, second := range map[string][]byte{
		"train-images-idx3-ubyte.gz have the same name, but differ": gz(other),
		"but the second is not sound":                               gz(fourImages)[:20],
	} {
		files := plain("")
		files["train-images-idx3-ubyte.gz"] = second
		dir := putAll(t, files)
		_, _, err := add(t, dir, "", nil)
		if err == nil || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), filepath.Join(dir, "train-images-idx3-ubyte")+" and ") {
			t.Errorf("%v", err)
		}
	}
	// Those of another split do not matter.
	files := plain("emnist-digits-")
	files["emnist-mnist-train-images-idx3-ubyte"], files["emnist-mnist-train-images-idx3-ubyte.gz"] = fourImages, gz(other)
	if _, _, err := add(t, putAll(t, files), "digits", nil); err != nil {
		t.Error(err)
	}
}

func TestSeveralSetsBelowAFolder(t *testing.T) {
	files := map[string][]byte{}
	for name, b := range plain("") {
		files["MNIST/raw/"+name], files["FashionMNIST/raw/"+name] = b, b
	}
	_, _, err := add(t, putAll(t, files), "", nil)
	if err == nil || !strings.Contains(err.Error(), "holds several sets: name one of") || !strings.Contains(err.Error(), filepath.Join("FashionMNIST", "raw")) {
		t.Error(err)
	}
}

// Explorer and 7-Zip write other separators than the zip's.
func TestZipsWithBackslashes(t *testing.T) {
	files := map[string][]byte{}
	for name, b := range plain("") {
		files[`archive\raw\`+name] = b
	}
	if s, _, err := add(t, putZip(t, files), "", nil); err != nil || s.Train.N != 4 {
		t.Error(err)
	}
	for _, name := range []string{`..\x`, `a\..\..\x`, `\x`, `..`} {
		files[name] = []byte("x")
		if _, _, err := add(t, putZip(t, files), "", nil); err == nil || !strings.Contains(err.Error(), "leads out of the zip") {
			t.Errorf("%s: %v", name, err)
		}
		delete(files, name)
	}
}

func TestLinksInAZipAreRefused(t *testing.T) {
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	h := &zip.FileHeader{Name: "train-images-idx3-ubyte"}
	h.SetMode(fs.ModeSymlink | 0o777)
	f, err := w.CreateHeader(h)
	if err != nil {
		t.Fatal(err)
	}
	f.Write([]byte("/etc/passwd"))
	w.Close()
	path := filepath.Join(put(t, map[string][]byte{"a.zip": out.Bytes()}), "a.zip")
	if _, _, err := add(t, path, "", nil); err == nil || !strings.Contains(err.Error(), "train-images-idx3-ubyte is no regular file") {
		t.Error(err)
	}
}

// A link in a folder may lead to a file, and to nothing else.
func TestLinksInAFolder(t *testing.T) {
	files := plain("")
	delete(files, "train-images-idx3-ubyte")
	dir, elsewhere := putAll(t, files), putAll(t, map[string][]byte{"x": fourImages})
	link := filepath.Join(dir, "train-images-idx3-ubyte")
	for target, want := range map[string]string{
		filepath.Join(elsewhere, "x"):    "",
		filepath.Join(elsewhere, "none"): "no such file",
		elsewhere:                        "the training images are missing",
		os.DevNull:                       "is no regular file",
	} {
		if err := os.Symlink(target, link); err != nil {
			t.Skip("no links here:", err)
		}
		_, _, err := add(t, dir, "", nil)
		if (err == nil) != (want == "") || err != nil && !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", target, err)
		}
		os.Remove(link)
	}
}

// qmnistLabels are extended labels: the class in column 0 of 8, and what else is known
// of a digit.
func qmnistLabels(order binary.AppendByteOrder, classes ...uint32) []byte {
	var b []byte
	for _, w := range []uint32{0x0c02, uint32(len(classes)), 8} {
		b = order.AppendUint32(b, w)
	}
	for i, c := range classes {
		for _, w := range []uint32{c, 4, 2100, uint32(i), 30 + c, 281769, 0, 0} {
			b = order.AppendUint32(b, w)
		}
	}
	return b
}

func TestQMNIST(t *testing.T) {
	files := map[string][]byte{
		"qmnist-train-images-idx3-ubyte.gz": gz(fourImages),
		"qmnist-train-labels-idx2-int.gz":   gz(qmnistLabels(binary.BigEndian, 9, 3, 3, 9)),
		"qmnist-test-images-idx3-ubyte.gz":  gz(twoImages),
		"qmnist-test-labels-idx2-int.gz":    gz(qmnistLabels(binary.BigEndian, 3, 9)),
		"qmnist-test-labels-idx1-ubyte.gz":  gz(idx([]uint32{MagicLabels, 2}, 3, 9)), // the same, as published too
		"qmnist-test-labels.tsv.gz":         gz([]byte("3\t4")),
	}
	a, err := Find(put(t, files), "")
	if err != nil || a.Name != "qmnist" || !strings.Contains(a.Source, "1905.10498") || len(a.Test.Labels.copies) != 1 {
		t.Fatalf("%+v, %v", a, err)
	}
	s, d, err := add(t, put(t, files), "", nil)
	if err != nil {
		t.Fatal(err)
	}
	if s.Train.Label(0)+d.FirstLabel != 9 || s.Train.Label(1)+d.FirstLabel != 3 || s.Test.Label(1)+d.FirstLabel != 9 {
		t.Error("labels differ")
	}
	if n := d.Notes(); len(n) != 1 && len(n) != 2 || !strings.Contains(n[0], "labels in the first of 8 columns, labels of 32-bit numbers") {
		t.Errorf("notes %q", n)
	}
}

// Relatives of MNIST's files are read as if they had been written like these.
func TestRelativesAreRewritten(t *testing.T) {
	little := func(b []byte, words int) []byte {
		b = bytes.Clone(b)
		for i := range words {
			slices.Reverse(b[4*i : 4*i+4])
		}
		return b
	}
	images, labels := fourImages, idx([]uint32{MagicLabels, 4}, 0, 1, 1, 0)
	words := func(w ...uint32) []byte { return idx(w) }
	for name, c := range map[string]struct {
		images, labels []byte
		note           string
	}{
		"as published":              {images, labels, ""},
		"gzip in gzip":              {gz(gz(images)), gz(gz(labels)), ""},
		"named .gz, but not packed": {images, labels, ""},
		"low byte first":            {little(images, 4), little(labels, 2), "low byte first"},
		"channel first":             {append(words(0x0804, 4, 1, 1, 3), images[16:]...), labels, "4 dimensions"},
		"channel last":              {append(words(0x0804, 4, 1, 3, 1), images[16:]...), labels, "4 dimensions"},
		"wide labels":               {images, words(0x0c01, 4, 0, 1, 1, 0), "32-bit"},
		"a column of labels":        {images, append(words(0x0802, 4, 1), labels[8:]...), ""},
		"short labels":              {images, append(words(0x0b01, 4), 0, 0, 0, 1, 0, 1, 0, 0), "16-bit"},
		"short labels, low first":   {images, append(little(words(0x0b01, 4), 2), 0, 0, 1, 0, 1, 0, 0, 0), "low byte first, labels of 16-bit"},
		"QMNIST's, low byte first":  {images, qmnistLabels(binary.LittleEndian, 0, 1, 1, 0), "low byte first, labels in the first"},
	} {
		a := &Addition{Name: "own", Train: Files{inMemory("i", c.images), inMemory("l", c.labels)}}
		m := memory{}
		d, err := a.write(t.Context(), m)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if !bytes.Equal(m["train-images.idx"].Bytes(), images) || !bytes.Equal(m["train-labels.idx"].Bytes(), labels) {
			t.Errorf("%s: written otherwise", name)
		}
		if got := strings.Join(d.Notes(), "; "); !strings.Contains(got, c.note) || c.note == "" && name != "a column of labels" && got != "" {
			t.Errorf("%s: notes %q", name, got)
		}
		m.open(t, d)
	}
}

func TestWhatCannotBeRewrittenIsRefused(t *testing.T) {
	words := func(w ...uint32) []byte { return idx(w) }
	for name, c := range map[string]struct {
		images, labels []byte
		want           string
	}{
		"gzip three times":     {gz(gz(gz(fourImages))), nil, "i: offset 0: is packed with gzip more than 2 times"},
		"colours":              {words(0x0804, 4, 32, 32, 3), nil, "these seem to have colours"},
		"colours first":        {words(0x0804, 4, 3, 32, 32), nil, "these seem to have colours"},
		"float images":         {words(0x0d03, 4, 1, 3), nil, "images of float32 numbers: grey levels are read as bytes, 0 to 255"},
		"flat images":          {words(0x0802, 4, 784), nil, "784 columns of bytes: labels are read in one column"},
		"cut dimensions":       {words(0x0804, 4, 1)[:10], nil, "offset 10: ends within its dimensions"},
		"double labels":        {nil, words(0x0e01, 4), "labels of float64 numbers: whole numbers are read"},
		"one of ten":           {nil, words(0x0802, 4, 10), "10 columns of bytes"},
		"eight bytes":          {nil, words(0x0802, 4, 8), "8 columns of bytes"},
		"a negative label":     {nil, words(0x0c01, 4, 0, 1, 1<<32-1, 0), "label 2 is -1, not 0 to 255"},
		"a large label":        {nil, words(0x0c01, 4, 0, 1, 256, 0), "label 2 is 256, not 0 to 255"},
		"a label of a byte":    {nil, append(words(0x0901, 4), 0, 1, 0xff, 0), "label 2 is -1"},
		"a record cut":         {nil, qmnistLabels(binary.BigEndian, 0, 1, 1, 0)[:12+3*32+5], "the file ends within label 3"},
		"a record more":        {nil, append(qmnistLabels(binary.BigEndian, 0, 1, 1, 0), make([]byte, 32)...), "goes on at offset"},
		"a bit more":           {nil, append(qmnistLabels(binary.BigEndian, 0, 1, 1, 0), 7), "the file ends within label 4"},
		"a huge header":        {words(0x0804, 1<<32-1, 1, 1<<32-1, 1<<32-1), nil, "count is 4294967295, at most 1000000 are read"},
		"a huge header of PCs": {[]byte("\x03\x08\x00\x00\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff"), nil, "count is 4294967295"},
	} {
		if c.images == nil {
			c.images = fourImages
		}
		if c.labels == nil {
			c.labels = idx([]uint32{MagicLabels, 4}, 0, 1, 1, 0)
		}
		a := &Addition{Name: "own", Train: Files{inMemory("i", c.images), inMemory("l", c.labels)}}
		if _, err := a.write(t.Context(), memory{}); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestLabelsSayWhereTheyBegin(t *testing.T) {
	for _, c := range []struct {
		labels  []byte
		classes []string
		first   *int
		want    string // the names of the classes, or a part of the refusal
	}{
		{[]byte{0, 1, 0, 1}, nil, nil, "0 1"},
		{[]byte{1, 2, 1, 2}, nil, nil, "1 2"},
		{[]byte{1, 2, 1, 2}, nil, new(0), "0 1 2"},
		{[]byte{48, 49, 48, 50}, nil, nil, "48 49 50"},
		{[]byte{1, 2, 1, 2}, []string{"a", "b"}, nil, "a b"},
		{[]byte{1, 2, 1, 2}, []string{"none", "a", "b"}, nil, "none a b"},
		{[]byte{1, 2, 1, 2}, []string{"a", "b"}, new(0), "label 1 (offset 9 of its file) is 2, not below 2"},
		{[]byte{0, 2, 1, 2}, []string{"a", "b"}, nil, "is 2, not below 2"},
		{[]byte{0, 1, 0, 1}, nil, new(1), "is 0, below 1"},
		{[]byte{0, 1, 255, 1}, nil, nil, "label 2 (offset 10 of its file) is 255, which often marks an image of no class"},
		{[]byte{0, 1, 255, 1}, []string{"a", "b"}, nil, "which often marks"},
		{[]byte{254, 255, 254, 255}, nil, nil, "254 255"},
		{[]byte{3, 3, 3, 3}, nil, nil, "all labels are the same"},
		{[]byte{0, 1, 2, 3}, nil, nil, "none can be held out: every class has one image only"},
	} {
		a := &Addition{Name: "own", Classes: c.classes, FirstLabel: c.first,
			Train: Files{inMemory("i", fourImages), inMemory("l", idx([]uint32{MagicLabels, 4}, c.labels...))}}
		d, err := a.write(t.Context(), memory{})
		if err != nil && (!strings.Contains(err.Error(), c.want) || !strings.HasPrefix(err.Error(), "l: ")) {
			t.Errorf("%v, %v: %v", c.labels, c.classes, err)
		} else if err == nil && strings.Join(d.Classes, " ") != c.want {
			t.Errorf("%v, %v: classes %v", c.labels, c.classes, d.Classes)
		}
	}
}

// A part without test images gives up a seventh of every class: always the same, in
// the order of the file, and no image is lost.
func TestHeldOutImages(t *testing.T) {
	const n = 100
	pixels, labels := make([]byte, n), make([]byte, n)
	for i := range n {
		pixels[i] = byte(i)
		if i > 0 {
			labels[i] = byte(1 + i%3)
		}
	}
	a := &Addition{Name: "own", Train: Files{
		inMemory("i", append(idx([]uint32{MagicImages, n, 1, 1}), pixels...)), inMemory("l", append(idx([]uint32{MagicLabels, n}), labels...))}}
	var last []byte
	for range 2 {
		m := memory{}
		d, err := a.write(t.Context(), m)
		if err != nil {
			t.Fatal(err)
		}
		s := m.open(t, d)
		// 1, 33, 33 and 33 images.
		if s.Train.N != 88 || s.Test.N != 12 || !s.HeldOut || !slices.Equal(d.Each(), []int{1, 29, 29, 29}) {
			t.Fatalf("%d + %d images, %v", s.Train.N, s.Test.N, d.Each())
		}
		var all []byte
		each := make([]int, 4)
		for _, part := range []*Images{&s.Train, &s.Test} {
			at := len(all)
			for i := range part.N {
				p := part.Pixels(i)[0]
				all = append(all, p)
				if part.Label(i) != int(labels[p]) {
					t.Errorf("image %d has label %d", p, part.Label(i))
				}
			}
			if !slices.IsSorted(all[at:]) {
				t.Error("the order of the file is lost")
			}
		}
		for i := range s.Test.N {
			each[s.Test.Label(i)]++
		}
		if !slices.Equal(each, []int{0, 4, 4, 4}) {
			t.Errorf("held out of each class: %v", each)
		}
		if last != nil && !bytes.Equal(last, all) {
			t.Error("another part was held out")
		}
		last = bytes.Clone(all)
		if slices.Sort(all); !bytes.Equal(all, pixels) {
			t.Error("images are lost or doubled")
		}
	}
	// A link reproduces a run only as long as this stays what it is.
	if got := last[88:]; !bytes.Equal(got, heldOutForEver) {
		t.Errorf("held out: %v", got)
	}
}

// A test set that cannot be held out of an older import is not offered.
func TestOlderImportsAreOfferedOnlyIfTheyCanBeUsed(t *testing.T) {
	forget(t)
	sets := t.TempDir()
	if _, err := addFrom(putAll(t, plain("")), "", sets, func(a *Addition) { a.Name, a.Test = "old", Files{} }); err != nil {
		t.Fatal(err)
	}
	if err := Import(sets); err != nil {
		t.Fatal(err)
	}
	s, err := Choose("data", "old")
	if err != nil || s.Train.N != 2 || s.Test.N != 2 || !s.HeldOut {
		t.Errorf("%+v, %v", s, err)
	}
	// One whose classes have one image each.
	labels := idx([]uint32{MagicLabels, 4}, 0, 1, 2, 3)
	other := t.TempDir()
	if err := os.Rename(filepath.Join(sets, "old"), filepath.Join(other, "older")); err != nil {
		t.Fatal(err)
	}
	about := filepath.Join(other, "older", descriptionFile)
	text, err := os.ReadFile(about)
	if err != nil {
		t.Fatal(err)
	}
	old := sha256sum(idx([]uint32{MagicLabels, 4}, 0, 1, 0, 1))
	if !bytes.Contains(text, []byte(old)) {
		t.Fatal("the sum of the labels is not there")
	}
	for from, to := range map[string]string{old: sha256sum(labels), `"old"`: `"older"`, "\"0\",\n    \"1\"": `"0", "1", "2", "3"`} {
		text = bytes.ReplaceAll(text, []byte(from), []byte(to))
	}
	os.WriteFile(about, text, 0o600)
	os.WriteFile(filepath.Join(other, "older", "train-labels.idx"), labels, 0o600)
	if err := Import(other); err == nil || !strings.Contains(err.Error(), `set "older": there are no test images, and none can be held out`) {
		t.Error(err)
	}
	if slices.Contains(Names(), "older") {
		t.Error("it is offered")
	}
}

// Whatever is no IDX file is called by its name, and the refusal says what would fit:
// by itself, packed, under a published name, in a folder and in a zip.
func TestOtherFormatsAreNamed(t *testing.T) {
	tar := make([]byte, 1024)
	copy(tar, "train-images-idx3-ubyte")
	copy(tar[257:], "ustar\x0000")
	utf16 := []byte("\xff\xfe<\x00h\x00t\x00m\x00l\x00>\x00")
	for name, c := range map[string]struct {
		file []byte
		is   string
	}{
		"mnist_train.csv":     {[]byte("label,1x1,1x2\n5,0,0\n"), "a table in text (CSV)"},
		"mnist.tsv":           {[]byte("5\t0\t0\n"), "a table in text (CSV)"},
		"emnist-letters.mat":  {[]byte("MATLAB 5.0 MAT-file, Platform: GLNXA64, Created on"), "a MATLAB file (.mat)"},
		"mnist.mat":           {[]byte("MATLAB 7.3 MAT-file, Platform: GLNXA64, Created on"), "a MATLAB file (.mat)"},
		"mnist.h5":            {[]byte("\x89HDF\r\n\x1a\n\x00"), "an HDF5 file"},
		"k49-train-imgs.npy":  {[]byte("\x93NUMPY\x01\x00v\x00{'descr': '|u1'"), "a NumPy array (.npy)"},
		"mnist.npz":           {zipOf(map[string][]byte{"x_train.npy": nil, "y_train.npy": nil}), "a NumPy array (.npy), and 1 more like it"},
		"mnist.pkl":           {[]byte("\x80\x03csklearn"), "a pickle of Python"},
		"data_batch_1":        {[]byte("\x80\x02}q\x01("), "a pickle of Python"},
		"training.pt":         {zipOf(map[string][]byte{"training/data.pkl": nil, "training/data/0": nil}), "tensors of PyTorch (.pt)"},
		"old.pt":              {[]byte("\x80\x02\x8a\nl\xfc\x9cF\xf9 j\xa8P\x19.\x80\x02M"), "tensors of PyTorch (.pt)"},
		"train-00000.parquet": {[]byte("PAR1\x15\x04"), "a Parquet table"},
		"mnist.tar":           {tar, "a tar archive"},
		"mnist.7z":            {[]byte("7z\xbc\xaf\x27\x1c\x00\x04"), "a 7z archive"},
		"mnist.rar":           {[]byte("Rar!\x1a\x07\x01\x00"), "a RAR archive"},
		"xnist-images.xz":     {[]byte("\xfd7zXZ\x00\x00\x04"), "an xz file"},
		"mnist.bz2":           {[]byte("BZh91AY&SY"), "a bzip2 file"},
		"mnist.zst":           {[]byte("\x28\xb5\x2f\xfd\x04"), "a zstd file"},
		"digit.png":           {[]byte("\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"), "a picture (PNG)"},
		"digit.jpg":           {[]byte("\xff\xd8\xff\xe0\x00\x10JFIF"), "a picture (JPEG)"},
		"digit.bmp":           {[]byte("BM\x36\x03\x00\x00\x00\x00\x00\x006"), "a picture (BMP)"},
		"digit.webp":          {[]byte("RIFF\x24\x00\x00\x00WEBPVP8 "), "a picture (WebP)"},
		"t10k.html":           {[]byte("\n<!DOCTYPE html>\n<html lang=en>"), "a web page"},
		"page.htm":            {utf16, "a web page"},
		"error.xml":           {[]byte("\xef\xbb\xbf<?xml version=\"1.0\"?><Error><Code>AccessDenied"), "a web page"},
		"README":              {[]byte("The MNIST database of handwritten digits"), "text"},
		"mnist_784.arff":      {[]byte("@relation mnist\n@attribute"), "an ARFF table"},
		"mnist.json":          {[]byte(`{"data": [0,`), "JSON"},
		"pointer":             {[]byte("version https://git-lfs\noid sha256:"), "a pointer of Git LFS"},
		"mnist.xlsx":          {zipOf(map[string][]byte{"[Content_Types].xml": nil, "xl/x.xml": nil}), "a spreadsheet"},
		"pictures.zip":        {zipOf(map[string][]byte{"0/1.png": nil, "0/2.png": nil, "1/3.png": nil, "readme.txt": nil}), "a picture (PNG), and 2 more like it"},
		"archive.zip":         {zipOf(map[string][]byte{"mnist.zip": nil}), "a zip within a zip"},
		"kaggle.zip":          {zipOf(map[string][]byte{"fashion-mnist_train.csv": nil, "fashion-mnist_test.csv": nil}), "a table in text (CSV), and 1 more like it"},
	} {
		isZip := bytes.HasPrefix(c.file, []byte("PK"))
		try := map[string][]byte{name: c.file}
		if !isZip {
			try[name+".gz"] = gz(c.file)
			try["train-images-idx3-ubyte.gz"] = c.file
		}
		for as, b := range try {
			_, _, err := add(t, filepath.Join(put(t, map[string][]byte{as: b}), as), "", nil)
			var u *Unfit
			if !errors.As(err, &u) || !strings.Contains(err.Error(), c.is) || !strings.Contains(err.Error(), as+": ") {
				t.Errorf("%s as %s: %v", name, as, err)
				continue
			}
			if !slices.ContainsFunc([]string{rewrite, extract, again, "git lfs pull"}, func(fits string) bool { return strings.HasSuffix(err.Error(), fits) }) {
				t.Errorf("%s as %s does not say what would fit: %v", name, as, err)
			}
		}
		if isZip {
			continue
		}
		// As the images of a set that is otherwise in order.
		files := plain("")
		files["train-images-idx3-ubyte"] = c.file
		for where, err := range map[string]error{"folder": second(add(t, putAll(t, files), "", nil)), "zip": second(add(t, putZip(t, files), "", nil))} {
			var u *Unfit
			if !errors.As(err, &u) || !strings.Contains(err.Error(), c.is) || !strings.Contains(err.Error(), "train-images-idx3-ubyte: is") {
				t.Errorf("%s in a %s: %v", name, where, err)
			}
		}
	}
}

func second(_ *Set, _ *Description, err error) error { return err }

func TestFoldersOfSomethingElse(t *testing.T) {
	for want, files := range map[string]map[string][]byte{
		"it holds a picture (PNG), and 2 more like it: " + rewrite:      {"train/0/1.png": nil, "train/0/2.png": nil, "test/1/1.png": nil, "x.txt": nil},
		"it holds a table in text (CSV): " + rewrite:                    {"mnist_train.csv": nil},
		"holds no file named like train-images-idx3-ubyte.gz":           {},
		"it holds a NumPy array (.npy), and 1 more like it: " + rewrite: {"x.npy": nil, "y.npy": nil},
	} {
		dir := putAll(t, files)
		if _, _, err := add(t, dir, "", nil); err == nil || !strings.Contains(err.Error(), want) || !strings.HasPrefix(err.Error(), dir) {
			t.Errorf("%v, not %s", err, want)
		}
	}
	many := map[string][]byte{}
	for i := range maxMembers + 1 {
		many[fmt.Sprintf("%d.png", i)] = nil
	}
	if _, _, err := add(t, putZip(t, many), "", nil); err == nil || !strings.Contains(err.Error(), "it holds a picture (PNG), and 999 more like it") {
		t.Error(err)
	}
}

// Labels given as the file to add.
func TestLabelsAloneAreCalledSo(t *testing.T) {
	dir := put(t, map[string][]byte{"y.idx": threeLabels})
	if _, _, err := add(t, filepath.Join(dir, "y.idx"), "", nil); err == nil || !strings.Contains(err.Error(), "y.idx: holds labels: name the file of their images instead") {
		t.Error(err)
	}
}

func TestAPartOnlyIsRefusedAtOnce(t *testing.T) {
	for gone, want := range map[string]string{
		"train-images-idx3-ubyte": "the training images are missing",
		"train-labels-idx1-ubyte": "the training labels are missing",
		"t10k-images-idx3-ubyte":  "the test images are missing",
		"t10k-labels-idx1-ubyte":  "the test labels are missing",
	} {
		files := plain("")
		delete(files, gone)
		if _, _, err := add(t, putAll(t, files), "", nil); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("without %s: %v", gone, err)
		}
	}
	files := plain("")
	delete(files, "train-images-idx3-ubyte")
	delete(files, "train-labels-idx1-ubyte")
	if _, _, err := add(t, putAll(t, files), "", nil); err == nil || !strings.Contains(err.Error(), "the training images are missing") {
		t.Error(err)
	}
	files["train-images-idx3-ubyte"], files["train-labels-idx1-ubyte"] = fourImages, idx([]uint32{MagicLabels, 3}, 0, 1, 0)
	if _, _, err := add(t, putAll(t, files), "", nil); err == nil || !strings.Contains(err.Error(), "4 images, but ") {
		t.Error(err)
	}
}

// attempt adds a, in memory, and opens what it became. Nothing holds more than allowed.
func attempt(t *testing.T, a *Addition) {
	a.Name, a.limits = "fuzzed", Limits{N: 1000, Side: 32, Bytes: 1 << 14}
	m := memory{}
	d, err := a.write(context.Background(), m)
	for name, b := range m {
		if b.Len() > max(a.limits.Bytes+16, maxDescription) {
			t.Fatalf("%s has %d bytes", name, b.Len())
		}
	}
	if err == nil {
		m.open(t, d)
	}
}

// FuzzAdd: any file under any name, alone or among the files of a set, is either
// refused or becomes a set that opens. Nothing touches a disk. The seeds are short, so
// that the fuzzer does not spend its time on making inputs shorter.
// Floor: 100 executions a second.
func FuzzAdd(f *testing.F) {
	labels := idx([]uint32{MagicLabels, 4}, 0, 1, 0, 1)
	for _, name := range []string{"x", "train-images-idx3-ubyte.gz", "t10k-labels.idx1-ubyte", `raw\..\emnist-letters-train-images-idx3-ubyte`, "qmnist-train-labels-idx2-int (1).gz"} {
		f.Add(name, fourImages)
		f.Add(name, labels)
	}
	for _, b := range [][]byte{
		gz(fourImages), gz(gz(fourImages)), gz(gz(gz(labels))), gz(threeLabels)[:12], gz(make([]byte, 2000)),
		[]byte("\x03\x08\x00\x00\x04\x00\x00\x00\x01\x00\x00\x00\x03\x00\x00\x00abcdefghijkl"),
		append(idx([]uint32{0x0804, 4, 1, 1, 3}), fourImages[16:]...),
		idx([]uint32{MagicImages, 1<<32 - 1, 1<<32 - 1, 1<<32 - 1}),
		qmnistLabels(binary.BigEndian, 0, 1, 1, 0), qmnistLabels(binary.LittleEndian, 0, 1, 1, 255),
		idx([]uint32{0x0c01, 4, 1, 2, 2, 1}), idx([]uint32{0x0e01, 4}),
		[]byte("<!doctype html><html>"), []byte("label,1x1\n5,0\n"), []byte("\x93NUMPY\x01\x00"), []byte("MATLAB 5.0 MAT-file"),
		[]byte("\xff\xfe<\x00h\x00t\x00m\x00l\x00>\x00"), []byte("\x80\x02\x8a\nl"), []byte("7z\xbc\xaf\x27\x1c"), []byte("PAR1"),
		[]byte("\x89PNG\r\n\x1a\n"), []byte("PK\x03\x04"), nil,
	} {
		f.Add("x", b)
	}
	f.Fuzz(func(t *testing.T, name string, file []byte) {
		x := inMemory(name, file)
		x.header()
		formatOfNames([]string{name})
		images, kinds := inMemory("images", fourImages), inMemory("labels", labels)
		attempt(t, &Addition{Train: Files{x, kinds}})
		attempt(t, &Addition{Train: Files{images, x}, Test: Files{images, x}})
		s := found{}
		for name, b := range plain("") {
			s.put(name, inMemory(name, b))
		}
		s.put(name, x)
		for _, family := range s.families() {
			if a, err := s.choose("here", family); err == nil {
				attempt(t, a)
			}
		}
	})
}

// FuzzZip: any zip is either refused or becomes a set that opens. Of inputs that are as
// long as a zip, -fuzzminimizetime 10x keeps the fuzzer from making each shorter for a
// minute.
// Floor: 100 executions a second.
func FuzzZip(f *testing.F) {
	f.Add(zipOf(plain("gzip/emnist-balanced-")))
	f.Add(zipOf(plain(`raw\`)))
	f.Add(zipOf(tiny("emnist-letters-", 1)))
	f.Add(zipOf(map[string][]byte{"../train-images-idx3-ubyte.gz": gz(twoImages)}))
	f.Add(zipOf(map[string][]byte{"a.npy": nil, "b.npy": nil}))
	f.Add(zipOf(map[string][]byte{"archive/data.pkl": nil}))
	kaggle := map[string][]byte{}
	for name, b := range plain("") {
		kaggle[name+"/"+name], kaggle[strings.Replace(name, "-idx", ".idx", 1)] = b, b
	}
	f.Add(zipOf(kaggle))
	f.Add([]byte("PK\x05\x06\x00\x00\x00\x00\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\x00\x00"))
	f.Fuzz(func(t *testing.T, file []byte) {
		if a, err := inZip("f", bytes.NewReader(file), int64(len(file)), ""); err == nil {
			attempt(t, a)
		}
	})
}
