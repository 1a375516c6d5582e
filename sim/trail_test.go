package sim

import "testing"

func TestTrailKeepsTheWholeWay(t *testing.T) {
	tr := NewTrail()
	f := NewFrame([]Output{{Name: "way", Kind: Points, Shape: []int{TrailPoints + 1, 2}, Read: tr.Read(nil)}})
	f.Want(0, true)
	for i := range 5000 {
		tr.Add(float64(i), -float64(i))
		f.Read()
		dst, n := f.Values(0)
		if dst[0] != 0 || dst[2*n-2] != float32(i) || dst[2*n-1] != -float32(i) {
			t.Fatalf("after %d points the way runs from %g to %g", i+1, dst[0], dst[2*n-2])
		}
		if i > TrailPoints && n < TrailPoints/2 {
			t.Fatalf("after %d points only %d are kept", i+1, n)
		}
		for k := 1; k+1 < n; k++ {
			if dst[2*k]-dst[2*k-2] != float32(tr.stride) {
				t.Fatalf("after %d points: uneven", i+1)
			}
		}
	}
}
