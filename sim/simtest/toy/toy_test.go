package toy_test

import (
	"testing"

	"hebb/sim/simtest"
	"hebb/sim/simtest/toy"
)

func TestLab(t *testing.T) { simtest.Check(t, toy.Lab) }
