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
	"strings"
)

// File is one IDX file that is to be added: plain or gzip, on disk or in a zip.
type File struct {
	Name string // for people, in errors
	size int64  // as it is stored [bytes]
	open func() (io.ReadCloser, error)
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
	return File{path, info.Size(), func() (io.ReadCloser, error) { return os.Open(path) }}, nil
}

// Files are the two halves of a part.
type Files struct{ Images, Labels File }

// published matches the names under which MNIST and its relatives are published, for
// example t10k-labels-idx1-ubyte.gz and emnist-letters-train-images-idx3-ubyte.gz.
var published = regexp.MustCompile(`^(?:emnist-([a-z]+)-)?(train|test|t10k)-(images|labels)[-.]idx[13]-ubyte(?:\.gz)?$`)

// Find looks for a set: in the zip of EMNIST, in a folder of published files, or
// around one published file, whose siblings it takes from the folder. Of several
// splits of EMNIST it takes the named one, or else balanced. A single file under
// another name becomes the training images, and the caller adds their labels. What it
// knows about the files it fills in. The caller closes the Addition.
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
	if isZip, err := beginsWith(path, "PK"); err != nil {
		return nil, err
	} else if isZip {
		return inZip(path, info.Size(), split)
	}
	m := published.FindStringSubmatch(filepath.Base(path))
	if m == nil {
		a := &Addition{}
		a.Train.Images = file
		a.describe(split)
		return a, nil
	}
	if split != "" && split != m[1] {
		return nil, fmt.Errorf("%s: is not of the split %s", path, split)
	}
	return inFolder(filepath.Dir(path), m[1])
}

func beginsWith(path, text string) (bool, error) {
	f, err := os.Open(path)
	if err != nil {
		return false, err
	}
	defer f.Close()
	b := make([]byte, len(text))
	n, err := io.ReadFull(f, b)
	if err != nil && !ended(err) {
		return false, err
	}
	return string(b[:n]) == text, nil
}

// splits are the published files found in one place, by split ("" for those that are
// not EMNIST's), part and half.
type splits map[string]map[[2]string]File

// put files one away under its name, and passes over others.
func (s splits) put(name string, f File) error {
	m := published.FindStringSubmatch(name)
	if m == nil {
		return nil
	}
	if m[2] == "t10k" {
		m[2] = "test"
	}
	if s[m[1]] == nil {
		s[m[1]] = map[[2]string]File{}
	}
	at := [2]string{m[2], m[3]}
	if other, ok := s[m[1]][at]; ok {
		return fmt.Errorf("%s and %s are both the %s %s", other.Name, f.Name, m[2], m[3])
	}
	s[m[1]][at] = f
	return nil
}

// take chooses a split; where names the place in errors.
func (s splits) take(where, split string) (*Addition, error) {
	var names []string
	for name := range s {
		names = append(names, name)
	}
	slices.Sort(names)
	if split == "" && s[""] == nil {
		if split = "balanced"; len(names) == 1 {
			split = names[0]
		}
	}
	files := s[split]
	switch {
	case len(names) == 0:
		return nil, fmt.Errorf("%s: holds no file named like train-images-idx3-ubyte.gz or emnist-balanced-train-images-idx3-ubyte.gz", where)
	case files == nil:
		return nil, fmt.Errorf("%s: holds nothing of the split %q, only of %q", where, split, names)
	}
	a := &Addition{}
	a.Train = Files{files[[2]string{"train", "images"}], files[[2]string{"train", "labels"}]}
	a.Test = Files{files[[2]string{"test", "images"}], files[[2]string{"test", "labels"}]}
	for _, part := range []struct {
		name  string
		files Files
	}{{"training", a.Train}, {"test", a.Test}} {
		switch images, labels := part.files.Images.open != nil, part.files.Labels.open != nil; {
		case !images && (labels || part.name == "training"):
			return nil, fmt.Errorf("%s: the %s images are missing", where, part.name)
		case images && !labels:
			return nil, fmt.Errorf("%s: the %s labels are missing", where, part.name)
		}
	}
	a.describe(split)
	return a, nil
}

