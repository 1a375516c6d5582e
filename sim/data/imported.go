package data

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

// Description is what the file set.json in the folder of an imported set says. Beside
// it lie train-images.idx, train-labels.idx and, if there is a test part,
// test-images.idx and test-labels.idx: IDX files as they were published, unpacked.
type Description struct {
	Name       string   `json:"name"` // also the folder's
	Title      string   `json:"title"`
	Source     string   `json:"source,omitempty"`
	Licence    string   `json:"licence,omitempty"`
	Rows       int      `json:"rows"` // as Open gives them
	Cols       int      `json:"cols"`
	Classes    []string `json:"classes"`              // names
	FirstLabel int      `json:"first_label,omitzero"` // label of Classes[0] in the files
	Transposed bool     `json:"transposed,omitzero"`  // the files hold every image transposed
	Train      Part     `json:"train"`
	Test       *Part    `json:"test,omitempty"`

	each  []int    // training images of each class, those that are held out apart
	held  int      // of the training images, held out as test images as there are no others
	notes []string // what Add did to the files
}

// Images are how many images there are to learn from and to be tested on. Of a set
// that came without test images, heldOut says, a part of the training images is.
func (d *Description) Images() (train, test int, heldOut bool) {
	if d.Test != nil {
		return d.Train.N, d.Test.N, false
	}
	return d.Train.N - d.held, d.held, true
}

// Each is how many training images each class has.
func (d *Description) Each() []int { return slices.Clone(d.each) }

// Empty are the names of the classes without training images.
func (d *Description) Empty() (names []string) {
	for c, n := range d.each {
		if n == 0 {
			names = append(names, d.Classes[c])
		}
	}
	return names
}

// Notes are what Add did to files that are not written as MNIST's are, a sentence each.
func (d *Description) Notes() []string { return d.notes }

// count takes in the labels of the training part, as they are in its file. It refuses
// what nothing can be learned from, or tested on.
func (d *Description) count(labels []uint8) error {
	d.each = make([]int, len(d.Classes))
	for k, l := range labels {
		c := int(l) - d.FirstLabel
		if c < 0 || c >= len(d.each) {
			return fmt.Errorf("label %d is %d, not %d to %d", k, l, d.FirstLabel, d.FirstLabel+len(d.each)-1)
		}
		d.each[c]++
	}
	if n := len(d.each) - countOf(d.each, 0); n < 2 {
		return errors.New("all labels are the same: a set needs two classes at least")
	}
	if d.Test != nil {
		return nil
	}
	for c, n := range d.each {
		d.each[c] = n - holdOut(n)
		d.held += holdOut(n)
	}
	if d.held == 0 {
		return errors.New("there are no test images, and none can be held out: every class has one image only")
	}
	return nil
}

func countOf(list []int, x int) (n int) {
	for _, y := range list {
		if y == x {
			n++
		}
	}
	return n
}

// Part is one half of an imported set.
type Part struct {
	N      int    `json:"n"`
	Images string `json:"images_sha256"` // of the whole file, in hex
	Labels string `json:"labels_sha256"`
}

const (
	descriptionFile = "set.json"
	maxDescription  = 64 << 10 // [bytes]
	maxClasses      = 256
)

