package neuron

import (
	"fmt"

	"hebb/sim"
	"hebb/sim/num"
)

// Actions: one can take a weight vector by its end and put it elsewhere.
func (s *neuron) Actions() []sim.Action {
	return []sim.Action{{
		Name: "aim", Title: "Put a weight vector here", Doc: "Places the end of a weight vector, in the plane of the figure. The averaged rule starts again from there.",
		Args: []sim.Field{
			{Name: "neuron", Label: "neuron", Doc: "Which weight vector, from 1.", Value: sim.Int(&s.aimed, 1, maxNeurons)},
			{Name: "x", Label: "x", Doc: "First coordinate of its end.", Value: sim.Float(&s.aimX, -10, 10, sim.Linear)},
			{Name: "y", Label: "y", Doc: "Second coordinate of its end.", Value: sim.Float(&s.aimY, -10, 10, sim.Linear)},
		},
		Do: func() error {
			if s.aimed > s.neurons {
				return &sim.FieldError{Field: "neuron", Reason: fmt.Sprintf("there are only %d neurons", s.neurons)}
			}
			w := s.w.Row(s.aimed - 1)
			old := [2]float64{w[0], w[1]}
			w[0], w[1] = s.aimX, s.aimY
			if num.Norm(w) == 0 { // Nothing grows from 0.
				w[0], w[1] = old[0], old[1]
				return &sim.FieldError{Field: "x", Reason: "weights of length 0 never move: choose another place"}
			}
			copy(s.bar.Data, s.w.Data)
			for j := range s.trails {
				s.trails[j].Begin(s.w.At(j, 0), s.w.At(j, 1))
				s.averaged[j].Begin(s.w.At(j, 0), s.w.At(j, 1))
			}
			return nil
		},
	}}
}
