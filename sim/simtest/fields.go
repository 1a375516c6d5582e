package simtest

import (
	"errors"
	"strconv"
	"strings"
	"testing"

	"hebb/sim"
	"hebb/sim/experiment"
)

func checkFields(t *testing.T, fields []sim.Field) {
	seen := map[string]bool{}
	for _, f := range fields {
		if !reName.MatchString(f.Name) || seen[f.Name] {
			t.Errorf("field name %q is no key, or twice there", f.Name)
		}
		seen[f.Name] = true
		if f.Label == "" || f.Group == "" || !strings.HasSuffix(f.Doc, ".") {
			t.Errorf("field %s lacks a label, a group or a doc that is a sentence", f.Name)
		}
		if f.Value.Allowed() == "" {
			t.Errorf("field %s does not say what it takes", f.Name)
		}
		was := f.Value.String()
		set, err := f.Value.Parse(was)
		if err != nil {
			t.Errorf("field %s refuses its default: %v", f.Name, err)
			continue
		}
		set()
		if now := f.Value.String(); now != was {
			t.Errorf("field %s: %q reads back as %q", f.Name, was, now)
		}
		for _, text := range extremes(f.Value) {
			set, err := f.Value.Parse(text)
			if err != nil {
				t.Errorf("field %s refuses %q within its own range: %v", f.Name, text, err)
				continue
			}
			if f.Value.String() != was {
				t.Fatalf("field %s changed before it was set", f.Name)
			}
			set()
			canonical := f.Value.String()
			if set, err = f.Value.Parse(canonical); err != nil {
				t.Errorf("field %s refuses its own %q: %v", f.Name, canonical, err)
			} else if set(); f.Value.String() != canonical {
				t.Errorf("field %s: %q reads back as %q", f.Name, canonical, f.Value.String())
			}
			if set, err = f.Value.Parse(was); err == nil {
				set()
			}
		}
		for _, text := range extremes(f.Value) {
			checkSpellings(t, f, text)
		}
		for _, text := range outside(f.Value) {
			if _, err := f.Value.Parse(text); err == nil {
				t.Errorf("field %s takes %q, which is outside its range", f.Name, text)
			}
		}
	}
}

// checkSpellings: a number is taken as people write it, and is then the same one.
func checkSpellings(t *testing.T, f sim.Field, text string) {
	x, err := strconv.ParseFloat(text, 64)
	whole := false
	switch f.Value.(type) {
	case *sim.IntValue:
		whole = true
	case *sim.FloatValue:
	default:
		return
	}
	if err != nil {
		t.Errorf("field %s: its own %q is no number of Go", f.Name, text)
		return
	}
	was := f.Value.String()
	point := strconv.FormatFloat(x, 'f', -1, 64)
	list := []string{" " + text + " ", "\u2212" + point, "+" + point, strconv.FormatFloat(x, 'e', -1, 64), text + " " + f.Unit, text + f.Unit,
		strings.Replace(strconv.FormatFloat(x, 'e', -1, 64), "e", "·10^", 1), strings.ReplaceAll(strings.ReplaceAll(point, "-", "–"), ".", ",") + "0000"}
	if whole {
		list[len(list)-1] = point + ",0"
	} else if !strings.Contains(point, ".") {
		list[len(list)-1] = point + ",0000"
	}
	for _, spelt := range list {
		if strings.HasPrefix(spelt, "\u2212") || strings.HasPrefix(spelt, "+") {
			if x < 0 {
				continue // has a sign
			}
			if strings.HasPrefix(spelt, "\u2212") && x != 0 {
				if _, err := f.Parse(spelt); err != nil && !strings.Contains(err.Error(), "outside its range") {
					t.Errorf("field %s: %q is refused: %v", f.Name, spelt, err)
				}
				continue
			}
		}
		set, err := f.Parse(spelt)
		if err != nil {
			t.Errorf("field %s refuses %q: %v", f.Name, spelt, err)
			continue
		}
		set()
		now := f.Value.String()
		if want, err := f.Value.Parse(text); err != nil {
			t.Errorf("field %s refuses %q: %v", f.Name, text, err)
		} else if want(); f.Value.String() != now {
			t.Errorf("field %s: %q is %s, but %q is %s", f.Name, spelt, now, text, f.Value.String())
		}
	}
	if set, err := f.Value.Parse(was); err == nil {
		set()
	}
}

