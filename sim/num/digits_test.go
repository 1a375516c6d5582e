package num

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"flag"
	"fmt"
	"hash"
	"maps"
	"math"
	"os"
	"slices"
	"testing"
)

var update = flag.Bool("update", false, "write what is computed to testdata/digits.json: on the path of plain Go only")

const digitsFile = "testdata/digits.json"

// TestDigits compares what every kernel gives with a file, which plain Go has written: it
// is the same for every path, on every processor.
func TestDigits(t *testing.T) {
	if slowFMA {
		t.Skip("nothing is promised of processors that cannot multiply and add at once")
	}
	got := map[string]string{}
	digitsOf[float32](got, "32")
	digitsOf[float64](got, "64")
	if *update {
		if KernelPath() != "go" {
			t.Fatalf("the path is %q: add -tags noasm", KernelPath())
		}
		text, err := json.MarshalIndent(got, "", " ")
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(digitsFile, append(text, '\n'), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	text, err := os.ReadFile(digitsFile)
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]string{}
	if err := json.Unmarshal(text, &want); err != nil {
		t.Fatal(err)
	}
	for _, name := range slices.Sorted(maps.Keys(got)) {
		if got[name] != want[name] {
			t.Errorf("%s: other digits than those of %s (path %q)", name, digitsFile, KernelPath())
		}
	}
	if len(got) != len(want) {
		t.Errorf("%d kernels, %d in %s", len(got), len(want), digitsFile)
	}
}

// digest is a hash of numbers by their bits; a NaN is a NaN.
type digest[T Float] struct{ hash.Hash }

func (d digest[T]) add(results ...[]T) {
	for _, r := range results {
		for _, v := range r {
			bits := math.Float64bits(float64(v))
			if v != v {
				bits = math.MaxUint64
			}
			d.Write(binary.LittleEndian.AppendUint64(nil, bits))
		}
	}
}

func digitsOf[T Float](got map[string]string, precision string) {
	note := func(name string, do func(d digest[T])) {
		d := digest[T]{sha256.New()}
		do(d)
		got[name+" "+precision] = hex.EncodeToString(d.Sum(nil))[:16]
	}
	shares := []float64{0, 0.02, 0.5}
	for _, c := range calls[T]() {
		note(c.name, func(d digest[T]) {
			for i, shape := range [][3]int{{1, 1, 1}, {3, 5, 7}, {8, 16, 4}, {13, 31, 9}, {24, 47, 33}, {33, 70, 17}, {5, 101, 330}, {70, 9, 2}} {
				g := operands[T](uint64(i+1), []float64{1, 0.3}[i%2], shares[i%3], 0)
				d.add(c.do(Use[T](), g, shape[0], shape[1], shape[2])...)
			}
		})
	}
	for name, do := range vectorCalls[T]() {
		note(name, func(d digest[T]) {
			for i, n := range []int{1, 7, 8, 30, 400} {
				d.add(do(operands[T](uint64(i), 1, shares[i%3], 0), n)...)
			}
		})
	}
	for i, s := range convShapes()[:24] {
		note(fmt.Sprintf("convolution %+v", s), func(d digest[T]) { d.add(convResults(operands[T](uint64(i), 1, shares[i%2], 0), s)...) })
	}
	for _, n := range []int{3, 8, 20, 47} {
		note(fmt.Sprintf("LU of %d", n), func(d digest[T]) { d.add(luResults(operands[T](uint64(n), 1, 0, 0), n, 5)...) })
	}
	note("random", func(d digest[T]) {
		m, k := NewMat[T](9, 70), NewKey(3, "digits", 1)
		Uniforms(m, k, 0.7)
		d.add(m.Data)
		for i := range m.Data {
			m.Data[i] = T(k.Norm(i, 2))
		}
		d.add(m.Data)
		Softmax(m.Data, m.Data)
		d.add(m.Data, []T{T(CrossEntropy(m.Data, 3)), T(Norm(m.Data)), T(Angle(m.Row(1), m.Row(2)))})
	})
	note("decompositions", func(d digest[T]) {
		g := operands[float64](4, 1, 0, 0)
		g.steep = false
		add := func(v []float64) {
			w := make([]T, len(v))
			Convert(w, v)
			d.add(w)
		}
		a := g.mat(23, 9)
		values, vectors, _ := SymEigen(Gram(a))
		add(values)
		add(vectors.Data)
		x, _ := NewSVD(a, true)
		for _, v := range [][]float64{x.S, x.U.Data, x.V.Data} {
			add(v)
		}
		z, _ := Eigenvalues(g.mat(17, 17))
		for _, v := range z {
			add([]float64{real(v), imag(v)})
		}
		Orthonormalise(a)
		add(a.Data)
	})
}
