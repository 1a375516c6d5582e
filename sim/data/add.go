package data

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// Addition is a set that is to be added to a folder of sets. The zero value of a
// description stands for what Add finds out by itself.
type Addition struct {
	Name       string   // default: that of a recognised set
	Title      string   // default: that of a recognised set, or Name
	Source     string   // default: that of a recognised set, or none
	Licence    string   // default: that of a recognised set, or none
	Classes    []string // names; default: the labels themselves, up to the largest
	FirstLabel int      // smallest label in the files
	Transposed bool     // the files hold every image transposed
	Train      Files
	Test       Files // may be empty

	limits Limits // default: importLimits; tests are stricter
	closer io.Closer
}

// Close closes the zip that the files are in.
func (a *Addition) Close() error {
	if a.closer == nil {
		return nil
	}
	return a.closer.Close()
}

// importLimits let every split of EMNIST in: the largest file, images of byclass, has
// 547 MB.
var importLimits = Limits{N: 1_000_000, Side: 256, Bytes: 600 << 20}

// Add copies the files of a, unpacked and checked, into a new folder dir/<name>, with
// a description in set.json. The folder appears complete or not at all. Errors name
// the file, the reason and the byte offset in the unpacked file. Import offers the
// set.
func Add(ctx context.Context, dir string, a *Addition) (*Description, error) {
	if a.Name != "" { // no need to copy first what cannot be kept
		if err := free(dir, a.Name); err != nil {
			return nil, err
		}
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	sweep(dir)
	tmp, err := os.MkdirTemp(dir, unfinished+"*")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(tmp)
	d, err := a.write(ctx, tmp)
	if err != nil {
		return nil, err
	}
	if err := free(dir, d.Name); err != nil {
		return nil, err
	}
	return d, os.Rename(tmp, filepath.Join(dir, d.Name))
}

// Remove removes the imported set of that name from dir. Programs that have opened
// it keep it until they end.
func Remove(dir, name string) error {
	if err := checkName(name); err != nil {
		return err
	}
	folder := filepath.Join(dir, name)
	if _, err := os.Stat(filepath.Join(folder, descriptionFile)); err != nil {
		return fmt.Errorf("data: no imported set is named %q", name)
	}
	tmp, err := os.MkdirTemp(dir, unfinished+"*") // gone at once, even if the rest is slow or stopped
	if err != nil {
		return err
	}
	if err := os.Rename(folder, filepath.Join(tmp, name)); err != nil {
		os.Remove(tmp)
		return err
	}
	return os.RemoveAll(tmp)
}

// unfinished begins the names of folders that are being written or removed.
const unfinished = ".new-"

// sweep removes what programs that were killed have left.
func sweep(dir string) {
	old, _ := filepath.Glob(filepath.Join(dir, unfinished+"*"))
	for _, tmp := range old {
		if info, err := os.Stat(tmp); err == nil && time.Since(info.ModTime()) > time.Hour {
			os.RemoveAll(tmp)
		}
	}
}

// free says whether a name can be given to a new set in dir.
func free(dir, name string) error {
	if err := checkName(name); err != nil {
		return err
	}
	for _, p := range embedded {
		if p.set.Name == name {
			return fmt.Errorf("data: the name %q belongs to an embedded set", name)
		}
	}
	if _, err := os.Lstat(filepath.Join(dir, name)); err == nil {
		return fmt.Errorf("data: there is a set %q already; remove it first, or choose another name", name)
	}
	return nil
}

// write fills the folder tmp.
func (a *Addition) write(ctx context.Context, tmp string) (*Description, error) {
	if a.Train.Images.open == nil || a.Train.Labels.open == nil {
		return nil, errors.New("data: a set needs training images and their labels")
	}
	if a.FirstLabel < 0 || a.FirstLabel > 255 {
		return nil, fmt.Errorf("data: the first label is %d, not 0 to 255", a.FirstLabel)
	}
	d := &Description{Name: a.Name, Title: a.Title, Source: a.Source, Licence: a.Licence,
		Classes: a.Classes, FirstLabel: a.FirstLabel, Transposed: a.Transposed}
	largest := a.FirstLabel
	var err error
	if d.Train, err = a.part(ctx, tmp, "train", a.Train, d, &largest); err != nil {
		return nil, err
	}
	if a.Test.Images.open != nil || a.Test.Labels.open != nil {
		if a.Test.Images.open == nil || a.Test.Labels.open == nil {
			return nil, errors.New("data: test images and test labels come together")
		}
		test, err := a.part(ctx, tmp, "test", a.Test, d, &largest)
		if err != nil {
			return nil, err
		}
		d.Test = &test
	}
	if d.Train.Images == fashionFull {
		d.recogniseFashion()
	}
	if d.Name == "" {
		return nil, errors.New("data: the set needs a name")
	}
	if d.Title == "" {
		d.Title = d.Name
	}
	for c := d.FirstLabel; len(a.Classes) == 0 && len(d.Classes) < largest-d.FirstLabel+1; c++ {
		d.Classes = append(d.Classes, strconv.Itoa(c))
	}
	if err := d.check(); err != nil {
		return nil, err
	}
	text, err := json.MarshalIndent(d, "", "  ")
	if err != nil {
		return nil, err
	}
	return d, writeFile(filepath.Join(tmp, descriptionFile), func(w io.Writer) error {
		_, err := w.Write(append(text, '\n'))
		return err
	})
}

func (d *Description) recogniseFashion() {
	set := func(v *string, text string) {
		if *v == "" {
			*v = text
		}
	}
	set(&d.Name, "fashion-full")
	set(&d.Title, "Fashion-MNIST: articles of clothing (complete)")
	set(&d.Source, fashionSource)
	set(&d.Licence, fashionLicence)
	if len(d.Classes) == 0 {
		d.Classes = fashionClasses
	}
}

// part copies the two files of a part.
func (a *Addition) part(ctx context.Context, tmp, name string, files Files, d *Description, largest *int) (Part, error) {
	images, imageSum, err := a.copy(ctx, filepath.Join(tmp, name+"-images.idx"), files.Images, MagicImages)
	if err != nil {
		return Part{}, err
	}
	labels, labelSum, err := a.copy(ctx, filepath.Join(tmp, name+"-labels.idx"), files.Labels, MagicLabels)
	if err != nil {
		return Part{}, err
	}
	rows, cols := images.Rows, images.Cols
	if a.Transposed {
		rows, cols = cols, rows
	}
	switch {
	case images.N == 0:
		return Part{}, fmt.Errorf("%s: offset 4: holds no images", files.Images.Name)
	case images.N != labels.N:
		return Part{}, fmt.Errorf("%s: offset 4: %d images, but %s holds %d labels", files.Images.Name, images.N, files.Labels.Name, labels.N)
	case d.Rows != 0 && (d.Rows != rows || d.Cols != cols):
		return Part{}, fmt.Errorf("%s: offset 8: images of %d×%d pixels, but the training images have %d×%d", files.Images.Name, rows, cols, d.Rows, d.Cols)
	}
	d.Rows, d.Cols = rows, cols
	classes := len(a.Classes)
	if classes == 0 {
		classes = maxClasses
	}
	if err := checkFrom(labels.Data, a.FirstLabel, classes); err != nil {
		return Part{}, fmt.Errorf("%s: %w", files.Labels.Name, err)
	}
	for _, l := range labels.Data {
		*largest = max(*largest, int(l))
	}
	return Part{N: images.N, Images: imageSum, Labels: labelSum}, nil
}

// copy copies one file, unpacked and found sound, and returns its header, the entries
// of labels, and its SHA-256.
func (a *Addition) copy(ctx context.Context, path string, f File, magic uint32) (x IDX, sum string, err error) {
	r, err := f.unpack(ctx)
	if err != nil {
		return IDX{}, "", err
	}
	defer r.Close()
	limits := a.limits
	if limits == (Limits{}) {
		limits = importLimits
	}
	h := sha256.New()
	err = writeFile(path, func(w io.Writer) error {
		if x, err = copyIDX(io.MultiWriter(w, h), r, limits); err == nil && x.Magic != magic {
			err = fmt.Errorf("data: IDX file, offset 0: magic number is 0x%08x, not 0x%08x: %s", x.Magic, magic,
				map[uint32]string{MagicImages: "these are labels, not images", MagicLabels: "these are images, not labels"}[magic])
		}
		return err
	})
	if err != nil {
		return IDX{}, "", fmt.Errorf("%s: %w", f.Name, err)
	}
	return x, hex.EncodeToString(h.Sum(nil)), nil
}

// copyIDX copies one file, images or labels, to its end, and refuses what ReadIDX
// refuses. It keeps the labels; images pass through.
func copyIDX(w io.Writer, r io.Reader, limits Limits) (IDX, error) {
	r = io.TeeReader(r, w)
	x, err := readHeader(r, limits)
	if err != nil {
		return IDX{}, err
	}
	var keep strings.Builder
	to := io.Discard
	if x.Magic == MagicLabels {
		to = &keep
	}
	n, err := io.CopyN(to, r, int64(x.size()))
	if ended(err) {
		return IDX{}, x.truncated(x.header() + int(n))
	} else if err != nil {
		return IDX{}, fmt.Errorf("data: IDX file, offset %d: %w", x.header()+int(n), err)
	}
	if err := x.end(r); err != nil {
		return IDX{}, err
	}
	x.Data = []uint8(keep.String())
	return x, nil
}

// writeFile writes a new file, to the disk itself.
func writeFile(path string, write func(io.Writer) error) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	err = write(f)
	if err == nil {
		err = f.Sync()
	}
	return errors.Join(err, f.Close())
}
