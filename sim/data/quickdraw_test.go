package data

import (
	"slices"
	"testing"
)

func TestQuickDraw(t *testing.T) {
	s, err := QuickDraw()
	if err != nil {
		t.Fatal(err)
	}
	if s.Classes != 345 || len(s.ClassNames) != 345 || s.Train.N != 34500 || s.Test.N != 0 {
		t.Fatalf("%d classes, %d names, %d + %d drawings", s.Classes, len(s.ClassNames), s.Train.N, s.Test.N)
	}
	if !slices.IsSorted(s.ClassNames) || s.ClassNames[0] != "The Eiffel Tower" || s.ClassNames[344] != "zigzag" {
		t.Errorf("names from %q to %q", s.ClassNames[0], s.ClassNames[344])
	}
	for i := range s.Train.N {
		if got := s.Train.Label(i); got != i/100 {
			t.Fatalf("drawing %d has label %d", i, got)
		}
	}
	// Every drawing has ink, and stands in the middle to within a pixel.
	for i := 0; i < s.Train.N; i += 7 {
		top, bottom, left, right := 28, -1, 28, -1
		for j, v := range s.Train.Pixels(i) {
			if v == 0 {
				continue
			}
			if v%17 != 0 {
				t.Fatalf("drawing %d has the level %d", i, v)
			}
			top, bottom, left, right = min(top, j/28), max(bottom, j/28), min(left, j%28), max(right, j%28)
		}
		if bottom < 0 {
			t.Fatalf("drawing %d is empty", i)
		}
		if d := top - (27 - bottom); d < -2 || d > 2 {
			t.Errorf("drawing %d (%s) reaches from row %d to %d", i, s.ClassNames[i/100], top, bottom)
		}
		if d := left - (27 - right); d < -2 || d > 2 {
			t.Errorf("drawing %d (%s) reaches from column %d to %d", i, s.ClassNames[i/100], left, right)
		}
	}
	damaged := slices.Clone(quickdrawZip)
	damaged[len(damaged)/2] ^= 1
	if _, err := decodeDrawings(damaged); err == nil {
		t.Error("a damaged file opens")
	}
}
