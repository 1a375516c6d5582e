package data

import (
	"archive/zip"
	"bufio"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"hebb/sim"
)

// File is one IDX file that is to be added: plain or gzip, on disk or in a zip.
type File struct {
	Name   string // for people, in errors
	size   int64  // as it is stored [bytes]
	open   func() (io.ReadCloser, error)
	copies []File // other files that should hold the same; Add compares them
}

// OnDisk is the file at a path.
func OnDisk(path string) (File, error) {
	info, err := os.Stat(path)
	if err != nil {
		return File{}, err
	}
	if !info.Mode().IsRegular() {
		return File{}, fmt.Errorf("%s: is no regular file", path)
	}
	return File{Name: path, size: info.Size(), open: func() (io.ReadCloser, error) { return os.Open(path) }}, nil
}

// Files are the two halves of a part.
type Files struct{ Images, Labels File }

// published matches the names under which MNIST and its relatives are published, for
// example t10k-labels-idx1-ubyte.gz, emnist-letters-train-images-idx3-ubyte.gz and
// qmnist-test-labels-idx2-int.gz; a dot for a hyphen, and the number that browsers give
// to a second download, are common. Its groups are the family, the part and the half.
var published = regexp.MustCompile(`(?i)^(emnist-[a-z]+-|qmnist-)?(train|test|t10k)-(images|labels)[-.]idx[123]-(?:ubyte|int)(?: ?\(\d\))?(?:\.gz)?$`)

// place is what a published name says: whose file it is, and which one.
type place struct {
	family string // a split of EMNIST, "qmnist", or "": MNIST and those named like it
	part   string // train or test
	half   string // images or labels
}

// placeOf reads a name, without the folders before it.
func placeOf(name string) (place, bool) {
	m := published.FindStringSubmatch(name)
	if m == nil {
		return place{}, false
	}
	for i := range m {
		m[i] = strings.ToLower(m[i])
	}
	p := place{strings.TrimSuffix(strings.TrimPrefix(m[1], "emnist-"), "-"), m[2], m[3]}
	if p.part == "t10k" {
		p.part = "test"
	}
	return p, true
}

// Find looks for a set: in a zip or a folder of published files, EMNIST's, QMNIST's or
// those of MNIST and whatever is named like it, or around one such file, whose siblings
// it takes from the folder. Of several splits of EMNIST it takes the named one, or else
// balanced. A single file of images under another name becomes the training images, and
// the caller adds their labels. What it knows about the files it fills in. Of what is no
// IDX file it says what it is. The caller closes the Addition.
func Find(path, split string) (*Addition, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if split != "" && !slices.Contains(Splits(), split) {
		return nil, fmt.Errorf("there is no split %.40q: there are %s", split, strings.Join(Splits(), ", "))
	}
	if info.IsDir() {
		return inFolder(path, split)
	}
	file, err := OnDisk(path)
	if err != nil {
		return nil, err
	}
	if isZip, err := file.isZip(); err != nil {
		return nil, err
	} else if isZip {
		f, err := os.Open(path)
		if err != nil {
			return nil, err
		}
		a, err := inZip(path, f, info.Size(), split)
		if err != nil {
			f.Close()
			return nil, err
		}
		a.closer = f
		return a, nil
	}
	x, err := file.header()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	at, ok := placeOf(filepath.Base(path))
	switch {
	case !ok && x.Magic == MagicLabels:
		return nil, fmt.Errorf("%s: holds labels: name the file of their images instead, and give this one as its labels", path)
	case !ok:
		a := &Addition{}
		a.Train.Images = file
		a.describe(split)
		return a, nil
	}
	if split != "" && split != at.family {
		return nil, fmt.Errorf("%s: is not of the split %s", path, split)
	}
	s, err := scan(filepath.Dir(path))
	if err != nil {
		return nil, err
	}
	return s.choose(filepath.Dir(path), at.family)
}

func (f File) isZip() (bool, error) {
	r, err := f.open()
	if err != nil {
		return false, err
	}
	defer r.Close()
	var b [2]byte
	n, err := io.ReadFull(r, b[:])
	if err != nil && !ended(err) {
		return false, err
	}
	return string(b[:n]) == "PK", nil
}

// header reads how a file begins.
func (f File) header() (IDX, error) {
	r, err := f.unpack(context.Background())
	if err != nil {
		return IDX{}, err
	}
	defer r.Close()
	in, _, err := asPublished(r)
	if err != nil {
		return IDX{}, err
	}
	return readHeader(in, importLimits)
}

// found are the published files of one place.
type found map[place][]File

// put files one away under its name, and passes over others.
func (s found) put(name string, f File) {
	if at, ok := placeOf(name); ok {
		s[at] = append(s[at], f)
	}
}

