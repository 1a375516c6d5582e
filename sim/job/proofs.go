package job

import (
	"cmp"
	"encoding/json"
	"fmt"
	"math"
	"slices"

	"hebb/sim"
	"hebb/sim/experiment"
)

// Proofs are what the measurements of all presets came to. They are kept by the key of
// the measurement: what is promised of a number can change without its being measured
// again, and a number that has changed has another key.
type Proofs struct {
	By      []Measurer          `json:"by"`      // the origins, by number
	Numbers map[string]*Numbers `json:"numbers"` // by the key of the measurement
}

// Measurer says what has measured a number.
type Measurer struct {
	Commit     string `json:"commit"`              // with + when the tree had changed since
	Arithmetic string `json:"arithmetic"`          // of the kernels
	Arch       string `json:"arch"`                // what the program was built for
	Processor  string `json:"processor,omitempty"` // empty: not known
}

// Verdict is how one claim of a preset stands in the proofs.
type Verdict struct {
	State       experiment.State
	Left, Right []float64
	Complaint   string // why the claim is no claim, or does not hold; "": it holds
}

// Judge says how a claim stands.
func (pr *Proofs) Judge(lab *sim.Lab, p *experiment.Preset, claim int) Verdict {
	c := &p.Claims[claim]
	v := Verdict{State: experiment.Waits}
	for _, trial := range p.Trials(lab) {
		if trial.Claim != claim {
			continue
		}
		var sides [2][]float64
		var units []uint64
		for n, m := range trial.Measurements {
			got := pr.Numbers[m.Key()]
			if got == nil || len(got.Values) != claimSeeds {
				v.Complaint = cmp.Or(v.Complaint, "it has changed since it was measured; run make claims and commit presets/claims.json")
				continue
			}
			sides[n] = got.Values
			units = append(units, got.Units...)
		}
		if len(sides[0]) == 0 || len(trial.Measurements) > 1 && len(sides[1]) == 0 {
			continue
		}
		state := c.Verdict(sides[0], sides[1])
		switch trial.Role {
		case experiment.Plain:
			v.State, v.Left, v.Right = state, sides[0], sides[1]
			if state != experiment.Holds {
				v.Complaint = "broken"
			}
		case experiment.ByHand:
			if state != experiment.Holds {
				v.Complaint = cmp.Or(v.Complaint, fmt.Sprintf("broken when its changes %s: %v %v", trial.When, sides[0], sides[1]))
			}
		case experiment.Unlearned:
			if complaint := empty(c, sides, units); complaint != "" {
				v.Complaint = cmp.Or(v.Complaint, complaint)
			}
		}
	}
	return v
}

// empty says why a claim is empty: it holds also of the run that it must not hold of.
func empty(c *experiment.Claim, sides [2][]float64, units []uint64) string {
	if slices.Contains(units, c.Unit) && !c.Diverges {
		return "its output has no earlier number that could be its start; the preset needs a run that is untrained"
	}
	if c.Seeds == experiment.MeanSeed {
		if c.Verdict(sides[0], sides[1]) == experiment.Holds {
			return fmt.Sprintf("empty: it holds of a run for which it must not: %v %v", sides[0], sides[1])
		}
		return ""
	}
	for k, left := range sides[0] {
		right := 0.0
		if sides[1] != nil {
			right = sides[1][k]
		}
		if c.Judge(experiment.Exactly(left), experiment.Exactly(right)) == experiment.Holds {
			return fmt.Sprintf("empty: it holds of a run for which it must not: %v %v", sides[0], sides[1])
		}
	}
	return ""
}

// AddOrigin adds what measures now to the origins and returns its number.
func (pr *Proofs) AddOrigin(m Measurer) int {
	if i := slices.Index(pr.By, m); i >= 0 {
		return i
	}
	pr.By = append(pr.By, m)
	return len(pr.By) - 1
}

// Of are the numbers that an arithmetic has given.
func (pr *Proofs) Of(arithmetic string) map[string]*Numbers {
	list := map[string]*Numbers{}
	for key, n := range pr.Numbers {
		if pr.By[n.By].Arithmetic == arithmetic {
			list[key] = n
		}
	}
	return list
}

// Asked are the proofs that the trials of some presets ask for: without the numbers that none
// does, and without origins that have none.
func (pr *Proofs) Asked(trials [][]experiment.Trial) *Proofs {
	out := &Proofs{Numbers: map[string]*Numbers{}}
	for _, list := range trials {
		for _, trial := range list {
			for _, m := range trial.Measurements {
				key := m.Key()
				if n := pr.Numbers[key]; n != nil && out.Numbers[key] == nil {
					kept := *n
					kept.By = out.AddOrigin(pr.By[n.By])
					out.Numbers[key] = &kept
				}
			}
		}
	}
	return out
}

// Reals are numbers of which some may not be there: NaN here, null in JSON.
type Reals []float64

func (r Reals) MarshalJSON() ([]byte, error) {
	list := make([]*float64, len(r))
	for i := range r {
		if r[i]-r[i] == 0 {
			list[i] = &r[i]
		}
	}
	return json.Marshal(list)
}

func (r *Reals) UnmarshalJSON(data []byte) error {
	var list []*float64
	if err := json.Unmarshal(data, &list); err != nil {
		return err
	}
	*r = nil
	for _, x := range list {
		if x == nil {
			*r = append(*r, math.NaN())
		} else {
			*r = append(*r, *x)
		}
	}
	return nil
}
