package figure

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"reflect"
	"regexp"
	"slices"
	"strings"

	"hebb/sim"
)

// Check says what is wrong with the figures of a lab's views, as far as it can be told of
// models without a state: kinds, roles, options, and the fields, actions and queries that
// they name. Each line names lab, view, figure and option.
func Check(lab *sim.Lab) error {
	var all []error
	for i := range lab.Views {
		view := &lab.Views[i]
		c := &checker{lab: lab.Name, view: view.Name, sim: view.New()}
		names := map[string]bool{}
		for j := range view.Figures {
			f := &view.Figures[j]
			if c.figure = f.Name; names[f.Name] {
				c.refuse("name", "two figures of the view have it")
			}
			names[f.Name] = true
			c.check(f)
		}
		all = append(all, c.found...)
	}
	return errors.Join(all...)
}

// CheckOutputs says which outputs figures name that are not there, of a model with a state.
func CheckOutputs(lab *sim.Lab, view *sim.View, s sim.Sim) error {
	c := &checker{lab: lab.Name, view: view.Name, sim: s, outputs: s.Outputs()}
	for j := range view.Figures {
		f := &view.Figures[j]
		c.figure = f.Name
		for _, r := range f.Show {
			c.output("show", r.Output)
		}
		if f.Draw != nil {
			walk(reflect.ValueOf(f.Draw), "", func(name string, _ reflect.StructField, v reflect.Value) {
				if o, ok := v.Interface().(Output); ok && o != "" {
					c.output(name, string(o))
				}
			})
		}
	}
	return errors.Join(c.found...)
}

// Load checks a view with a model of its own, in its default state.
func Load(lab *sim.Lab, view *sim.View) error {
	s := view.New()
	if err := s.Init(sim.Env{Seed: 1}); err != nil {
		return fmt.Errorf("lab %s, view %s: %w", lab.Name, view.Name, err)
	}
	return CheckOutputs(lab, view, s)
}

type checker struct {
	lab, view, figure string
	sim               sim.Sim
	outputs           []sim.Output
	found             []error
}

func (c *checker) refuse(option, format string, args ...any) {
	c.found = append(c.found, fmt.Errorf("lab %s, view %s, figure %s: %s: %s", c.lab, c.view, c.figure, option, fmt.Sprintf(format, args...)))
}

var reKind = regexp.MustCompile(`^[a-z]+$`)

func (c *checker) check(f *sim.Figure) {
	v := reflect.ValueOf(f.Draw)
	switch {
	case f.Draw == nil:
		c.refuse("draw", "it has no kind")
		return
	case v.Kind() != reflect.Struct:
		c.refuse("draw", "a kind is a struct of options, and no %s", v.Kind())
		return
	case !reKind.MatchString(f.Draw.Kind()):
		c.refuse("kind", "%q is no name of an element", f.Draw.Kind())
	}
	for _, r := range f.Show {
		if roles := f.Draw.Roles(); !slices.Contains(roles, r.Role) {
			c.refuse("show", "a %s has no role %q; it has %s", f.Draw.Kind(), r.Role, quoted(roles))
		}
	}
	if len(f.Show) == 0 && !asks(v) {
		c.refuse("show", "it has nothing to show or ask")
	}
	walk(v, "", func(name string, at reflect.StructField, v reflect.Value) { c.option(name, at, v) })
	if ranged, ok := f.Draw.(interface{ Check() error }); ok {
		if err := ranged.Check(); err != nil {
			field, ok := errors.AsType[*sim.FieldError](err)
			if !ok {
				field = &sim.FieldError{Field: "options", Reason: err.Error()}
			}
			c.refuse(field.Field, "%s", field.Reason)
		}
	}
	if _, err := json.Marshal(f.Draw); err != nil {
		c.refuse("options", "%v", err)
	}
}