// file is the one of a kind, with its copies: the plain one before the packed.
func (s found) file(at place) File {
	list := s[at]
	if len(list) == 0 {
		return File{}
	}
	packed := func(f File) int {
		if strings.HasSuffix(strings.ToLower(f.Name), ".gz") {
			return 1
		}
		return 0
	}
	list = slices.SortedFunc(slices.Values(list), func(a, b File) int {
		if d := packed(a) - packed(b); d != 0 {
			return d
		}
		return strings.Compare(a.Name, b.Name)
	})
	f := list[0]
	f.copies = list[1:]
	return f
}

// families are whose files there are, sorted.
func (s found) families() []string {
	var names []string
	for at := range s {
		if !slices.Contains(names, at.family) {
			names = append(names, at.family)
		}
	}
	slices.Sort(names)
	return names
}

// choose chooses a family; where names the place in errors.
func (s found) choose(where, family string) (*Addition, error) {
	names := s.families()
	if family == "" && !slices.Contains(names, "") {
		if family = "balanced"; len(names) == 1 {
			family = names[0]
		}
	}
	if !slices.Contains(names, family) {
		return nil, fmt.Errorf("%s: holds nothing of the split %q, only of %q", where, family, names)
	}
	a := &Addition{}
	for _, p := range []struct {
		part, name string
		files      *Files
	}{{"train", "training", &a.Train}, {"test", "test", &a.Test}} {
		p.files.Images, p.files.Labels = s.file(place{family, p.part, "images"}), s.file(place{family, p.part, "labels"})
		switch images, labels := p.files.Images.open != nil, p.files.Labels.open != nil; {
		case !images && p.part == "train":
			return nil, fmt.Errorf("%s: the training images are missing", where)
		case !images && labels:
			return nil, fmt.Errorf("%s: the %s images are missing", where, p.name)
		case images && !labels:
			return nil, fmt.Errorf("%s: the %s labels are missing", where, p.name)
		}
	}
	a.describe(family)
	return a, nil
}

// How far a folder is looked into.
const (
	maxMembers = 1000 // files of a zip; EMNIST's has about 40
	maxEntries = 2000 // of a folder and the folders in it, when it holds no published files itself
	maxLevels  = 3
)

// scan finds the published files of a folder. Kaggle's zips, unpacked, have a folder
// of a file's own name around some files.
func scan(dir string) (found, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	s := found{}
	add := func(name string) error {
		f, err := OnDisk(name)
		if err == nil {
			s.put(filepath.Base(name), f)
		}
		return err
	}
	for _, e := range entries {
		at, ok := placeOf(e.Name())
		if !ok {
			continue
		}
		name := filepath.Join(dir, e.Name())
		if info, err := os.Stat(name); err != nil || !info.IsDir() {
			if err := add(name); err != nil {
				return nil, err
			}
			continue
		}
		inner, err := os.ReadDir(name)
		if err != nil {
			return nil, err
		}
		for _, i := range inner {
			if in, ok := placeOf(i.Name()); ok && in == at && !i.IsDir() {
				if err := add(filepath.Join(name, i.Name())); err != nil {
					return nil, err
				}
			}
		}
	}
	return s, nil
}

// inFolder looks into dir, and if nothing is there into the folders below: libraries
// keep a set in a folder such as MNIST/raw.
func inFolder(dir, split string) (*Addition, error) {
	s, err := scan(dir)
	if err != nil {
		return nil, err
	}
	if len(s) > 0 {
		return s.choose(dir, split)
	}
	places, names := nested(dir)
	switch len(places) {
	case 0:
		return nil, nothingIn(dir, names)
	case 1:
		if s, err = scan(places[0]); err != nil {
			return nil, err
		}
		return s.choose(places[0], split)
	}
	return nil, fmt.Errorf("%s: holds several sets: name one of %s", dir, strings.Join(places, ", "))
}

// nested lists the folders under dir that hold published files, and the names of the
// files that it has passed.
func nested(dir string) (places, names []string) {
	seen := 0
	var look func(dir string, level int)
	look = func(dir string, level int) {
		entries, err := os.ReadDir(dir)
		if err != nil {
			return
		}
		for _, e := range entries {
			if seen++; seen > maxEntries {
				return
			}
			_, ok := placeOf(e.Name())
			switch {
			case ok && !slices.Contains(places, dir):
				places = append(places, dir)
			case e.IsDir() && level < maxLevels && !ok:
				look(filepath.Join(dir, e.Name()), level+1)
			case !e.IsDir():
				names = append(names, e.Name())
			}
		}
	}
	look(dir, 0)
	return places, names
}

// nothingIn says that a folder or zip holds no set, and what it holds instead.
func nothingIn(where string, names []string) error {
	err := errors.New("holds no file named like train-images-idx3-ubyte.gz or emnist-balanced-train-images-idx3-ubyte.gz")
	if f := formatOfNames(names); f != nil {
		return fmt.Errorf("%s: %w; %w", where, err, &Unfit{Holds: true, format: f})
	}
	if len(names) > 0 {
		return fmt.Errorf("%s: %w; it holds %s", where, err, some(names))
	}
	return fmt.Errorf("%s: %w", where, err)
}

