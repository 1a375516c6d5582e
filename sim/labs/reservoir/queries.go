package reservoir

import "hebb/sim"

func (s *motor) Queries() []sim.Query { return nil }