// checkLink: the defaults make an empty link, and every extreme survives a link.
func checkLink(t *testing.T, lab *sim.Lab, view *sim.View) {
	base := experiment.NewSetup(lab, view)
	first := &lab.Views[0] == view
	if q := experiment.Encode(base, base, view, first); first && len(q) != 0 {
		t.Errorf("the defaults make the link %q", q.Encode())
	}
	for _, f := range view.New().Fields() {
		for _, text := range extremes(f.Value) {
			s := base.Clone()
			values := view.New().Fields()
			if err := sim.Set(values, map[string]string{f.Name: text}); err != nil {
				continue // reported by checkFields
			}
			s.Variants[0].Set = experiment.Diff(view, sim.Values(values))
			got, refused := experiment.Decode(experiment.Encode(s, base, view, first), base, view)
			if len(refused) > 0 {
				t.Errorf("%s=%s is refused from a link: %v", f.Name, text, refused[0])
			} else if got.Variants[0].Set[f.Name] != s.Variants[0].Set[f.Name] {
				t.Errorf("%s=%s comes back as %q", f.Name, text, got.Variants[0].Set[f.Name])
			}
		}
	}
}

// extremes are texts at the ends of what a value takes.
func extremes(v sim.Value) []string {
	switch v := v.(type) {
	case *sim.FloatValue:
		texts := []string{sim.Number(v.Min), sim.Number(v.Max)}
		if v.Off {
			texts = append(texts, "0")
		}
		return texts
	case *sim.IntValue:
		return []string{itoa(v.Min), itoa(v.Max)}
	case *sim.BoolValue:
		return []string{"false", "true"}
	case *sim.ChoiceValue:
		var names []string
		for _, o := range v.Options {
			if o.Refused == "" {
				names = append(names, o.Name)
			}
		}
		return names
	case *sim.ListValue:
		var texts []string
		for _, n := range []int{v.MinLen, v.MaxLen} {
			for _, x := range []float64{v.Min, v.Max} {
				texts = append(texts, strings.TrimSuffix(strings.Repeat(sim.Number(x)+",", n), ","))
			}
		}
		return texts
	}
	return []string{v.String()}
}

// outside are texts that a value must refuse.
func outside(v sim.Value) []string {
	switch v := v.(type) {
	case *sim.FloatValue:
		return []string{sim.Number(v.Min - 1 - abs(v.Min)), sim.Number(float64(2*abs(v.Max)) + 1), "NaN", "Inf", "", "x"}
	case *sim.IntValue:
		return []string{itoa(v.Min - 1), itoa(v.Max + 1), "1.5", "", "x"}
	case *sim.BoolValue:
		return []string{"no such thing", ""}
	case *sim.ChoiceValue:
		names := []string{"no such thing", ""}
		for _, o := range v.Options {
			if o.Refused != "" {
				names = append(names, o.Name)
			}
		}
		return names
	case *sim.ListValue:
		return []string{strings.Repeat(sim.Number(v.Max)+",", v.MaxLen) + sim.Number(v.Max), "NaN", ",,"}
	case *sim.TextValue:
		return []string{strings.Repeat("x", v.Max+1)}
	}
	return nil
}

// checkExtremes: no value within its range makes a sim panic. It may refuse to
// start, with the name of a field, or diverge.
func checkExtremes(t *testing.T, view *sim.View) {
	try := func(what string, set map[string]string) {
		defer func() {
			if r := recover(); r != nil {
				t.Errorf("%s: panic: %v", what, r)
			}
		}()
		s := view.New()
		if err := sim.Set(s.Fields(), set); err != nil {
			return // reported by checkFields
		}
		if err := s.Init(sim.Env{Seed: 1, Memory: memory}); err != nil {
			var fe *sim.FieldError
			if !errors.As(err, &fe) {
				t.Errorf("%s: refusal %q names no field", what, err)
			}
			return
		}
		r := &runner{t: t, sims: []sim.Sim{s}}
		if r.run(2, 40); !r.ended[s] {
			r.view(s)
		}
	}
	for _, f := range view.New().Fields() {
		for _, text := range extremes(f.Value) {
			try(f.Name+"="+text, map[string]string{f.Name: text})
			// The same while it runs.
			if f.Acts != sim.Restart {
				s := start(t, view, nil)
				r := &runner{t: t, sims: []sim.Sim{s}}
				r.run(1, 40)
				if err := sim.Set(s.Fields(), map[string]string{f.Name: text}); err == nil {
					if r.run(2, 40); !r.ended[s] {
						r.glance(s)
					}
				}
			}
		}
	}
	s := start(t, view, nil)
	args := func(what string, fields []sim.Field, do func() error) {
		for _, f := range fields {
			for _, text := range extremes(f.Value) {
				if set, err := f.Value.Parse(text); err == nil {
					set()
					call(t, what+" "+f.Name+"="+text, do)
				}
			}
		}
	}
	for _, a := range s.Actions() {
		setLowest(a.Args)
		args(a.Name, a.Args, a.Do)
	}
	for _, q := range s.Queries() {
		setLowest(q.Args)
		args(q.Name, q.Args, func() error { _, err := q.Ask(); return err })
	}
}

// call reports a panic of do; an error is a fine answer.
func call(t *testing.T, what string, do func() error) {
	defer func() {
		if r := recover(); r != nil {
			t.Errorf("%s: panic: %v", what, r)
		}
	}()
	_ = do()
}
