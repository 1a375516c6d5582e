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
	"slices"
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
	FirstLabel *int     // smallest label in the files; default: what the labels say
	Transposed bool     // the files hold every image transposed
	Train      Files
	Test       Files // may be empty: then a part of the training images is held out

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
	d, err := a.write(ctx, folder(tmp))
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

// room is where the files of a set are written: a folder, or the memory of a test.
type room interface {
	create(name string) (io.WriteCloser, error)
}

type folder string

func (dir folder) create(name string) (io.WriteCloser, error) {
	f, err := os.OpenFile(filepath.Join(string(dir), name), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	return synced{f}, err
}

// synced is on the disk itself once it is closed.
type synced struct{ *os.File }

func (s synced) Close() error { return errors.Join(s.Sync(), s.File.Close()) }

// write fills a room.
func (a *Addition) write(ctx context.Context, to room) (*Description, error) {
	if a.Train.Images.open == nil || a.Train.Labels.open == nil {
		return nil, errors.New("data: a set needs training images and their labels")
	}
	if f := a.FirstLabel; f != nil && (*f < 0 || *f > 255) {
		return nil, fmt.Errorf("data: the first label is %d, not 0 to 255", *f)
	}
	d := &Description{Name: a.Name, Title: a.Title, Source: a.Source, Licence: a.Licence,
		Classes: a.Classes, Transposed: a.Transposed}
	train, test := &copying{Addition: a, to: to, name: "train", files: a.Train}, &copying{Addition: a, to: to, name: "test", files: a.Test}
	if err := train.run(ctx, d); err != nil {
		return nil, err
	}
	parts := []*copying{train}
	if a.Test.Images.open != nil || a.Test.Labels.open != nil {
		if a.Test.Images.open == nil || a.Test.Labels.open == nil {
			return nil, errors.New("data: test images and test labels come together")
		}
		if err := test.run(ctx, d); err != nil {
			return nil, err
		}
		parts = append(parts, test)
	}
	if err := a.settleLabels(d, parts); err != nil {
		return nil, err
	}
	d.Train = train.part
	if len(parts) == 2 {
		d.Test = &test.part
	}
	if err := d.count(train.labels); err != nil {
		return nil, fmt.Errorf("%s: %w", a.Train.Labels.Name, err)
	}
	if d.Train.Images == fashionFull {
		d.recogniseFashion()
	}
	if d.Name == "" {
		return nil, errors.New("the set needs a name, which its files do not say: add -name, such as -name mine")
	}
	if d.Title == "" {
		d.Title = d.Name
	}
	if err := d.check(); err != nil {
		return nil, err
	}
	d.notes = append(train.notes, test.notes...)
	text, err := json.MarshalIndent(d, "", "  ")
	if err != nil {
		return nil, err
	}
	return d, writeFile(to, descriptionFile, func(w io.Writer) error {
		_, err := w.Write(append(text, '\n'))
		return err
	})
}

// noClass is what some people label an image of no class with.
const noClass = 255

// settleLabels finds out which labels there are, and refuses those outside.
func (a *Addition) settleLabels(d *Description, parts []*copying) error {
	least, most, marked := 255, 0, -1
	var seen [256]bool
	for _, p := range parts {
		for _, l := range p.labels {
			least, most, seen[l] = min(least, int(l)), max(most, int(l)), true
		}
	}
	classes := len(a.Classes)
	switch {
	case a.FirstLabel != nil:
		d.FirstLabel = *a.FirstLabel
	case classes == 0 || most >= classes && most-least < classes:
		d.FirstLabel = least
	}
	if seen[noClass] && !seen[noClass-1] && d.FirstLabel+classes <= noClass {
		marked = noClass
	}
	for _, p := range parts {
		if i := slices.Index(p.labels, uint8(marked)); marked > 0 && i >= 0 {
			return fmt.Errorf("%s: data: label %d (offset %d of its file) is %d, which often marks an image of no class: leave such images out, with their labels",
				p.files.Labels.Name, i, 8+i, noClass)
		}
		n := classes
		if n == 0 {
			n = maxClasses
		}
		if err := checkFrom(p.labels, d.FirstLabel, n); err != nil {
			return fmt.Errorf("%s: %w", p.files.Labels.Name, err)
		}
	}
	for c := d.FirstLabel; classes == 0 && len(d.Classes) < most-d.FirstLabel+1; c++ {
		d.Classes = append(d.Classes, strconv.Itoa(c))
	}
	return nil
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

// copying is a part on its way into a room.
type copying struct {
	*Addition
	to     room
	name   string // train or test
	files  Files
	part   Part
	labels []uint8
	notes  []string
}

// run copies the two files of a part.
func (c *copying) run(ctx context.Context, d *Description) error {
	images, imageSum, err := c.copy(ctx, c.name+"-images.idx", c.files.Images, MagicImages)
	if err != nil {
		return err
	}
	labels, labelSum, err := c.copy(ctx, c.name+"-labels.idx", c.files.Labels, MagicLabels)
	if err != nil {
		return err
	}
	rows, cols := images.Rows, images.Cols
	if c.Transposed {
		rows, cols = cols, rows
	}
	switch {
	case images.N == 0:
		return fmt.Errorf("%s: offset 4: holds no images", c.files.Images.Name)
	case images.N != labels.N:
		return fmt.Errorf("%s: offset 4: %d images, but %s holds %d labels", c.files.Images.Name, images.N, c.files.Labels.Name, labels.N)
	case d.Rows != 0 && (d.Rows != rows || d.Cols != cols):
		return fmt.Errorf("%s: offset 8: images of %d×%d pixels, but the training images have %d×%d", c.files.Images.Name, rows, cols, d.Rows, d.Cols)
	}
	d.Rows, d.Cols = rows, cols
	c.part, c.labels = Part{N: images.N, Images: imageSum, Labels: labelSum}, labels.Data
	return nil
}

// copy copies one file, unpacked and found sound, and returns its header, the entries
// of labels, and its SHA-256. Further copies of the file must hold the same.
func (c *copying) copy(ctx context.Context, name string, f File, magic uint32) (x IDX, sum string, err error) {
	err = writeFile(c.to, name, func(w io.Writer) error {
		var done string
		if x, sum, done, err = c.read(ctx, w, f, magic); done != "" {
			c.notes = append(c.notes, fmt.Sprintf("%s was rewritten: %s", f.Name, done))
		}
		return err
	})
	if err != nil {
		return IDX{}, "", fmt.Errorf("%s: %w", f.Name, err)
	}
	for _, other := range f.copies {
		_, got, _, err := c.read(ctx, io.Discard, other, magic)
		switch {
		case ctx.Err() != nil:
			return IDX{}, "", ctx.Err()
		case err != nil:
			return IDX{}, "", fmt.Errorf("%s and %s have the same name, but the second is not sound: %w", f.Name, other.Name, err)
		case got != sum:
			return IDX{}, "", fmt.Errorf("%s and %s have the same name, but differ: take one of them away", f.Name, other.Name)
		}
	}
	return x, sum, nil
}

// read reads one file to its end, and writes it as MNIST's files are written.
func (c *copying) read(ctx context.Context, w io.Writer, f File, magic uint32) (x IDX, sum, done string, err error) {
	r, err := f.unpack(ctx)
	if err != nil {
		return IDX{}, "", "", err
	}
	defer r.Close()
	in, done, err := asPublished(r)
	if err != nil {
		return IDX{}, "", "", err
	}
	limits := c.limits
	if limits == (Limits{}) {
		limits = importLimits
	}
	h := sha256.New()
	if x, err = copyIDX(io.MultiWriter(w, h), in, limits); err == nil && x.Magic != magic {
		err = fmt.Errorf("data: IDX file, offset 0: magic number is 0x%08x, not 0x%08x: %s", x.Magic, magic,
			map[uint32]string{MagicImages: "these are labels, not images", MagicLabels: "these are images, not labels"}[magic])
	}
	return x, hex.EncodeToString(h.Sum(nil)), done, err
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
	if err := x.expectEnd(r); err != nil {
		return IDX{}, err
	}
	x.Data = []uint8(keep.String())
	return x, nil
}

// writeFile writes a new file.
func writeFile(to room, name string, write func(io.Writer) error) error {
	f, err := to.create(name)
	if err != nil {
		return err
	}
	return errors.Join(write(f), f.Close())
}
