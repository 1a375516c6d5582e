package data

import (
	"slices"
	"testing"
)

func TestFashionIsTheBeginning(t *testing.T) {
	s, err := Open("fashion")
	if err != nil {
		t.Fatal(err)
	}
	if s.Rows != 28 || s.Cols != 28 || s.Classes != 10 || len(s.ClassNames) != 10 || s.Hash != fashion.sum[:16] {
		t.Errorf("%d×%d pixels, %d classes, %d names, hash %s", s.Rows, s.Cols, s.Classes, len(s.ClassNames), s.Hash)
	}
	for _, part := range []struct {
		m      *Images
		n      int
		labels []int // the first ones, as published
		counts []int
	}{
		{&s.Train, 10_000, []int{9, 0, 0, 3, 0, 2, 7, 2, 5, 5}, []int{942, 1027, 1016, 1019, 974, 989, 1021, 1022, 990, 1000}},
		{&s.Test, 2_000, []int{9, 2, 1, 1, 6, 1, 4, 6, 5, 7}, []int{200, 203, 214, 190, 219, 195, 197, 200, 194, 188}},
	} {
		if part.m.N != part.n {
			t.Fatalf("%d images, not %d", part.m.N, part.n)
		}
		counts := make([]int, 10)
		var first []int
		for i := range part.m.N {
			counts[part.m.Label(i)]++
			if i < 10 {
				first = append(first, part.m.Label(i))
			}
		}
		if !slices.Equal(counts, part.counts) || !slices.Equal(first, part.labels) {
			t.Errorf("labels begin %v, counts %v", first, counts)
		}
	}
}

// The mean grey level of all 60 000 training images is commonly quoted as 0.2860 of
// full range; means of single images scatter by about 0.15, that of 10 000 by 0.0015.
func TestFashionLooksLikeClothes(t *testing.T) {
	s, err := Open("fashion")
	if err != nil {
		t.Fatal(err)
	}
	var sum float64
	for i := range s.Train.N {
		for _, v := range s.Train.Pixels(i) {
			sum += float64(v) / 255
		}
	}
	if mean := sum / float64(s.Train.N*28*28); mean < 0.286-0.006 || mean > 0.286+0.006 {
		t.Errorf("mean %.4f", mean)
	}
}