func inFolder(dir, split string) (*Addition, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	s := splits{}
	for _, e := range entries {
		m := published.FindStringSubmatch(e.Name())
		if m == nil || m[1] != split && split != "" {
			continue
		}
		f, err := OnDisk(filepath.Join(dir, e.Name()))
		if err != nil {
			return nil, err
		}
		if err := s.put(e.Name(), f); err != nil {
			return nil, err
		}
	}
	return s.take(dir, split)
}

// maxMembers is how many files a zip may hold. EMNIST's holds about 40.
const maxMembers = 1000

// inZip trusts nothing that the zip says of itself: members are found by the last
// element of their names and never written under them.
func inZip(name string, size int64, split string) (_ *Addition, err error) {
	z, err := zip.OpenReader(name)
	if err != nil {
		return nil, fmt.Errorf("%s: is no sound zip file of %d bytes: %w", name, size, err)
	}
	defer func() {
		if err != nil {
			z.Close()
		}
	}()
	if len(z.File) > maxMembers {
		return nil, fmt.Errorf("%s: holds %d files, at most %d are read", name, len(z.File), maxMembers)
	}
	s := splits{}
	for _, m := range z.File {
		if strings.Contains(m.Name, `\`) || !filepath.IsLocal(strings.TrimSuffix(m.Name, "/")) {
			return nil, fmt.Errorf("%s: the name %.80q leads out of the zip", name, m.Name)
		}
		base := path.Base(m.Name)
		if strings.HasSuffix(m.Name, "/") || strings.HasPrefix(m.Name, "__MACOSX/") {
			continue
		}
		if published.MatchString(base) && m.Mode()&fs.ModeType != 0 {
			return nil, fmt.Errorf("%s: %s is no regular file", name, m.Name)
		}
		packed := size // what a member says of its own size counts only if it is less
		if m.CompressedSize64 < uint64(size) {
			packed = int64(m.CompressedSize64)
		}
		if err := s.put(base, File{name + ": " + m.Name, packed, m.Open}); err != nil {
			return nil, err
		}
	}
	a, err := s.take(name, split)
	if err != nil {
		return nil, err
	}
	a.closer = z
	return a, nil
}

// unpack opens a file, and unpacks it if it is gzip.
func (f File) unpack(ctx context.Context) (io.ReadCloser, error) {
	raw, err := f.open()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", f.Name, err)
	}
	b := bufio.NewReaderSize(raw, 64<<10)
	var r io.Reader = b
	if head, _ := b.Peek(2); string(head) == "\x1f\x8b" {
		if r, err = gzip.NewReader(b); err != nil {
			raw.Close()
			if errors.Is(err, io.ErrUnexpectedEOF) {
				err = errors.New("ends within its gzip header")
			}
			return nil, fmt.Errorf("%s: offset 0: %w", f.Name, err)
		}
	}
	return &unpacking{ctx: ctx, r: r, Closer: raw, packed: f.size}, nil
}

// unpacking stops when its context ends, and when the file turns out to be a bomb:
// handwriting packs to a sixth, a bomb to a thousandth of its size.
type unpacking struct {
	ctx context.Context
	r   io.Reader
	io.Closer
	packed, out int64 // [bytes]
}

const (
	maxRatio   = 100
	alwaysGood = 1 << 20 // so much may come out of any file: sorted labels pack very well
)

func (u *unpacking) Read(p []byte) (int, error) {
	if err := u.ctx.Err(); err != nil {
		return 0, err
	}
	n, err := u.r.Read(p)
	u.out += int64(n)
	if u.out > alwaysGood && u.out/maxRatio > u.packed {
		return 0, fmt.Errorf("unpacks to more than %d times its %d bytes", maxRatio, u.packed)
	}
	return n, err
}
