package num

import "testing"

// The first numbers after the seed 5489, and the ten thousandth: C++ demands the latter of
// its std::mt19937.
func TestTwister(t *testing.T) {
	r := NewTwister(5489)
	for i := range 10_000 {
		got, want := r.Uint32(), uint32(0)
		switch i {
		case 0:
			want = 3499211612
		case 1:
			want = 581869302
		case 9_999:
			want = 4123659995
		default:
			continue
		}
		if got != want {
			t.Errorf("number %d is %d, not %d", i, got, want)
		}
	}
}
