package metaplasticity

import (
	"context"
	"encoding/binary"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"hebb/sim"
	"hebb/sim/data"
)

// own imports a set of images of one pixel with the given labels.
func own(t *testing.T, name string, labels ...byte) {
	t.Helper()
	dir := t.TempDir()
	a := &data.Addition{Name: name}
	for file, to := range map[string]*data.File{"images": &a.Train.Images, "labels": &a.Train.Labels} {
		b := binary.BigEndian.AppendUint32(nil, map[string]uint32{"images": data.MagicImages, "labels": data.MagicLabels}[file])
		b = binary.BigEndian.AppendUint32(b, uint32(len(labels)))
		if file == "images" {
			b = binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(b, 1), 1)
		}
		path := filepath.Join(dir, file)
		if err := os.WriteFile(path, append(b, labels...), 0o600); err != nil {
			t.Fatal(err)
		}
		var err error
		if *to, err = data.OnDisk(path); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := data.Add(context.Background(), filepath.Join(dir, "sets"), a); err != nil {
		t.Fatal(err)
	}
	if err := data.Import(filepath.Join(dir, "sets")); err != nil {
		t.Fatal(err)
	}
}

// A set of too few images is shown with the reason, and cannot be chosen; a class of too
// few images is passed over.
func TestOwnSetsAreOfferedOnlyIfTheyCanBeUsed(t *testing.T) {
	own(t, "one-class", 0, 0, 0, 0, 1)
	own(t, "a-class-of-one", 0, 0, 0, 0, 2, 1, 1, 1, 1)
	for _, s := range []sim.Sim{newFinder(), newWriter()} {
		f, _ := sim.Find(s.Fields(), "data")
		if _, err := f.Value.Parse("one-class"); err == nil || !strings.Contains(err.Error(), "two classes of two training images at least") {
			t.Error(err)
		}
		set := map[string]string{"data": "a-class-of-one", "classes": "2"}
		if _, finds := sim.Find(s.Fields(), "q"); finds {
			set["m"], set["k"], set["q"] = "2", "1", "1"
		}
		if err := sim.Set(s.Fields(), set); err != nil {
			t.Fatal(err)
		}
		if err := s.Init(sim.Env{Seed: 1}); err != nil {
			t.Error(err)
		}
	}
	l, err := openLibrary("a-class-of-one")
	if err != nil || len(l.classes) != 2 || l.classes[1].name != "1" {
		t.Errorf("%+v, %v", l, err)
	}
}

func TestLibraries(t *testing.T) {
	for name, classes := range map[string]int{setDrawings: 345, setTurned: 47, setPooled: 20, "mnist": 10, "fashion": 10} {
		l, err := openLibrary(name)
		if err != nil {
			t.Fatal(err)
		}
		if len(l.classes) != classes {
			t.Errorf("%s: %d classes", name, len(l.classes))
		}
		var all []int
		for c := range l.classes {
			all = append(all, c)
			if l.classes[c].name == "" {
				t.Errorf("%s: class %d has no name", name, c)
			}
		}
		if least := l.least(all); least < 100 || name == setTurned && least != 400 {
			t.Errorf("%s: the smallest class has %d images", name, least)
		}
	}
	if _, err := openLibrary("no such set"); err == nil {
		t.Error("an unknown set opens")
	}
}

// The looks of a digit are what their names say.
func TestTurned(t *testing.T) {
	l, err := openLibrary(setTurned)
	if err != nil {
		t.Fatal(err)
	}
	x, y := make([]float64, 784), make([]float64, 784)
	for c := 13; c < len(l.classes); c += 10 { // a three
		l.load(c, 0, false, x)
		plain := l.classes[c]
		plain.symmetry = asIs
		one := &library{rows: 28, cols: 28, classes: []class{plain}}
		one.load(0, 0, false, y)
		for r := range 28 {
			for q := range 28 {
				want := y[q*28+27-r]
				switch l.classes[c].symmetry {
				case transposed:
					want = y[q*28+r]
				case mirrored:
					want = y[r*28+27-q]
				case upsideDown:
					want = y[(27-r)*28+27-q]
				}
				if x[r*28+q] != want {
					t.Fatalf("%s: pixel %d,%d", l.classes[c].name, r, q)
				}
			}
		}
	}
	// Half the size is the mean of four.
	half := make([]float64, 196)
	l.load(3, 5, true, half)
	l.load(3, 5, false, x)
	if want := (x[10*28+12] + x[10*28+13] + x[11*28+12] + x[11*28+13]) / 4; half[5*14+6] != want {
		t.Errorf("half size: %g, not %g", half[5*14+6], want)
	}
}

// A task asks about images that it did not teach, and of the same classes.
func TestTask(t *testing.T) {
	f := startFinder(t, newFinder(), map[string]string{"m": "4", "k": "30", "q": "20"})
	task := newTask(4, 30, 20)
	x := make([]float64, len(f.res(0).image))
	seen := map[int]bool{}
	for episode := range uint64(5) {
		task.draw(&f.frame, episode)
		taught, asked := map[string]int{}, map[string]int{}
		count := map[int]int{}
		for i := range 120 {
			count[task.train(&f.frame, i, x)]++
			taught[key(x)]++
		}
		if len(count) != 4 {
			t.Errorf("%d classes in a task of four", len(count))
		}
		for c, n := range count {
			seen[c] = true
			if n != 30 || !slices.Contains(task.classes, c) {
				t.Errorf("class %d is taught %d times", c, n)
			}
		}
		for i := range 80 {
			if c := task.query(&f.frame, i, x); count[c] == 0 {
				t.Errorf("class %d is asked about and was not taught", c)
			}
			asked[key(x)]++
		}
		for k := range asked {
			if taught[k] > 0 {
				t.Error("an image is both taught and asked about")
			}
		}
	}
	if len(seen) < 8 {
		t.Errorf("five tasks are about %d classes only", len(seen))
	}
}

func (f *finder) res(i int) *result { return f.runs[i].result() }

func key(x []float64) string {
	b := make([]byte, len(x))
	for i, v := range x {
		b[i] = byte(255 * v)
	}
	return string(b)
}

// A class subset depends on the seed, and holds no class twice.
func TestChoose(t *testing.T) {
	l, err := openLibrary(setDrawings)
	if err != nil {
		t.Fatal(err)
	}
	a, _ := choose(l, 47, 1)
	b, _ := choose(l, 47, 2)
	if len(a) != 47 || len(slices.Compact(slices.Clone(a))) != 47 || slices.Equal(a, b) {
		t.Errorf("%v, %v", a, b)
	}
	if _, err := choose(l, 346, 1); err == nil {
		t.Error("346 of 345 classes")
	} else if _, ok := err.(*sim.FieldError); !ok {
		t.Errorf("%v", err)
	}
}
