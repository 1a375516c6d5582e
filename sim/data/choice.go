package data

import (
	"fmt"

	"hebb/sim"
)

// Options are the sets that Open knows, as the choices of a field. What takes says of
// an imported set is why the lab cannot use it, or "" if it can; nil takes all.
func Options(takes func(*Description) string) []sim.Option {
	labels := map[string]string{"mnist": "MNIST", "fashion": "Fashion"}
	var list []sim.Option
	for _, p := range embedded {
		list = append(list, sim.Option{Name: p.set.Name, Label: labels[p.set.Name], Doc: p.set.Title + "."})
	}
	imports.Lock()
	defer imports.Unlock()
	for _, i := range imports.list {
		o := sim.Option{Name: i.Name, Label: i.Name, Doc: i.about()}
		if takes != nil {
			o.Refused = takes(&i.Description)
		}
		list = append(list, o)
	}
	return list
}

// about says in a line what is in a set.
func (d *Description) about() string {
	train, test, held := d.Images()
	text := fmt.Sprintf("%s: %d training and %d test images of %d×%d pixels, %d classes.", d.Title, train, test, d.Rows, d.Cols, len(d.Classes))
	if held {
		text += " " + HeldOut
	}
	return text
}

// HeldOut is how people are told that a set came without test images.
const HeldOut = "It came without test images: one training image in 7, of every class, is held out as a test image."

// Choose opens the set that a field names. Its errors name the field.
func Choose(field, name string) (*Set, error) {
	set, err := Open(name)
	if err != nil {
		return nil, &sim.FieldError{Field: field, Reason: err.Error()}
	}
	return set, nil
}
