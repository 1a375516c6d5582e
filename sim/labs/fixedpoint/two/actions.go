package two

import (
	"hebb/sim"
	"hebb/sim/labs/fixedpoint/rules"
)

func (s *two) Actions() []sim.Action {
	xy := func(x, y *float64, most float64, a, b string) []sim.Field {
		return []sim.Field{
			{Name: "x", Label: a, Doc: "First coordinate.", Value: sim.Float(x, -most, most, sim.Linear)},
			{Name: "y", Label: b, Doc: "Second coordinate.", Value: sim.Float(y, -most, most, sim.Linear)},
		}
	}
	return []sim.Action{
		{Name: "place", Title: "Start learning here", Doc: "Puts the two weights between the neurons at a place of the map and goes on from there.", Args: xy(&s.placeX, &s.placeY, 1e3, "w12", "w21"),
			Do: func() error {
				old := [4]float64(s.w.Data)
				s.w.Data[1], s.w.Data[2] = s.placeX, s.placeY
				if s.evaluate(); s.singularNow {
					copy(s.w.Data, old[:])
					s.evaluate()
					return &sim.FieldError{Field: "x", Reason: "the loss is infinite there: choose another place"}
				}
				s.sign, s.move = s.p.Sign(), 0
				s.way.Begin(s.placeX, s.placeY)
				s.mem.Forget()
				return nil
			}},
		{Name: "state", Title: "Put the state here", Doc: "Puts the rates somewhere and lets them move from there.", Args: xy(&s.stateX, &s.stateY, 100, "r1", "r2"),
			Do: func() error {
				s.r = [2]float64{s.stateX, s.stateY}
				s.wayR.Begin(s.stateX, s.stateY)
				return nil
			}},
		rules.RescueAction(&s.rescueTo, rules.Options(twoRules...), func() error {
			if s.mem.Back(s.w.Data) == 0 {
				return &sim.FieldError{Field: "rule", Reason: "nothing has been learned yet: there is nothing to take back"}
			}
			s.swap.Put(s.rescueTo, s.rule)
			s.evaluate()
			s.sign = s.p.Sign()
			s.way.Add(s.w.Data[1], s.w.Data[2])
			return nil
		}),
	}
}
