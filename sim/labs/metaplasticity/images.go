package metaplasticity

import (
	"fmt"
	"slices"
	"sync"

	"hebb/sim"
	"hebb/sim/data"
)

// library is what tasks are made of: classes with some images each. It is shared and
// read only.
type library struct {
	rows, cols int
	classes    []class
}

// class is one kind of image.
type class struct {
	name     string
	images   *data.Images
	list     []int32 // which of them
	symmetry symmetry
}

// symmetry turns or mirrors an image.
type symmetry uint8

const (
	asIs symmetry = iota
	turned
	transposed
	mirrored
	upsideDown
)

// The sets of this lab beside those that package data knows by name.
const (
	setDrawings = "quickdraw"
	setTurned   = "turned"
	setPooled   = "pooled"

	setEMNIST = "emnist-balanced"
)

// sets are the choices of the field data.
func sets() []sim.Option {
	list := []sim.Option{
		{Name: setDrawings, Label: "drawings", Doc: "Quick, Draw!: 345 things, 100 drawings of each."},
		{Name: setTurned, Label: "turned digits", Doc: "47 classes made of MNIST: each digit as it is, turned, transposed, mirrored and upside down; 400 images of each. Our numbers are measured on these."},
		{Name: setPooled, Label: "digits and clothes", Doc: "MNIST and Fashion-MNIST together: 20 classes."},
	}
	for _, o := range data.Options(takes) {
		switch o.Name {
		case "mnist":
			o.Label, o.Doc = "digits", "MNIST: ten classes."
		case "fashion":
			o.Label, o.Doc = "clothes", "Fashion-MNIST: ten classes."
		case setEMNIST:
			o.Doc = "The 47 classes of the paper; its test images only, as there."
		}
		list = append(list, o)
	}
	return list
}

// enough is how many images a class has at least: one to learn from, one to be asked.
const enough = 2

// takes says why an imported set is of no use here, or nothing.
func takes(d *data.Description) string {
	n := 0
	for _, images := range d.Each() {
		if images >= enough {
			n++
		}
	}
	if n < 2 {
		return "it takes two classes of two training images at least"
	}
	return ""
}

var libraries struct {
	sync.Mutex
	open map[string]*library
}

// openLibrary opens a set by name. Its errors name the field.
func openLibrary(name string) (*library, error) {
	libraries.Lock()
	defer libraries.Unlock()
	if l := libraries.open[name]; l != nil {
		return l, nil
	}
	l, err := makeLibrary(name)
	if err != nil {
		return nil, &sim.FieldError{Field: "data", Reason: err.Error()}
	}
	if libraries.open == nil {
		libraries.open = map[string]*library{}
	}
	libraries.open[name] = l
	return l, nil
}

func makeLibrary(name string) (*library, error) {
	switch name {
	case setDrawings:
		s, err := data.QuickDraw()
		if err != nil {
			return nil, err
		}
		return gather(&s.Train, s), nil
	case setPooled:
		digits, err := data.Open("mnist")
		if err != nil {
			return nil, err
		}
		clothes, err := data.Open("fashion")
		if err != nil {
			return nil, err
		}
		l, more := gather(&digits.Train, digits), gather(&clothes.Train, clothes)
		l.classes = append(l.classes, more.classes...)
		return l, nil
	case setTurned:
		s, err := data.Open("mnist")
		if err != nil {
			return nil, err
		}
		return turn(gather(&s.Train, s)), nil
	}
	s, err := data.Open(name)
	if err != nil {
		return nil, err
	}
	images := &s.Train
	if name == setEMNIST && !s.HeldOut {
		images = &s.Test
	}
	return gather(images, s), nil
}

// gather sorts images by class, in their order. Classes with too few are left out.
func gather(images *data.Images, s *data.Set) *library {
	l := &library{rows: s.Rows, cols: s.Cols, classes: make([]class, s.Classes)}
	for c := range l.classes {
		l.classes[c].images, l.classes[c].name = images, fmt.Sprint(c)
		if s.ClassNames != nil {
			l.classes[c].name = s.ClassNames[c]
		}
	}
	for i := range images.N {
		c := &l.classes[images.Label(i)]
		c.list = append(c.list, int32(i))
	}
	l.classes = slices.DeleteFunc(l.classes, func(c class) bool { return len(c.list) < enough })
	return l
}

// turn makes 47 classes of the ten digits: digit + 10 times look, but for those that
// look the same upside down. Look k takes the digit's images from 400 k on.
func turn(digits *library) *library {
	const each = 400
	l := &library{rows: digits.rows, cols: digits.cols}
	for k, word := range []string{"", " turned", " transposed", " mirrored", " upside down"} {
		for d, c := range digits.classes {
			if symmetry(k) == upsideDown && slices.Contains([]int{0, 1, 8}, d) {
				continue
			}
			l.classes = append(l.classes, class{name: c.name + word, images: c.images, list: c.list[each*k : each*(k+1)], symmetry: symmetry(k)})
		}
	}
	return l
}

// size is that of an image as the network gets it.
func (l *library) size(half bool) (rows, cols int) {
	if half {
		return max(l.rows/2, 1), max(l.cols/2, 1)
	}
	return l.rows, l.cols
}

// load writes image i of class c, with levels from 0 to 1; with half, the mean of each
// 2 x 2 pixels.
func (l *library) load(c, i int, half bool, x []float64) {
	cl := &l.classes[c]
	pixels := cl.images.Pixels(int(cl.list[i]))
	rows, cols := l.rows, l.cols
	at := func(r, q int) float64 {
		switch cl.symmetry {
		case turned: // a quarter to the left
			r, q = q, cols-1-r
		case transposed:
			r, q = q, r
		case mirrored:
			q = cols - 1 - q
		case upsideDown:
			r, q = rows-1-r, cols-1-q
		}
		return data.Grey[pixels[r*cols+q]]
	}
	if !half {
		for r := range rows {
			for q := range cols {
				x[r*cols+q] = at(r, q)
			}
		}
		return
	}
	h, w := l.size(true)
	for r := range h {
		for q := range w {
			r2, q2 := min(2*r+1, rows-1), min(2*q+1, cols-1)
			x[r*w+q] = (at(2*r, 2*q) + at(r2, 2*q) + at(2*r, q2) + at(r2, q2)) / 4
		}
	}
}

// least is how many images the smallest of the classes has.
func (l *library) least(classes []int) int {
	n := len(l.classes[classes[0]].list)
	for _, c := range classes {
		n = min(n, len(l.classes[c].list))
	}
	return n
}
