package data

import (
	"errors"
	"fmt"
	"strings"
)

// Set is a labelled image set. All images have Rows × Cols grey levels, row-major,
// 0 (background) to 255 (ink). An opened Set is shared by everybody who opens it:
// nobody writes to it.
type Set struct {
	Name    string // what Open takes, e.g. "mnist"
	Title   string // for people
	Source  string // who made it, and where it was published
	Licence string // as its publishers state it

	Rows, Cols int      // size of an image [pixels]
	Classes    int      // labels are 0 … Classes-1
	ClassNames []string // Classes long, for people

	// Hash is the beginning (16 hex digits) of a SHA-256 of the content. The list of
	// sets shows it, and by it an import tells the same set from another of its name.
	Hash string

	Train   Images
	Test    Images
	HeldOut bool // the test images were held out of the training images, as there were no others
}

// Images is a sequence of N labelled images of one size.
type Images struct {
	N      int
	size   int     // Rows × Cols
	pixels []uint8 // N × size
	labels []uint8 // N; nil: see each
	each   int     // without labels: so many images of class 0, then of class 1, ...
}

// Pixels returns the grey levels of image i, 0 ≤ i < N: Rows × Cols long, row-major.
// It is a view into the set, not a copy: read only.
func (m *Images) Pixels(i int) []uint8 {
	m.check(i)
	return m.pixels[i*m.size : (i+1)*m.size : (i+1)*m.size]
}

// Label returns the class of image i, 0 ≤ i < N.
func (m *Images) Label(i int) int {
	m.check(i)
	if m.labels == nil {
		return i / m.each
	}
	return int(m.labels[i])
}

func (m *Images) check(i int) {
	if uint(i) >= uint(m.N) {
		panic(fmt.Sprintf("data: image %d of %d", i, m.N))
	}
}

// Pair joins an image file and its label file. It refuses files of the wrong kind,
// counts that differ and labels that are not below classes.
func Pair(images, labels IDX, classes int) (Images, error) {
	switch {
	case images.Magic != MagicImages:
		return Images{}, errors.New("data: the first file holds no images")
	case labels.Magic != MagicLabels:
		return Images{}, errors.New("data: the second file holds no labels")
	case images.N != labels.N:
		return Images{}, fmt.Errorf("data: %d images but %d labels", images.N, labels.N)
	}
	if err := checkLabels(labels.Data, classes); err != nil {
		return Images{}, err
	}
	return Images{N: images.N, size: images.Rows * images.Cols, pixels: images.Data, labels: labels.Data}, nil
}

// The sets of this program, in the order in which they are offered.
var embedded = []*packed{&mnist, &fashion}

// Names returns the names that Open knows: of the embedded sets, then of the imported
// ones.
func Names() []string {
	var names []string
	for _, p := range embedded {
		names = append(names, p.set.Name)
	}
	imports.Lock()
	defer imports.Unlock()
	for _, i := range imports.list {
		names = append(names, i.Name)
	}
	return names
}

// Open returns the set of that name. The first call decodes it (about 0.2 s for
// MNIST) while other callers wait; later calls return the same Set at once, whatever
// has become of its files. The error names an unknown set and lists the known ones,
// or says how the content is damaged.
func Open(name string) (*Set, error) {
	for _, p := range embedded {
		if p.set.Name == name {
			return p.open()
		}
	}
	if i := known(name); i != nil {
		return i.open()
	}
	return nil, fmt.Errorf("data: no set is named %.40q; known: %s", name, strings.Join(Names(), ", "))
}
