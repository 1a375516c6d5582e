package data

import (
	"fmt"

	"hebb/sim"
)

// Options are the sets that Open knows, as the choices of a field.
func Options() []sim.Option {
	labels := map[string]string{"mnist": "MNIST", "fashion": "Fashion"}
	var list []sim.Option
	for _, name := range Names() {
		label, ok := labels[name]
		if !ok {
			label = name
		}
		list = append(list, sim.Option{Name: name, Label: label})
	}
	return list
}

// Choose opens the set that a field names, to learn from and to be tested on. Its
// errors name the field.
func Choose(field, name string) (*Set, error) {
	set, err := Open(name)
	if err == nil && (set.Train.N == 0 || set.Test.N == 0) {
		err = fmt.Errorf("the set %s lacks training or test images", name)
	}
	if err != nil {
		return nil, &sim.FieldError{Field: field, Reason: err.Error()}
	}
	return set, nil
}