// some are the first three of names, for a sentence.
func some(names []string) string {
	var list []string
	for _, name := range names[:min(3, len(names))] {
		list = append(list, strconv.Quote(sim.Clip(name)))
	}
	text := strings.Join(list, ", ")
	if more := len(names) - len(list); more > 0 {
		text += fmt.Sprintf(" and %d more", more)
	}
	return text
}

// inZip trusts nothing that the zip says of itself: members are found by the last
// element of their names and never written under them.
func inZip(name string, r io.ReaderAt, size int64, split string) (*Addition, error) {
	z, err := zip.NewReader(r, size)
	if err != nil && !errors.Is(err, zip.ErrInsecurePath) { // names are judged below
		return nil, fmt.Errorf("%s: is no sound zip file of %d bytes: %w", name, size, err)
	}
	var names []string
	for _, m := range z.File {
		if len(names) < maxMembers && !strings.HasSuffix(m.Name, "/") && !strings.HasPrefix(m.Name, "__MACOSX/") {
			names = append(names, m.Name)
		}
	}
	s, known := found{}, formatOfNames(names)
	if len(z.File) > maxMembers {
		if known != nil {
			return nil, fmt.Errorf("%s: %w", name, &Unfit{Holds: true, format: known})
		}
		return nil, fmt.Errorf("%s: holds %d files, at most %d are read", name, len(z.File), maxMembers)
	}
	for _, m := range z.File {
		// Some programs on Windows write their separators.
		local := path.Clean(strings.ReplaceAll(m.Name, `\`, "/"))
		if path.IsAbs(local) || local == ".." || strings.HasPrefix(local, "../") {
			return nil, fmt.Errorf("%s: the name %.80q leads out of the zip", name, m.Name)
		}
		base := path.Base(local)
		if m.FileInfo().IsDir() || strings.HasPrefix(local, "__MACOSX/") {
			continue
		}
		if _, ok := placeOf(base); ok && m.Mode()&fs.ModeType != 0 {
			return nil, fmt.Errorf("%s: %s is no regular file", name, m.Name)
		}
		packed := size // what a member says of its own size counts only if it is less
		if m.CompressedSize64 < uint64(size) {
			packed = int64(m.CompressedSize64)
		}
		s.put(base, File{Name: name + ": " + m.Name, size: packed, open: m.Open})
	}
	if len(s) == 0 {
		return nil, nothingIn(name, names)
	}
	return s.choose(name, split)
}

// maxLayers is how often a file may be packed with gzip: once, or twice where a server
// has packed what was packed already.
const maxLayers = 2

// unpack opens a file, and unpacks it if it is gzip. Its errors do not name the file.
func (f File) unpack(ctx context.Context) (io.ReadCloser, error) {
	raw, err := f.open()
	if err != nil {
		return nil, err
	}
	var r io.Reader = stopping{ctx, raw}
	for layers := 0; ; layers++ {
		b := bufio.NewReaderSize(&layer{r: r, packed: f.size}, int(min(64<<10, max(f.size, sniffed))))
		if head, _ := b.Peek(2); string(head) != "\x1f\x8b" {
			return struct {
				io.Reader
				io.Closer
			}{b, raw}, nil
		}
		if layers == maxLayers {
			raw.Close()
			return nil, fmt.Errorf("offset 0: is packed with gzip more than %d times", maxLayers)
		}
		if r, err = gzip.NewReader(b); err != nil {
			raw.Close()
			if errors.Is(err, io.ErrUnexpectedEOF) {
				err = errors.New("ends within its gzip header")
			}
			return nil, fmt.Errorf("offset 0: %w", err)
		}
	}
}

// stopping ends with its context.
type stopping struct {
	ctx context.Context
	r   io.Reader
}

func (s stopping) Read(p []byte) (int, error) {
	if err := s.ctx.Err(); err != nil {
		return 0, err
	}
	return s.r.Read(p)
}

// layer stops when what it reads, packed once or more, turns out to be a bomb:
// handwriting packs to a sixth, a bomb to a thousandth of its size.
type layer struct {
	r           io.Reader
	out, packed int64 // [bytes]
}

const (
	maxRatio   = 100
	alwaysGood = 1 << 20 // so much may come out of any file: sorted labels pack very well
)

func (l *layer) Read(p []byte) (int, error) {
	n, err := l.r.Read(p)
	l.out += int64(n)
	if l.out > alwaysGood && l.out/maxRatio > l.packed {
		return 0, fmt.Errorf("unpacks to more than %d times its %d bytes", maxRatio, l.packed)
	}
	return n, err
}