// asks says whether a kind has a query.
func asks(v reflect.Value) (found bool) {
	walk(v, "", func(_ string, _ reflect.StructField, v reflect.Value) {
		_, is := v.Interface().(Asker)
		found = found || is && v.String() != ""
	})
	return found
}

// walk visits options, those of structs in them, too.
func walk(v reflect.Value, above string, visit func(name string, at reflect.StructField, v reflect.Value)) {
	for i := range v.NumField() {
		at, field := v.Type().Field(i), v.Field(i)
		if at.Anonymous {
			walk(field, above, visit)
			continue
		}
		name, _, _ := strings.Cut(at.Tag.Get("json"), ",")
		if name = above + name; !at.IsExported() {
			continue
		}
		visit(name, at, field)
		if field.Kind() == reflect.Pointer && !field.IsNil() {
			field = field.Elem()
		}
		if field.Kind() == reflect.Struct {
			walk(field, name+".", visit)
		}
	}
}

func (c *checker) option(name string, at reflect.StructField, v reflect.Value) {
	tag, rest, _ := strings.Cut(at.Tag.Get("json"), ",")
	optional := strings.HasPrefix(rest, "omit")
	if tag == "" {
		c.refuse(at.Name, "the option has no name in JSON")
	}
	if !optional && v.IsZero() {
		c.refuse(name, "it is missing")
		return
	}
	if v.Kind() == reflect.Pointer && !v.IsNil() {
		v = v.Elem()
	}
	if v.Kind() == reflect.Float64 && (math.IsNaN(v.Float()) || math.IsInf(v.Float(), 0)) {
		c.refuse(name, "%v is no finite number", v.Float())
	}
	if v.IsZero() {
		return
	}
	sends := strings.Fields(at.Tag.Get("sends"))
	switch o := v.Interface().(type) {
	case Field:
		if _, ok := sim.Find(c.sim.Fields(), string(o)); !ok {
			c.refuse(name, "there is no field %q", o)
		}
	case Series:
		if !slices.ContainsFunc(c.sim.Fields(), func(f sim.Field) bool { return sim.Names(string(o)+"*", f.Name) }) {
			c.refuse(name, "there are no fields %s1, %s2, ...", o, o)
		}
	case Action:
		c.action(name, string(o), sends)
	case Asker:
		c.query(name, v.String(), o.Answer(), sends)
	}
}

func (c *checker) action(option, name string, sends []string) {
	for _, a := range c.sim.Actions() {
		if a.Name == name {
			c.args(option, "action "+name, a.Args, sends)
			return
		}
	}
	c.refuse(option, "there is no action %q", name)
}

func (c *checker) query(option, name string, answer reflect.Type, sends []string) {
	for _, q := range c.sim.Queries() {
		if q.Name == name {
			c.args(option, "query "+name, q.Args, sends)
			if got := reflect.TypeOf(q.Answer); got != answer {
				c.refuse(option, "the query %s answers with %v, and the figure reads %v", name, got, answer)
			}
			return
		}
	}
	c.refuse(option, "there is no query %q", name)
}

// args compares what a figure sends with what an action or query takes.
func (c *checker) args(option, what string, args []sim.Field, sends []string) {
	for _, name := range sends {
		if _, ok := sim.Find(args, name); !ok {
			c.refuse(option, "the figure sends %s, which the %s does not take", name, what)
		}
	}
}

func (c *checker) output(option, name string) {
	if !slices.ContainsFunc(c.outputs, func(o sim.Output) bool { return sim.Names(name, o.Name) }) {
		c.refuse(option, "there is no output %q", name)
	}
}

func quoted(list []string) string {
	texts := make([]string, len(list))
	for i, text := range list {
		texts[i] = fmt.Sprintf("%q", text)
	}
	return strings.Join(texts, ", ")
}

// Outside is the error of an option that is not in its range.
func Outside(option string, x float64, takes string) error {
	return &sim.FieldError{Field: option, Reason: fmt.Sprintf("%s is outside its range: it takes %s", sim.Number(x), takes)}
}
