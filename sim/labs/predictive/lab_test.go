package predictive

import (
	"testing"

	"hebb/sim/simtest"
)

func TestLab(t *testing.T) { simtest.Check(t, Lab) }