var goodName = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{0,31}$`)

func checkName(name string) error {
	if !goodName.MatchString(name) {
		return fmt.Errorf("data: the name %.40q is not of the form emnist-letters: at most 32 of a-z, 0-9 and -", name)
	}
	return nil
}

var hexSum = regexp.MustCompile(`^[0-9a-f]{64}$`)

// check refuses descriptions that no set can have.
func (d *Description) check() error {
	if err := checkName(d.Name); err != nil {
		return err
	}
	for _, text := range []struct {
		what, text string
		most       int
	}{{"title", d.Title, 200}, {"source", d.Source, 1000}, {"licence", d.Licence, 1000}} {
		if !printable(text.text, text.most) {
			return fmt.Errorf("data: the %s must be printable and of at most %d bytes", text.what, text.most)
		}
	}
	if n := len(d.Classes); n < 1 || n > maxClasses {
		return fmt.Errorf("data: %d classes, not 1 to %d", n, maxClasses)
	}
	for i, name := range d.Classes {
		if name == "" || !printable(name, 40) {
			return fmt.Errorf("data: the name of class %d must be printable and of 1 to 40 bytes", i)
		}
	}
	if d.FirstLabel < 0 || d.FirstLabel+len(d.Classes) > 256 {
		return fmt.Errorf("data: %d classes from label %d on do not fit into a byte", len(d.Classes), d.FirstLabel)
	}
	if most := importLimits.Side; d.Rows < 1 || d.Cols < 1 || d.Rows > most || d.Cols > most {
		return fmt.Errorf("data: images of %d×%d pixels, not 1×1 to %d×%d", d.Rows, d.Cols, most, most)
	}
	parts := []Part{d.Train}
	if d.Test != nil {
		parts = append(parts, *d.Test)
	}
	for _, p := range parts {
		if p.N < 1 || p.N > importLimits.N {
			return fmt.Errorf("data: %d images, not 1 to %d", p.N, importLimits.N)
		}
		if !hexSum.MatchString(p.Images) || !hexSum.MatchString(p.Labels) {
			return errors.New("data: a SHA-256 is not 64 hex digits")
		}
	}
	return nil
}

func printable(text string, most int) bool {
	return len(text) <= most && utf8.ValidString(text) &&
		!strings.ContainsFunc(text, func(r rune) bool { return !unicode.IsPrint(r) })
}

// Hash identifies the content: the beginning (16 hex digits) of a SHA-256 over the
// sums of the files and how they are read.
func (d *Description) Hash() string {
	h := sha256.New()
	fmt.Fprintf(h, "train %s %s\n", d.Train.Images, d.Train.Labels)
	if d.Test != nil {
		fmt.Fprintf(h, "test %s %s\n", d.Test.Images, d.Test.Labels)
	} else {
		fmt.Fprintf(h, "test held out of training, one in %d\n", heldOutOf)
	}
	fmt.Fprintf(h, "classes %d from %d, transposed %t\n", len(d.Classes), d.FirstLabel, d.Transposed)
	return hex.EncodeToString(h.Sum(nil))[:16]
}

func parseDescription(text []byte) (*Description, error) {
	in := json.NewDecoder(bytes.NewReader(text))
	in.DisallowUnknownFields()
	d := new(Description)
	if err := in.Decode(d); err != nil {
		return nil, fmt.Errorf("offset %d: %w", in.InputOffset(), err)
	}
	if rest := bytes.TrimSpace(text[in.InputOffset():]); len(rest) > 0 {
		return nil, fmt.Errorf("offset %d: goes on after its description", in.InputOffset())
	}
	return d, d.check()
}

// Imported reads the descriptions of the sets in the folders of dir, by name, and which
// images their classes have. Those
// that cannot be read are left out and named in the error. A dir that does not exist
// holds none.
func Imported(dir string) ([]*Description, error) {
	entries, err := os.ReadDir(dir)
	if errors.Is(err, os.ErrNotExist) {
		return nil, nil
	} else if err != nil {
		return nil, err
	}
	var list []*Description
	var bad []error
	for _, e := range entries {
		if !e.IsDir() || strings.HasPrefix(e.Name(), ".") {
			continue
		}
		d, err := readDescription(filepath.Join(dir, e.Name()))
		if err != nil {
			bad = append(bad, err)
			continue
		}
		list = append(list, d)
	}
	return list, errors.Join(bad...)
}

func readDescription(dir string) (*Description, error) {
	path := filepath.Join(dir, descriptionFile)
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	text, err := io.ReadAll(io.LimitReader(f, maxDescription+1))
	if err != nil {
		return nil, err
	}
	if len(text) > maxDescription {
		return nil, fmt.Errorf("%s: offset %d: goes on after %d bytes", path, maxDescription, maxDescription)
	}
	d, err := parseDescription(text)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	if d.Name != filepath.Base(dir) {
		return nil, fmt.Errorf("%s: the set %q is in a folder of another name", path, d.Name)
	}
	labels, err := (&imported{Description: *d, files: os.DirFS(dir), where: dir}).file("train-labels.idx", d.Train.Labels)
	if err == nil {
		err = d.count(labels.Data)
	}
	if err != nil {
		return nil, fmt.Errorf("data: set %q: %w", d.Name, err)
	}
	return d, nil
}

// imported is a set that Open knows. What its description was when it was imported
// holds for ever: files that have changed since are refused.
type imported struct {
	Description
	files fs.FS
	where string // for people, in errors

	once   sync.Once
	opened *Set
	err    error
}

var imports struct {
	sync.Mutex
	list []*imported
}

// Import offers the sets in the folders of dir to Names and Open. It reads their
// descriptions and labels only; the first Open of a set reads its images. A set of a name that
// is known already stays what it is. The error names the sets that were left out;
// the others are there all the same.
func Import(dir string) error {
	list, err := Imported(dir)
	imports.Lock()
	defer imports.Unlock()
	bad := []error{err}
	for _, d := range list {
		where := filepath.Join(dir, d.Name)
		old := slices.IndexFunc(imports.list, func(i *imported) bool { return i.Name == d.Name })
		switch {
		case slices.ContainsFunc(embedded, func(p *packed) bool { return p.set.Name == d.Name }):
			bad = append(bad, fmt.Errorf("data: %s has the name of an embedded set", where))
		case old < 0:
			imports.list = append(imports.list, &imported{Description: *d, files: os.DirFS(where), where: where})
		case imports.list[old].Hash() != d.Hash():
			bad = append(bad, fmt.Errorf("data: another set %q is in use already", d.Name))
		}
	}
	return errors.Join(bad...)
}

// known returns the imported set of that name, or nil.
func known(name string) *imported {
	imports.Lock()
	defer imports.Unlock()
	for _, i := range imports.list {
		if i.Name == name {
			return i
		}
	}
	return nil
}

func (i *imported) open() (*Set, error) {
	i.once.Do(func() {
		if i.opened, i.err = i.read(); i.err != nil {
			i.err = fmt.Errorf("data: set %q: %w", i.Name, i.err)
		}
	})
	return i.opened, i.err
}

func (i *imported) read() (*Set, error) {
	s := &Set{Name: i.Name, Title: i.Title, Source: i.Source, Licence: i.Licence,
		Rows: i.Rows, Cols: i.Cols, Classes: len(i.Classes), ClassNames: i.Classes, Hash: i.Hash()}
	var err error
	if s.Train, err = i.part("train", i.Train); err != nil {
		return nil, err
	}
	if i.Test != nil {
		s.Test, err = i.part("test", *i.Test)
		return s, err
	}
	s.HeldOut = true
	s.Train, s.Test = s.Train.holdOut(s.Classes)
	return s, nil
}

func (i *imported) part(name string, p Part) (Images, error) {
	images, err := i.file(name+"-images.idx", p.Images)
	if err != nil {
		return Images{}, err
	}
	labels, err := i.file(name+"-labels.idx", p.Labels)
	if err != nil {
		return Images{}, err
	}
	if i.Transposed && images.Magic == MagicImages {
		images.transpose()
	}
	if images.Rows != i.Rows || images.Cols != i.Cols || images.N != p.N {
		return Images{}, fmt.Errorf("%s: %d images of %d×%d pixels, not %d of %d×%d as %s says",
			name, images.N, images.Rows, images.Cols, p.N, i.Rows, i.Cols, descriptionFile)
	}
	if err := checkFrom(labels.Data, i.FirstLabel, len(i.Classes)); err != nil {
		return Images{}, fmt.Errorf("%s-labels.idx: %w", name, err)
	}
	for k := range labels.Data {
		labels.Data[k] -= uint8(i.FirstLabel)
	}
	return Pair(images, labels, len(i.Classes))
}

// file reads one file of the set and compares its sum.
func (i *imported) file(name, sum string) (IDX, error) {
	path := filepath.Join(i.where, name)
	f, err := i.files.Open(name)
	if err != nil {
		return IDX{}, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return IDX{}, err
	}
	if !info.Mode().IsRegular() {
		return IDX{}, fmt.Errorf("%s: is no regular file", path)
	}
	h := sha256.New()
	x, err := readIDX(io.TeeReader(f, h), importLimits, int(min(info.Size(), int64(importLimits.Bytes))))
	if err != nil {
		return IDX{}, fmt.Errorf("%s: %w", path, err)
	}
	if got := hex.EncodeToString(h.Sum(nil)); got != sum {
		return IDX{}, fmt.Errorf("%s: has SHA-256 %s, not %s: it has changed since it was imported", path, got, sum)
	}
	return x, nil
}

// checkFrom refuses labels outside first … first+classes-1.
func checkFrom(labels []uint8, first, classes int) error {
	for k, l := range labels {
		if int(l) < first {
			return fmt.Errorf("data: label %d (offset %d of its file) is %d, below %d", k, 8+k, l, first)
		}
	}
	return checkLabels(labels, first+classes)
}

// transpose turns every image's columns into rows.
func (x *IDX) transpose() {
	image := make([]uint8, x.each())
	for at := 0; at < len(x.Data); at += len(image) {
		copy(image, x.Data[at:])
		for r := range x.Rows {
			for c := range x.Cols {
				x.Data[at+c*x.Rows+r] = image[r*x.Cols+c]
			}
		}
	}
	x.Rows, x.Cols = x.Cols, x.Rows
}
