package sim_test

import (
	"strings"
	"testing"

	"hebb/sim"
)

// A choice that is shown but cannot be chosen says why, and is not among what is taken.
func TestARefusedChoiceSaysWhy(t *testing.T) {
	value := "a"
	v := sim.Choice(&value, sim.Option{Name: "a"}, sim.Option{Name: "b", Refused: "it has one class"}, sim.Option{Name: "c"})
	if v.Allowed() != "one of a, c" {
		t.Error(v.Allowed())
	}
	if _, err := v.Parse("b"); err == nil || err.Error() != "b cannot be chosen here: it has one class" {
		t.Error(err)
	}
	if _, err := v.Parse("d"); err == nil || strings.Contains(err.Error(), "b") {
		t.Error(err)
	}
	if set, err := v.Parse("c"); err != nil {
		t.Error(err)
	} else if set(); value != "c" {
		t.Error(value)
	}
}
