package precision

import (
	"testing"

	"hebb/sim"
)

func kind[T float32 | float64](add string) string {
	switch any(T(0)).(type) {
	case float32:
		return "single" + add
	}
	return "double" + add
}

func TestOf(t *testing.T) {
	for name, want := range map[string]string{Single: "single!", Double: "double!", "naive32": "single!"} {
		if got := Of(name, kind[float32], kind[float64], "!"); got != want {
			t.Errorf("%s is made in %s", name, got)
		}
	}
	if s, d := Bytes(Single), Bytes(Double); s != 4 || d != 8 {
		t.Errorf("%d and %d bytes", s, d)
	}
}

func TestField(t *testing.T) {
	name := Single
	f := Field(&name, "Run", "Fast.", "Exact.", "Numbers.")
	if err := sim.Set([]sim.Field{f}, map[string]string{"precision": Double}); err != nil || name != Double {
		t.Errorf("%v, %s", err, name)
	}
	if err := sim.Set([]sim.Field{f}, map[string]string{"precision": "float16"}); err == nil || name != Double {
		t.Errorf("%v, %s", err, name)
	}
}
