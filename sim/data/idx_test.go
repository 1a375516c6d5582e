package data

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"runtime"
	"slices"
	"strings"
	"testing"
	"testing/iotest"
)

// idx writes big-endian words, then bytes.
func idx(words []uint32, entries ...byte) []byte {
	var b []byte
	for _, w := range words {
		b = binary.BigEndian.AppendUint32(b, w)
	}
	return append(b, entries...)
}

var (
	twoImages   = idx([]uint32{MagicImages, 2, 1, 3}, 1, 2, 3, 4, 5, 6)
	threeLabels = idx([]uint32{MagicLabels, 3}, 7, 0, 9)
)

func TestReadIDX(t *testing.T) {
	for _, reader := range []func([]byte) io.Reader{
		func(b []byte) io.Reader { return bytes.NewReader(b) },
		func(b []byte) io.Reader { return iotest.OneByteReader(bytes.NewReader(b)) },
		func(b []byte) io.Reader { return iotest.DataErrReader(bytes.NewReader(b)) },
	} {
		x, err := ReadIDX(reader(twoImages), Limits{})
		if err != nil {
			t.Fatal(err)
		}
		if x.Magic != MagicImages || x.N != 2 || x.Rows != 1 || x.Cols != 3 || !slices.Equal(x.Data, []uint8{1, 2, 3, 4, 5, 6}) {
			t.Errorf("images: %+v", x)
		}
		x, err = ReadIDX(reader(threeLabels), Limits{Classes: 10})
		if err != nil {
			t.Fatal(err)
		}
		if x.Magic != MagicLabels || x.N != 3 || x.Rows != 0 || x.Cols != 0 || !slices.Equal(x.Data, []uint8{7, 0, 9}) {
			t.Errorf("labels: %+v", x)
		}
	}
}

func TestReadIDXLargerThanItsFirstBuffer(t *testing.T) {
	entries := make([]byte, 300_000)
	for i := range entries {
		entries[i] = byte(i * 7)
	}
	x, err := ReadIDX(bytes.NewReader(idx([]uint32{MagicLabels, 300_000}, entries...)), Limits{})
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(x.Data, entries) {
		t.Error("entries differ")
	}
}

func TestReadIDXRefuses(t *testing.T) {
	for _, c := range []struct {
		name   string
		file   []byte
		limits Limits
		want   string
	}{
		{"empty", nil, Limits{}, "ends at offset 0, within its magic number"},
		{"half a magic number", []byte{0, 0}, Limits{}, "ends at offset 2, within its magic number"},
		{"gzip", idx([]uint32{0x1f8b0808, 1}), Limits{}, "offset 0: magic number is 0x1f8b0808, not 0x00000803 (images) or 0x00000801 (labels)"},
		{"no count", idx([]uint32{MagicLabels}), Limits{}, "ends at offset 4, within its count"},
		{"no columns", idx([]uint32{MagicImages, 1, 28}), Limits{}, "ends at offset 12, within its number of columns"},
		// 16 bytes of header and 2·1·3 of pixels make 22.
		{"truncated images", twoImages[:21], Limits{}, "ends at offset 21 of 22"},
		{"no images", twoImages[:16], Limits{}, "ends at offset 16 of 22"},
		{"truncated labels", threeLabels[:9], Limits{}, "ends at offset 9 of 11"},
		{"trailing byte", append(slices.Clone(twoImages), 0), Limits{}, "goes on at offset 22, where its 2 entries end"},
		{"too many", twoImages, Limits{N: 1}, "offset 4: count is 2, at most 1 are read"},
		{"too wide", twoImages, Limits{Side: 2}, "offset 12: number of columns is 3, at most 2 are read"},
		{"too large", twoImages, Limits{Bytes: 5}, "offset 4: 2 entries of 3 bytes, at most 5 bytes are read"},
		{"product beyond 64 bits", idx([]uint32{MagicImages, 1<<32 - 1, 1<<32 - 1, 1<<32 - 1}), Limits{}, "offset 4: count is 4294967295"},
		{"flat images", idx([]uint32{MagicImages, 1, 0, 28}), Limits{}, "offset 8: images of 0×28 pixels"},
		{"label out of range", threeLabels, Limits{Classes: 9}, "label 2 (offset 10 of its file) is 9, not below 9"},
	} {
		x, err := ReadIDX(bytes.NewReader(c.file), c.limits)
		if err == nil {
			t.Errorf("%s: accepted as %+v", c.name, x)
		} else if !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %q, want %q", c.name, err, c.want)
		}
	}
}

func TestReadIDXPassesOnReadErrors(t *testing.T) {
	broken := errors.New("cable pulled")
	for at := range len(twoImages) + 1 {
		_, err := ReadIDX(io.MultiReader(bytes.NewReader(twoImages[:at]), iotest.ErrReader(broken)), Limits{})
		if !errors.Is(err, broken) {
			t.Errorf("after %d bytes: %v", at, err)
		}
	}
}

// A header is not believed: 64 MiB declared and nothing sent costs the first buffer.
func TestReadIDXDoesNotAllocateWhatIsOnlyDeclared(t *testing.T) {
	file := idx([]uint32{MagicImages, 1024, 256, 256}, 1, 2, 3)
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	_, err := ReadIDX(bytes.NewReader(file), Limits{})
	runtime.ReadMemStats(&after)
	if err == nil {
		t.Fatal("accepted")
	}
	if got := after.TotalAlloc - before.TotalAlloc; got > 256<<10 {
		t.Errorf("%d bytes allocated for a file of %d", got, len(file))
	}
}

// Floor: 100 executions a second.
func FuzzReadIDX(f *testing.F) {
	f.Add(twoImages)
	f.Add(threeLabels)
	f.Add(twoImages[:13])
	f.Add(append(slices.Clone(threeLabels), 1))
	f.Add(idx([]uint32{MagicImages, 1<<32 - 1, 1<<32 - 1, 1<<32 - 1}))
	limits := Limits{N: 100, Side: 16, Bytes: 1 << 10, Classes: 10}
	f.Fuzz(func(t *testing.T, file []byte) {
		x, err := ReadIDX(bytes.NewReader(file), limits)
		if err != nil {
			if !strings.HasPrefix(err.Error(), "data: ") || x.Data != nil {
				t.Fatalf("%+v, %v", x, err)
			}
			return
		}
		if cap(x.Data) > limits.Bytes {
			t.Fatalf("%d bytes held", cap(x.Data))
		}
		words := []uint32{x.Magic, uint32(x.N)}
		if x.Magic == MagicImages {
			words = append(words, uint32(x.Rows), uint32(x.Cols))
		}
		if again := idx(words, x.Data...); !bytes.Equal(again, file) {
			t.Fatalf("read %x, would write %x", file, again)
		}
	})
}
