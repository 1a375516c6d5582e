package data

import "testing"

func TestGreysAreRoundedOnce(t *testing.T) {
	for i, g := range Grey {
		if want := float32(i) / 255; float32(g) != want { // torch divides in float32
			t.Errorf("level %d is %v in float32, not %v", i, float32(g), want)
		}
	}
	if Grey[0] != 0 || Grey[255] != 1 || Grey[51] != 0.2 {
		t.Errorf("levels 0, 51 and 255 are %v, %v and %v", Grey[0], Grey[51], Grey[255])
	}
	set, err := Open("mnist")
	if err != nil {
		t.Fatal(err)
	}
	x := make([]float32, set.Rows*set.Cols)
	for _, test := range []bool{false, true} {
		m := set.Part(test)
		if label := Load(m, 3, x); label != m.Label(3) {
			t.Errorf("label %d, not %d", label, m.Label(3))
		}
		for j, p := range m.Pixels(3) {
			if x[j] != float32(Grey[p]) {
				t.Fatalf("pixel %d of level %d is %v", j, p, x[j])
			}
		}
	}
	if set.Part(true).N != 10_000 || set.Part(false).N != 60_000 {
		t.Errorf("%d test images, %d others", set.Part(true).N, set.Part(false).N)
	}
}
