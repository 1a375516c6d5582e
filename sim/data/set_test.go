package data

import (
	"bytes"
	"slices"
	"strings"
	"testing"
)

func open(t testing.TB) *Set {
	t.Helper()
	s, err := Open("mnist")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestMNISTIsComplete(t *testing.T) {
	s := open(t)
	if s.Rows != 28 || s.Cols != 28 || s.Classes != 10 || len(s.ClassNames) != 10 {
		t.Errorf("%d×%d pixels, %d classes, %d names", s.Rows, s.Cols, s.Classes, len(s.ClassNames))
	}
	if s.Hash != mnist.sum[:16] {
		t.Errorf("hash %q", s.Hash)
	}
	if s.Title == "" || s.Source == "" || s.Licence == "" {
		t.Error("title, source and licence must be shown")
	}
	for _, part := range []struct {
		name  string
		m     *Images
		n     int
		first int
		// The well-known label counts; their sums are 60000 and 10000.
		counts []int
	}{
		{"train", &s.Train, 60_000, 5, []int{5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949}},
		{"test", &s.Test, 10_000, 7, []int{980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009}},
	} {
		if part.m.N != part.n {
			t.Fatalf("%s: %d images", part.name, part.m.N)
		}
		counts := make([]int, s.Classes)
		for i := range part.m.N {
			counts[part.m.Label(i)]++
			if len(part.m.Pixels(i)) != s.Rows*s.Cols {
				t.Fatalf("%s: image %d has %d pixels", part.name, i, len(part.m.Pixels(i)))
			}
		}
		if !slices.Equal(counts, part.counts) {
			t.Errorf("%s: label counts %v, want %v", part.name, counts, part.counts)
		}
		if got := part.m.Label(0); got != part.first {
			t.Errorf("%s: first label %d, want %d", part.name, got, part.first)
		}
	}
}

// MNIST's digits are 20×20, centred by mass in 28×28: the corners are empty and the
// grey levels use the full range. Means of the training images as commonly quoted:
// 0.1307 of full range with deviation 0.3081.
func TestMNISTLooksLikeDigits(t *testing.T) {
	s := open(t)
	var sum, squares float64
	var darkest uint8
	for i := range s.Train.N {
		p := s.Train.Pixels(i)
		if p[0]|p[27]|p[27*28]|p[27*28+27] != 0 {
			t.Fatalf("image %d has ink in a corner", i)
		}
		for _, v := range p {
			x := float64(v) / 255
			sum += x
			squares += x * x
			darkest = max(darkest, v)
		}
	}
	n := float64(s.Train.N * 28 * 28)
	mean := sum / n
	variance := squares/n - mean*mean
	if mean < 0.1306 || mean > 0.1308 || variance < 0.308*0.308 || variance > 0.3082*0.3082 || darkest != 255 {
		t.Errorf("mean %.4f, variance %.4f, darkest %d", mean, variance, darkest)
	}
}

func TestPixelsCannotGrowIntoTheNextImage(t *testing.T) {
	s := open(t)
	p := s.Train.Pixels(0)
	if cap(p) != len(p) {
		t.Errorf("capacity %d of a view of %d", cap(p), len(p))
	}
}

func TestImageOutOfRangePanicsByName(t *testing.T) {
	s := open(t)
	for _, i := range []int{-1, s.Test.N} {
		for name, f := range map[string]func(){
			"Pixels": func() { s.Test.Pixels(i) },
			"Label":  func() { s.Test.Label(i) },
		} {
			func() {
				defer func() {
					if text, _ := recover().(string); !strings.HasPrefix(text, "data: image ") {
						t.Errorf("%s(%d): panic %q", name, i, text)
					}
				}()
				f()
			}()
		}
	}
}

func TestOpenDecodesOnce(t *testing.T) {
	const callers = 4
	got := make(chan *Set, callers)
	for range callers {
		go func() {
			s, _ := Open("mnist")
			got <- s
		}()
	}
	want := open(t)
	for range callers {
		if s := <-got; s != want {
			t.Error("two calls of Open returned two sets")
		}
	}
}

func TestOpenNamesTheUnknownAndTheKnown(t *testing.T) {
	_, err := Open("cifar")
	if err == nil {
		t.Fatal("no error")
	}
	for _, word := range append(Names(), `"cifar"`) {
		if !strings.Contains(err.Error(), word) {
			t.Errorf("%q does not name %s", err, word)
		}
	}
}

func TestDamagedContentIsRefused(t *testing.T) {
	with := func(change func(p *packed)) *packed {
		p := &packed{set: mnist.set, zip: mnist.zip, zipSum: mnist.zipSum, sum: mnist.sum, size: mnist.size, limits: mnist.limits}
		change(p)
		return p
	}
	for name, c := range map[string]struct {
		p    *packed
		want string
	}{
		"a flipped bit": {with(func(p *packed) {
			p.zip = bytes.Clone(p.zip)
			p.zip[len(p.zip)/2] ^= 1
		}), "packed file has SHA-256"},
		"other content": {with(func(p *packed) { p.sum = strings.Repeat("0", 64) }), "content has SHA-256"},
		"no memory":     {with(func(p *packed) { p.size-- }), ""},
		"smaller images": {with(func(p *packed) { p.limits.Side = 27 }),
			"training part: data: IDX file, offset 8: number of rows is 28, at most 27 are read"},
		"fewer classes": {with(func(p *packed) { p.set.Classes = 9 }), "is 9, not below 9"},
	} {
		s, err := c.p.open()
		if err == nil || s != nil {
			t.Errorf("%s: accepted", name)
			continue
		}
		if !strings.HasPrefix(err.Error(), `data: set "mnist": `) || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestPair(t *testing.T) {
	images := IDX{Magic: MagicImages, N: 2, Rows: 1, Cols: 3, Data: []uint8{1, 2, 3, 4, 5, 6}}
	labels := IDX{Magic: MagicLabels, N: 2, Data: []uint8{0, 2}}
	m, err := Pair(images, labels, 3)
	if err != nil {
		t.Fatal(err)
	}
	if m.N != 2 || m.Label(1) != 2 || !slices.Equal(m.Pixels(1), []uint8{4, 5, 6}) {
		t.Errorf("%+v", m)
	}

	for want, f := range map[string]func() (Images, error){
		"data: 2 images but 1 labels": func() (Images, error) {
			return Pair(images, IDX{Magic: MagicLabels, N: 1, Data: []uint8{0}}, 3)
		},
		"data: label 1 (offset 9 of its file) is 2, not below 2": func() (Images, error) { return Pair(images, labels, 2) },
		"data: the first file holds no images":                   func() (Images, error) { return Pair(labels, labels, 3) },
		"data: the second file holds no labels":                  func() (Images, error) { return Pair(images, images, 3) },
	} {
		if _, err := f(); err == nil || err.Error() != want {
			t.Errorf("got %v, want %s", err, want)
		}
	}
}

func BenchmarkDecode(b *testing.B) {
	for b.Loop() {
		if _, err := mnist.decode(); err != nil {
			b.Fatal(err)
		}
	}
}
